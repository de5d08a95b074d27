"""What all module instances of one reading share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from compliance_toolkit.models import GivenValue, JsonValue, Location, Problem
from compliance_toolkit.terraform.hcl_budget import Budget
from compliance_toolkit.terraform.hcl_reach import Files
from compliance_toolkit.terraform.hcl_variables import PREFIX, Given

if TYPE_CHECKING:
    from compliance_toolkit.terraform.hcl_instances import Children, ModuleInstance


class Reading(msgspec.Struct):
    """What all module instances of one reading share."""

    given: Given
    workspace: str | None
    assume_defaults: bool
    problems: list[Problem]
    call: Callable[[ModuleInstance, str], Children]
    """Builds the instances of a module call."""

    files: Files | None = None
    budget: Budget = msgspec.field(default_factory=Budget)
    assumptions: dict[str, JsonValue] = msgspec.field(default_factory=dict)
    told: dict[str, GivenValue] = msgspec.field(default_factory=dict)
    """By name, what variables were given by the environment."""

    def tell(self, name: str, value: JsonValue, *, sensitive: bool = False) -> None:
        """Note what the environment gives a variable of the root, if nothing above it does."""
        if self.given.is_by_environment(name):
            self.told[name] = GivenValue(name, f"{PREFIX}{name}", value, sensitive)

    def refuse(
        self, message: str, location: Location | None = None, hint: str | None = None
    ) -> None:
        """Note a problem, once."""
        problem = Problem(message, location, hint)
        if problem not in self.problems:
            self.problems.append(problem)

"""What all module instances of one reading share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from compliance_toolkit.models import GivenValue, JsonValue, Location, Problem
from compliance_toolkit.terraform.hcl_ambient import ambient_workspace
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
    """By name, what variables and settings were given by the environment."""

    environment: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What stands in for settings that are not written; nothing by default."""

    cut: bool = False
    """Whether there is more than can be read: no further module is gone into."""

    def tell(self, name: str, value: JsonValue, *, sensitive: bool = False) -> None:
        """Note what the environment gives a variable of the root, if nothing above it does."""
        if self.given.is_by_environment(name):
            self.told[name] = GivenValue(name, f"{PREFIX}{name}", value, sensitive)

    def named_workspace(self) -> str | None:
        """Give the workspace that somebody named, or the environment does."""
        if self.workspace is not None:
            return self.workspace
        given = ambient_workspace(self.environment)
        if given is None:
            return None
        self.told[given.variable] = given
        return str(given.value)

    def refuse(
        self, message: str, location: Location | None = None, hint: str | None = None
    ) -> None:
        """Note a problem, once."""
        problem = Problem(message, location, hint)
        if problem not in self.problems:
            self.problems.append(problem)

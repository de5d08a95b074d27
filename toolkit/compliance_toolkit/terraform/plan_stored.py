"""What a plan tells of values that providers mark as sensitive whatever stands in them.

The configuration may write such a value out, or name a variable that is no secret. Where that is
the very value that is planned, it is no secret either. The planned one is compared and never kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from compliance_toolkit.models import JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.addresses import segments, without_index
from compliance_toolkit.terraform.plan_format import (
    ConfigModule,
    ConfigResource,
    Configuration,
    ModuleCall,
    Plan,
)
from compliance_toolkit.terraform.plan_problems import planned_resources
from compliance_toolkit.terraform.plan_references import Path, names_of, prefix_of
from compliance_toolkit.terraform.workloads.callers import QUIET, STORED, STORES, UNREAD

_WRITE_ONLY = "_wo"
_PLAIN = "plain"
"""Of a value that is no secret, and leads to Claude."""


def follow_stored(plan: Plan, resources: Iterable[Resource]) -> list[Resource]:
    """State of stores of secrets what the configuration writes into them.

    Args:
        plan: The plan.
        resources: Read from it.

    Returns:
        The same. A value that leads to Claude by the configuration's own words stands in its place;
        of any other the value `stored` says whether it is known to be none, or may be one.
    """
    found = list(resources)
    if STORES.keys().isdisjoint(one.type for one in found):
        return found
    written = _Written(plan)
    return [written.stated(one) if one.type in STORES else one for one in found]


class _Written:
    """The configuration of one plan, and what is planned."""

    def __init__(self, plan: Plan) -> None:
        self._variables = plan.variables or {}
        self._modules: dict[Path, ConfigModule] = {}
        self._calls: dict[Path, ModuleCall] = {}
        self._blocks: dict[str, tuple[Path, ConfigResource]] = {}
        configuration = plan.configuration or Configuration()
        waiting: list[tuple[Path, ConfigModule]] = [
            ((), configuration.root_module or ConfigModule())
        ]
        while waiting:
            path, module = waiting.pop()
            self._modules[path] = module
            for resource in module.resources or ():
                self._blocks[prefix_of(path) + resource.address] = path, resource
            for name, call in (module.module_calls or {}).items():
                self._calls[*path, name] = call
                waiting.append(((*path, name), call.module or ConfigModule()))
        self._planned: dict[str, Any] = {
            one.address: one.values for one in planned_resources(plan) if one.type in STORES
        }
        for change in plan.resource_changes or ():
            if change.type in STORES:
                self._planned[change.address] = change.change.after

    def stated(self, resource: Resource) -> Resource:
        """State what the configuration writes into one resource."""
        path, block = self._blocks.get(without_index(resource.address), ((), None))
        if block is None or not block.expressions or "" in resource.unknown:
            return resource
        values, unknown = dict(resource.values), dict(resource.unknown)
        after = self._planned.get(resource.address)
        planned = after if isinstance(after, Mapping) else {}
        stored: dict[str, JsonValue] = {}
        for name in STORES[resource.type]:
            pointer = f"/{name}"
            if name in block.expressions and name.endswith(_WRITE_ONLY):  # no plan keeps it
                unknown.setdefault(pointer, Unknown(ReasonCode.SENSITIVE))
            if pointer not in unknown or unknown[pointer].code is not ReasonCode.SENSITIVE:
                continue
            told = self._told(name, planned.get(name), path, block)
            if told == _PLAIN:
                value = planned.get(name)
                values[name] = _constant(block.expressions[name]) if value is None else value
                del unknown[pointer]
            elif told:
                stored[name] = told
        if stored:
            values[STORED] = stored
        return replace(resource, values=values, unknown=unknown)

    def _told(self, name: str, planned: JsonValue, path: Path, block: ConfigResource) -> str:
        """Say what is known of one secret; empty where only its name may tell."""
        expression = (block.expressions or {}).get(name)
        if expression is None:
            return QUIET
        if planned is None and name.endswith(_WRITE_ONLY):
            planned = _constant(expression)
        known = list(self._handed(expression, path, block, set()))
        if planned is not None and any(planned == one for one in known):
            return _weighed(planned)
        if not known and not names_of(expression):  # functions make it of what is written there
            return QUIET if planned is not None and _weighed(planned) == QUIET else UNREAD
        return UNREAD if any(_weighed(one) != QUIET for one in known) else ""

    def _handed(
        self, expression: Any, path: Path, block: ConfigResource | None, seen: set[tuple[Path, str]]
    ) -> Iterator[JsonValue]:
        """Yield the constants and the variables that an expression may take its value from."""
        if isinstance(expression, Mapping) and "constant_value" in expression:
            yield from _parts(expression["constant_value"])
            return
        for name in names_of(expression):
            head, *rest = segments(without_index(name))
            key = path, f"{head}.{rest[0]}" if rest else head
            if key in seen:
                continue
            seen.add(key)
            if head == "each" and block is not None:
                yield from self._handed(block.for_each_expression, path, None, seen)
            elif head == "var" and rest:
                yield from self._variable(path, rest[0], seen)

    def _variable(self, path: Path, name: str, seen: set[tuple[Path, str]]) -> Iterator[JsonValue]:
        module = self._modules.get(path)
        declared = (module.variables or {}).get(name) if module is not None else None
        if declared is None or declared.sensitive:
            return
        given = (self._calls[path].expressions or {}).get(name) if path in self._calls else None
        if not path:
            if name in self._variables:
                yield from _parts(self._variables[name].value)
        elif given is not None:
            yield from self._handed(given, path[:-1], None, seen)
        else:
            yield from _parts(declared.default)


def _parts(value: Any) -> Iterator[JsonValue]:
    """Yield a value and whatever stands in it."""
    yield value
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _parts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _parts(inner)


def _constant(expression: Any) -> JsonValue:
    constant: JsonValue = (
        expression.get("constant_value") if isinstance(expression, Mapping) else None
    )
    return constant


def _weighed(value: JsonValue) -> str:
    """Say whether a value leads to Claude, and whether it may be shown: no credential may."""
    from compliance_toolkit.terraform.workloads.mentions import speaks  # noqa: PLC0415  seldom
    from compliance_toolkit.terraform.workloads.variables import CREDENTIALS  # noqa: PLC0415

    text = value if isinstance(value, str) else json.dumps(value)
    rest = re.sub("|".join(CREDENTIALS), "", text)
    if not speaks(rest):
        return QUIET
    return _PLAIN if rest == text else UNREAD

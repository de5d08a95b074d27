"""Rules of our own by which the embedded engine is asked what is asked often.

A query costs a pass over every rule of the bundle; a rule by its path does not, but answers the
string `"<undefined>"` where it is undefined, and knows no rules made of parts (`evidence["x"]`). So
each value is wrapped in an object, which no string can be mistaken for, and a check's three parts
come in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from compliance_toolkit.engines.answers import PARTS, check_segments, rule_segments
from compliance_toolkit.policy.bundle import Bundle

ROUTES = "compliance.resolve.routes"
ENTRY = "compliance_entry"
"""Package of these rules."""

_FREQUENT = (ROUTES, "compliance.resolve.denials", "compliance.resolve.decision")


@dataclass(frozen=True, slots=True)
class EntryRule:
    """One rule: its name in the package and its value, as Rego."""

    name: str
    value: str

    @property
    def path(self) -> str:
        """The rule's path, as the engine takes it."""
        return f"data.{ENTRY}.{self.name}"


def entry_rules(bundle: Bundle) -> dict[str, EntryRule]:
    """The rule for each check, by its folder, and for each frequent rule, by its path."""
    values = {}
    for rule in _FREQUENT:
        if rule.rpartition(".")[0] in bundle.packages:
            values[rule] = f'{{"value": {reference(rule_segments(rule))}}}'
    for check in bundle.checks:
        package = reference(check_segments(check))
        members = ",\n".join(f'\t"{part}": {package}["{part}"]' for part in PARTS)
        values[check] = f"{{\n{members},\n}}"
    return {key: EntryRule(f"entry_{n}", value) for n, (key, value) in enumerate(values.items())}


def entry_module(rules: Mapping[str, EntryRule]) -> str:
    """The rules as one module."""
    texts = "\n\n".join(f"{rule.name} := {rule.value}" for rule in rules.values())
    return f"package {ENTRY}\n\n{texts}\n"


def reference(segments: Iterable[str]) -> str:
    """A path below `data`, quoted for Rego."""
    return "data" + "".join(f'["{segment}"]' for segment in segments)

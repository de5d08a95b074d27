"""Rules of our own by which the embedded engine is asked what is asked often.

A query costs a pass over every rule of the bundle; a rule by its path does not, but answers the
string `"<undefined>"` where it is undefined, and knows no rules made of parts (`evidence["x"]`).
The rules of `resolve` are lists and objects: that string is none of their values, and they are
asked as they stand. A check's three parts come in one object. A check that states them in one
module gets its rule there: for a path below `data` the engine looks through all modules, for a name
beside it through none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from compliance_toolkit.engines.answers import PARTS, check_segments
from compliance_toolkit.policy.bundle import Bundle

ROUTES = "compliance.resolve.routes"
ENTRY = "compliance_entry"
"""Package of these rules; in a check's own package, the rule."""

_FREQUENT = (ROUTES, "compliance.resolve.denials", "compliance.resolve.decision")
_STATED = re.compile(rf"^(?:default\s+)?({'|'.join(PARTS)})\b", re.MULTILINE)
_PLAIN = re.compile(r"compliance\.checks\.([A-Za-z]\w*)\.([A-Za-z]\w*)", re.ASCII)
"""Package of a check, where the engine takes it as part of a rule's path."""


class Entries(msgspec.Struct, frozen=True):
    """The bundle's modules with these rules among them, and where each rule is."""

    modules: tuple[tuple[str, str], ...]
    paths: Mapping[str, str]
    """Path of the rule for each check, by its folder, and for each frequent rule, by its path."""


def entries_of(bundle: Bundle) -> Entries:
    """Give each check and each frequent rule of the bundle a rule to be asked by."""
    modules, paths = [], {}
    for package, (file, text) in zip(bundle.packages, bundle.modules, strict=True):
        plain = _PLAIN.fullmatch(package)
        if plain and set(_STATED.findall(text)) == set(PARTS):
            modules.append((file, f"{text}\n\n{ENTRY} := {_object({x: x for x in PARTS})}\n"))
            paths["/".join(plain.groups())] = f"data.{package}.{ENTRY}"
        else:
            modules.append((file, text))
    texts = [f"package {ENTRY}"]
    for number, (key, value) in enumerate(_others(bundle, paths).items()):
        texts.append(f"entry_{number} := {value}")
        paths[key] = f"data.{ENTRY}.entry_{number}"
    for rule in _FREQUENT:
        if _states(bundle, rule):
            paths[rule] = f"data.{rule}"
    modules.append((f"{ENTRY}.rego", "\n\n".join(texts) + "\n"))
    return Entries(tuple(modules), paths)


def _states(bundle: Bundle, rule: str) -> bool:
    """Whether the bundle has the rule: the engine takes no path of one that it has not."""
    package, _, name = rule.rpartition(".")
    stated = re.compile(rf"^(?:default\s+)?{name}\b", re.MULTILINE)
    return any(
        package == one and stated.search(text) is not None
        for one, (_, text) in zip(bundle.packages, bundle.modules, strict=True)
    )


def _others(bundle: Bundle, done: Iterable[str]) -> dict[str, str]:
    """The values of the rules that stand in a package of their own."""
    values = {}
    for check in bundle.checks:
        if check not in done:
            package = reference(check_segments(check))
            values[check] = _object({part: f'{package}["{part}"]' for part in PARTS})
    return values


def _object(members: Mapping[str, str]) -> str:
    return "{" + ", ".join(f'"{key}": {value}' for key, value in members.items()) + "}"


def reference(segments: Iterable[str]) -> str:
    """A path below `data`, quoted for Rego."""
    return "data" + "".join(f'["{segment}"]' for segment in segments)

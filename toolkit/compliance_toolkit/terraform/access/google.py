"""Google's organisation policies, of both kinds of resource: which places a constraint leaves.

A dry run enforces nothing. A rule with a condition adds what it allows for some resources, and what
it denies it denies to some alone. Where it allows what a rule without one denies, nobody has read
which of the two wins: it may be allowed. What is allowed above joins in only if a policy inherits.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from compliance_toolkit.models import JsonValue, Resource, Unknown
from compliance_toolkit.terraform.access.locations import (
    Locations,
    block,
    blocks,
    is_true,
    lost_below,
    names,
    odd,
)

_VERSION_2 = "google_org_policy_policy"
LOCATION_CONSTRAINT = "gcp.resourceLocations"
CONDITION = "spec/rules/condition"
"""What an unknown hangs on where a rule with a condition allows what another denies."""


class _Said(msgspec.Struct):
    """What rules say: those with a condition, or those without."""

    allowed: list[str] = msgspec.field(default_factory=list)
    denied: list[str] = msgspec.field(default_factory=list)
    allows_all: bool = False
    denies_all: bool = False

    def add(self, rule: Mapping[str, JsonValue]) -> None:
        """Add what one more rule says."""
        listed = block(rule.get("values")) or {}
        self.allowed += names(listed.get("allowed_values"))
        self.denied += names(listed.get("denied_values"))
        self.allows_all |= is_true(rule.get("allow_all"))
        self.denies_all |= is_true(rule.get("deny_all"))

    @property
    def allows(self) -> bool:
        """Whether anything is allowed."""
        return self.allows_all or bool(self.allowed)

    @property
    def denies(self) -> bool:
        """Whether anything is denied."""
        return self.denies_all or bool(self.denied)


def constraint_of(resource: Resource) -> str | Unknown:
    """Name the constraint that a policy sets, without the words around it."""
    attribute = "name" if resource.type == _VERSION_2 else "constraint"
    value = resource.values.get(attribute)
    if isinstance(value, str) and value:
        return value.rpartition("/")[2]
    if (reason := lost_below(resource, attribute)) is None:
        return odd(attribute)
    # How a name ends is mostly written where what it begins with is not.
    for text in resource.references.get(f"/{attribute}", ()):
        tail = text.rpartition("/policies/")[2].strip('"')
        if tail != text.strip('"') and tail and "$" not in tail:
            return tail
    return reason


def read_policy(resource: Resource) -> Locations | Unknown:
    """Say what a list constraint leaves by a policy of either kind."""
    return _read_2(resource) if resource.type == _VERSION_2 else _read_1(resource)


def dry_run_of(resource: Resource) -> bool:
    """Whether a policy tries something out that it does not enforce."""
    return bool(blocks(resource.values.get("dry_run_spec")))


def _read_2(resource: Resource) -> Locations | Unknown:
    if (reason := lost_below(resource, "spec")) is not None:
        return reason
    spec = block(resource.values.get("spec"))
    if spec is None:  # a dry run alone, or nothing at all
        return Locations(enforced=False)
    if is_true(spec.get("reset")):  # back to the constraint's default, which is all
        return Locations(enforced=False)
    rules = blocks(spec.get("rules"))
    inherits = is_true(spec.get("inherit_from_parent"))
    if not rules:
        return Locations(inherits=True) if inherits else odd("spec/rules")
    plain, tagged = _Said(), _Said()
    for rule in rules:
        (tagged if blocks(rule.get("condition")) else plain).add(rule)
    found = _together(plain, tagged, inherits=inherits)
    return found if isinstance(found, Unknown) else replace(found, perhaps=_open(plain, tagged))


def _open(plain: _Said, tagged: _Said) -> tuple[str, ...] | None:
    """Say what may be allowed besides; `None`: all."""
    if not (plain.allows or plain.denies):  # what has no such tag is left to the default
        return None
    if not (plain.denies and tagged.allows):
        return ()
    return None if tagged.allows_all else tuple(tagged.allowed)


def _together(plain: _Said, tagged: _Said, *, inherits: bool) -> Locations | Unknown:
    """Say what the rules leave if a denial without a condition outdoes what any other allows."""
    if plain.denies_all:
        return Locations((), inherits=inherits)
    if plain.denied and not plain.allows:  # what has no such tag may be anywhere else
        return Locations(None, tuple(plain.denied), inherits=inherits)
    return _effective(
        [*plain.allowed, *tagged.allowed],
        plain.denied,
        everything=plain.allows_all or tagged.allows_all,
        inherits=inherits,
    )


def _read_1(resource: Resource) -> Locations | Unknown:
    for attribute in ("list_policy", "restore_policy"):
        if (reason := lost_below(resource, attribute)) is not None:
            return reason
    restore = block(resource.values.get("restore_policy"))
    listed = block(resource.values.get("list_policy"))
    if restore is not None or listed is None:
        return Locations(enforced=False)
    allow, deny = block(listed.get("allow")) or {}, block(listed.get("deny")) or {}
    inherits = is_true(listed.get("inherit_from_parent"))
    if is_true(deny.get("all")):
        return Locations((), inherits=inherits)
    return _effective(
        list(names(allow.get("values"))),
        list(names(deny.get("values"))),
        everything=is_true(allow.get("all")),
        inherits=inherits,
    )


def _effective(
    allowed: list[str], denied: list[str], *, everything: bool, inherits: bool
) -> Locations | Unknown:
    if everything:  # nothing that is allowed above adds to it
        return Locations(None, tuple(denied))
    if denied and not allowed:
        return Locations(None, tuple(denied), inherits=inherits)
    if not allowed:
        return odd("rules")
    # What is both allowed and denied by the same word is denied.
    kept = tuple(name for name in allowed if name not in denied)
    return Locations(kept, tuple(denied), inherits=inherits)

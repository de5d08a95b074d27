"""The facts about policies that list what may be used, alike for Google and Azure.

`locations` is where resources may be made. That binds where a resource is put, not where a model
computes: a call to another region's endpoint makes no resource.
`{"enforced": true, "allowed": ["in:eu-locations"] | "any", "denied": [], "inherits": false}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from compliance_toolkit.models import JsonValue, ReasonCode, Resource, Unknown

LOCATIONS = "locations"
ANY = "any"


class Locations(msgspec.Struct, frozen=True):
    """What one policy says of places, or of other things that it lists."""

    allowed: tuple[str, ...] | None = None
    """`None`: all that are not denied."""

    denied: tuple[str, ...] = ()
    enforced: bool = True
    inherits: bool = False
    """Whether what holds above is added to it."""

    perhaps: tuple[str, ...] | None = ()
    """What one rule allows and another denies, so that it may be allowed; `None`: all may be."""

    def fact(self) -> dict[str, JsonValue]:
        """Give it as checks read it."""
        made: dict[str, JsonValue] = {
            "enforced": self.enforced,
            "allowed": _listed(self.allowed),
            "denied": _listed(self.denied),
            "inherits": self.inherits,
        }
        return made if self.perhaps == () else {**made, "perhaps": _listed(self.perhaps)}


def _listed(names: tuple[str, ...] | None) -> JsonValue:
    return ANY if names is None else sorted(set(names))


def stated(
    resource: Resource, found: Locations | Unknown | None, fact: str = LOCATIONS
) -> Resource:
    """Write a fact, or why it is not known; `None`: the policy is about something else."""
    if found is None:
        return replace(resource, silent_on=resource.silent_on | {fact})
    if isinstance(found, Unknown):
        return replace(resource, unknown={**resource.unknown, f"/{fact}": found})
    return replace(resource, values={**resource.values, fact: found.fact()})


def lost_below(resource: Resource, name: str) -> Unknown | None:
    """Say why an attribute, or a part of it, is not known."""
    for pointer, reason in resource.unknown.items():
        if pointer in {"", f"/{name}"} or pointer.startswith(f"/{name}/"):
            return reason
    return None


def block(value: JsonValue) -> Mapping[str, JsonValue] | None:
    """Give a block that stands once, or an object; `None` where there is none."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 1:
        return block(value[0])
    return None


def blocks(value: JsonValue) -> list[Mapping[str, JsonValue]]:
    """Give the blocks of a list."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return [value] if isinstance(value, Mapping) else []
    return [one for one in value if isinstance(one, Mapping)]


def names(value: JsonValue) -> tuple[str, ...]:
    """Give the texts of a list."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return ()
    return tuple(one for one in value if isinstance(one, str))


def is_true(value: JsonValue) -> bool:
    """Whether a flag is set, as a bool or as the word that Google's provider takes."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def odd(name: str) -> Unknown:
    """Say that something is read and not understood."""
    return Unknown(ReasonCode.UNKNOWN_VALUE, name)

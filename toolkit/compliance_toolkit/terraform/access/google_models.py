"""Google's organisation policies on Claude itself: which models, and which of their features.

Neither says where a model computes: one that may be used may be called at every endpoint that has
it. `models` and `features` are facts of the shape of `locations`, with names instead of places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from compliance_toolkit.models import Resource, Unknown
from compliance_toolkit.terraform.access.google import (
    CONDITION,
    LOCATION_CONSTRAINT,
    constraint_of,
    dry_run_of,
    read_policy,
)
from compliance_toolkit.terraform.access.google_parents import Parents
from compliance_toolkit.terraform.access.locations import LOCATIONS, Locations, odd, stated

MODELS = "models"
"""The fact about models that a policy lets be used on Vertex."""

FEATURES = "features"
"""The fact about features of partners' models that a policy opens; by itself all are closed."""

_MODELS = "vertexai.allowedModels"
_FEATURES = "vertexai.allowedPartnerModelFeatures"
_SERVICES = "gcp.restrictServiceUsage"
_VERTEX = "aiplatform.googleapis.com"
_VALUE = re.compile(
    r"(?:is:)?publishers/(?P<publisher>[\w-]+)/models/(?P<model>[\w.@*-]+?)(?::(?P<end>\w+))?"
)
_CALLED = frozenset((None, "predict"))
"""What a value denies that closes calls: others close training and the like."""

_CLOSED = Locations(())
_Reader: TypeAlias = Callable[[Resource], "Locations | Unknown | None"]


class Constraints:
    """The policies of one input, with what each leaves."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Keep what policies inherit from."""
        self._parents = Parents(resources)

    def stated(self, resource: Resource) -> Resource:
        """State what a policy leaves of places, models and features.

        One of another constraint is about something else.
        """
        constraint = constraint_of(resource)
        readers: Mapping[str, Mapping[str, _Reader]] = {
            LOCATIONS: {LOCATION_CONSTRAINT: self._parents.read},
            MODELS: {_MODELS: self._models, _SERVICES: self._services},
            FEATURES: {_FEATURES: self._features},
        }
        for fact, by_constraint in readers.items():
            if isinstance(constraint, Unknown):
                resource = stated(resource, constraint, fact)
                continue
            read = by_constraint.get(constraint)
            found = read(resource) if read is not None else None
            resource = stated(resource, found, fact)
            if isinstance(found, Locations):
                missing: dict[str, Unknown] = {}
                if found.inherits:
                    missing[f"/{fact}/inherits"] = self._parents.missing(resource)
                if found.perhaps != ():
                    missing[f"/{fact}/perhaps"] = odd(CONDITION)
                resource = msgspec.structs.replace(
                    resource, unknown={**resource.unknown, **missing}
                )
        return resource

    def _models(self, resource: Resource) -> Locations | Unknown:
        found = self._parents.read(resource)
        if isinstance(found, Unknown) or not found.enforced:
            return found
        denied = _claude(found.denied, _CALLED)
        allowed = None if found.allowed is None else _claude(found.allowed)
        if allowed is not None:
            allowed = tuple(one for one in allowed if one not in denied)
        perhaps = None if found.perhaps is None else _claude(found.perhaps)
        return replace(found, allowed=allowed, denied=denied, perhaps=perhaps)

    def _services(self, resource: Resource) -> Locations | Unknown | None:
        """Say whether a policy on services closes Vertex; one that does not is about others."""
        found = self._parents.read(resource)
        if isinstance(found, Unknown):
            return found
        if not found.enforced:
            return found if dry_run_of(resource) else None
        closed = self._closed(resource, found)
        doubted = found.perhaps is None or _reaches(found.perhaps)
        return odd(CONDITION) if closed is _CLOSED and doubted else closed

    def _closed(self, resource: Resource, found: Locations) -> Locations | Unknown | None:
        if _VERTEX in _plain(found.denied):
            return _CLOSED
        if found.allowed is None or _VERTEX in _plain(found.allowed):
            return None
        if found.inherits:
            return self._parents.missing(resource)
        groups = [one for one in found.allowed if one.startswith("in:")]
        return odd(groups[0]) if groups else _CLOSED

    @staticmethod
    def _features(resource: Resource) -> Locations | Unknown:
        """Read what one policy opens: what stands above opens more, and closes nothing."""
        found = read_policy(resource)
        if isinstance(found, Unknown):
            return found
        if not found.enforced:  # then nothing is opened
            return _CLOSED
        denied = _ends(found.denied, whole=True)
        perhaps = None if found.perhaps is None else _ends(found.perhaps, whole=False)
        found = replace(found, denied=denied, perhaps=perhaps)
        if found.allowed is None:
            return found
        allowed = _ends(found.allowed, whole=False)
        kept = tuple(one for one in allowed if one not in denied)
        return replace(found, allowed=kept)


def _claude(values: Iterable[str], actions: frozenset[str | None] | None = None) -> tuple[str, ...]:
    """Name the models of Anthropic's among values, and values that nobody understands."""
    made: dict[str, None] = {}
    for value in values:
        found = _VALUE.fullmatch(value)
        if found is None:
            if actions is None:
                made[value] = None
        elif found["publisher"] == "anthropic" and (actions is None or found["end"] in actions):
            made[found["model"].partition("@")[0]] = None
    return tuple(made)


def _ends(values: Iterable[str], *, whole: bool) -> tuple[str, ...]:
    """Name the features that values end with; of those of one model alone only if not `whole`."""
    made: dict[str, None] = {}
    for value in values:
        found = _VALUE.fullmatch(value)
        if found is None:
            made[value.removeprefix("is:")] = None
        elif found["publisher"] == "anthropic" and not whole:
            made[found["end"] or value] = None
    return tuple(made)


def _reaches(services: Iterable[str]) -> bool:
    return any(one == _VERTEX or one.startswith("in:") for one in _plain(services))


def _plain(values: Iterable[str]) -> set[str]:
    return {value.removeprefix("is:") for value in values}

"""Google's organisation policies on Claude itself: which models, and which of their features.

Neither says where a model computes: one that may be used may be called at every endpoint that has
it. `models` and `features` are facts of the shape of `locations`, with names instead of places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from compliance_toolkit.models import Resource, Unknown
from compliance_toolkit.terraform.access.google import constraint_of, dry_run_of, read_policy
from compliance_toolkit.terraform.access.locations import Locations, odd, stated

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


def with_models(resource: Resource) -> Resource:
    """State what a policy leaves of models and of features."""
    constraint = constraint_of(resource)
    if isinstance(constraint, Unknown):
        return stated(stated(resource, constraint, MODELS), constraint, FEATURES)
    models = {_MODELS: _models, _SERVICES: _services}.get(constraint)
    resource = stated(resource, models(resource) if models else None, MODELS)
    features = _features(resource) if constraint == _FEATURES else None
    return stated(resource, features, FEATURES)


def _models(resource: Resource) -> Locations | Unknown:
    found = read_policy(resource)
    if isinstance(found, Unknown) or not found.enforced:
        return found
    denied = _claude(found.denied, _CALLED)
    allowed = None if found.allowed is None else _claude(found.allowed)
    if allowed is not None:
        allowed = tuple(one for one in allowed if one not in denied)
    return replace(found, allowed=allowed, denied=denied)


def _services(resource: Resource) -> Locations | Unknown | None:
    """Say of a policy on services whether it closes Vertex; one that does not is about others."""
    found = read_policy(resource)
    if isinstance(found, Unknown):
        return found
    if not found.enforced:
        return found if dry_run_of(resource) else None
    if _VERTEX in _plain(found.denied):
        return _CLOSED
    if found.allowed is None or _VERTEX in _plain(found.allowed):
        return None
    groups = any(one.startswith("in:") for one in found.allowed)
    return odd("spec") if found.inherits or groups else _CLOSED


def _features(resource: Resource) -> Locations | Unknown:
    found = read_policy(resource)
    if isinstance(found, Unknown):
        return found
    if not found.enforced:  # then nothing is opened
        return _CLOSED
    denied = _ends(found.denied, whole=True)
    if found.allowed is None:
        return replace(found, denied=denied)
    allowed = _ends(found.allowed, whole=False)
    kept = tuple(one for one in allowed if one not in denied)
    return replace(found, allowed=kept, denied=denied)


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


def _plain(values: Iterable[str]) -> set[str]:
    return {value.removeprefix("is:") for value in values}

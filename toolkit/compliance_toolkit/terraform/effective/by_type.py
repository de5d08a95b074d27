"""What a type alone says of where its resources are."""

from __future__ import annotations

from compliance_toolkit.models import ReasonCode, Resource, Step, Unknown
from compliance_toolkit.terraform.arm import ARM, arm_location, default_location
from compliance_toolkit.terraform.clusters import HOSTED
from compliance_toolkit.terraform.places import DEFAULTS, EVERYWHERE, PINNED


def told_by_type(resource: Resource) -> Step | None:
    """Give the one step to the region of a resource whose provider does not decide it."""
    if resource.type.startswith(EVERYWHERE):
        return Step("its type, which is served and cached all over the world", None, "global")
    if resource.provider in HOSTED:
        return Step("the host that its provider speaks to", None, resource.region)
    if resource.type in PINNED:
        pattern, _ = PINNED[resource.type]
        return Step(f"what it says at `{pattern}`", None, resource.region)
    return _told_by_arm(resource) if resource.type == ARM else None


def _told_by_arm(resource: Resource) -> Step | None:
    values, unknown = resource.values, resource.unknown
    if values.get("location") is not None or "/location" in unknown:
        return None
    if arm_location(values, unknown) is not None:
        return Step("what it says at `/body/location`", None, resource.region)
    nowhere = Unknown(ReasonCode.UNKNOWN_REGION)
    if default_location(values, resource.region or nowhere, resource.references) is not None:
        return Step("`default_location` of its provider", None, resource.region)
    return None


def by_default(type: str) -> Step | None:  # noqa: A002  Terraform's own word
    """Give the step of a type whose service has a default of its own, where nothing is set."""
    if type not in DEFAULTS:
        return None
    return Step("the service's own default, whatever the provider says", None, DEFAULTS[type])

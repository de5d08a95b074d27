"""Which provider configuration a resource uses, and the region that it is set to."""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import GivenValue, JsonValue, ReasonCode, Unknown
from compliance_toolkit.terraform.arm import DEFAULT_LOCATION
from compliance_toolkit.terraform.clusters import HOSTED, host_of
from compliance_toolkit.terraform.evaluate import evaluate
from compliance_toolkit.terraform.expressions import Expression
from compliance_toolkit.terraform.google_places import GOOGLE_INHERITS
from compliance_toolkit.terraform.hcl_ambient import ambient_setting
from compliance_toolkit.terraform.hcl_calls import provider_key
from compliance_toolkit.terraform.hcl_facts import Facts
from compliance_toolkit.terraform.hcl_frames import Frame
from compliance_toolkit.terraform.hcl_instances import ModuleInstance, Provider, Reading
from compliance_toolkit.terraform.hcl_values import Hole
from compliance_toolkit.terraform.provider_hosts import leads_away, may_lead_away
from compliance_toolkit.terraform.regions import (
    provider_name,
    redirected,
)
from compliance_toolkit.terraform.spelling import spelled
from compliance_toolkit.terraform.syntax import Block

_SETTINGS = {
    "aws": ("region",),
    "azapi": (DEFAULT_LOCATION,),
    "google": ("region", "zone"),
}
"""The arguments of a provider block that say where its resources are."""

_CLOUDS = frozenset(("aws", "azure", "google"))

_LENT = ("region", "zone")
"""What a provider fills in where it is null; it has no `location` to lend."""


def provider_region(instance: ModuleInstance, block: Block, facts: Facts) -> str | Unknown | None:
    """Say which region the provider of a resource is set to.

    Args:
        instance: The module instance that the resource is in.
        block: The resource.
        facts: What it says itself.

    Returns:
        The region as written; why it is not known; `None` for a provider without regions.
    """
    type_ = block.labels[0]
    cloud = provider_name(type_)
    if cloud not in _CLOUDS:
        return _host(instance, block, cloud) if cloud in HOSTED else None
    settings = _SETTINGS.get("azapi" if type_.startswith("azapi_") else cloud, ())
    key = _key(block)
    if key is None:
        return chosen_elsewhere(block)
    ambient = Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, f"provider.{key}")
    configured = instance.providers.get(key)
    if configured is not None and (argument := _redirecting(configured)) is not None:
        return redirected(configured[1].block.labels[0], argument)
    placed = any(name in facts.values or f"/{name}" in facts.unknown for name in _LENT)
    if type_.startswith("google_") and not placed and not type_.startswith(GOOGLE_INHERITS):
        return Unknown(ReasonCode.UNKNOWN_REGION, type_)
    if configured is None and ("." in key or key in instance.providers):
        return ambient  # nobody configures the one that is meant
    stated = _stated(configured, settings) if configured is not None else {}
    return _decided(stated, settings, cloud, key, instance.reading) or ambient


def _host(instance: ModuleInstance, block: Block, provider: str) -> Unknown:
    """Say what decides where a resource is whose provider speaks to a host of somebody's choice."""
    configured = instance.providers.get(_key(block) or "")
    if configured is None:
        return host_of(provider, ())
    frame, declared = configured
    *outer, last = HOSTED[provider]
    body = declared.block.body
    for name in outer:
        inner = next((one.body for one in body.blocks if one.type == name), None)
        if inner is None:
            written = body.attributes.get(name)
            return host_of(provider, _made_of(written.expression, frame, last) if written else ())
        body = inner
    written = body.attributes.get(last)
    return host_of(provider, _made_of(written.expression, frame) if written else ())


def _made_of(expression: Expression, frame: Frame, member: str | None = None) -> tuple[str, ...]:
    """Name what a host is made of, if it is not known."""
    raw = evaluate(expression, frame).raw
    if member is not None and isinstance(raw, Mapping):
        inner = raw.get(member)
        raw = None if inner is None else inner.raw
    return (raw.reason.reference,) if isinstance(raw, Hole) and raw.reason.reference else ()


def _decided(
    stated: Mapping[str, str | Unknown],
    settings: tuple[str, ...],
    cloud: str,
    key: str,
    reading: Reading,
) -> str | Unknown | None:
    """Give the first setting, of the block or of the environment; `None` where they disagree."""
    found: list[str | Unknown] = []
    told: list[GivenValue] = []
    for setting in settings:
        if setting in stated:
            found.append(stated[setting])
        elif (given := ambient_setting(reading.environment, cloud, setting, key)) is not None:
            found.append(str(given.value))
            told.append(given)
    first = next(iter(found), None)
    if len({spelled(x, cloud) if isinstance(x, str) else x for x in found}) > 1:
        # A zone in another region than the one that is named: some types heed one, some the other.
        late = (one for one in found if isinstance(one, Unknown))
        differ = Unknown(ReasonCode.UNKNOWN_REGION, f"provider.{key}.zone")
        return None if told else next(late, differ)
    reading.told.update({one.variable: one for one in told})
    return first


def _redirecting(configured: Provider) -> str | None:
    """Name what tells a provider to speak to other hosts than its cloud's own."""
    frame, declared = configured
    body = declared.block.body
    for inner in body.blocks:
        for name in (inner.type, *inner.labels):
            if leads_away(name, None):
                return name
    for name, written in body.attributes.items():
        if may_lead_away(name) and leads_away(name, _known(written.expression, frame)):
            return name
    return None


def _known(expression: Expression, frame: Frame) -> JsonValue | Unknown:
    match evaluate(expression, frame).raw:
        case (str() | None) as value:
            return value
        case Hole(reason):
            return reason
        case _:
            return Unknown(ReasonCode.UNKNOWN_VALUE)


def _stated(configured: Provider, settings: tuple[str, ...]) -> dict[str, str | Unknown]:
    """Give the settings that are written and not null; of another form, they say nothing."""
    frame, declared = configured
    stated: dict[str, str | Unknown] = {}
    for setting in settings:
        written = declared.block.body.attributes.get(setting)
        match evaluate(written.expression, frame).raw if written else None:
            case None:
                continue
            case str() as region:
                if region.strip():
                    stated[setting] = region.strip()
            case Hole(reason):
                stated[setting] = reason
            case _:
                stated[setting] = Unknown(
                    ReasonCode.AMBIENT_PROVIDER_REGION, f"provider.{declared.block.labels[0]}"
                )
    return stated


def chosen_elsewhere(block: Block) -> Unknown:
    """Say why the provider is not known of a resource that computes it, as OpenTofu lets it."""
    written = block.body.attributes.get("provider")
    text = getattr(written.expression, "text", None) if written is not None else None
    return Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, text or "provider")


def _key(block: Block) -> str | None:
    """Name the provider configuration of a resource: by its type, unless it says another."""
    written = block.body.attributes.get("provider")
    return (
        block.labels[0].partition("_")[0] if written is None else provider_key(written.expression)
    )

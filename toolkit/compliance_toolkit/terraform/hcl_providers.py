"""Which provider configuration a resource uses, and the region that it is set to."""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import GivenValue, ReasonCode, Unknown
from compliance_toolkit.terraform.evaluate import evaluate
from compliance_toolkit.terraform.hcl_ambient import ambient_setting
from compliance_toolkit.terraform.hcl_calls import provider_key
from compliance_toolkit.terraform.hcl_facts import Facts
from compliance_toolkit.terraform.hcl_instances import ModuleInstance, Provider, Reading
from compliance_toolkit.terraform.hcl_values import Hole
from compliance_toolkit.terraform.regions import REDIRECTED, provider_name, redirected
from compliance_toolkit.terraform.syntax import Block

_SETTINGS = {"aws": ("region",), "google": ("region", "zone")}
"""The arguments of a provider block that say where its resources are."""

_PLACES = ("location", "region", "zone")
_GOOGLE_INHERITS = (
    "google_compute_",
    "google_artifact_registry_repository",
    "google_container_cluster",
    "google_redis_instance",
    "google_sql_database_instance",
    "google_vertex_ai_dataset",
    "google_vertex_ai_featurestore",
    "google_vertex_ai_index",
)
"""Google's types that fall back on their provider. Others say where they are, or are nowhere in
particular: a provider's region says nothing of them."""


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
    settings = _SETTINGS.get(cloud)
    if settings is None:
        return None
    key = _key(block)
    if key is None:
        return chosen_elsewhere(block)
    ambient = Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, f"provider.{key}")
    placed = any(name in facts.values or f"/{name}" in facts.unknown for name in _PLACES)
    if type_.startswith("google_") and not placed and not type_.startswith(_GOOGLE_INHERITS):
        return Unknown(ReasonCode.UNKNOWN_REGION, type_)
    configured = instance.providers.get(key)
    if configured is None and ("." in key or key in instance.providers):
        return ambient  # nobody configures the one that is meant
    if configured is not None and _redirects(configured[1].block):
        return redirected(configured[1].block.labels[0])
    stated = _stated(configured, settings) if configured is not None else {}
    return _decided(stated, settings, cloud, key, instance.reading) or ambient


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
    if told and not all(isinstance(x, str) and f"{x}-".startswith(f"{first}-") for x in found):
        return None  # a zone in another region than the one that is named
    reading.told.update({one.variable: one for one in told})
    return first


def _redirects(provider: Block) -> bool:
    """Whether a provider is told to speak to other hosts than its clouds' own."""
    names = {*provider.body.attributes, *(b.type for b in provider.body.blocks)}
    names |= {label for block in provider.body.blocks for label in block.labels}
    return any(name == REDIRECTED or name.endswith("_custom_endpoint") for name in names)


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

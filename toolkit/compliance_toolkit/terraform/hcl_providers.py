"""Which provider configuration a resource uses, and the region that it is set to."""

from __future__ import annotations

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.evaluate import evaluate
from compliance_toolkit.terraform.hcl_calls import provider_key
from compliance_toolkit.terraform.hcl_facts import Facts
from compliance_toolkit.terraform.hcl_instances import ModuleInstance, Provider
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
    settings = _SETTINGS.get(provider_name(type_))
    if settings is None:
        return None
    key = _key(block)
    ambient = Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, f"provider.{key or '?'}")
    placed = any(name in facts.values or f"/{name}" in facts.unknown for name in _PLACES)
    if type_.startswith("google_") and not placed and not type_.startswith(_GOOGLE_INHERITS):
        return Unknown(ReasonCode.UNKNOWN_REGION, type_)
    configured = instance.providers.get(key) if key is not None else None
    if configured is None:
        return ambient
    if _redirects(configured[1].block):
        return redirected(configured[1].block.labels[0])
    return _stated(configured, settings) or ambient


def _redirects(provider: Block) -> bool:
    """Whether a provider is told to speak to other hosts than its clouds' own."""
    names = {*provider.body.attributes, *(b.type for b in provider.body.blocks)}
    names |= {label for block in provider.body.blocks for label in block.labels}
    return any(name == REDIRECTED or name.endswith("_custom_endpoint") for name in names)


def _stated(configured: Provider, settings: tuple[str, ...]) -> str | Unknown | None:
    """Give the first setting that is not null; `None` where there is none to go by."""
    frame, declared = configured
    for setting in settings:
        written = declared.block.body.attributes.get(setting)
        match evaluate(written.expression, frame).raw if written else None:
            case None:
                continue
            case str() as region:
                return region.strip() or None
            case Hole(reason):
                return reason
            case _:
                return None
    return None


def _key(block: Block) -> str | None:
    """Name the provider configuration of a resource: by its type, unless it says another."""
    written = block.body.attributes.get("provider")
    return (
        block.labels[0].partition("_")[0] if written is None else provider_key(written.expression)
    )

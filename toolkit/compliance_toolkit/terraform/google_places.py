"""What Google's provider lends a resource that does not say where it is."""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import JsonObject, Unknown

GOOGLE_PLACES = ("location", "region", "zone")
"""Where Google's types say where they are, the first that counts."""

GOOGLE_INHERITS = (
    "google_compute_",
    "google_artifact_registry_repository",
    "google_container_cluster",
    "google_redis_instance",
    "google_sql_database_instance",
    "google_vertex_ai_dataset",
    "google_vertex_ai_featurestore",
    "google_vertex_ai_index",
)
"""Google's types that fall back on their provider, whatever they call their place. Others say where
they are, or are nowhere in particular: a provider's region says nothing of a `location`."""

GOOGLE_ZONAL = ("google_container_cluster",)
"""Google's types whose `location` falls back on the provider's zone, and not on its region."""


def lent(
    type: str,  # noqa: A002  Terraform's own word
    values: JsonObject,
    unknown: Mapping[str, Unknown],
) -> tuple[str, ...]:
    """Name the settings of Google's provider that say where a planned resource is.

    Args:
        type: Terraform's resource type.
        values: What is known; in a plan every attribute is listed here or there.
        unknown: What is not.

    Returns:
        The first that is set counts; none where the provider has no place to lend.
    """
    named = {name for name in GOOGLE_PLACES if name in values or f"/{name}" in unknown}
    # Google's types say where they are, or are nowhere in particular; compute's that do not are its
    # global ones, which hold no content.
    if not named and not type.startswith("google_compute_"):
        return ()
    if "location" in named and not type.startswith(GOOGLE_INHERITS):
        return ()
    # What has a zone and no region takes the provider's zone, whatever region that is set to.
    zonal = type.startswith(GOOGLE_ZONAL) or ("zone" in named and "region" not in named)
    return ("zone", "region") if zonal else ("region", "zone")

"""What the environment says to Terraform and its providers beside the values of variables.

It counts only where somebody asks for it: the environment of a check is rarely that of an apply.
"""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import GivenValue

WORKSPACE = "TF_WORKSPACE"

_SETTINGS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("aws", "region"): ("AWS_REGION", "AWS_DEFAULT_REGION"),
    ("google", "region"): ("GOOGLE_REGION", "GCLOUD_REGION", "CLOUDSDK_COMPUTE_REGION"),
    ("google", "zone"): ("GOOGLE_ZONE", "GCLOUD_ZONE", "CLOUDSDK_COMPUTE_ZONE"),
}
"""Cloud and argument of its provider → the variables that stand in for it, the first one first."""

NAMES = frozenset((WORKSPACE, *(name for names in _SETTINGS.values() for name in names)))
"""All variables of the environment that are looked at here."""


def ambient_workspace(environment: Mapping[str, str]) -> GivenValue | None:
    """Give the workspace that the environment names."""
    name = environment.get(WORKSPACE)
    return GivenValue("terraform.workspace", WORKSPACE, name) if name else None


def ambient_setting(
    environment: Mapping[str, str], cloud: str, setting: str, provider: str
) -> GivenValue | None:
    """Give what the environment says of a provider's argument that is not set.

    Args:
        environment: Its variables.
        cloud: Of the provider, such as `aws`.
        setting: The argument, such as `region`.
        provider: As the configuration names it, such as `aws.eu`.
    """
    for name in _SETTINGS.get((cloud, setting), ()):
        if value := environment.get(name, "").strip():
            return GivenValue(f"provider.{provider}.{setting}", name, value)
    return None

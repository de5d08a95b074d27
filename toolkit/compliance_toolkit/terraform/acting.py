"""Data sources and ephemeral resources that call or run something: they do at every plan.

Most only look up what is there, and are no resources of an audit.
"""

from __future__ import annotations

from compliance_toolkit.models import JsonObject
from compliance_toolkit.terraform.workloads.mentions import speaks

DATA = "data"
EPHEMERAL = "ephemeral"
"""The mode, and the first word of addresses, of what is opened anew by every run."""

_ACTING = frozenset(
    ("aws_lambda_invocation", "azapi_resource_action", "external", "http", "shell_script")
)
"""Types that call or run something; read 2026-11 in the providers' schemas."""

_LOOKING_UP = frozenset(
    (
        *("archive", "aws", "awscc", "azapi", "azuread", "azurerm", "cloudflare", "cloudinit"),
        *("consul", "datadog", "dns", "docker", "github", "gitlab", "google", "helm", "kubernetes"),
        *("kustomization", "local", "null", "random", "template", "terraform", "tfe", "time"),
        *("tls", "vault", "anthropic"),
    )
)
"""How types begin that read, render or make up values, and call nobody else by what they say."""


def is_searched(type_: str) -> bool:
    """Whether a data source or an ephemeral resource of a type may do more than look up."""
    return type_ in _ACTING or type_.partition("_")[0] not in _LOOKING_UP


def acts(type_: str, values: JsonObject) -> bool:
    """Whether one does more than look something up.

    Args:
        type_: Terraform's type.
        values: What is written; of a provider that nobody knows here, a word in it decides.
    """
    return type_ in _ACTING or (is_searched(type_) and speaks(values))

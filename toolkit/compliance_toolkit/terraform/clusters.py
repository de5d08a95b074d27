"""Providers that speak to a host of somebody's choice: what they keep is kept where that host is.

Where the host is a cluster that the same input makes, it is where the cluster is. Any other stands
in no source: an address on the network says no country.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.addresses import segments, without_index

HOSTED: Mapping[str, tuple[str, ...]] = {
    "consul": ("address",),
    "github": ("base_url",),
    "gitlab": ("base_url",),
    "helm": ("kubernetes", "host"),
    "kubectl": ("host",),
    "kubernetes": ("host",),
    "nomad": ("address",),
    "vault": ("address",),
}
"""Provider → the argument of its block that names the host, with the block that it stands in."""

_CLUSTERS: Mapping[str, str] = {
    "aws_eks_cluster": "aws",
    "azurerm_kubernetes_cluster": "azure",
    "google_container_cluster": "google",
}
"""Types that are such a host → the table of regions that theirs is looked up in."""


def host_of(provider: str, names: Iterable[str]) -> Unknown:
    """Say what decides where a provider's resources are.

    Args:
        provider: One of `HOSTED`.
        names: What its host is made of, as Terraform would write it.

    Returns:
        With a cluster's address as its reference, where one of this configuration is named and no
        other: `at_cluster` says where that is. Else with what names the host.
    """
    written = tuple(names)
    clusters = {address for name in written if (address := _cluster(name)) is not None}
    if len(clusters) == 1:
        return Unknown(ReasonCode.OUTSIDE_INPUT, clusters.pop())
    last = ".".join(("provider", provider, *HOSTED[provider]))
    return Unknown(ReasonCode.OUTSIDE_INPUT, next(iter(written), last))


def at_cluster(address: str, region: str) -> str | None:
    """Write the region of what a reference names, with its cloud; `None`: it is no cluster."""
    type_ = without_index(address).split(".")[-2] if "." in address else ""
    return f"{_CLUSTERS[type_]}:{region}" if type_ in _CLUSTERS else None


def _cluster(name: str) -> str | None:
    parts = segments(name)
    for number, part in enumerate(parts[:-1]):
        if part in _CLUSTERS and (number == 0 or parts[number - 1] != "data"):
            return ".".join(parts[: number + 2])
    return None

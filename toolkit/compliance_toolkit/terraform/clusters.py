"""Providers that speak to a host of somebody's choice: what they keep is kept where that host is.

Where the host is a cluster that the same input makes, it is where the cluster is. Any other stands
in no source: an address on the network says no country.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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

_SPOKEN_TO = frozenset(
    ("endpoint", "fqdn", "host", "private_endpoint", "private_fqdn", "public_endpoint")
)
"""Attributes of clusters that are an address of theirs; any other may be part of another host."""


def host_of(provider: str, names: Iterable[str]) -> Unknown:
    """Say what decides where a provider's resources are.

    Args:
        provider: One of `HOSTED`.
        names: What its host is made of, as Terraform would write it.

    Returns:
        With a cluster's address as its reference, where one of this configuration is named and
        nothing else is: `at_cluster` says where that is. Else with what names the host.
    """
    written = tuple(names)
    clusters = {_cluster(name) for name in written}
    if len(clusters) == 1 and (address := clusters.pop()) is not None:
        return Unknown(ReasonCode.OUTSIDE_INPUT, address)
    last = ".".join(("provider", provider, *HOSTED[provider]))
    other = (name for name in written if at_cluster(name, "") is None)
    return Unknown(ReasonCode.OUTSIDE_INPUT, next(other, last))


def is_apart(name: str) -> bool:
    """Whether what a plan's configuration names is something of a cluster, but no address."""
    return _cluster_in(segments(name)) is not None and _cluster(name) is None


def at_cluster(address: str, region: str) -> str | None:
    """Write the region of what a reference names, with its cloud; `None`: it is no cluster."""
    type_ = without_index(address).split(".")[-2] if "." in address else ""
    return f"{_CLUSTERS[type_]}:{region}" if type_ in _CLUSTERS else None


def _cluster(name: str) -> str | None:
    """Give the address of the cluster that a name is an address of, or that it is."""
    parts = segments(name)
    end = _cluster_in(parts)
    if end is None or (parts[end:] and without_index(parts[-1]) not in _SPOKEN_TO):
        return None
    return ".".join(parts[:end])


def _cluster_in(parts: Sequence[str]) -> int | None:
    """Say where the address of a cluster ends in the steps of a name."""
    for number, part in enumerate(parts[:-1]):
        if part in _CLUSTERS and (number == 0 or parts[number - 1] != "data"):
            return number + 2
    return None

"""Providers that are told to speak to other hosts than those of the cloud whose regions we know."""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import JsonValue, Unknown

_ALWAYS = ("endpoint", "endpoints")
"""Names of arguments and blocks that say nothing else."""

_UNLESS: Mapping[str, frozenset[str]] = {
    "environment": frozenset(("public", "usgovernment")),
    "metadata_host": frozenset(("management.azure.com",)),
    "universe_domain": frozenset(("googleapis.com",)),
}
"""Arguments that do so unless they are one of these. The regions of Azure for the government of the
United States have names of their own."""


def may_lead_away(name: str) -> bool:
    """Whether an argument of that name leads a provider to other hosts, by some value."""
    return name in _ALWAYS or name in _UNLESS or name.endswith("_custom_endpoint")


def leads_away(name: str, value: JsonValue | Unknown) -> bool:
    """Whether an argument of a provider, or a block in it, leads it to other hosts.

    Args:
        name: Of the argument, or of the block.
        value: What it is; a reason where that is not known, and then it may.
    """
    if name not in _UNLESS:
        return may_lead_away(name)
    if value is None or value == "":
        return False
    return not isinstance(value, str) or value.strip().lower() not in _UNLESS[name]

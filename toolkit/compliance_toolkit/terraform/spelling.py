"""Regions as the law data spells them, taken from whatever a configuration writes for a place."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_GOOGLE_ZONE = re.compile(r"([a-z]+-[a-z]+[0-9]+)-[a-z]")
_GOOGLE_PATH = re.compile(r"(?:^|/)(?:locations|regions|zones)/([^/]+)")
_AWS_REGION = re.compile(r"[a-z]{2,5}(?:-[a-z]+)+-[0-9]+")
_AWS_HOSTS = (".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws")
LONGEST = 2_048
"""Characters of an ARN at most; a report has to be read."""

_GUARDRAIL_PROFILE = "guardrail-profile/"


def spelled(place: str, provider: str) -> str:
    """Write a region as the law data does.

    Args:
        place: A region, an ARN, a link, a host or whatever else stands for a place.
        provider: The cloud whose resource says it.

    Returns:
        The region; a name that no table knows, where the text says where content goes and names no
        region; empty for an ARN without one. Of a URL or an e-mail address no more than the host is
        kept: the rest may be a secret. What is longer than any place is cut, and then no table
        knows it.
    """
    if len(place) > LONGEST:
        place = f"{place[:LONGEST]}…"
    host = _host(place)
    if host is not None and not host.endswith(".googleapis.com"):
        return _aws_host(host) if provider == "aws" else f"//{host}"
    if provider == "aws":
        return _aws(place)
    return google_region(place) if provider == "google" else azure_region(place)


def google_region(place: str) -> str:
    """Bring a Google location, region, zone or a link to or below one to the region's name."""
    stated = _GOOGLE_PATH.search(place)
    last = stated[1] if stated else place.rpartition("/")[2]
    name = last.lower().removeprefix("regional-")  # so says Spanner
    zone = _GOOGLE_ZONE.fullmatch(name)
    return zone[1] if zone else name


def azure_region(place: str) -> str:
    """Bring `West Europe` to `westeurope`."""
    return "".join(place.split()).lower()


def _host(place: str) -> str | None:
    """Give the host of a URL or of an e-mail address."""
    if "://" in place:
        try:
            return (urlsplit(place).hostname or "").rstrip(".") or "?"
        except ValueError:
            return "?"
    if "@" in place and not place.startswith("arn:"):
        return place.rpartition("@")[2].lower() or "?"
    return place.lower() if place.lower().endswith(_AWS_HOSTS) else None


def _aws(place: str) -> str:
    if _GUARDRAIL_PROFILE in place:  # where it was made says nothing of where it computes
        return place.rpartition("/")[2]
    if place.startswith("arn:"):
        parts = place.split(":", 5)
        return parts[3] if len(parts) == 6 else ""
    return place


def _aws_host(host: str) -> str:
    """Take the region out of the name of one of AWS's own hosts; anybody can name one so."""
    named = {label for label in host.split(".") if _AWS_REGION.fullmatch(label)}
    return named.pop() if host.endswith(_AWS_HOSTS) and len(named) == 1 else f"//{host}"

"""An address that an application uses, against the one that a decision gives.

The host says which provider and place it is; on some providers the path says as well whose account
it is, which place and which model. What a path says counts, and what cannot be told of it is never
taken to be right.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from compliance_toolkit.resolve.configs import ClientConfig

_ANY = "*"

_CALLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "vertex": (("projects", _ANY, "locations", _ANY, "publishers", "anthropic", "models", _ANY),),
    "bedrock": tuple(
        ("model", _ANY, call)
        for call in ("invoke", "invoke-with-response-stream", "converse", "converse-stream")
    ),
}
"""The paths of calls below the decided address; an application may name the beginning of one."""

_MESSAGES = (("v1", "messages", "count_tokens"), ("v1", "messages", "batches"))

_SAYS = {"projects": "project", "locations": "location", "models": "model", "model": "model"}
"""What the part of a path after one of these words says."""


def host_of(url: str) -> str | None:
    """The host of an `https` address; `None`, which is none of ours, where it is no such thing."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname or port not in {None, 443}:
        return None
    return parts.hostname


def is_address(url: str, config: ClientConfig) -> bool | None:
    """Say whether an address is the decided one, or one below it; `None`: that cannot be told."""
    if host_of(url) != host_of(config.base_url):
        return False
    path, root = _path(url), _path(config.base_url)
    said = [_agrees(word, value, config) for word, value in pairwise(path)]
    if False in said:
        return False
    if not path:
        return True  # clients add the rest themselves
    below = path[len(root) :]
    calls = _CALLS.get(config.provider, _MESSAGES)
    known = path[: len(root)] == root and any(_begins(below, call) for call in calls)
    return True if known and None not in said else None


def _path(url: str) -> tuple[str, ...]:
    path = urlsplit(url).path.strip("/")
    # Each part by itself: a name in it may hold a slash, as those of inference profiles do.
    return tuple(unquote(part) for part in path.split("/")) if path else ()


def _agrees(word: str, value: str, config: ClientConfig) -> bool | None:
    """Whether two parts of a path say what was decided; `True` where they say nothing of it."""
    fact = _SAYS.get(word)
    if fact is None:
        return True
    decided = getattr(config, fact, None)
    if fact == "model" and config.provider == "vertex":
        value = value.partition(":")[0]  # what is done with it follows
    if value == decided:
        return True
    # A project has a number too, and a model a name that holds account and region.
    other_name = value.isdigit() or value.startswith("arn:")
    return None if decided is None or other_name else False


def _begins(below: Sequence[str], call: Sequence[str]) -> bool:
    return len(below) <= len(call) and all(
        expected in {_ANY, part} for part, expected in zip(below, call, strict=False)
    )

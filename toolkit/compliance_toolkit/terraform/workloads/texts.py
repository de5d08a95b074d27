"""What a value says wherever it stands: ids of models, ARNs, hosts and regions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import msgspec

_ARN = re.compile(r"arn:aws[a-z-]*:bedrock:([a-z0-9-]*):[^:\s\"']*:([a-z-]+)/([A-Za-z0-9._:-]+)")
_MODEL = re.compile(r"anthropic\.claude-[a-z0-9][a-z0-9.:-]*")
_PREFIX = re.compile(r"([a-z]+(?:-[a-z]+)*)\.$")
_BEFORE = re.compile(r"[\s\"'/:=,;(\[{|@]$")
_BARE = re.compile(r"(?<![\w./@-])claude-[a-z0-9][a-z0-9.@-]*")
_SPELLED = re.compile(
    r"(?<![\w.@-])(?:vertex_ai|anthropic(?:/models)?|azure_ai)/(claude-[a-z0-9][a-z0-9.@-]*)"
)
_HOST = re.compile(r"(?<![\w.-])[a-z0-9](?:[a-z0-9-]*)(?:\.[a-z0-9-]+)+")
_MARKS = ("amazonaws", "api.aws", "anthropic.com", "googleapis.com", "azure.com")
_ROUTED = re.compile(r"(?<![\w-])bedrock/(?:[a-z_]+/)?([a-z]{2}(?:-[a-z]+)+-\d+)/$")
"""A region before the id of a model, as LiteLLM writes them."""

_VERTEX = re.compile(r"(?<![\w-])locations/([a-z0-9-]+)/publishers/anthropic/")
_LONGEST_PREFIX = 48
_AMBIGUOUS = re.compile(r"[\\\x00-\x20\x7f]")


class Model(msgspec.Struct, frozen=True):
    """An id of a model on Bedrock, as it was found in a text."""

    id: str
    """With its prefix; empty where it is opaque."""

    prefix: str | None
    """The profile's; empty for none, `None` where what stands before it is not known."""

    region: str | None = None
    """That an ARN names; empty for global routing."""


def models_in(text: str) -> Iterator[Model]:
    """Find ids of models on Bedrock, their profiles' ids and ARNs; whoever asks may fold case."""
    text = plain(text).lower()
    if "bedrock" not in text and "anthropic" not in text:
        return
    for found in _ARN.finditer(text):
        region, kind, name = found.groups()
        if kind == "inference-profile":
            yield _profile(name, region)
        elif kind == "foundation-model":
            if name.startswith("anthropic."):
                yield Model(name, "", region)
        elif kind == "provisioned-model":
            yield Model("", "", region)
        else:  # a profile of the customer's own, an agent, a prompt: what is behind it is opaque
            yield Model("", None, region)
    rest = _ARN.sub(" ", text)
    for found in _MODEL.finditer(rest):
        before = rest[max(0, found.start() - _LONGEST_PREFIX) : found.start()]
        id_ = found[0].rstrip(".:-")
        routed = _ROUTED.search(before)
        yield _with_prefix(id_, before) if routed is None else Model(id_, "", routed[1])


def plain(text: str) -> str:
    """Give a text without the encoding of addresses: `%2F` is a slash to whoever calls it."""
    return unquote(text) if "%" in text else text


def locations_in(text: str) -> Iterator[str]:
    """Find the locations of Claude's models on Vertex in addresses and names of resources."""
    text = plain(text).lower()
    if "publishers/anthropic/" in text:
        for found in _VERTEX.finditer(text):
            yield found[1]


def _profile(name: str, region: str) -> Model:
    prefix, _, rest = name.partition(".")
    known = rest.startswith("anthropic.")
    return Model(name if known else "", prefix if known else None, region)


def _with_prefix(id_: str, before: str) -> Model:
    if not before or _BEFORE.search(before):
        return Model(id_, "")
    prefix = _PREFIX.search(before)
    ahead = before[: prefix.start()] if prefix else before
    if prefix is None or (ahead and not _BEFORE.search(ahead)):
        return Model(id_, None)
    return Model(f"{prefix[1]}.{id_}", prefix[1])


def bare_ids(text: str) -> Iterator[str]:
    """Find ids of models as Anthropic spells them, which do not tell who runs them."""
    text = text.lower()
    if "claude-" not in text:
        return
    for found in _BARE.finditer(text):
        yield found[0].rstrip(".-")
    for found in _SPELLED.finditer(text):
        yield found[1].rstrip(".-")


def hosts_in(text: str) -> Iterator[str]:
    """Find names of hosts that may be a provider's."""
    lowered = plain(text).lower()
    if any(mark in lowered for mark in _MARKS):
        for found in _HOST.finditer(lowered):
            yield found[0].rstrip(".-")


def host_of(address: str) -> str | None:
    """Give the host of an address, with or without a scheme; `None` for what is none."""
    text = address.strip()
    if _AMBIGUOUS.search(text):  # one reader's host is another's path
        return None
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname
    except ValueError:
        return None
    host = (host or "").rstrip(".").lower()
    return host if re.fullmatch(r"[a-z0-9_.:-]+", host) else None

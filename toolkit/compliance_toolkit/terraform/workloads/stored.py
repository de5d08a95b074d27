"""What stores of secrets hold, of which providers show nothing: only names tell what it may be.

Each value of `aws_ssm_parameter` is marked sensitive, a password as well as the id of a model. So a
value that is not known counts where something says that it may be a choice of a model or a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from compliance_toolkit.models import Resource, Unknown
from compliance_toolkit.terraform.addresses import module_of, without_index
from compliance_toolkit.terraform.workloads.callers import QUIET, STORED, STORES, UNREAD
from compliance_toolkit.terraform.workloads.variables import chooses

_NAMING = (
    "name",
    "name_prefix",
    "key",
    "secret_id",
    "secret",
    "secret_name",
    "parameter",
    "parameter_version_id",
    "path",
    "filename",
    "metadata",
)
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+(?![a-z])")
_WHOSE = frozenset(("anthropic", "bedrock", "claude", "genai", "llm"))
_WHAT = frozenset(
    (
        "arn",
        "endpoint",
        "endpoints",
        "geo",
        "host",
        "location",
        "model",
        "models",
        "profile",
        "region",
        "regions",
        "uri",
        "url",
    )
)
_OPENING = frozenset(("credential", "credentials", "key", "keys", "password", "token", "tokens"))
_SEGMENT = re.compile(r"[/:|]")


def kept_apart(resource: Resource, names: Mapping[str, str]) -> Iterator[tuple[str, Unknown]]:
    """Yield what a store holds that may be a choice of a model or a place, and is not known.

    Args:
        resource: Of any type.
        names: How the resources of the input are called, by address.
    """
    told = resource.values.get(STORED)
    stored = told if isinstance(told, Mapping) else {}
    for name in STORES.get(resource.type, ()):
        why = resource.unknown.get(f"/{name}")
        if why is None or stored.get(name) == QUIET:
            continue
        if stored.get(name) == UNREAD or any(map(_speaks, _called(resource, names))):
            yield name, why if why.reference else Unknown(why.code, name)


def _called(resource: Resource, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what a secret is called, and what it belongs to."""
    yield without_index(resource.address).rpartition(".")[2]
    for name in _NAMING:
        value = resource.values.get(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):  # metadata of Kubernetes
            yield from (
                str(one["name"]) for one in value if isinstance(one, Mapping) and "name" in one
            )
        why = resource.unknown.get(f"/{name}")
        owner = (why.reference or "").rpartition(".")[0] if why is not None else ""
        if owner:
            yield without_index(owner).rpartition(".")[2]
            yield names.get(module_of(resource.address) + owner, "")
    for addresses in resource.references.values():
        yield from (names.get(one, "") for one in addresses)


def _speaks(name: str) -> bool:
    """Whether a name speaks of a model, or of a place of Claude's."""
    words = [one.lower() for one in _WORD.findall(name)]
    if not words or words[-1] in _OPENING:
        return False
    last = _SEGMENT.split(name.rstrip("/"))[-1]
    return chooses(last) or bool(_WHOSE & set(words) and _WHAT & set(words))

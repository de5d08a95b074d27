"""What leads to Claude from where nobody else looks: in any value of a resource of any type.

Types of workloads and of Bedrock have checks that know where to look. Everything else is searched
for what cannot be there by chance: ids of models and profiles, providers' hosts, calls that a
service makes itself, and, in what starts programs, the settings that SDKs read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from compliance_toolkit.models import (
    AuditInput,
    JsonObject,
    JsonValue,
    Resource,
    Unknown,
)
from compliance_toolkit.terraform.workloads.callers import (
    HANDED_ON,
    PROVISIONER,
    STORES,
    calls_nobody,
    calls_without_content,
    is_always_searched,
)
from compliance_toolkit.terraform.workloads.leaves import QUIET

_MARKS = (b"anthropic", b"claude-", b"bedrock", b"aiplatform", b"ai.azure.com")
"""Words of which one stands in whatever leads to Claude."""

_AT_ONCE = 128
_encode = msgspec.msgpack.Encoder().encode


def state_mentions(given: AuditInput, law: JsonObject) -> AuditInput:
    """State for each resource of an input what in it leads to Claude and no other check reads.

    Args:
        given: What was read of Terraform.
        law: The law's data.

    Returns:
        The same, where resources have a further value `mentioned`, of the form of `ambient`. One
        without it was searched and holds nothing of the kind.

    Raises:
        PolicyError: The law's data does not say where calls to Claude run.
    """
    found = list(_suspects(given.resources, law))
    if not found:
        return given
    from compliance_toolkit.terraform.workloads.mentioned import Search  # noqa: PLC0415  seldom

    search = Search(law, given.resources)
    resources = list(given.resources)
    for index in found:
        resources[index] = _stated(resources[index], search.facts_of(resources[index]))
    return replace(given, resources=tuple(resources))


def _stated(resource: Resource, told: Mapping[str, tuple[JsonObject, Unknown | None]]) -> Resource:
    if not told:
        return resource
    values, unknown = dict(resource.values), dict(resource.unknown)
    for name, (fact, why) in told.items():
        values[name] = fact
        if why is not None:
            unknown[f"/{name}/unknown"] = why
    return replace(resource, values=values, unknown=unknown)


def _suspects(resources: Sequence[Resource], law: JsonObject) -> Iterator[int]:
    """Yield where resources stand that may hold something; most hold none of the words.

    They are written in one go and the words looked for in the whole, which costs a tenth of looking
    into each value.
    """
    without = _names(law, "without_content")
    providers = _names(law, "providers_without_content")
    searched: list[int] = []
    passed_over = {one for one in {one.type for one in resources} if calls_nobody(one)}
    for index, one in enumerate(resources):
        if PROVISIONER in one.values or (one.type in STORES and _hides(one)):
            yield index
        elif one.type in HANDED_ON:
            searched.append(index)
        elif one.type in passed_over or one.type in without or one.provider in providers:
            if calls_without_content(one.type):
                yield index
        elif is_always_searched(one.type):
            yield index
        else:
            searched.append(index)
    for start in range(0, len(searched), _AT_ONCE):
        part = searched[start : start + _AT_ONCE]
        if speaks([_spoken(resources[index]) for index in part]):
            yield from (index for index in part if speaks(_spoken(resources[index])))


def _hides(resource: Resource) -> bool:
    """Whether something that a store of secrets holds is not known."""
    lost = resource.unknown
    return bool(lost) and any(f"/{name}" in lost for name in STORES[resource.type])


def _spoken(resource: Resource) -> dict[str, JsonValue]:
    return {name: value for name, value in resource.values.items() if name not in QUIET}


def speaks(values: object) -> bool:
    """Whether one of the words stands in values, or cannot be ruled out."""
    try:
        written = _encode(values).lower()
    except (TypeError, OverflowError, UnicodeEncodeError):  # what MessagePack cannot write
        return True
    return any(mark in written for mark in _MARKS)


def _names(law: JsonObject, key: str) -> frozenset[str]:
    resources = law.get("resources")
    found = resources.get(key) if isinstance(resources, Mapping) else None
    return frozenset(found) if isinstance(found, Mapping) else frozenset()

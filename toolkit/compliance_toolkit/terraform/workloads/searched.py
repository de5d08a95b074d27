"""Which parts of a resource are searched for calls that no other check judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance_toolkit.models import JsonObject, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import DOCUMENT
from compliance_toolkit.terraform.workloads.atlas import Destinations
from compliance_toolkit.terraform.workloads.callers import (
    DOCUMENTS,
    ELSEWHERE,
    HANDED_ON,
    LINKS,
    PROVISIONER,
    calls_nobody,
    calls_without_content,
    left_out,
)
from compliance_toolkit.terraform.workloads.hidden import scripts_of
from compliance_toolkit.terraform.workloads.leaves import QUIET
from compliance_toolkit.terraform.workloads.trees import Node, restored
from compliance_toolkit.terraform.workloads.variables import FOUNDRY

_READ = frozenset(("V", "S"))


def attributes(resource: Resource, without: frozenset[str]) -> Iterator[tuple[str, Node]]:
    """Yield the attributes that nobody else judges, with reasons for what is not known."""
    content = resource.type not in without and resource.provider not in without
    if calls_nobody(resource.type) or not (content or calls_without_content(resource.type)):
        for name in (PROVISIONER, *HANDED_ON.get(resource.type, ())):
            if name in resource.values or f"/{name}" in resource.unknown:
                yield name, restored(resource, name)
        return
    apart = left_out(resource.type, resource.values.get("type"))
    hidden = {pointer.split("/")[1] for pointer in resource.unknown if pointer}
    for name in (*resource.values, *sorted(hidden - resource.values.keys())):
        if name.lower() not in QUIET and name not in apart and name != DOCUMENT:
            node = restored(resource, name)
            if isinstance(node, Unknown) and name in DOCUMENTS.get(resource.type, ()):
                node = restored(resource, DOCUMENT) if DOCUMENT in resource.values else node
            yield name, node


def lost(resource: Resource) -> Iterator[tuple[str, Unknown]]:
    """Yield the attributes that say all that a resource does, and why they are not known."""
    if resource.type in DOCUMENTS and "" in resource.unknown:
        yield resource.type, resource.unknown[""]
    for name in (*DOCUMENTS.get(resource.type, ()), *scripts_of(resource)):
        why = resource.unknown.get(f"/{name}")
        if why is not None and _is_linked(resource, why):
            continue
        if why is not None and DOCUMENT not in resource.values and name not in ELSEWHERE:
            yield name, why
        elif name in ELSEWHERE and (why is not None or resource.values.get(name)):
            known = resource.values.get(DOCUMENTS[resource.type][0])
            if known is None and f"/{DOCUMENTS[resource.type][0]}" not in resource.unknown:
                yield name, why or Unknown(ReasonCode.OUTSIDE_INPUT, name)


def _is_linked(resource: Resource, why: Unknown) -> bool:
    """Whether what is not known is computed, because a link to code stands in its place."""
    link = LINKS.get(resource.type)
    late = why.code is ReasonCode.KNOWN_AFTER_APPLY
    return link is not None and late and bool(resource.values.get(link))


def types_of_deployments(law: JsonObject) -> Iterator[tuple[str, Destinations]]:
    """Give where each deployment type of Foundry computes, as far as somebody has read it."""
    routes = law.get("routes")
    route = routes.get(FOUNDRY) if isinstance(routes, Mapping) else None
    offers = route.get("offers") if isinstance(route, Mapping) else None
    for offer in offers if isinstance(offers, list | tuple) else ():
        if isinstance(offer, Mapping) and offer.get("confidence") in _READ:
            named = offer.get("destinations")
            regions = (
                tuple(one for one in named if isinstance(one, str))
                if isinstance(named, list | tuple)
                else None
            )
            yield str(offer.get("scope")).lower(), Destinations(regions)


def without_content(law: JsonObject) -> frozenset[str]:
    """Name the types and the providers that hold no content, by the law's data."""
    resources = law.get("resources")
    parts = resources if isinstance(resources, Mapping) else {}
    found = [parts.get(key) for key in ("without_content", "providers_without_content")]
    return frozenset(name for one in found if isinstance(one, Mapping) for name in one)

"""From the texts of one resource to the routes that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from compliance_toolkit.models import JsonObject, JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import DOCUMENT
from compliance_toolkit.terraform.workloads.atlas import Atlas, Destinations
from compliance_toolkit.terraform.workloads.callers import (
    DOCUMENTS,
    ELSEWHERE,
    ENCODED,
    PROVISIONER,
    RUN,
    calls_nobody,
    calls_without_content,
    left_out,
    starts_programs,
)
from compliance_toolkit.terraform.workloads.deriving import derive
from compliance_toolkit.terraform.workloads.leaves import QUIET, Leaf, Offered, leaves
from compliance_toolkit.terraform.workloads.led import Derived, Led
from compliance_toolkit.terraform.workloads.settings import Container, Setting
from compliance_toolkit.terraform.workloads.texts import models_in
from compliance_toolkit.terraform.workloads.trees import ODD, Node, restored
from compliance_toolkit.terraform.workloads.variables import (
    CREDENTIALS,
    FOUNDRY,
    REDIRECTS,
    as_read,
    is_read_by_sdks,
)

_MARKED = re.compile(r"(?i)anthropic|claude-|bedrock|aiplatform|ai\.azure\.com")
_CALLED = re.compile(
    r"(?i):bedrock(?:runtime|-runtime|agentruntime|-agent-runtime)?:(?:invoke|converse|retrieve)"
    r"|\bbedrock(?:-agent)?-runtime\s+(?:invoke|converse|retrieve)"
    r"|apigateway:[a-z0-9-]*:bedrock(?:-agent)?-runtime:"
)
"""What a service or the command line of AWS calls a model by."""

_GATEWAY = re.compile(r"(?i)apigateway:([a-z0-9-]+):(bedrock(?:-agent)?-runtime):")
_NO_MODEL = re.compile(
    r"(?i)arn:aws[a-z-]*:bedrock:[a-z0-9-]*:[^:\s\"']*:"
    r"(?:agent|agent-alias|async-invoke|data-automation-project|evaluation-job|flow|guardrail"
    r"|guardrail-profile|knowledge-base|model-customization-job|model-invocation-job|prompt)/\S*"
)
"""Things of Bedrock that are judged themselves, or are no model."""

_PLACE = re.compile(r"(?i)(?:region|location)(?:[_-]?(?:name|id))?")
_TELLING = re.compile(
    r"(?i)(?:foundation_?|base_?)?model(?:_?(?:id|arn|name|identifier))?|.*(?:base_?url|endpoint)"
    r"|.*inference_?profile(?:_?arn)?|.*region(?:_?name)?"
)
_SPACE = re.compile(r"\s")
_READ = frozenset(("V", "S"))


class Search:
    """Searches resources by the tables of one law."""

    def __init__(self, law: JsonObject) -> None:
        """Take the law's data.

        Raises:
            PolicyError: It does not say where calls to Claude run.
        """
        self._atlas = Atlas(law)
        self._skus = dict(_skus(law))
        self._without = _without_content(law)

    def fact_of(self, resource: Resource) -> tuple[JsonObject, Unknown | None] | None:
        """Say where the texts of a resource lead, and why more is not known of them.

        Returns:
            `None` where nothing in them leads to Claude.
        """
        found = Derived({}, {})
        try:
            self._search(resource, found)
        except RecursionError:
            found.miss(resource.type, Unknown(ReasonCode.UNSUPPORTED_TYPE, resource.type))
        if not found.routes and not found.unknown:
            return None
        unknown: list[JsonValue] = [
            {"name": name, "code": why.code.value, "reference": why.reference}
            for name, why in found.unknown
        ]
        fact: dict[str, JsonValue] = {
            "routes": [one.fact() for one in found.routes],
            "unknown": unknown,
        }
        return fact, next((why for _, why in found.unknown), None)

    def _search(self, resource: Resource, found: Derived) -> None:
        parts = list(_attributes(resource, self._without))
        own = resource.region if resource.provider in {"aws", "awscc"} else None
        for name, node in parts:
            if name == PROVISIONER:
                for one in node if isinstance(node, list) else [node]:
                    texts = list(leaves(one, (PROVISIONER,)))
                    self._derive(texts, None, found, programs=True)
        texts = [
            leaf for name, node in parts if name != PROVISIONER for leaf in leaves(node, (name,))
        ]
        self._derive(texts, own, found, programs=starts_programs(resource.type))
        for name, why in _lost(resource):
            found.miss(name, why)

    def _derive(
        self,
        texts: Sequence[Leaf | Offered],
        own: str | Unknown | None,
        found: Derived,
        *,
        programs: bool,
    ) -> None:
        """Add where the texts of one program, or one call, lead."""
        first, beside = Container(), Container()
        called: list[str] = []
        for one in texts:
            if isinstance(one, Offered):
                self._offer(one, found)
            else:
                _sort(one, first, beside, called, programs=programs)
        first.settings = list(dict.fromkeys(first.settings))
        made = derive(first, own, self._atlas)
        if made.routes or made.unknown or called:
            made = derive(_together(first, beside), own, self._atlas)
            if not any(_names_model(one) for one in first.settings):
                for name in called:
                    made.miss(name, Unknown(ReasonCode.UNKNOWN_VALUE, f"{name}: no model"))
        found.routes |= made.routes
        found.unknown |= made.unknown

    def _offer(self, one: Offered, found: Derived) -> None:
        """Add where a deployment of Foundry computes: its type alone decides."""
        name = ".".join(one.path)
        if isinstance(one.sku, Unknown):
            found.miss(name, one.sku)
        elif one.sku is None or (destinations := self._skus.get(one.sku.lower())) is None:
            found.miss(name, Unknown(ReasonCode.UNKNOWN_VALUE, f"{name}: {one.sku}"))
        else:
            found.routes[Led(name, FOUNDRY, one.sku, None, destinations.regions)] = None


def _attributes(resource: Resource, without: frozenset[str]) -> Iterator[tuple[str, Node]]:
    """Yield the attributes that nobody else judges, with reasons for what is not known."""
    content = resource.type not in without and resource.provider not in without
    if calls_nobody(resource.type) or not (content or calls_without_content(resource.type)):
        if PROVISIONER in resource.values:
            yield PROVISIONER, restored(resource, PROVISIONER)
        return
    apart = left_out(resource.type, resource.values.get("type"))
    hidden = {pointer.split("/")[1] for pointer in resource.unknown if pointer}
    for name in (*resource.values, *sorted(hidden - resource.values.keys())):
        if name.lower() not in QUIET and name not in apart and name != DOCUMENT:
            node = restored(resource, name)
            if isinstance(node, Unknown) and name in DOCUMENTS.get(resource.type, ()):
                node = restored(resource, DOCUMENT) if DOCUMENT in resource.values else node
            yield name, node


def _lost(resource: Resource) -> Iterator[tuple[str, Unknown]]:
    """Yield the attributes that say all that a resource does, and why they are not known."""
    for name in DOCUMENTS.get(resource.type, ()):
        why = resource.unknown.get(f"/{name}")
        if why is not None and DOCUMENT not in resource.values and name not in ELSEWHERE:
            yield name, why
        elif name in ELSEWHERE and (why is not None or resource.values.get(name)):
            known = resource.values.get(DOCUMENTS[resource.type][0])
            if known is None and f"/{DOCUMENTS[resource.type][0]}" not in resource.unknown:
                yield name, why or Unknown(ReasonCode.OUTSIDE_INPUT, name)


def _sort(
    leaf: Leaf, first: Container, beside: Container, called: list[str], *, programs: bool
) -> None:
    """Put what a text says to what leads by itself, or to what counts beside that alone."""
    if isinstance(leaf.value, Unknown):
        _sort_unknown(leaf, leaf.value, first, beside, programs=programs)
        return
    value = _NO_MODEL.sub(" ", leaf.value)
    read = Container()
    if _SPACE.search(value.strip()):
        read.add_text(value, leaf.path[-1])
    else:
        read.add_path(leaf.path[-1], value)
    if _CALLED.search(value):
        called.append(leaf.shown)
    around = "".join(f"{step}." for step in leaf.path[:-1])
    told = [Setting(one.name, one.value, around + one.shown, one.is_apart) for one in read.settings]
    for one in (*told, *_further(leaf.shown, value)):
        value = one.value if isinstance(one.value, str) else ""
        sdk = is_read_by_sdks(one.name)
        if _MARKED.search(value) or one.name in REDIRECTS or (programs and sdk):
            first.settings.append(one)
        elif (sdk and one.name not in CREDENTIALS) or _PLACE.search(one.name):
            beside.settings.append(one)


def _sort_unknown(
    leaf: Leaf, why: Unknown, first: Container, beside: Container, *, programs: bool
) -> None:
    name = as_read(leaf.path[-1])
    one = Setting(name, why, leaf.shown)
    run = leaf.path[0] == PROVISIONER and name in RUN
    if run or why is ODD or (programs and (is_read_by_sdks(name) or name.lower() in ENCODED)):
        first.settings.append(one)
    elif len(leaf.path) > 1 and _TELLING.fullmatch(name):  # else the provider may compute it
        beside.settings.append(one)


def _further(shown: str, value: str) -> Iterator[Setting]:
    """Give what stands in a text of which only a part is an address."""
    for found in _GATEWAY.finditer(value):
        host = f"https://{found[2].lower()}.{found[1].lower()}.amazonaws.com"
        yield Setting("url", host, shown)


def _names_model(one: Setting) -> bool:
    return isinstance(one.value, str) and any(True for _ in models_in(one.value))


def _together(first: Container, beside: Container) -> Container:
    """Give both; a place counts beside a call, in the words of whoever makes it."""
    settings = [*first.settings, *beside.settings]
    return Container(settings=list(dict.fromkeys(settings)))


def _skus(law: JsonObject) -> Iterator[tuple[str, Destinations]]:
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


def _without_content(law: JsonObject) -> frozenset[str]:
    resources = law.get("resources")
    parts = resources if isinstance(resources, Mapping) else {}
    found = [parts.get(key) for key in ("without_content", "providers_without_content")]
    return frozenset(name for one in found if isinstance(one, Mapping) for name in one)

"""From the texts of one resource to the routes that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from compliance_toolkit.models import JsonObject, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.workloads.atlas import Atlas
from compliance_toolkit.terraform.workloads.callers import (
    ENCODED,
    HANDED_ON,
    MENTIONED,
    PROVISIONER,
    RUN,
    starts_programs,
)
from compliance_toolkit.terraform.workloads.deriving import derive
from compliance_toolkit.terraform.workloads.hidden import is_anything, is_told
from compliance_toolkit.terraform.workloads.leaves import Leaf, Offered, leaves
from compliance_toolkit.terraform.workloads.led import Derived, Led
from compliance_toolkit.terraform.workloads.parts import may_be_of_id
from compliance_toolkit.terraform.workloads.searched import (
    attributes,
    lost,
    types_of_deployments,
    without_content,
)
from compliance_toolkit.terraform.workloads.settings import Container, Setting
from compliance_toolkit.terraform.workloads.stored import kept_apart
from compliance_toolkit.terraform.workloads.telemetry import (
    RECORDING,
    TELEMETRY,
    Unclear,
    recorded,
    telemetry_fact,
    written_down,
)
from compliance_toolkit.terraform.workloads.texts import models_in
from compliance_toolkit.terraform.workloads.trees import ODD, restored
from compliance_toolkit.terraform.workloads.variables import (
    EGRESS,
    FOUNDRY,
    OPENING,
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


class _Parts(msgspec.Struct):
    """The texts of one program, or of one call."""

    first: Container = msgspec.field(default_factory=Container)
    """What leads somewhere by itself."""

    beside: Container = msgspec.field(default_factory=Container)
    """What counts beside that alone."""

    called: list[str] = []
    egress: list[Setting] = []
    lost: Unclear = []


class _Told(msgspec.Struct):
    """What the texts of one resource come to."""

    found: Derived = msgspec.field(default_factory=lambda: Derived({}, {}))
    content: dict[str, None] = {}
    unclear: Unclear = []


class Search:
    """Searches resources by the tables of one law."""

    def __init__(self, law: JsonObject, resources: Iterable[Resource] = ()) -> None:
        """Take the law's data, and the resources of the input, for what they are called.

        Raises:
            PolicyError: It does not say where calls to Claude run.
        """
        self._atlas = Atlas(law)
        self._skus = dict(types_of_deployments(law))
        self._without = without_content(law)
        self._names = {
            one.address: name
            for one in resources
            if isinstance(name := one.values.get("name"), str)
        }

    def facts_of(self, resource: Resource) -> dict[str, tuple[JsonObject, Unknown | None]]:
        """Say where the texts of a resource lead, and what of them is written down.

        Returns:
            By name, each fact of which there is something to say, and why more is not known.
        """
        told = _Told()
        try:
            self._search(resource, told)
        except RecursionError:
            why = Unknown(ReasonCode.UNSUPPORTED_TYPE, resource.type)
            told.found.miss(resource.type, why)
            told.unclear.append((resource.type, why))
        _record(resource, told)
        facts: dict[str, tuple[JsonObject, Unknown | None]] = {}
        if told.found.routes or told.found.unknown:
            facts[MENTIONED] = _mentioned(told.found), _first(told.found.unknown)
        if told.content or told.unclear:
            facts[TELEMETRY] = telemetry_fact(told.content, told.unclear), _first(told.unclear)
        return facts

    def _search(self, resource: Resource, told: _Told) -> None:
        parts = list(attributes(resource, self._without))
        own = resource.region if resource.provider in {"aws", "awscc"} else None
        handed = resource.type in HANDED_ON
        texts = [
            leaf for name, node in parts if name != PROVISIONER for leaf in leaves(node, (name,))
        ]
        programs = [
            list(leaves(one, (PROVISIONER,)))
            for name, node in parts
            if name == PROVISIONER
            for one in (node if isinstance(node, list) else [node])
        ]
        for program in programs:
            self._derive([*program, *(texts if handed else ())], None, told, starts=PROVISIONER)
        if not (programs and handed):
            starts = resource.type if starts_programs(resource.type) else ""
            self._derive(texts, own, told, starts=starts)
        for name, why in lost(resource):
            told.found.miss(name, why)
            told.unclear.append((name, why))
        for name, why in kept_apart(resource, self._names):
            told.found.miss(name, why)

    def _derive(
        self,
        texts: Sequence[Leaf | Offered],
        own: str | Unknown | None,
        told: _Told,
        *,
        starts: str,
    ) -> None:
        """Add where the texts of one program, or one call, lead.

        Args:
            texts: With what is not known of them.
            own: The region that it is told.
            told: Gets what is found.
            starts: The type that starts it, or a provisioner; empty for one of another kind.
        """
        parts = _Parts()
        for one in texts:
            if isinstance(one, Offered):
                self._offer(one, told.found)
            else:
                self._sort(one, parts, starts=starts)
        parts.first.settings = list(dict.fromkeys(parts.first.settings))
        made = derive(parts.first, own, self._atlas)
        if made.routes or made.unknown or parts.called:
            made = derive(_together(parts.first, parts.beside), own, self._atlas)
            if not any(_names_model(one) for one in parts.first.settings):
                for name in parts.called:
                    made.miss(name, Unknown(ReasonCode.UNKNOWN_VALUE, f"{name}: no model"))
        told.found.routes |= made.routes
        told.found.unknown |= made.unknown
        content, unclear = written_down(parts.egress)
        told.content |= dict.fromkeys(content)
        told.unclear += [*parts.lost, *unclear]

    def _sort(self, leaf: Leaf, parts: _Parts, *, starts: str) -> None:
        """Put what a text says to what leads by itself, or to what counts beside that alone."""
        if isinstance(leaf.value, Unknown):
            _sort_unknown(leaf, leaf.value, parts, starts)
            return
        value = _NO_MODEL.sub(" ", leaf.value)
        read = Container()
        if _SPACE.search(value.strip()):
            read.add_text(value, leaf.path[-1])
        else:
            read.add_path(leaf.path[-1], value)
        if _CALLED.search(value):
            parts.called.append(leaf.shown)
        around = "".join(f"{step}." for step in leaf.path[:-1])
        told = [
            Setting(one.name, one.value, around + one.shown, one.is_apart) for one in read.settings
        ]
        for one in (*told, *_further(leaf.shown, value)):
            value = one.value if isinstance(one.value, str) else ""
            sdk = is_read_by_sdks(one.name)
            if one.name in EGRESS:
                parts.egress.append(one)
            if _MARKED.search(value) or one.name in REDIRECTS or (starts and sdk):
                parts.first.settings.append(one)
            elif (
                (sdk and one.name not in OPENING)
                or _PLACE.search(one.name)
                or may_be_of_id(one.name, value, self._atlas)
            ):
                parts.beside.settings.append(one)

    def _offer(self, one: Offered, found: Derived) -> None:
        """Add where a deployment of Foundry computes: its type alone decides."""
        name = ".".join(one.path)
        if isinstance(one.sku, Unknown):
            found.miss(name, one.sku)
        elif one.sku is None or (destinations := self._skus.get(one.sku.lower())) is None:
            found.miss(name, Unknown(ReasonCode.UNKNOWN_VALUE, f"{name}: {one.sku}"))
        else:
            found.routes[Led(name, FOUNDRY, one.sku, None, destinations.regions)] = None


def _sort_unknown(leaf: Leaf, why: Unknown, parts: _Parts, starts: str) -> None:
    name = as_read(leaf.path[-1])
    one = Setting(name, why, leaf.shown)
    run = leaf.path[0] == PROVISIONER and name in RUN
    if name in EGRESS:
        parts.egress.append(one)
    elif (
        run
        or why is ODD
        or (starts and (name.lower() in ENCODED or is_anything(starts, leaf.path, why)))
    ):
        parts.first.settings.append(one)
        parts.lost.append((leaf.shown, why))
    elif starts and (is_read_by_sdks(name) or is_told(leaf.path, why)):
        parts.first.settings.append(one)
    elif len(leaf.path) > 1 and _TELLING.fullmatch(name):  # else the provider may compute it
        parts.beside.settings.append(one)


def _record(resource: Resource, told: _Told) -> None:
    """Add what a service writes into its own log of what it hands to a model."""
    if resource.type not in RECORDING or not (told.found.routes or told.found.unknown):
        return
    attribute, member = RECORDING[resource.type]
    shown = f"{attribute}.{member}"
    content, unclear = recorded(restored(resource, attribute), member, shown)
    if content and not told.found.routes:  # whether it calls a model is not known
        unclear = [(shown, why) for _, why in [*told.found.unknown][:1]]
        content = []
    told.content |= dict.fromkeys(content)
    told.unclear += unclear


def _mentioned(found: Derived) -> JsonObject:
    return {
        "routes": [one.fact() for one in found.routes],
        "unknown": [
            {"name": name, "code": why.code.value, "reference": why.reference}
            for name, why in found.unknown
        ],
    }


def _first(missing: Iterable[tuple[str, Unknown]]) -> Unknown | None:
    return next((why for _, why in missing), None)


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

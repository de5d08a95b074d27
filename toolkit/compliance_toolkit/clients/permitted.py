"""Holds what a request uses to what its decision was asked about.

A feature can keep content, or send it on, where messages do not. Which field of a request, which
type of a tool, which header of a beta uses which feature is law as data: `compliance.features`.
What is not listed there may use anything, so it is refused. Features that keep nothing and run at
the client, or are the message itself, need not be asked about, unless the tenant's own list of
features, or one of its regimes, leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from compliance_toolkit.errors import PolicyError, ResidencyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.registry.wording import shown

if TYPE_CHECKING:
    from compliance_toolkit.resolve.decision import Decision

_VERSION = re.compile(r"_?(20\d{6})$")
_BETA_DAY = re.compile(r"-20\d\d-\d\d-\d\d$")
_OWN = frozenset(
    ("input", "input_schema", "input_examples", "inputSchema", "json", "schema", "metadata")
)
"""Keys below which the application's own JSON stands."""


class Filtering(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From which version on a tool filters what it found by running code, unless told not to."""

    since: str
    feature: str


class Sign(msgspec.Struct, frozen=True):
    """What shows that a request uses a feature."""

    feature: str | None
    """`None`: part of any message."""

    unless: tuple[Any, ...] = ()
    """Values that mean nothing of the kind."""

    typed: dict[str, str] = {}
    """Feature of what has this `type`, where it is another one."""

    filtering: Filtering | None = None


class Shape(msgspec.Struct, frozen=True):
    """How a body of one kind shows what it uses."""

    fields: dict[str, Sign]
    """At its top; another one is not known."""

    keys: dict[str, Sign]
    """At any depth."""

    types: dict[str, Sign]
    """Of a tool or a block, without its version."""


class _Unasked(msgspec.Struct, frozen=True):
    features: frozenset[str]


class Signs(msgspec.Struct, frozen=True):
    """All that shows that a request uses a feature: `compliance.features` of the bundle."""

    unasked: _Unasked
    calls: dict[str, Sign]
    betas: dict[str, Sign]
    message: Shape
    converse: Shape


class Permitted(msgspec.Struct, frozen=True):
    """The features that requests of one decision may use."""

    deployment: str
    features: frozenset[str]
    signs: Signs

    def hold_call(self, name: str) -> None:
        """Hold a call that is a feature of its own, such as `batches`.

        Raises:
            ResidencyError: The decision was not asked about it.
        """
        self._hold(self.signs.calls[name].feature, f"the call for `{name}`")

    def hold_message(self, body: JsonObject, betas: str | None = None, where: str = "") -> None:
        """Hold the body of a message of the `anthropic` package, or of Bedrock's `invoke_model`.

        Args:
            body: What is sent.
            betas: What the header `anthropic-beta` says.
            where: Which message of several, as a prefix.

        Raises:
            ResidencyError: It uses a feature that the decision was not asked about, or something
                of which nobody knows what it uses.
        """
        names = body.get("anthropic_beta")
        if not (names is None or _are_texts(names)):
            raise self._unknown(f"{where}`anthropic_beta`")
        for beta in (*map(str, _list(names)), *(betas or "").split(",")):
            if name := beta.strip():
                sign = self.signs.betas.get(_BETA_DAY.sub("", name))
                if sign is None:
                    raise self._unknown(f"{where}the beta {shown(name)}")
                self._hold(sign.feature, f"{where}the beta {shown(name)}")
        self._hold_body(body, self.signs.message, where)

    def hold_converse(self, body: JsonObject) -> None:
        """Hold the body of Bedrock's `converse`; see `hold_message`."""
        further = body.get("additionalModelRequestFields")
        if isinstance(further, Mapping):
            self.hold_message(further, where="`additionalModelRequestFields` ")
        elif further is not None:
            raise self._unknown("`additionalModelRequestFields`")
        self._hold_body(body, self.signs.converse, "")

    def _hold_body(self, body: JsonObject, shape: Shape, where: str) -> None:
        for tool in _list(body.get("tools")):
            kind = tool.get("type") if isinstance(tool, Mapping) else None
            if kind not in {None, "custom"} and _unversioned(kind) not in shape.types:
                raise self._unknown(f"{where}the tool {shown(str(kind))}")
        for name, value in body.items():
            sign = shape.fields.get(name)
            if sign is None:
                raise self._unknown(f"{where}{shown(name)}")
            self._hold_sign(sign, value, f"{where}{shown(name)}")
            if name == "additionalModelRequestFields":
                continue
            for one in _mappings(value):
                self._hold_one(one, shape, where)

    def _hold_one(self, one: JsonObject, shape: Shape, where: str) -> None:
        for key, value in one.items():
            if (sign := shape.keys.get(key)) is not None:
                self._hold_sign(sign, value, f"{where}{shown(key)}")
        if "systemTool" in one:
            raise self._unknown(f"{where}`systemTool`")
        kind = one.get("type")
        if not isinstance(kind, str):
            return
        sign = shape.types.get(_unversioned(kind))
        if sign is not None:
            self._hold(_filtered(sign, kind, one), f"{where}the type {shown(kind)}")
        elif _VERSION.search(kind):
            raise self._unknown(f"{where}the type {shown(kind)}")

    def _hold_sign(self, sign: Sign, value: JsonValue, what: str) -> None:
        if value is None or any(value == one and type(value) is type(one) for one in sign.unless):
            return
        kind = value.get("type") if isinstance(value, Mapping) else None
        self._hold(sign.typed.get(str(kind), sign.feature), what)

    def _hold(self, feature: str | None, what: str) -> None:
        if feature is not None and feature not in self.features:
            raise ResidencyError(
                f"a request of `{self.deployment}` uses the feature `{feature}` by {what}, which "
                "the decision was not asked about",
                hint=f"leave it out, or resolve again with `{feature}` among the `features`",
            )

    def _unknown(self, what: str) -> ResidencyError:
        return ResidencyError(
            f"a request of `{self.deployment}` has {what}, of which is not known what feature it "
            "uses",
            hint="leave it out, or use a version that `compliance.features` of the bundle lists; "
            "once it is listed there, resolve again with its feature among the `features`",
        )


def permitted(decision: Decision, law: JsonObject) -> Permitted:
    """Say what requests of a decision may use.

    Args:
        decision: The decision.
        law: `data.compliance` of the bundle that decided.

    Raises:
        PolicyError: The bundle does not say how a request shows what it uses.
    """
    try:
        signs = msgspec.convert(law.get("features"), Signs)
    except msgspec.ValidationError as error:
        raise PolicyError(
            f"`compliance/features/data.json` of the bundle is missing or out of shape: {error}",
            hint="add it: without it nobody knows which features a request uses",
        ) from error
    free = signs.unasked.features - set(_excluded(decision.given, law))
    match decision.given:
        case {"tenant": {"features": None}}:
            pass
        case {"tenant": {"features": [*allowed]}}:
            free &= {one for one in allowed if isinstance(one, str)}
        case _:
            free = frozenset()
    return Permitted(decision.config.deployment, decision.request.features | free, signs)


def _excluded(given: JsonObject, law: JsonObject) -> Iterator[str]:
    """What the tenant's regimes leave out."""
    every = _mapping(law.get("regimes"))
    for code in _list(_mapping(given.get("tenant")).get("regimes")):
        yield from map(str, _list(_mapping(every.get(str(code))).get("excluded_features")))


def _mapping(value: JsonValue) -> JsonObject:
    return value if isinstance(value, Mapping) else {}


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _are_texts(value: JsonValue) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _unversioned(kind: JsonValue) -> str:
    return _VERSION.sub("", kind) if isinstance(kind, str) else ""


def _filtered(sign: Sign, kind: str, tool: JsonObject) -> str | None:
    """The feature of a tool, which may be another one from some version on."""
    version = _VERSION.search(kind)
    if sign.filtering is None:
        return sign.feature
    old = version is not None and version[1] < sign.filtering.since
    return (
        sign.feature if old or tool.get("allowed_callers") == ["direct"] else sign.filtering.feature
    )


def _mappings(value: JsonValue) -> Iterator[JsonObject]:
    """Every mapping in a value, less what is the application's own JSON."""
    waiting: list[JsonValue] = [value]
    while waiting:
        match waiting.pop():
            case Mapping() as one:
                yield one
                waiting.extend(below for key, below in one.items() if key not in _OWN)
            case list() as several:
                waiting.extend(several)
            case _:
                pass

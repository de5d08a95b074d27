"""The audit: resources, checks and law in; one finding a question out.

Every check that applies is asked, and every check that is asked answers; the others are counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

import msgspec

from compliance_toolkit.audit.alike import Packed, alike, packed
from compliance_toolkit.audit.asking import ask
from compliance_toolkit.audit.estate import (
    ADDRESS,
    estate_input,
    hold_to_completeness,
    is_asked,
    is_complete,
    location,
    made_again,
    reason,
)
from compliance_toolkit.audit.questions import Computed, resource_input
from compliance_toolkit.audit.reasons import Reasons
from compliance_toolkit.audit.related import Neighbourhood
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import (
    AuditInput,
    Finding,
    JsonObject,
    JsonValue,
    Law,
    Resource,
    Verdict,
)
from compliance_toolkit.policy.catalog import Check, Per
from compliance_toolkit.policy.engine import Answer, PolicyEngine

_OWN_API = "azapi_"
"""How types begin whose resources each say what they are."""


class TypeFacts(msgspec.Struct, frozen=True):
    """What the bundle's data says of Terraform types."""

    computed: Computed
    without_content: Collection[str] = frozenset()
    """Types that hold no customer content."""

    providers_without_content: Collection[str] = frozenset()
    arm_without_content: Collection[str] = frozenset()
    """Types of Azure's own API that hold none, or all of a namespace, in lower case."""

    regions: Mapping[str, Collection[str]] = msgspec.field(default_factory=dict)
    """Cloud → the regions that the data knows."""

    def holds_no_content(self, resource: Resource) -> bool:
        """Whether the data excuses this type from checks of content."""
        return (
            resource.type in self.without_content
            or resource.provider in self.providers_without_content
            or (resource.type.startswith(_OWN_API) and self._is_excused(resource.values))
        )

    def _is_excused(self, values: JsonObject) -> bool:
        kind = values.get("type")
        named = kind.partition("@")[0].lower() if isinstance(kind, str) else ""
        namespace = named.partition("/")[0] + "/"
        return named in self.arm_without_content or namespace in self.arm_without_content


class _Unit(msgspec.Struct, frozen=True):
    """The one law that a question is asked under, and that its finding names."""

    jurisdiction: str | None
    regime: str | None
    tenant: JsonObject | None

    def as_input(self) -> dict[str, JsonValue]:
        return {"jurisdiction": self.jurisdiction, "regime": self.regime, "tenant": self.tenant}

    @property
    def tenant_name(self) -> str | None:
        return None if self.tenant is None else str(self.tenant["name"])


_WHOLE = _Unit(None, None, None)
"""A question about the whole is asked under no law of its own: it is about what keeps them all."""


class _Asked(msgspec.Struct):  # not frozen: there are tens of thousands, and nobody keeps one
    check: Check
    unit: _Unit
    resource: Resource | None
    """`None` for a question about the whole."""

    key: Hashable
    names: tuple[str, ...] = ()
    whole: JsonObject | None = None
    """The input of a question about the whole."""


class _Asking(msgspec.Struct, frozen=True):
    """A check, and the laws it is asked under."""

    check: Check
    units: tuple[tuple[int, _Unit], ...]
    """Each with a number that no other check's law has."""

    laws: Packed
    """All of them, written."""


class AuditResult(msgspec.Struct, frozen=True):
    """All findings of one input under its laws, and how many questions did not apply."""

    findings: tuple[Finding, ...]
    skips: int


def audit(  # noqa: PLR0913  everything that an audit takes
    given: AuditInput,
    laws: Sequence[Law],
    checks: Sequence[Check],
    types: TypeFacts,
    engine: PolicyEngine,
    *,
    deployments: Callable[[], Sequence[JsonObject]] = tuple,
) -> AuditResult:
    """Ask every check that applies about every resource under each law, and about the whole once.

    Args:
        given: What a source read.
        laws: One audit each; a list is never an intersection.
        checks: The catalog's checks.
        types: What the data says of resource types.
        engine: Answers for the policies.
        deployments: Gives those of the project file, if a question about the whole is asked.

    Raises:
        PolicyError: A check was asked and did not answer, or under another id; or it passed a
            whole of which only a part was read.
        UnavailableError: The engine did not answer.
    """
    neighbourhood = Neighbourhood(given.resources, complete=is_complete(given))
    asked, skips = _about_each(given, laws, checks, types, neighbourhood)
    for check in checks:
        if check.per == Per.ESTATE:
            estate = _estate(given, check, neighbourhood, types, deployments, laws)
            whole = [] if estate is None else [_Asked(check, _WHOLE, None, check.id, whole=estate)]
            asked += whole
            skips += not whole

    def input_of(one: _Asked) -> JsonObject:
        if one.resource is None:
            return one.whole or {}
        facts = resource_input(one.resource, one.check, neighbourhood, types.computed)
        return {"resource": facts, **one.unit.as_input()}

    answers = ask(asked, input_of, engine)
    reasons = Reasons(given, neighbourhood, types.computed, types.regions)
    findings = tuple(
        _finding(one, answer, given, reasons) for one, answer in zip(asked, answers, strict=True)
    )
    return AuditResult(findings, skips)


def _about_each(
    given: AuditInput,
    laws: Sequence[Law],
    checks: Sequence[Check],
    types: TypeFacts,
    neighbourhood: Neighbourhood,
) -> tuple[list[_Asked], int]:
    """The questions about each resource, and how many do not apply."""
    every = list(_askings(checks, laws))
    skips = sum(max(1, len(one.units)) for one in every) * len(given.resources)
    asked: list[_Asked] = []
    of_kind: dict[tuple[str, str, bool], list[_Asking]] = {}
    for resource in given.resources:
        # Of one of Azure's own API it is a value that says what it is.
        excused = resource.type.startswith(_OWN_API) and types.holds_no_content(resource)
        kind = resource.type, resource.provider, excused
        if kind not in of_kind:
            no_content = types.holds_no_content(resource)
            of_kind[kind] = [
                one
                for one in every
                if one.units and one.check.applies_to_type(resource.type, no_content=no_content)
            ]
        silent_on = resource.silent_on
        for one in of_kind[kind]:
            check = one.check
            if silent_on and not silent_on.isdisjoint(check.attributes):
                continue
            if check.stating is not None and check.stating not in resource.values:
                continue
            key, names = alike(resource, check, neighbourhood, one.laws)
            skips -= len(one.units)
            asked += [
                _Asked(check, unit, resource, (number, key), names) for number, unit in one.units
            ]
    return asked, skips


def _askings(checks: Sequence[Check], laws: Sequence[Law]) -> Iterator[_Asking]:
    """The checks that are asked about each resource."""
    number = 0
    for check in checks:
        if check.per == Per.ESTATE:
            continue
        units = tuple(enumerate(_units(check, laws), number))
        number += len(units)
        yield _Asking(check, units, packed([unit.as_input() for _, unit in units]))


def _estate(  # noqa: PLR0913, PLR0917  everything that such a question takes
    given: AuditInput,
    check: Check,
    neighbourhood: Neighbourhood,
    types: TypeFacts,
    deployments: Callable[[], Sequence[JsonObject]],
    laws: Sequence[Law],
) -> JsonObject | None:
    """The question about the whole; `None` where nothing here is its subject."""
    subjects = [
        one
        for one in given.resources
        if check.applies_to_type(one.type, no_content=types.holds_no_content(one))
    ]
    if not is_asked(given, check, subjects):
        return None
    stand: list[JsonObject] = [
        {"address": one.address, **resource_input(one, check, neighbourhood, types.computed)}
        for one in (*subjects, *made_again(given, check))
    ]
    codes = [code for law in laws for code in law.jurisdictions]
    estate = estate_input(given, check, stand, deployments(), types.computed, codes)
    return {"estate": estate, **_WHOLE.as_input()}


def _units(check: Check, laws: Sequence[Law]) -> Iterator[_Unit]:
    """The laws that `check` is asked under, each once."""
    seen: set[tuple[str, str]] = set()
    for law in laws:
        match check.per:
            case "jurisdiction":
                named = [_Unit(code, None, None) for code in law.jurisdictions]
            case "regime":
                named = [_Unit(None, code, None) for code in law.regimes]
            case "tenant":
                named = [_Unit(None, None, law.tenant)] if law.tenant is not None else []
            case other:
                raise PolicyError(
                    f"check `{check.id}` is asked per `{other}`, which this audit does not know",
                    hint="use one of `jurisdiction`, `regime`, `tenant`",
                )
        for unit in named:
            key = (check.per, json.dumps(unit.as_input(), sort_keys=True))
            if key not in seen:
                seen.add(key)
                yield unit


def _finding(one: _Asked, answer: Answer, given: AuditInput, reasons: Reasons) -> Finding:
    resource, unit, check = one.resource, one.unit, one.check
    why = None
    if resource is None:
        hold_to_completeness(given, check, answer.verdict)
    if answer.verdict is Verdict.UNKNOWN:
        why = (
            reason(given, check, answer.evidence)
            if resource is None
            else reasons.of(resource, check)
        )
    region = resource.region if resource is not None else None
    return Finding(
        check=check.id,
        verdict=answer.verdict,
        severity=check.severity,
        jurisdiction=unit.jurisdiction,
        regime=unit.regime,
        tenant=unit.tenant_name,
        input=given.path,
        address=resource.address if resource is not None else ADDRESS,
        type=resource.type if resource is not None else ADDRESS,
        region=region if isinstance(region, str) else None,
        evidence=answer.evidence,
        location=resource.location if resource is not None else location(given, answer.evidence),
        reason=why,
    )

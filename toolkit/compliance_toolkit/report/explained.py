"""Tenants, rules, laws and routes that were explained, as trees of sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from compliance_toolkit.models import JsonValue, Location
from compliance_toolkit.policy.catalog import Check
from compliance_toolkit.report.tree import Branch
from compliance_toolkit.report.wording import count_of, value_text

if TYPE_CHECKING:
    from compliance_toolkit.explain.dimensions import Dimension, Statement
    from compliance_toolkit.explain.document import Citation, CitedLaw, Control
    from compliance_toolkit.explain.law import LawExplained, LawsExplained
    from compliance_toolkit.explain.tenant import Service, TenantExplained
    from compliance_toolkit.policy.catalog import Rule

_FEW = 6
_MARKS = {
    "V": "read at the source",
    "S": "read at second hand",
    "K": "general knowledge, not looked up",
    "?": "open",
}
_DIMENSIONS = {
    "inference": "inference in",
    "storage": "storage in",
    "data_classes": "every request contains",
    "not_admitted": "never sent to a model",
    "partitions": "cloud partitions allowed",
    "terms": "attestations needed",
    "eligibility": "provider and features eligible for",
    "transfers": "transfers abroad ruled by",
    "prompts.max_days": "days prompts may be kept",
    "logs.min_days": "days logs must be kept",
    "logs.max_days": "days logs may be kept",
    "logs.bounded": "logs must expire",
    "evidence.min_days": "days evidence must be kept",
    "evidence.max_days": "days evidence may be kept",
    "features": "features allowed",
    "excluded_features": "features excluded",
    "providers": "providers allowed",
    "max_price": "multiple of the list price at most",
    "preferences": "deployments or providers preferred",
    "aliases": "own names of models",
    "admitted": "may be sent to a model",
}
_TOPICS = {
    "inference": "countries of inference",
    "storage": "countries of storage",
    "eligibility": "eligibility of provider and features",
    "transfers": "transfers abroad",
    "locations": "locations of the contract",
    "terms": "terms of the contract",
    "data_classes": "data classes of every request",
    "max_price": "highest price",
}
_KINDS = {"jurisdiction": "jurisdiction", "regime": "regime", "data_class": "data class"}


def tenant_tree(one: TenantExplained) -> Branch:
    """What applies to a tenant."""
    path = [
        Branch(f"{step.name}: {place(step.location) if step.location else 'nothing of its own'}")
        for step in one.path
    ]
    heard = [_dimension(dimension) for dimension in one.dimensions]
    if one.silent:
        silent = "; ".join(topic(name) for name in one.silent)
        heard.append(Branch(f"nothing is said of: {silent}"))
    if one.requests:
        served = [_service(service) for service in one.deployments]
        asked = "without features or further data classes"
        deployments = Branch(f"deployments on {one.at}, {asked}", served or [Branch("none")])
    else:
        deployments = Branch("takes no requests itself: name a tenant below it")
    return Branch(
        f"tenant {one.name}",
        [
            Branch("path", path, "head"),
            Branch("law", [law_branch(law) for law in one.laws] or [Branch("none")], "head"),
            Branch("holds", heard, "head"),
            deployments,
        ],
        "head",
    )


def laws_tree(one: LawsExplained) -> Branch:
    """What the laws of a code demand; without one, which there are."""
    if one.code is None:
        named = [
            Branch(f"{_KINDS[each.law.kind]} {each.law.code}{_own_name(each.law)}")
            for each in one.found
        ]
        return Branch(f"law: {count_of(len(named), 'code')}", named, "head")
    return Branch(f"law {one.code}", [_law(each) for each in one.found], "head")


def law_branch(law: CitedLaw) -> Branch:
    """A law in its own words, with its source."""
    articles = f", {', '.join(law.articles)}" if law.articles else ""
    below = [Branch(f"why: {law.rationale}")] if law.rationale else []
    return Branch(
        f"{_KINDS[law.kind]} {law.code}{_own_name(law)}{articles}",
        [*below, *citation_branches(law.citation)],
    )


def _own_name(law: CitedLaw) -> str:
    return "" if law.name == law.code else f": {law.name}"


def citation_branches(cited: Citation) -> Iterator[Branch]:
    """Where a fact comes from."""
    day = "" if cited.read is None else f", as of {cited.read}"
    file = cited.file if cited.location is None else place(cited.location)
    meaning = _MARKS.get(cited.mark, "a mark that nobody knows")
    if meaning == cited.source:  # nothing was read, and the mark says so
        yield Branch(f"from: {file}{day}: {meaning} (mark {cited.mark})")
    else:
        yield Branch(f"from: {file}{day} (mark {cited.mark}, {meaning}), {cited.source}")
    if cited.note is not None:
        yield Branch(f"note: {cited.note}")


def control_text(control: Control) -> str:
    """`gdpr Art. 44, law under eu, gdpr`."""
    laws = f", law under {', '.join(control.laws)}" if control.laws else ""
    return f"{control.framework} {', '.join(control.requirements)}{laws}"


def place(location: Location) -> str:
    """`compliance.yaml:12`, or the place in a store as it names it."""
    return f"{location.file}:{location.line}" if location.line else location.file


def places_text(value: JsonValue) -> str:
    """`DE, FR`, `27 countries: …`, or that nobody states it."""
    if value == "unspecified":
        return "places that nobody states"
    return said(value)


def topic(name: str) -> str:
    """A dimension in words that need no value behind them."""
    return _TOPICS.get(name) or dimension_name(name)


def dimension_name(name: str) -> str:
    """A dimension in words, before its value."""
    return _DIMENSIONS.get(name, name.replace("_", " "))


def said(value: JsonValue) -> str:
    """A value in words: lists in full, long ones counted first."""
    match value:
        case None:
            return "no limit"
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case Mapping():
            return ", ".join(f"{name} = {said(item)}" for name, item in value.items()) or "none"
        case int() | float():
            return value_text(value)
        case _:
            listed = ", ".join(said(item) for item in value) or "none at all"
            return f"{_counted(value)}: {listed}" if len(value) > _FEW else listed


def _counted(listed: Sequence[JsonValue]) -> str:
    country = all(isinstance(one, str) and len(one) == 2 and one.isupper() for one in listed)
    return f"{len(listed)} {'countries' if country else 'entries'}"


def _dimension(dimension: Dimension) -> Branch:
    head = f"{dimension_name(dimension.name)}: {said(dimension.value)}"
    if len(dimension.statements) == 1:
        return Branch(f"{head}, by {_who(dimension.statements[0])}")
    return Branch(head, [_statement(one) for one in dimension.statements])


def _statement(one: Statement) -> Branch:
    value = said(one.value)
    if isinstance(one.value, Sequence) and not isinstance(one.value, str) and len(one.value) > _FEW:
        value = _counted(one.value)
    return Branch(f"{_who(one)}: {value}" + ("" if one.binds else " (does not bind)"))


def _who(one: Statement) -> str:
    name = f"{_KINDS[one.kind]} {one.name}" if one.kind in _KINDS else one.name
    return name if one.location is None else f"{name} ({place(one.location)})"


def _service(one: Service) -> Branch:
    parts = [f"serves {', '.join(one.serves)}"] if one.serves else []
    rules: dict[tuple[str, ...], list[str]] = {}
    for refused in one.refuses:
        rules.setdefault(refused.rules, []).append(refused.model)
    parts += [f"refused for {', '.join(m)} by {', '.join(ids)}" for ids, m in rules.items()]
    where = place(one.location)
    text = f"{one.deployment}: {'; '.join(parts)} ({where})"
    return Branch(text, tone="good" if one.serves else "bad")


def _law(one: LawExplained) -> Branch:
    below = [*law_branch(one.law).below]
    for name, value in one.says:
        below.append(_transfers(value) if name == "transfers" else _demand(name, value))
    if one.driven:
        driven = [_driven(name, rules) for name, rules in one.driven.items()]
        below.append(Branch("what it says is read by", driven))
    if evidence := [*_evidence(one)]:
        below.append(Branch("evidence for it", evidence))
    return Branch(law_branch(one.law).text, below)


def _driven(name: str, rules: Sequence[Rule]) -> Branch:
    """What reads one dimension: with their titles, but many checks by their ids alone."""
    checks = [rule for rule in rules if isinstance(rule, Check)]
    many = checks if len(checks) > _FEW else []
    below = [Branch(f"{rule.id}: {rule.title}") for rule in rules if rule not in many]
    if many:
        ids = ", ".join(check.id for check in many)
        below.append(Branch(f"{count_of(len(many), 'check')}: {ids}"))
    return Branch(topic(name), below)


def _evidence(one: LawExplained) -> Iterator[Branch]:
    """The rules that do not read it and are evidence for it, its own by their titles."""
    named = {rule.id for rules in one.driven.values() for rule in rules}
    own = [rule for rule in one.particular if rule.id not in named]
    yield from (Branch(f"{rule.id}: {rule.title}") for rule in own)
    named.update(rule.id for rule in own)
    if more := sum(rule not in named for rule in one.rules):
        what = f"and {more} more" if own else f"{more} checks and rules"
        yield Branch(f"{what}: `--format json` lists them")


def _demand(name: str, value: JsonValue) -> Branch:
    return Branch(f"{dimension_name(name)}: {said(value)}")


def _transfers(value: JsonValue) -> Branch:
    if not isinstance(value, Mapping):
        return Branch(f"transfers abroad: {said(value)}")
    adequate = value.get("adequate")
    sources: dict[str, list[Branch]] = {}
    for one in adequate if isinstance(adequate, Sequence) else ():
        if isinstance(one, Mapping):
            sources.setdefault(said(one.get("source")), []).append(_adequate(one))
    return Branch(
        "transfers abroad",
        [
            Branch(f"free: {said(value.get('free'))}"),
            Branch(f"mechanisms: {said(value.get('mechanisms'))}"),
            *[Branch(f"found adequate by {source}", found) for source, found in sources.items()],
        ],
    )


def _adequate(one: Mapping[str, JsonValue]) -> Branch:
    until = "" if one.get("valid_to") is None else f" until {said(one.get('valid_to'))}"
    needs = "" if one.get("requires") is None else f", if {said(one.get('requires'))} is attested"
    earns = "" if one.get("confidence") in {"V", "S"} else ", earns nothing"
    note = "" if one.get("note") is None else f": {said(one.get('note'))}"
    mark = f"mark {said(one.get('confidence'))}{earns}"
    days = f"from {said(one.get('valid_from'))}{until}"
    return Branch(f"{said(one.get('country'))} {days}{needs}, {mark}{note}")

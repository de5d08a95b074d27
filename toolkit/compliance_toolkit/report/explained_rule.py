"""Checks and rules of `resolve` that were explained, as trees of sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compliance_toolkit.report.explained import control_text, place, topic
from compliance_toolkit.report.tree import Branch
from compliance_toolkit.report.wording import count_of

if TYPE_CHECKING:
    from compliance_toolkit.explain.rule import RuleExplained, RulesExplained


def rules_tree(one: RulesExplained) -> Branch:
    """The ids and titles of all rules."""
    named = [Branch(f"{titled.id}: {titled.title}") for titled in one.found]
    return Branch(f"rules: {count_of(len(named), 'rule')}", named, "head")


def rule_tree(one: RuleExplained, *, verbose: bool = False) -> Branch:
    """A check or a rule of `resolve`; how its Rego is made only for those who want to know."""
    below = [
        Branch(f"title: {one.title}"),
        Branch(f"when: {one.description}"),
        Branch(f"why: {one.rationale}"),
        Branch(f"fix: {one.remediation}"),
        Branch("controls", [Branch(control_text(control)) for control in one.controls]),
        Branch("see", [Branch(address) for address in one.related_resources]),
        Branch("asked of", list(_asked(one))),
        Branch("evidence", [Branch(word.name + _said(word.meaning)) for word in one.evidence]),
        *_bound(one),
        Branch("written in", _written(one)),
    ]
    code = [
        Branch("earned in", [Branch(place(where)) for where in one.named]),
        Branch(
            "made of",
            [
                Branch(f"{sub.name}, line {sub.location.line}" + _said(sub.description))
                for sub in one.rules
            ],
        ),
        Branch("reads", [Branch(path) for path in one.reads]),
    ]
    kind = "check" if one.kind == "check" else "rule of resolve"
    shown = [*below, *code] if verbose else below
    kept = [branch for branch in shown if branch.below or ": " in branch.text]
    return Branch(f"{one.id} {kind}, severity {one.severity}", kept, "head")


def _asked(one: RuleExplained) -> Iterator[Branch]:
    asked = one.asked_of
    if asked is None:
        yield Branch("every deployment of the project, at each request")
        return
    kinds = asked.types
    if asked.stating is not None:
        yield Branch(f"every resource of which `{asked.stating}` is stated")
    else:
        yield Branch("every resource that can hold content" if kinds is None else ", ".join(kinds))
    yield Branch(f"once for each {asked.per} of an audit")
    if asked.attributes:
        yield Branch(f"its attributes: {', '.join(asked.attributes)}")
    if asked.neighbours:
        yield Branch(f"its neighbours: {', '.join(asked.neighbours)}")


def _written(one: RuleExplained) -> list[Branch]:
    opened = [Branch(where.file) for where in one.written]
    return opened or [Branch(file) for file in one.files]


def _bound(one: RuleExplained) -> Iterator[Branch]:
    """The tenants of the project that a rule can bind; without a project, nothing is said."""
    if one.binds is None:
        return
    found = [Branch(f"{name}: {topic(by)}") for name, by in one.binds.named]
    if one.binds.more:
        found.append(Branch(f"and {count_of(one.binds.more, 'more tenant')}"))
    if one.binds.stored:
        found.append(Branch("tenants in the database are not listed"))
    if one.binds.classes:
        codes = ", ".join(one.binds.classes)
        found.append(Branch(f"any tenant whose request has the data class {codes}"))
    yield Branch("binds", found or [Branch("none: no tenant of the project")])


def _said(description: str) -> str:
    return f": {description}" if description else ""

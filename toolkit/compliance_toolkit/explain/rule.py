"""A check or a rule of `resolve`, in its own words, and what its text reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.explain.binding import Binds
from compliance_toolkit.explain.document import Control
from compliance_toolkit.explain.law import Laws
from compliance_toolkit.explain.sources import Sources
from compliance_toolkit.models import Location
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog, Check, Rule
from compliance_toolkit.registry.wording import did_you_mean, shown

_EVIDENCE = re.compile(r"^evidence\[\"(\w+)\"\]", re.MULTILINE)
_HEAD = re.compile(r"^(?:default\s+)?([a-z_][\w]*)")
_READ = re.compile(r"(?<![\w.])(?:input|asked|data)(?:\.\w+)+")
_CODE = ("data.compliance.lib", "data.compliance.resolve")
_NO_HEAD = frozenset(("package", "import", "else"))


@dataclass(frozen=True, slots=True)
class SubRule:
    """A rule in Rego that a policy is made of."""

    name: str
    description: str
    """Empty where its METADATA says nothing."""

    location: Location


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What a check is asked of."""

    per: str
    types: tuple[str, ...] | None
    """Terraform types; `None`: all but those that hold no customer content, or all."""

    attributes: tuple[str, ...]
    neighbours: tuple[str, ...]
    stating: str | None = None
    """The fact that a resource of whatever type must have to be asked about."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that a check gives evidence by."""

    name: str
    meaning: str
    """Empty where the bundle does not say."""


@dataclass(frozen=True, slots=True)
class RuleExplained:
    """A check or a rule of `resolve`."""

    form: ClassVar[Literal["rule"]] = "rule"

    id: str
    kind: Literal["check", "route"]
    severity: str
    title: str
    description: str
    rationale: str
    remediation: str
    controls: tuple[Control, ...]
    related_resources: tuple[str, ...]
    files: tuple[str, ...]
    """Below the bundle's root."""

    written: tuple[Location, ...]
    """The same files as they can be opened; empty where the bundle is in no folder."""

    named: tuple[Location, ...]
    """Comments elsewhere in the bundle that name the rule: there a route earns its answer."""

    rules: tuple[SubRule, ...]
    reads: tuple[str, ...]
    """Paths below `input` and `data` that its text names; below `asked`: what `resolve` shares."""

    asked_of: AskedOf | None
    """`None` for a rule of `resolve`, which is asked of every deployment at each request."""

    binds: Binds | None
    """Tenants of the project; `None` for a check, and where there is no project."""

    evidence: tuple[Word, ...] = ()
    """What a finding of the check tells; empty for a rule of `resolve`."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A rule by its name."""

    id: str
    kind: Literal["check", "route"]
    severity: str
    title: str


@dataclass(frozen=True, slots=True)
class RulesExplained:
    """All checks and rules of `resolve` that there are."""

    form: ClassVar[Literal["rules"]] = "rules"

    found: tuple[Titled, ...]


def list_rules(catalog: Catalog) -> RulesExplained:
    """Every check and rule, by id."""
    return RulesExplained(tuple(titled(one) for _, one in sorted(catalog.items())))


def titled(rule: Rule) -> Titled:
    """A rule by its name."""
    return Titled(rule.id, _kind(rule), str(rule.severity), rule.title)


def _kind(rule: Rule) -> Literal["check", "route"]:
    return "check" if isinstance(rule, Check) else "route"


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies of a bundle, and what they say of themselves."""

    catalog: Catalog
    bundle: Bundle
    laws: Laws
    sources: Sources


def explain_rule(
    id_: str, policies: Policies, binds: Callable[[Rule], Binds | None]
) -> RuleExplained:
    """Explain a check or a rule of `resolve`.

    Args:
        id_: Its id, in capitals or not.
        policies: The policies of the bundle.
        binds: Tells which tenants it can bind.

    Raises:
        ConfigurationError: There is no such rule.
    """
    catalog, bundle = policies.catalog, policies.bundle
    rule = catalog.get(id_.upper())
    if rule is None:
        near = did_you_mean(id_.upper(), catalog)
        hint = near or "`compliance explain rule` lists all"
        raise ConfigurationError(f"unknown rule {shown(id_)}", hint=hint)
    home = (
        f"compliance/checks/{rule.path}/" if isinstance(rule, Check) else f"compliance/{rule.path}/"
    )
    modules = [(path, text) for path, text in bundle.modules if path.startswith(home)]
    return RuleExplained(
        id=rule.id,
        kind=_kind(rule),
        severity=str(rule.severity),
        title=rule.title,
        description=" ".join(rule.description.split()),
        rationale=rule.rationale,
        remediation=rule.remediation,
        controls=policies.laws.controls(rule),
        related_resources=rule.related_resources,
        files=tuple(path for path, _ in modules),
        written=tuple(
            where for path, _ in modules if (where := policies.sources.location(path)) is not None
        ),
        named=tuple(_named(rule, bundle, home)),
        rules=tuple(one for path, text in modules for one in _rules(path, text)),
        reads=tuple(sorted({path for _, text in modules for path in _reads(text)})),
        asked_of=_asked_of(rule),
        binds=binds(rule),
        evidence=_evidence(modules, bundle) if isinstance(rule, Check) else (),
    )


def _evidence(modules: Sequence[tuple[str, str]], bundle: Bundle) -> tuple[Word, ...]:
    match bundle.data:
        case {"compliance": {"evidence": Mapping() as meanings}}:
            pass
        case _:  # a bundle of one's own need not say what its words mean
            meanings = {}
    names = sorted({name for _, text in modules for name in _EVIDENCE.findall(text)})
    return tuple(Word(name, str(meanings.get(name, ""))) for name in names)


def _asked_of(rule: Rule) -> AskedOf | None:
    if not isinstance(rule, Check):
        return None
    return AskedOf(
        per=str(rule.per),
        types=None if rule.types is None else tuple(sorted(rule.types)),
        attributes=(*rule.attributes, *rule.nested),
        neighbours=tuple(sorted({one.type for one in rule.related.values()})),
        stating=rule.stating,
    )


def _named(rule: Rule, bundle: Bundle, home: str) -> Iterator[Location]:
    word = re.compile(rf"#.*\b{re.escape(rule.id)}\b")
    for path, text in bundle.modules:
        if not path.startswith(home):
            for number, line in enumerate(text.splitlines(), start=1):
                if word.search(line):
                    yield Location(path, number)


def _rules(path: str, text: str) -> Iterator[SubRule]:
    """The rules of a module, each once, with what their METADATA says."""
    seen: set[str] = set()
    lines = text.splitlines()
    for number, line in enumerate(lines):
        head = _HEAD.match(line)
        if head is None or head[1] in _NO_HEAD or head[1] in seen:
            continue
        seen.add(head[1])
        yield SubRule(head[1], _description(lines, number), Location(path, number + 1))


def _description(lines: Sequence[str], head: int) -> str:
    """The description in the comment right above a rule."""
    start = head
    while start and lines[start - 1].startswith("#"):
        start -= 1
    words: list[str] = []
    inside = False
    for line in lines[start:head]:
        said = line.removeprefix("#")
        if said.startswith(" description:"):
            inside = True
            words += said.removeprefix(" description:").removesuffix("|").split()
        elif inside and said.startswith("   "):
            words += said.split()
        else:
            inside = False
    return " ".join(words)


def _reads(text: str) -> Iterator[str]:
    for line in text.splitlines():
        code = line.partition("#")[0]
        if not code.startswith("package "):
            for path in _READ.findall(code):
                if not path.startswith(_CODE):
                    yield path

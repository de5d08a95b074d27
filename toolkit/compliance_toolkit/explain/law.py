"""Reads jurisdictions, regimes and data classes as what they are: statements with a source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from compliance_toolkit.explain.document import Citation, CitedLaw, Control, LawKind
from compliance_toolkit.explain.sources import KeyPath, Sources
from compliance_toolkit.models import JsonObject, JsonValue, Location
from compliance_toolkit.policy.catalog import Catalog, Check, Rule
from compliance_toolkit.registry.wording import unknown

_HOMES: Mapping[LawKind, str] = {
    "jurisdiction": "jurisdictions",
    "regime": "regimes",
    "data_class": "data_classes",
}
_PROSE = frozenset(
    (
        "name",
        "rationale",
        "article",
        "articles",
        "frameworks",
        "note",
        "source",
        "read",
        "as_of",
        "confidence",
    )
)
"""What a law says about itself; everything else in its data is what it demands."""

Driven: TypeAlias = Mapping[str, tuple[Rule, ...]]
"""Dimension of a law → the checks and rules that read it."""

_NOTHING: tuple[JsonValue, ...] = (None, [], {}, False)


@dataclass(frozen=True, slots=True)
class LawExplained:
    """One code: what it demands, and what that rests on."""

    law: CitedLaw
    says: tuple[tuple[str, JsonValue], ...]
    """Dimension → what it says of it; what it is silent about is left out."""

    rules: tuple[str, ...]
    """Ids of the checks and rules that are evidence for a framework of its own."""

    particular: tuple[Rule, ...]
    """Rules of `resolve` that read what it says, and evidence for a framework of its own alone.

    A framework that most rules are evidence for makes none of them particular.
    """

    driven: Driven
    """Dimension → the checks and rules that read what it says of that, and can fail by it."""


@dataclass(frozen=True, slots=True)
class LawsExplained:
    """The laws of a code that was asked for, or all there are."""

    form: ClassVar[Literal["law"]] = "law"

    code: str | None
    found: tuple[LawExplained, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """One entry of the bundle's law."""

    kind: LawKind
    code: str
    entry: JsonObject
    sources: Sources

    def location(self, dimension: str = "") -> Location | None:
        """The line of what the law says of a dimension; of the law itself without one."""
        path = self._home[1]
        if dimension in self.entry:
            path = (*path, dimension)
        elif dimension:
            path = (*path, "retention", *dimension.split("."))
        return self.sources.location(self._home[0], path)

    @property
    def _home(self) -> tuple[str, KeyPath]:
        """The file of the law, and where in it."""
        home = _HOMES[self.kind]
        if self.kind == "data_class":
            return f"compliance/{home}/data.json", (self.code,)
        return f"compliance/{home}/{self.code}/data.json", ()

    def cited(self) -> CitedLaw:
        """The law in its own words."""
        articles = texts(self.entry.get("articles"))
        article = self.entry.get("article")
        return CitedLaw(
            kind=self.kind,
            code=self.code,
            name=str(self.entry.get("name", self.code)),
            articles=(*articles, *([article] if isinstance(article, str) else [])),
            rationale=str(self.entry.get("rationale", "")),
            citation=citation(self._home[0], self.entry, self.location()),
        )

    def says(self) -> dict[str, JsonValue]:
        """Dimension → what the law says of it, silence included (`None`, `False`, empty)."""
        said: dict[str, JsonValue] = {}
        for key, value in self.entry.items():
            if key in _PROSE or key.endswith("_confidence"):
                continue
            match key, value:
                case "retention", Mapping():
                    said.update(_limits(value))
                case _, {"countries": countries}:
                    said[key] = countries
                case _:
                    said[key] = value
        return said

    @property
    def frameworks(self) -> tuple[str, ...]:
        """Frameworks of controls that are this law's own."""
        return texts(self.entry.get("frameworks"))


class Laws:
    """Everything that the law of one bundle says, by kind and code."""

    def __init__(self, law: JsonObject, sources: Sources) -> None:
        """Take `data.compliance` of a bundle, and the files that it was read from."""
        self._all = {
            (kind, code): Law(kind, code, entry, sources)
            for kind, home in _HOMES.items()
            for code, entry in sorted(_object(law.get(home)).items())
            if isinstance(entry, Mapping)
        }

    def __iter__(self) -> Iterator[Law]:
        return iter(self._all.values())

    def of(self, kind: LawKind, codes: Iterable[str]) -> list[Law]:
        """The laws of these codes, as far as the bundle has them."""
        return [self._all[kind, code] for code in codes if (kind, code) in self._all]

    def controls(self, rule: Rule, among: Sequence[Law] | None = None) -> tuple[Control, ...]:
        """What a rule is evidence for, and the laws that have each framework for their own.

        Args:
            rule: The rule.
            among: A tenant's laws: a framework that is law elsewhere alone is left out.
        """
        controls = []
        for framework, requirements in sorted(rule.controls.items()):
            own = [one for one in self if framework in one.frameworks]
            here = own if among is None else [one for one in own if one in among]
            if here or not own:
                codes = tuple(one.code for one in here)
                controls.append(Control(framework, requirements, codes))
        return tuple(controls)

    def explain(
        self, code: str | None, catalog: Catalog, driven: Callable[[Law], Driven]
    ) -> LawsExplained:
        """Explain the laws of a code, or all of them.

        Args:
            code: What to explain; all if `None`.
            catalog: What the rules say of themselves.
            driven: Tells which checks and rules read what a law says.

        Raises:
            ConfigurationError: There is no law of this code.
        """
        found = [one for one in self if code is None or one.code == code.casefold()]
        if code is not None and not found:
            known = sorted({one.code for one in self})
            raise unknown("law", code, known)
        owners = Counter((one.kind, own) for one in self for own in {*one.frameworks})
        named = Counter(framework for rule in catalog.values() for framework in rule.controls)
        common = {framework for framework, times in named.items() if times > len(catalog) / 2}

        def alone(law: Law, rule: Rule) -> bool:
            own = {*law.frameworks} & rule.controls.keys() - common
            return any(owners[law.kind, one] == 1 for one in own)

        return LawsExplained(code, tuple(_explained(one, catalog, alone, driven) for one in found))


def citation(file: str, entry: JsonObject, location: Location | None) -> Citation:
    """Where an entry of the bundle's data comes from."""
    read = entry.get("read", entry.get("as_of"))
    note = entry.get("note")
    return Citation(
        file=file,
        location=location,
        source=str(entry.get("source", "")),
        read=read if isinstance(read, str) else None,
        mark=str(entry.get("confidence", "?")),
        note=note if isinstance(note, str) else None,
    )


def silent(value: JsonValue) -> bool:
    """Whether a law that says this of a dimension says nothing of it."""
    return any(value is one or (value == one and type(value) is type(one)) for one in _NOTHING)


def limiting(law: Law) -> frozenset[str]:
    """The dimensions that a law limits."""
    said = law.says()
    found = {name for name, value in said.items() if not silent(value) and value != "any"}
    if "locations" in texts(said.get("terms")):
        found.add("locations")
    return frozenset(found)


def texts(value: JsonValue) -> tuple[str, ...]:
    """The texts of a list; none where it is no list."""
    listed_ = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return tuple(one for one in listed_ if isinstance(one, str))


def _explained(
    one: Law,
    catalog: Catalog,
    alone: Callable[[Law, Rule], bool],
    driven: Callable[[Law], Driven],
) -> LawExplained:
    own = set(one.frameworks)
    said = (
        (name, value)
        for name, value in one.says().items()
        if name == "admitted" or not silent(value)
    )
    reading = driven(one)
    resolving = {
        rule.id for rules in reading.values() for rule in rules if not isinstance(rule, Check)
    }
    return LawExplained(
        law=one.cited(),
        says=tuple(sorted(said)),
        rules=tuple(rule.id for rule in catalog.values() if own & rule.controls.keys()),
        particular=tuple(
            rule for rule in catalog.values() if rule.id in resolving or alone(one, rule)
        ),
        driven=reading,
    )


def _limits(retention: JsonObject) -> Iterator[tuple[str, JsonValue]]:
    for record, limits in retention.items():
        for limit, value in _object(limits).items():
            yield f"{record}.{limit}", value


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, Mapping) else {}

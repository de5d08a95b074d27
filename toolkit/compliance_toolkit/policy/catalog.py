"""The catalog: what every check and every rule of `resolve` says of itself, by id.

Prose and applicability live in each policy's METADATA. OPA gathers them, when a developer runs
`python -m compliance_toolkit.policy.catalog`, into `compliance/catalog/data.json`, so that the
program needs neither OPA nor a YAML parser to read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

import msgspec

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue, Resource, Severity

WITHOUT_CONTENT = "compliance.resources.without_content"
"""What a check may be told to leave out: the data's list of types that hold no customer content."""

_T = TypeVar("_T")
_NAMES = ("id", "name", "arn")


class Per(StrEnum):
    """How often a check is asked about one resource: once for each of these of an audit."""

    JURISDICTION = "jurisdiction"
    REGIME = "regime"
    ESTATE = "estate"
    TENANT = "tenant"


class Relation(msgspec.Struct, frozen=True):
    """How a check finds the neighbours of a resource."""

    type: str
    """Terraform type of the neighbours."""

    points_here: str | None = None
    """JSON pointer into the neighbour's values that names this resource; or else"""

    pointed_at_by: str | None = None
    """JSON pointer into this resource's values that names the neighbour."""

    by: tuple[str, ...] = _NAMES
    """Attributes of whatever is pointed at, by which it can be named."""

    attributes: tuple[str, ...] = ()
    """Top-level attributes of the neighbour that the check reads."""

    nested: tuple[str, ...] = ()
    """What it reads below them; see `Check.nested`."""


class Rule(msgspec.Struct, frozen=True):
    """What the metadata of a policy says: common to checks and the rules of `resolve`."""

    id: str
    path: str
    """Folder below `compliance`; for a check, below `compliance/checks`."""

    title: str
    description: str
    severity: Severity
    rationale: str
    remediation: str
    controls: Mapping[str, tuple[str, ...]]
    """Framework → the requirements that this is evidence for."""

    related_resources: tuple[str, ...]
    """Addresses of the law's text or the vendor's page."""


class Check(Rule, frozen=True):
    """A question that an audit asks."""

    per: Per
    types: frozenset[str] | None
    """Terraform types that it is asked of; `None`: all but those that hold no content, or all."""

    attributes: tuple[str, ...] = ()
    """Top-level attributes of the resource that it reads."""

    nested: tuple[str, ...] = ()
    """Attributes below those, as `logging_config/s3_config`: known to be unset where left out."""

    related: Mapping[str, Relation] = msgspec.field(default_factory=dict)

    about_removed: bool = False
    """Whether it is asked only where a change takes something of these types away."""

    stating: str | None = None
    """The fact that a resource of whatever type must have to be asked about; `None`: no fact."""

    def applies_to_type(self, type_: str, *, no_content: bool) -> bool:
        """Whether it is asked of resources of a Terraform type.

        Args:
            type_: The type.
            no_content: Whether the data says that the type holds no customer content.
        """
        if self.types is not None:
            return type_ in self.types
        return self.stating is not None or not no_content

    def is_about(self, resource: Resource) -> bool:
        """Whether a resource of a type that it applies to has what it is about."""
        if self.stating is not None and self.stating not in resource.values:
            return False
        return resource.silent_on.isdisjoint(self.attributes)


class Catalog(Mapping[str, Rule]):
    """Every check and rule, by id; checks and rules each in the order of their ids."""

    def __init__(self, entries: Sequence[Rule]) -> None:
        """Take entries whose ids differ."""
        ordered = sorted(entries, key=lambda entry: entry.id)
        self._entries = {entry.id: entry for entry in ordered}
        self.checks = tuple(entry for entry in ordered if isinstance(entry, Check))
        self.rules = tuple(entry for entry in ordered if not isinstance(entry, Check))

    @classmethod
    def load(cls, law: JsonObject) -> Catalog:
        """Read the catalog from a bundle's data.

        Raises:
            PolicyError: There is none, or an entry is out of shape.
        """
        match law:
            case {"compliance": {"catalog": Mapping() as entries}} if entries:
                return cls([_entry(id_, _Fields(id_, entry)) for id_, entry in entries.items()])
            case _:
                raise PolicyError(
                    "the bundle has no catalog of checks",
                    hint="write it with `python -m compliance_toolkit.policy.catalog`",
                )

    def __getitem__(self, id_: str) -> Rule:
        return self._entries[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def by_id(self, id_: str) -> Rule:
        """The check or rule of this id.

        Raises:
            PolicyError: There is none.
        """
        if (entry := self._entries.get(id_)) is None:
            raise PolicyError(
                f"the catalog lists no check or rule `{id_}`",
                hint="write it again with `python -m compliance_toolkit.policy.catalog`",
            )
        return entry


class _Fields:
    """The fields of one entry, each read as the type it must have."""

    def __init__(self, where: str, entry: JsonValue) -> None:
        if not isinstance(entry, Mapping):
            raise PolicyError(f"the catalog's entry `{where}` is no object")
        self._where = where
        self._entry = entry

    def text(self, name: str) -> str:
        value = self._entry.get(name)
        if not isinstance(value, str) or not value:
            raise self.wrong(name, "a text")
        return value

    def word(self, name: str, allowed: Callable[[str], _T]) -> _T:
        try:
            return allowed(self.text(name))
        except ValueError as error:
            raise self.wrong(name, "one of its known words") from error

    def optional(self, name: str) -> str | None:
        return self.text(name) if name in self._entry else None

    def texts(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self._entry.get(name, default)
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise self.wrong(name, "a list of texts")
        texts = []
        for one in value:
            if not isinstance(one, str):
                raise self.wrong(name, "a list of texts")
            texts.append(one)
        return tuple(texts)

    def below(self, name: str) -> Mapping[str, _Fields]:
        value = self._entry.get(name, {})
        if not isinstance(value, Mapping):
            raise self.wrong(name, "an object")
        return {key: _Fields(f"{self._where}.{name}.{key}", entry) for key, entry in value.items()}

    def lists(self, name: str) -> Mapping[str, tuple[str, ...]]:
        value = self._entry.get(name, {})
        if not isinstance(value, Mapping):
            raise self.wrong(name, "an object of lists")
        holder = _Fields(f"{self._where}.{name}", value)
        return {key: holder.texts(key) for key in value}

    def types(self) -> frozenset[str] | None:
        match self._entry.get("applies_to"):
            case {"types": types, **rest} if types and not rest:
                given = _Fields(f"{self._where}.applies_to", {"types": types})
                return frozenset(given.texts("types"))
            case {"removed": types, **rest} if types and not rest and self.about_removed():
                given = _Fields(f"{self._where}.applies_to", {"removed": types})
                return frozenset(given.texts("removed"))
            case {"except": excepted, **rest} if excepted == WITHOUT_CONTENT and not rest:
                return None
            case {"stating": str(fact), **rest} if fact and not rest:
                return None
        raise self.wrong(
            "applies_to",
            f"`types: [..]`, `except: {WITHOUT_CONTENT}`, `stating: FACT` or, per estate, "
            "`removed: [..]`",
        )

    def stating(self) -> str | None:
        """The fact that a resource must have to be asked about, where one is named."""
        match self._entry.get("applies_to"):
            case {"stating": str(fact)}:
                return fact
            case _:
                return None

    def about_removed(self) -> bool:
        """Whether it is about what is taken away, which only a question of the estate shows."""
        match self._entry:
            case {"per": Per.ESTATE.value, "applies_to": {"removed": _}}:
                return True
            case _:
                return False

    def wrong(self, name: str, expected: str) -> PolicyError:
        return PolicyError(
            f"`{name}` of the catalog's entry `{self._where}` is missing or not {expected}",
            hint="correct the policy's METADATA and write the catalog again",
        )


def _entry(id_: str, fields: _Fields) -> Rule:
    if fields.text("id") != id_:
        raise fields.wrong("id", f"`{id_}`")
    common = Rule(
        id=id_,
        path=fields.text("path"),
        title=fields.text("title"),
        description=fields.text("description"),
        severity=fields.word("severity", Severity),
        rationale=fields.text("rationale"),
        remediation=fields.text("remediation"),
        controls=fields.lists("controls"),
        related_resources=fields.texts("related_resources"),
    )
    match fields.text("kind"):
        case "route":
            return common
        case "check":
            return _check(common, fields)
        case _:
            raise fields.wrong("kind", "`check` or `route`")


def _check(common: Rule, fields: _Fields) -> Check:
    return Check(
        id=common.id,
        path=common.path,
        title=common.title,
        description=common.description,
        severity=common.severity,
        rationale=common.rationale,
        remediation=common.remediation,
        controls=common.controls,
        related_resources=common.related_resources,
        per=fields.word("per", Per),
        types=fields.types(),
        attributes=fields.texts("attributes"),
        nested=fields.texts("nested"),
        related={name: _relation(inner) for name, inner in fields.below("related").items()},
        about_removed=fields.about_removed(),
        stating=fields.stating(),
    )


def _relation(fields: _Fields) -> Relation:
    relation = Relation(
        type=fields.text("type"),
        points_here=fields.optional("points_here"),
        pointed_at_by=fields.optional("pointed_at_by"),
        by=fields.texts("by", _NAMES),
        attributes=fields.texts("attributes"),
        nested=fields.texts("nested"),
    )
    if (relation.points_here is None) == (relation.pointed_at_by is None):
        raise fields.wrong("points_here", "given alone, or `pointed_at_by` alone")
    return relation


if __name__ == "__main__":
    from compliance_toolkit.policy.annotations import main

    raise SystemExit(main())

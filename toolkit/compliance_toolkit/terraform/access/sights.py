"""What statements say of one region, account, resource or profile by itself.

A statement's patterns and conditions are taken apart, so that each part of a question can be asked
alone and once. What cannot be taken apart is asked about as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec

from compliance_toolkit.terraform.access.conditions import Condition
from compliance_toolkit.terraform.access.naming import About
from compliance_toolkit.terraform.access.patterns import (
    ArnPattern,
    Context,
    is_like,
    variables_of,
)
from compliance_toolkit.terraform.access.requests import (
    ACCOUNT,
    PROFILE,
    REGION,
    Profile,
    region_in_arn,
)
from compliance_toolkit.terraform.access.statements import Statement
from compliance_toolkit.terraform.access.truth import Truth

RESOURCE = "resource"
_COMPARED = ("equals", "notequals", "like", "notlike")
_PLAIN_OPERATORS = frozenset(f"{kind}{how}" for kind in ("string", "arn") for how in _COMPARED)
"""Those that hold an ARN to a text as it is written or with wildcards."""

_TOLD = frozenset((REGION, PROFILE, ACCOUNT))

_T = TypeVar("_T", bound=Hashable)
Part: TypeAlias = Callable[[_T], Hashable]
"""Says something of a value: two of which it says different things are told apart."""


class Sight(Generic[_T]):
    """Tells values of one sort apart, as far as policies do."""

    def __init__(
        self, parts: Sequence[Part[_T]], look: Callable[[], None], *, whole: bool = False
    ) -> None:
        """Take what says something of a value by itself, or tell each from every other.

        Args:
            parts: Each says something of a value.
            look: Called before any of them is asked.
            whole: Whether no two values are alike, whatever the parts say.
        """
        self.is_blind = not parts and not whole
        self._look = look
        self._parts = parts
        self._whole = whole
        self._numbers: dict[_T, int] = {}
        self._kinds: dict[Hashable, int] = {}

    def number(self, value: _T) -> int:
        """Give the number of a value's kind."""
        if self.is_blind:
            return 0
        found = self._numbers.get(value)
        if found is None:
            self._look()
            kind = value if self._whole else tuple([part(value) for part in self._parts])
            found = self._numbers[value] = self._kinds.setdefault(kind, len(self._kinds))
        return found


class Parts(msgspec.Struct, frozen=True):
    """What some statements say, taken apart."""

    regions: list[Part[str]]
    owners: list[Part[str]]
    """Of whose a resource is."""

    tails: list[Part[str]]
    """Of the ends of ARNs."""

    accounts: list[Part[str]]
    """Of whose the caller is."""

    profiles: list[Part[Profile]]
    """Of profiles, where that cannot be said of the parts of their names."""

    profiles_in_parts: bool
    """Whether the parts of a profile's name tell something of it, or that there is one does."""

    resources: list[Part[str]]
    """Of resources, where that cannot be said of the parts of their names."""

    whole: frozenset[str]
    """Keys, and `RESOURCE`, of which each value is told from each other."""

    @classmethod
    def of(cls, about: About) -> Parts:
        """Take statements apart."""
        arns, places, odd = _read(about)
        profiles, odd_profiles = _read_profiles(about)
        arns += profiles or ()
        places |= dict.fromkeys((one.region,) for one in profiles or ())
        regions = [_region_part(texts) for texts in places if "*" not in texts]
        return cls(
            [*regions, *_conditions(about, REGION)],
            [_part(text) for text in _distinct(one.account for one in arns)],
            [_part(text) for text in _distinct(one.tail for one in arns)],
            _conditions(about, ACCOUNT),
            odd_profiles,
            profiles is not None,
            odd,
            frozenset(key for one, variables in about if variables for key in _tangled(one)),
        )


def _tangled(statement: Statement) -> Iterator[str]:
    """Name what cannot be seen by itself: where one is asked about, a variable brings in others."""
    for name in statement.resources.listed if statement.resources is not None else ():
        if found := _told_by(name):
            yield from (RESOURCE, *found)
    for condition in statement.conditions or ():
        key = condition.key.lower()
        for value in condition.values if key in _TOLD else ():
            if found := _told_by(value):
                yield from (key, *found)


def _told_by(text: str) -> list[str]:
    """Name the keys that a text's variables stand for, of those that a call tells the value of."""
    return [one for one in variables_of(text) if one in _TOLD]


def _read(
    about: About,
) -> tuple[list[ArnPattern], dict[tuple[str, ...], None], list[Part[str]]]:
    """Give the patterns that can be asked part by part, and the statements that have others.

    Between them stand the regions of patterns of one statement that are alike but for these: it
    makes no difference which of them covers a resource.
    """
    arns: list[ArnPattern] = []
    places: dict[tuple[str, ...], None] = {}
    odd: list[Part[str]] = []
    for one, variables in about:
        listed = one.resources.listed if one.resources is not None else ()
        texts = [text for text in listed if text != "*"]
        read = [None if variables and "${" in text else ArnPattern.of(text) for text in texts]
        if None in read:
            odd.append(_covering(one, Context(otherwise=Truth.FREE, variables=variables)))
            continue
        alike: dict[Hashable, list[str]] = defaultdict(list)
        for text, pattern in zip(texts, read, strict=True):
            if pattern is not None:
                arns.append(pattern)
                head = text.split(":", 3)[:3]
                alike[*head, pattern.account, pattern.tail].append(pattern.region)
        places |= dict.fromkeys(map(tuple, alike.values()))
    return arns, places, odd


def _read_profiles(about: About) -> tuple[list[ArnPattern] | None, list[Part[Profile]]]:
    """Give the patterns of profiles that can be asked part by part, and the other conditions.

    None of the former is not the same as no condition of that kind: one may ask for any profile.
    """
    arns: list[ArnPattern] | None = None
    odd: list[Part[Profile]] = []
    for one, variables in about:
        for condition in one.conditions or ():
            if condition.key.lower() != PROFILE:
                continue
            texts = [text for text in condition.values if text != "*"]
            base = condition.base
            read = [None if variables and "${" in text else ArnPattern.of(text) for text in texts]
            if base == "null":
                arns = arns or []
            elif None in read or base not in _PLAIN_OPERATORS:
                odd.append(_holding(condition, PROFILE, variables=variables))
            else:
                arns = [*(arns or ()), *(pattern for pattern in read if pattern is not None)]
    return arns, odd


def _covering(statement: Statement, context: Context) -> Part[str]:
    return lambda resource: statement.covers_resource(resource, context)


def _distinct(texts: Iterable[str]) -> list[str]:
    """Give the texts that tell anything apart, each once."""
    return [one for one in dict.fromkeys(texts) if one != "*"]


def _part(text: str) -> Part[str]:
    return lambda value: is_like(text, value)


def _region_part(texts: Sequence[str]) -> Part[str]:
    def part(place: str) -> bool:
        region = region_in_arn(place)
        return any(is_like(text, region) for text in texts)

    return part


def _conditions(about: About, key: str) -> list[Part[Any]]:
    """Give the conditions on a key of which a call tells the value."""
    return [
        _holding(condition, key, variables=variables)
        for one, variables in about
        for condition in one.conditions or ()
        if condition.key.lower() == key
    ]


def _holding(condition: Condition, key: str, *, variables: bool) -> Part[Profile | str]:
    def told(value: Profile | str) -> Truth:
        asked = (value,) if isinstance(value, str) else value
        return condition.holds(Context({key: asked}, Truth.FREE, variables))

    return told

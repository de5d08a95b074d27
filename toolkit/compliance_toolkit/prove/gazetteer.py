"""General geography, as a second fact: which countries a name means, whatever a law's data says.

It stands beside the code and not in a bundle, so that nobody who edits the one edits the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

_FILE = Path(__file__).with_name("gazetteer.json")

_APART = re.compile(r"[,()]|\band\b")
_AROUND = re.compile(r"^(?:dual region|member states of(?: the)?)\s+|\s+data zone$")
_WAY = r"north|south|east|west|central"
_TURN = re.compile(rf"\b(?:{_WAY}|northern|southern|eastern|western|[nsew]\.)(?=\s|$)")
_LAST_TURN = re.compile(rf"(?:{_WAY})+$")
_ANY_TURN = re.compile(rf"{_WAY}")
_NO_PLACE = frozenset({"", "government cloud"})
"""What is said of a place beside where it is."""


class Fact(NamedTuple):
    """What a name means."""

    name: str
    """As it was found."""

    countries: frozenset[str]
    """ISO 3166-1 codes; none for all the world, of which nobody says where it is."""

    whole: bool
    """Whether it is in exactly these; otherwise somewhere among them."""

    @property
    def nowhere(self) -> bool:
        """Whether nobody can say where it is."""
        return not self.countries


class HomeFact(msgspec.Struct, frozen=True):
    """Where a regime is at home, so that data may go there without a ground."""

    free: frozenset[str]
    requires: Mapping[str, str]
    """The attestation that a country's adequacy hangs on."""

    mechanisms: frozenset[str]
    """Attestations on which data may go to any other country."""


class CloudFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a cloud's regions are, each by itself."""

    source: str
    confidence: str
    regions: Mapping[str, str]
    """A region, and the place that this means."""

    partitions: Mapping[str, str] = {}
    """Expressions for the names of regions, and the partition that these lie in."""

    read: str | None = None
    as_of: str | None = None


class _Gazetteer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    countries: Mapping[str, frozenset[str]]
    """Names in each country, by its code: cities, states, and its own."""

    unions: Mapping[str, frozenset[str]]
    areas: Mapping[str, frozenset[str]]
    unspecified: Mapping[str, frozenset[str]]
    """Regions of which their cloud does not say where they are."""

    worldwide: frozenset[str]
    regions: Mapping[str, Mapping[str, str]]
    """By cloud: how the regions of one area begin, and the place that this means."""

    places: Mapping[str, CloudFacts]
    regimes: Mapping[str, HomeFact]


@cache
def _read() -> _Gazetteer:
    return msgspec.json.decode(_FILE.read_bytes(), type=_Gazetteer)


@cache
def _facts() -> Mapping[str, Fact]:
    """Every name, by how it is looked up."""
    file = _read()
    facts = (
        *(
            Fact(name, frozenset([code]), whole=True)
            for code, names in file.countries.items()
            for name in names
        ),
        *(Fact(name, codes, whole=True) for name, codes in file.unions.items()),
        *(Fact(name, codes, whole=False) for name, codes in file.areas.items()),
        *(Fact(name, frozenset(), whole=True) for name in file.worldwide),
    )
    return {fact.name: fact for fact in facts}


@cache
def _joined() -> Mapping[str, Fact]:
    """Those names that a region may bear, which are written in one word."""
    return {re.sub(r"\W", "", name): fact for name, fact in _facts().items()}


def is_country(code: str) -> bool:
    """Whether it is a code of ISO 3166-1."""
    return code in _read().countries


def home(regime: str) -> HomeFact | None:
    """Where a regime is at home; `None` of one that is not in the gazetteer."""
    return _read().regimes.get(regime)


def together(facts: Iterable[Fact]) -> frozenset[str]:
    """The countries that some facts say exactly; none where they say none."""
    return frozenset().union(*(fact.countries for fact in facts if fact.whole))


def of_place(text: str) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """What the names in a text mean, and which names are not known.

    Args:
        text: As data says it, such as `dual region Finland and Netherlands`.
    """
    plain = _plain(text)
    if (whole := _found(plain)) is not None:
        return (whole,), ()
    facts, unknown = [], []
    for part in (part.strip() for part in _APART.split(_AROUND.sub("", plain))):
        if (fact := _found(part)) is not None:
            facts.append(fact)
        elif _turned(part) not in _NO_PLACE:
            unknown.append(part)
    return tuple(facts), tuple(unknown)


def of_region(cloud: str, name: str) -> Fact | None:
    """Where a region of this name is, as its cloud or the name itself says; `None`: neither."""
    file = _read()
    if name in file.unspecified.get(cloud, ()):
        return Fact(name, frozenset(), whole=True)
    if cloud in file.places and (place := file.places[cloud].regions.get(name)):
        return _facts()[place]
    given = file.regions.get(cloud, {})
    for word in _words(name):
        if word in given:
            return _facts()[given[word]]
        if word in _joined():
            return _joined()[word]
    return None


def sibling_at(cloud: str, name: str, facts: Iterable[Fact]) -> str | None:
    """Which other region of a cloud is at one of some places, where this one is known not to be."""
    file = _read()
    known = file.places[cloud].regions if cloud in file.places else {}
    names = {fact.name for fact in facts}
    if name not in known or known[name] in names:
        return None
    return next((one for one, place in sorted(known.items()) if place in names), None)


def partition_of(cloud: str, name: str) -> str | None:
    """Which partition a region lies in by its name; `None`: nothing is known of it."""
    file = _read()
    known = file.places[cloud].partitions if cloud in file.places else {}
    return next((one for says, one in known.items() if re.fullmatch(says, name)), None)


def clouds_with(partition: str) -> frozenset[str]:
    """The clouds that are known to have a partition of this name."""
    places = _read().places.items()
    return frozenset(cloud for cloud, known in places if partition in known.partitions.values())


def _words(name: str) -> Iterator[str]:
    """A region's name, then without what tells it from its siblings: `eastus2`, `us`."""
    word = re.sub(r"[-_.\d]", "", _plain(name))
    yield word
    yield _LAST_TURN.sub("", word)
    yield _ANY_TURN.sub("", word)


def _found(part: str) -> Fact | None:
    known = _facts()
    return known.get(part) or known.get(_turned(part))


def _turned(part: str) -> str:
    """Without where in a country or a state something is: `N. Virginia`, `Canada Central`."""
    return re.sub(r"\s+", " ", _TURN.sub("", part)).strip()


def _plain(text: str) -> str:
    """Without capitals and accents, which some write and some do not."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one)).strip()

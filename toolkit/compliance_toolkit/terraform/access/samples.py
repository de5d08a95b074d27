"""Words that stand for all: one of each kind that patterns tell apart.

An account's number or a profile's name may be any of a great many words. Which of some patterns
cover a word hangs on where in them its letters lead; whoever follows all patterns at once, letter
by letter, meets every combination that there is, and a shortest word for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import msgspec

Places: TypeAlias = frozenset[int]
"""How far into a pattern a text may have come."""

MOST = 10_000
"""Words that are looked at for one set of patterns, before it is said that there may be others."""

_WILD = frozenset("*?")


class Part(NamedTuple):
    """A pattern, or the part of one that a word may have to meet."""

    pattern: str
    """With `*` and `?` for other letters."""

    at: Places
    """Where in it the word begins."""

    then: str = ""
    """What follows the word; nothing: it is the end."""

    fold: bool = False
    """Whether upper and lower case are the same; the pattern is in lower case then."""

    @classmethod
    def whole(cls, pattern: str, *, fold: bool = False) -> Part:
        """Give a pattern that a word has to meet by itself."""
        return cls(pattern, start(pattern, 0), fold=fold)

    @property
    def letters(self) -> Iterator[str]:
        """Yield the letters that the rest of the pattern names."""
        for letter in self.pattern[min(self.at, default=len(self.pattern)) :]:
            if letter not in _WILD:
                yield letter
                if self.fold:
                    yield letter.upper()

    def step(self, at: Places, letter: str) -> Places:
        """Say where one more letter leads."""
        return _step(self.pattern, at, letter.lower() if self.fold else letter)

    def told(self, at: Places) -> Places | bool:
        """Say what the pattern tells of a word that has led to some places."""
        if not self.then:
            return len(self.pattern) in at
        return read(self.pattern, at, self.then)


def start(pattern: str, at: int) -> Places:
    """Give where a text is that begins at one place of a pattern."""
    return _closed(pattern, (at,))


def read(pattern: str, at: Places, text: str) -> Places:
    """Say where a text leads; nowhere, if the pattern does not cover it."""
    for letter in text:
        at = _step(pattern, at, letter)
        if not at:
            break
    return at


@lru_cache(maxsize=65536)
def _step(pattern: str, at: Places, letter: str) -> Places:
    made = set()
    for place in at:
        sign = pattern[place : place + 1]
        if sign == "*":
            made.add(place)
        elif sign == "?" or (sign == letter and sign):
            made.add(place + 1)
    return _closed(pattern, made)


def _closed(pattern: str, places: Iterable[int]) -> Places:
    """Add the places behind a `*`, which stands for nothing, too."""
    made = set()
    for place in places:
        made.add(place)
        while pattern[place : place + 1] == "*":
            place += 1  # noqa: PLW2901  the run goes on from there
            made.add(place)
    return frozenset(made)


class Sort(msgspec.Struct, frozen=True):
    """What words of one sort look like."""

    letters: str
    length: int | None = None
    """`None`: one letter or more."""


class Samples(msgspec.Struct, frozen=True):
    """One word of each kind."""

    words: tuple[str, ...]
    complete: bool = True
    """Whether there is none of another kind."""


@lru_cache(maxsize=4096)
def samples(sort: Sort, named: tuple[str, ...], parts: tuple[Part, ...]) -> Samples:
    """Find a word of each kind that patterns tell apart.

    Args:
        sort: Which words there are.
        named: Words that are named without wildcards: each is of a kind of its own.
        parts: What tells the others apart.
    """
    found: dict[tuple[Places | bool, ...], str] = {}
    met: set[tuple[Places | bool, ...]] = set()
    taken = frozenset(named)
    for looked, (word, at) in enumerate(_words(sort, parts)):
        if looked >= MOST:
            return Samples((*found.values(), *named), complete=False)
        if sort.length is not None and len(word) != sort.length:
            continue
        told = tuple([part.told(one) for part, one in zip(parts, at, strict=True)])
        met.add(told)
        if word not in taken:
            found.setdefault(told, word)
    return Samples((*found.values(), *named), complete=len(met) == len(found))


def _words(sort: Sort, parts: Sequence[Part]) -> Iterator[tuple[str, tuple[Places, ...]]]:
    """Yield words, and where they lead in each pattern, until all ways there have been gone.

    Those that are still too short are among them: to look at them takes as long.
    """
    letters = _letters(sort, parts)
    level = {tuple([part.at for part in parts]): ""}
    seen: set[tuple[Places, ...]] = set()
    depth = 0
    while level and depth != sort.length:
        depth += 1
        longer: dict[tuple[Places, ...], str] = {}
        for at, word in level.items():
            for letter in letters:
                led = tuple([part.step(one, letter) for part, one in zip(parts, at, strict=True)])
                yield word + letter, led
                if sort.length is not None or led not in seen:
                    longer.setdefault(led, word + letter)
        if sort.length is None:
            seen |= longer.keys()
        level = longer


def _letters(sort: Sort, parts: Sequence[Part]) -> list[str]:
    """Give the letters that patterns name, and two of those that are the same to all of them."""
    named = {letter for part in parts for letter in part.letters} & set(sort.letters)
    others = [letter for letter in sort.letters if letter not in named]
    return [*others[:2], *sorted(named)]

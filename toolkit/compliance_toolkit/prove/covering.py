"""Covering arrays: few rows in which every two, or three, settings of different kinds meet.

A row gives each parameter one of its values, by number. In an array of strength three each three
values of three parameters stand together in some row, so that a fault which needs no more than
three things to meet has met them. Built one row at a time, greedily, and always the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations, pairwise, product

Row = tuple[int, ...]

PAIRS, TRIPLES = 2, 3


def covering(sizes: Sequence[int], strength: int) -> Iterator[Row]:
    """Give the rows of an array.

    Args:
        sizes: How many values each parameter has.
        strength: How many values meet: two or three.
    """
    left = _Left(sizes, min(strength, len(sizes)))
    while (seed := left.first()) is not None:
        row = left.filled(seed)
        left.cover(row)
        yield left.values(row)


def meeting(sizes: Sequence[int], together: int) -> Iterator[Row]:
    """Give every row in which no more than so many parameters have another value than their first.

    Args:
        sizes: How many values each parameter has; the first binds nothing, so that nothing else
            decides than what the others say.
        together: How many differ at most.
    """
    for number in range(together + 1):
        for chosen in combinations(range(len(sizes)), number):
            for values in product(*(range(1, sizes[one]) for one in chosen)):
                row = [0] * len(sizes)
                for one, value in zip(chosen, values, strict=True):
                    row[one] = value
                yield tuple(row)


class _Left:
    """What is not covered yet. A setting, one value of one parameter, has a bit of its own.

    For each set of settings that lacks one to be as large as the strength, the bits of those that
    it has not met.
    """

    def __init__(self, sizes: Sequence[int], strength: int) -> None:
        self._begins = [0, *accumulate(sizes)]
        self._settings = [range(begin, end) for begin, end in pairwise(self._begins)]
        self._strength = strength
        self._masks: dict[Row, int] = {}
        every = sum(sum(1 << one for one in some) for some in self._settings)
        for chosen in combinations(range(len(sizes)), strength - 1):
            own = sum(1 << one for number in chosen for one in self._settings[number])
            for key in product(*(self._settings[number] for number in chosen)):
                if others := every & ~own:
                    self._masks[key] = others

    def first(self) -> Row | None:
        """Settings that have not met; `None` where all have."""
        for key, mask in self._masks.items():
            return (*key, (mask & -mask).bit_length() - 1)
        return None

    def filled(self, seed: Row) -> Row:
        """A row with these settings: each parameter takes what meets the most that it has not."""
        row = list(seed)
        taken = {self._parameter(one) for one in seed}
        for number, settings in enumerate(self._settings):
            if number not in taken:
                row.append(max(settings, key=lambda one: (self._gain(row, one), -one)))
        return tuple(sorted(row))

    def cover(self, row: Row) -> None:
        """Count all that meets in a row as met."""
        here = sum(1 << one for one in row)
        for key in combinations(row, self._strength - 1):
            mask = self._masks.get(key, 0) & ~here
            if mask:
                self._masks[key] = mask
            else:
                self._masks.pop(key, None)

    def values(self, row: Row) -> Row:
        """A row by the numbers of the values."""
        return tuple(one - begin for one, begin in zip(row, self._begins, strict=False))

    def _gain(self, row: Sequence[int], setting: int) -> int:
        here = sum(1 << one for one in row)
        if self._strength == PAIRS:
            return (self._masks.get((setting,), 0) & here).bit_count()
        keys = ((one, setting) if one < setting else (setting, one) for one in row)
        return sum((self._masks.get(key, 0) & here).bit_count() for key in keys)

    def _parameter(self, setting: int) -> int:
        return next(n for n, some in enumerate(self._settings) if setting in some)

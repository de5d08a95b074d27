"""The space that a proof enumerates: finite, derived from the data, and counted beforehand.

It is a list of blocks. Most are the product of tenants' laws, models, sets of features, sets of
data classes and days; some list the settings that are to meet. A case is found by its number, so
that nothing but numbers travels to the processes that ask the policies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from compliance_toolkit.prove.cases import Case, TenantLaw

Names = tuple[str, ...]
Counted = tuple[tuple[int, str, str], ...]

TIMES = " \N{MULTIPLICATION SIGN} "
NONE: tuple[Names, ...] = ((),)


def count_of(number: int, one: str, many: str) -> str:
    """`1 day`, `2 days`."""
    return f"{number} {one if number == 1 else many}"


@dataclass(frozen=True, slots=True)
class Block:
    """A product of what is enumerated together."""

    title: str
    """What it is about, such as `retention`."""

    laws: tuple[TenantLaw, ...]
    counted: Counted
    """How many laws there are, as factors: a number, and the words for one and for many."""

    models: Names
    features: tuple[Names, ...] = NONE
    data_classes: tuple[Names, ...] = NONE
    days: Names = ()
    varied: bool = False
    """Whether deployments also stand without each of their attestations."""

    apart: bool = False
    """Whether denials are also asked for alone."""

    served: bool = False
    """Whether it is also asked as an OPA server is, which keeps nothing between questions."""

    def __len__(self) -> int:
        lists = (self.laws, self.models, self.features, self.data_classes, self.days)
        size = 1
        for one in lists:
            size *= len(one)
        return size

    def case(self, number: int) -> Case:
        """One of its cases."""
        number, law = divmod(number, len(self.laws))
        number, model = divmod(number, len(self.models))
        number, feature = divmod(number, len(self.features))
        day, kind = divmod(number, len(self.data_classes))
        return Case(
            self.laws[law],
            self.models[model],
            self.features[feature],
            self.data_classes[kind],
            self.days[day],
        )

    def cases(self) -> Iterator[Case]:
        """All of them, in the order of their numbers."""
        return (self.case(number) for number in range(len(self)))

    def __str__(self) -> str:
        named = (
            (len(self.features), "set of features", "sets of features"),
            (len(self.data_classes), "set of data classes", "sets of data classes"),
            (len(self.days), "day", "days"),
        )
        models = (len(self.models), "class of models", "classes of models")
        asked = (one for one in named if one[0] > 1)
        return TIMES.join(count_of(*one) for one in (*self.counted, models, *asked))


@dataclass(frozen=True, slots=True)
class Listed:
    """Cases that are no product, and are listed one by one; otherwise like a block."""

    title: str
    listed: tuple[Case, ...]
    bound: str
    """What they are, and how many that makes, in words."""

    varied: bool = False
    apart: bool = False
    served: bool = False

    def __len__(self) -> int:
        return len(self.listed)

    def case(self, number: int) -> Case:
        """One of its cases."""
        return self.listed[number]

    def cases(self) -> Iterator[Case]:
        """All of them, in the order of their numbers."""
        return iter(self.listed)

    def __str__(self) -> str:
        return self.bound


Some: TypeAlias = Block | Listed
"""Cases of one subject."""


@dataclass(frozen=True, slots=True)
class Space:
    """Everything that is enumerated, and what it was derived from."""

    blocks: tuple[Some, ...]
    tenants: Mapping[TenantLaw, Names]
    """The project's own laws, each with the tenants that it binds."""

    models: Mapping[str, Names]
    """The models that deployments list, by the one of each class that is asked for."""

    today: str

    def __len__(self) -> int:
        return sum(len(block) for block in self.blocks)

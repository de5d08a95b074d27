"""What a function of Terraform's is: what it takes, what it gives, and how it is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from compliance_toolkit.terraform.hcl_kinds import ANY, NUMBER, STRING, Kind
from compliance_toolkit.terraform.hcl_numbers import Number
from compliance_toolkit.terraform.hcl_values import LARGEST, Value, text_of, truth_of
from compliance_toolkit.terraform.operators import RefusedError

if TYPE_CHECKING:
    from compliance_toolkit.terraform.evaluate import Evaluation
    from compliance_toolkit.terraform.hcl_reach import Files

__all__ = ["RefusedError"]


class UnsupportedError(ValueError):
    """Terraform has an answer that we do not compute; its text, if any, stands after the call."""


class Parameter(msgspec.Struct, frozen=True):
    """One argument of a function."""

    kind: Kind = ANY
    null: bool = False
    """Whether null is taken."""

    unknown: bool = False
    """Whether the function looks at values that are not known itself."""

    open: bool = False
    """Whether the function looks at values of an unknown type itself."""


class Given(msgspec.Struct, frozen=True):
    """The arguments of one call."""

    values: Sequence[Value]
    kind: Kind
    """What type is promised."""

    text: str
    run: Evaluation

    @property
    def files(self) -> Files:
        """What may be read.

        Raises:
            UnsupportedError: Nothing may.
        """
        if (files := self.run.scope.files) is None:
            raise UnsupportedError
        return files


Gives: TypeAlias = "Kind | Callable[[Sequence[Value]], Kind]"
Compute: TypeAlias = Callable[[Given], Value]


class Function(msgspec.Struct, frozen=True):
    """A function; without `rest` it takes no more arguments than its parameters."""

    parameters: tuple[Parameter, ...]
    gives: Gives
    compute: Compute
    rest: Parameter | None = None
    nullable: bool = False
    """Whether an answer that is not known may be null."""


TEXT = Parameter(STRING)
COUNT = Parameter(NUMBER)
VALUE = Parameter()
ANYTHING = Parameter(null=True, unknown=True, open=True)


def text_at(given: Given, at: int) -> str:
    """Give an argument that is text."""
    raw = given.values[at].raw
    if not isinstance(raw, str):
        raise UnsupportedError
    return raw


def number_at(given: Given, at: int) -> Number:
    """Give an argument that is a number."""
    raw = given.values[at].raw
    if not isinstance(raw, Number):
        raise UnsupportedError
    return raw


def whole_at(given: Given, at: int) -> int:
    """Give an argument that is a whole number of a machine's size."""
    whole = number_at(given, at).whole
    if whole is None or not -(2**63) <= whole < 2**63:
        raise RefusedError
    return whole


def on_texts(compute: Callable[..., str | None], count: int = 1) -> Function:
    """Make a function of texts that gives text."""

    def run(given: Given) -> Value:
        made = compute(*(text_at(given, at) for at in range(count)))
        if made is None or len(made) > LARGEST:
            raise UnsupportedError
        return text_of(made)

    return Function((TEXT,) * count, STRING, run)


def on_texts_truth(compute: Callable[..., bool], count: int = 2) -> Compute:
    """Make the computation of a function of texts that says yes or no."""
    return lambda given: truth_of(compute(*(text_at(given, at) for at in range(count))))

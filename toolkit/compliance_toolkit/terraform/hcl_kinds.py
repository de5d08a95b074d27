"""Terraform's types: what a value is of, and what a conversion asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Plain:
    """A type without parts."""

    name: str


STRING = Plain("string")
NUMBER = Plain("number")
BOOL = Plain("bool")
ANY = Plain("any")
"""The type of what nobody knows the type of; asked for, it is whatever comes."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """`list(…)`."""

    element: Kind


@dataclass(frozen=True, slots=True)
class SetOf:
    """`set(…)`: sorted, without duplicates, without an order to index by."""

    element: Kind


@dataclass(frozen=True, slots=True)
class MapOf:
    """`map(…)`."""

    element: Kind


@dataclass(frozen=True, slots=True)
class TupleOf:
    """What `[…]` makes: each place has a type of its own."""

    elements: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class ObjectOf:
    """What `{…}` makes: each attribute has a type of its own."""

    attributes: Mapping[str, Kind]
    optional: frozenset[str] = field(default=frozenset(), compare=False)

    def __hash__(self) -> int:
        return hash(frozenset(self.attributes))


Kind: TypeAlias = Plain | ListOf | SetOf | MapOf | TupleOf | ObjectOf
Collection: TypeAlias = ListOf | SetOf | MapOf

STRINGS = ListOf(STRING)
NOTHING = TupleOf(())


def is_primitive(kind: Kind) -> bool:
    """Whether values of a type are text, numbers or truths."""
    return isinstance(kind, Plain) and kind != ANY


def is_sequence(kind: Kind) -> bool:
    """Whether a type has elements in an order."""
    return isinstance(kind, ListOf | SetOf | TupleOf)


def parts(kind: Kind) -> Iterable[Kind]:
    """Give the types that a type is made of."""
    match kind:
        case Plain():
            return ()
        case TupleOf(elements):
            return elements
        case ObjectOf(attributes):
            return attributes.values()
        case ListOf(element) | SetOf(element) | MapOf(element):
            return (element,)


def is_settled(kind: Kind) -> bool:
    """Whether no part of a type is open."""
    return kind != ANY and all(is_settled(part) for part in parts(kind))


def conforms(given: Kind, wanted: Kind) -> bool:
    """Whether a type is the wanted one wherever that is not open."""
    if wanted in (ANY, given):
        return True
    match given, wanted:
        case (ListOf(one), ListOf(other)) | (SetOf(one), SetOf(other)) | (MapOf(one), MapOf(other)):
            return conforms(one, other)
        case TupleOf(ones), TupleOf(others):
            return len(ones) == len(others) and all(map(conforms, ones, others))
        case ObjectOf(ones), ObjectOf(others):
            return ones.keys() == others.keys() and all(conforms(ones[n], others[n]) for n in ones)
        case _:
            return False

"""Terraform's types: what a value is of, and what a conversion asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import msgspec


class Plain(msgspec.Struct, frozen=True):
    """A type without parts."""

    name: str


STRING = Plain("string")
NUMBER = Plain("number")
BOOL = Plain("bool")
ANY = Plain("any")
"""The type of what nobody knows the type of; asked for, it is whatever comes."""


class ListOf(msgspec.Struct, frozen=True):
    """`list(…)`."""

    element: Kind


class SetOf(msgspec.Struct, frozen=True):
    """`set(…)`: sorted, without duplicates, without an order to index by."""

    element: Kind


class MapOf(msgspec.Struct, frozen=True):
    """`map(…)`."""

    element: Kind


class TupleOf(msgspec.Struct, frozen=True):
    """What `[…]` makes: each place has a type of its own."""

    elements: tuple[Kind, ...]


class ObjectOf(msgspec.Struct, frozen=True):
    """What `{…}` makes: each attribute has a type of its own."""

    attributes: Mapping[str, Kind]
    optional: frozenset[str] = frozenset()
    """Attributes that a value may lack where it is converted: no part of what the type is."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectOf) and self.attributes == other.attributes

    def __hash__(self) -> int:
        return hash(frozenset(self.attributes))


Kind: TypeAlias = Plain | ListOf | SetOf | MapOf | TupleOf | ObjectOf
Collection: TypeAlias = ListOf | SetOf | MapOf

STRINGS = ListOf(STRING)
NOTHING = TupleOf(())


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

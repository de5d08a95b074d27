"""Functions of sets, and of what lists make when each meets each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import prod

from compliance_toolkit.terraform.functions_base import (
    Function,
    Given,
    Parameter,
    RefusedError,
    UnsupportedError,
)
from compliance_toolkit.terraform.functions_lists import element_of
from compliance_toolkit.terraform.functions_maps import converted
from compliance_toolkit.terraform.hcl_equality import equal, set_of
from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    Kind,
    ListOf,
    SetOf,
    TupleOf,
)
from compliance_toolkit.terraform.hcl_unify import unified
from compliance_toolkit.terraform.hcl_values import (
    Bounds,
    Value,
    alike,
    is_whole,
    length_bounds,
    list_of,
    lost,
    tuple_of,
)

_MOST_PRODUCTS = 50_000
_FEW, _SOME = 1024, 2048
"""Up to here Terraform counts what a product of unknown lists can come to."""

Members = list[Value]


def _sets_kind(values: Sequence[Value]) -> Kind:
    kinds = [
        element_of(value.kind)
        for value in values
        if not (value.hole is None and not value.elements and element_of(value.kind) == ANY)
    ]
    if not kinds:
        return SetOf(ANY)
    found = unified(kinds)
    if found is None:
        raise RefusedError
    return SetOf(found)


def _sets(combine: Callable[[Members, Members], Members], *, unknowns: bool = False) -> Function:
    """Make a function of sets out of what it does with two of them."""

    def run(given: Given) -> Value:
        sets = [converted(value, given.kind) for value in given.values]
        if not unknowns and not all(map(is_whole, sets)):
            return lost(given.kind, sets, given.text)
        made = sets[0].elements
        for one in sets[1:]:
            given.run.spend(1 + len(made) * len(one.elements) // 16)
            made = combine(made, one.elements)
        return set_of(made, element_of(given.kind))

    one = Parameter(SetOf(ANY), open=True)
    return Function((one,), _sets_kind, run, rest=one)


def _has(members: Members, wanted: Value) -> bool:
    return any(equal(member, wanted) is True for member in members)


def _subtract(ones: Members, others: Members) -> Members:
    return [one for one in ones if not _has(others, one)]


def _setsubtract() -> Function:
    one = _sets(_subtract)
    return Function(one.parameters * 2, one.gives, one.compute)


def _product_kind(values: Sequence[Value]) -> Kind:
    if len(values) < 2:
        raise RefusedError
    kinds: list[Kind] = []
    for value in values:
        match value.kind:
            case SetOf(element) | ListOf(element):
                kinds.append(element)
            case TupleOf(elements):
                found = unified(elements) if elements else ANY
                if found is None:
                    raise RefusedError
                kinds.append(found)
            case _:
                raise RefusedError
    whole = TupleOf(tuple(kinds))
    return SetOf(whole) if any(isinstance(v.kind, SetOf) for v in values) else ListOf(whole)


def _product_bounds(values: Sequence[Value]) -> Bounds:
    most: list[int] = []
    for value in values:
        limit = length_bounds(value)[1]
        if isinstance(value.kind, TupleOf):
            limit = len(value.kind.elements)
        if limit is None or limit > _FEW or prod((*most, limit)) > _SOME:
            return Bounds()
        most.append(limit)
    return Bounds(least=min(1, prod(most)), most=prod(most))


def _setproduct(given: Given) -> Value:
    uncounted = [v for v in given.values if v.hole or length_bounds(v)[0] != length_bounds(v)[1]]
    if uncounted:
        return lost(given.kind, uncounted, given.text, _product_bounds(given.values))
    tuple_kind = element_of(given.kind)
    kinds = tuple_kind.elements if isinstance(tuple_kind, TupleOf) else ()
    if prod(len(value.elements) for value in given.values) > _MOST_PRODUCTS:
        raise UnsupportedError
    columns = [
        [converted(element, kind) for element in value.elements]
        for value, kind in zip(given.values, kinds, strict=True)
    ]
    made = [tuple_of(row) for row in product(*columns)]
    given.run.spend(len(made))
    if not alike(made):
        raise RefusedError
    if isinstance(given.kind, SetOf):
        return set_of(made, tuple_kind)
    return list_of(made, tuple_kind)


FUNCTIONS: Mapping[str, Function] = {
    "setintersection": _sets(lambda ones, others: [one for one in ones if _has(others, one)]),
    "setproduct": Function((), _product_kind, _setproduct, rest=Parameter(unknown=True)),
    "setsubtract": _setsubtract(),
    "setunion": _sets(lambda ones, others: ones + others, unknowns=True),
}

"""The one type that values of several types can have, and which types convert to which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance_toolkit.terraform.hcl_kinds import (
    ANY,
    STRING,
    Kind,
    ListOf,
    MapOf,
    ObjectOf,
    Plain,
    SetOf,
    TupleOf,
)

_MOST_KINDS = 500


def convertible(given: Kind, wanted: Kind) -> bool:  # noqa: PLR0911  one case a pair of types
    """Whether a value of a type can become one of another, as far as types decide that."""
    if ANY in {_plain(given), _plain(wanted)}:
        return True
    match given, wanted:
        case Plain(), Plain():
            return given == wanted or STRING in {given, wanted}
        case ObjectOf(ones), ObjectOf(others, optional):
            return all(
                convertible(ones[name], kind) if name in ones else name in optional
                for name, kind in others.items()
            )
        case TupleOf(ones), TupleOf(others):
            return len(ones) == len(others) and all(map(convertible, ones, others))
        case ((ListOf(one) | SetOf(one)), (ListOf(other) | SetOf(other))) | (
            MapOf(one),
            MapOf(other),
        ):
            return convertible(one, other)
        case TupleOf(elements), (ListOf(element) | SetOf(element)):
            return _all_convertible(elements, element, strict=True)
        case ObjectOf(attributes), MapOf(element):
            return _all_convertible(attributes.values(), element, strict=False)
        case MapOf(element), ObjectOf(attributes, optional):
            return all(
                convertible(element, kind) or name in optional for name, kind in attributes.items()
            )
        case _:
            return False


def _plain(kind: Kind) -> Plain | None:
    return kind if isinstance(kind, Plain) else None


def _all_convertible(parts: Iterable[Kind], element: Kind, *, strict: bool) -> bool:
    kinds = list(parts)
    if not kinds:
        return True
    if element == ANY:
        found = unified(kinds)
        if found is None:
            return False
        if found == ANY:
            return not strict or all(kind == ANY for kind in kinds)
        element = found
    return all(kind == element or convertible(kind, element) for kind in kinds)


def replaced(given: Kind, wanted: Kind) -> Kind:  # noqa: C901, PLR0911  one case a pair of types
    """Fill what a wanted type leaves open with what is given."""
    if given == ANY:
        return wanted
    if wanted == ANY:
        return given
    match wanted, given:
        case MapOf(element), MapOf(inner):
            return MapOf(replaced(inner, element))
        case MapOf(element), ObjectOf(attributes):
            return MapOf(replaced(unified(attributes.values()) or ANY, element))
        case (ListOf(element), (ListOf(inner) | SetOf(inner))):
            return ListOf(replaced(inner, element))
        case (SetOf(element), (ListOf(inner) | SetOf(inner))):
            return SetOf(replaced(inner, element))
        case ListOf(element), TupleOf(elements):
            return ListOf(replaced(unified(elements) or ANY, element))
        case SetOf(element), TupleOf(elements):
            return SetOf(replaced(unified(elements) or ANY, element))
        case ObjectOf(attributes), MapOf(inner):
            return ObjectOf({name: replaced(inner, kind) for name, kind in attributes.items()})
        case ObjectOf(attributes), ObjectOf(others):
            return ObjectOf(
                {name: replaced(others.get(name, ANY), kind) for name, kind in attributes.items()}
            )
        case TupleOf(elements), TupleOf(others) if len(elements) == len(others):
            return TupleOf(tuple(map(replaced, others, elements)))
        case _:
            return wanted


class TooManyError(Exception):
    """More different types come together than in anything that people write."""


def unified(types: Iterable[Kind]) -> Kind | None:  # noqa: C901  one case a shape
    """Find the type that values of all these types can be converted to; `None` if there is none.

    Raises:
        TooManyError: There are too many to compare each with each.
    """
    kinds: list[Kind] = []
    for kind in types:
        if kind not in kinds:
            kinds.append(kind)
        if len(kinds) > _MOST_KINDS:
            raise TooManyError
    if not kinds:
        return None
    shapes = {type(kind) for kind in kinds if kind != ANY}
    open_ = ANY in [kind for kind in kinds if isinstance(kind, Plain)]
    found: Kind | None = None
    if shapes in ({MapOf}, {ListOf}, {SetOf}):
        return ANY if open_ else _collections(kinds)
    if shapes == {ObjectOf}:
        return ANY if open_ else _objects(kinds)
    if shapes == {TupleOf}:
        return ANY if open_ else _tuples(kinds)
    if shapes == {MapOf, ObjectOf}:
        found = _flattened(kinds, ObjectOf)
    elif shapes == {ListOf, TupleOf}:
        found = _flattened(kinds, TupleOf)
    elif shapes >= {ObjectOf, TupleOf}:
        return None
    return found or _preferred(kinds)


def _preferred(kinds: Sequence[Kind]) -> Kind | None:
    """Try the given types, the most general first."""
    for number in _by_preference(kinds):
        wanted = kinds[number]
        if all(kind == wanted or convertible(kind, wanted) for kind in kinds):
            return wanted
    return None


def _by_preference(kinds: Sequence[Kind]) -> list[int]:
    """Order types so that one that others convert to comes before them, else as given."""
    after: list[list[int]] = [[] for _ in kinds]
    waiting = [0] * len(kinds)
    for one in range(len(kinds)):
        for other in range(one + 1, len(kinds)):
            order = _compared(kinds[one], kinds[other])
            if order:
                first, second = (one, other) if order < 0 else (other, one)
                after[first].append(second)
                waiting[second] += 1
    queue = [number for number, count in enumerate(waiting) if count == 0]
    for number in queue:
        for other in after[number]:
            waiting[other] -= 1
            if waiting[other] == 0:
                queue.append(other)
    return queue


def _compared(one: Kind, other: Kind) -> int:  # noqa: PLR0911  one case a pair of types
    """Say which of two types is the more general: -1 the first, 1 the second, 0 neither."""
    if ANY in {_plain(one), _plain(other)}:
        return (one == ANY) - (other == ANY)
    match one, other:
        case Plain(), Plain():
            return (other == STRING) - (one == STRING)
        case (ListOf(a), ListOf(b)) | (SetOf(a), SetOf(b)) | (MapOf(a), MapOf(b)):
            return _compared(a, b)
        case ((TupleOf() | ListOf()), SetOf()) | (ListOf(), TupleOf()) | (MapOf(), ObjectOf()):
            return -1
        case (SetOf(), (TupleOf() | ListOf())) | (TupleOf(), ListOf()) | (ObjectOf(), MapOf()):
            return 1
        case ObjectOf(ones), ObjectOf(others) if ones.keys() == others.keys():
            return _combined({_compared(ones[name], others[name]) for name in ones})
        case TupleOf(ones), TupleOf(others) if len(ones) == len(others):
            return _combined(set(map(_compared, ones, others)))
        case _:
            return 0


def _combined(orders: set[int]) -> int:
    return sum(orders)


def _collections(kinds: Sequence[Kind]) -> Kind | None:
    inner = unified([k.element for k in kinds if isinstance(k, ListOf | SetOf | MapOf)])
    if inner is None:
        return None
    first = kinds[0]
    made: Kind = (
        MapOf(inner)
        if isinstance(first, MapOf)
        else ListOf(inner)
        if isinstance(first, ListOf)
        else SetOf(inner)
    )
    return made if all(k == made or convertible(k, made) for k in kinds) else None


def _objects(kinds: Sequence[Kind]) -> Kind | None:
    objects = [kind.attributes for kind in kinds if isinstance(kind, ObjectOf)]
    if any(one.keys() != objects[0].keys() for one in objects):
        return _as_map(kinds)
    made: dict[str, Kind] = {}
    for name in objects[0]:
        kind = unified([one[name] for one in objects])
        if kind is None:
            return None
        made[name] = kind
    whole = ObjectOf(made)
    if all(kind == whole or convertible(kind, whole) for kind in kinds):
        return whole
    return _as_map(kinds)


def _tuples(kinds: Sequence[Kind]) -> Kind | None:
    tuples = [kind.elements for kind in kinds if isinstance(kind, TupleOf)]
    if any(len(one) != len(tuples[0]) for one in tuples):
        return _as_list(kinds)
    made: list[Kind] = []
    for across in zip(*tuples, strict=True):
        kind = unified(across)
        if kind is None:
            return None
        made.append(kind)
    whole = TupleOf(tuple(made))
    if all(kind == whole or convertible(kind, whole) for kind in kinds):
        return whole
    return _as_list(kinds)


def _as_map(kinds: Sequence[Kind]) -> Kind | None:
    parts = [part for k in kinds if isinstance(k, ObjectOf) for part in k.attributes.values()]
    inner = unified(parts)
    made = None if inner is None else MapOf(inner)
    return made if made and all(convertible(kind, made) for kind in kinds) else None


def _as_list(kinds: Sequence[Kind]) -> Kind | None:
    inner = unified([part for k in kinds if isinstance(k, TupleOf) for part in k.elements])
    made = None if inner is None else ListOf(inner)
    return made if made and all(convertible(kind, made) for kind in kinds) else None


def _flattened(kinds: Sequence[Kind], shape: type[ObjectOf | TupleOf]) -> Kind | None:
    """Unify objects with maps, or tuples with lists, by making collections of the former."""
    loose = [kind for kind in kinds if isinstance(kind, shape)]
    made = _as_map(loose) if shape is ObjectOf else _as_list(loose)
    if made is None:
        return None
    found = unified([made if isinstance(kind, shape) else kind for kind in kinds])
    return found if isinstance(found, MapOf | ListOf) else None

"""What holds in each dimension once all who say something of it are heard, and whose word binds.

Three ways to join are enough: together (`terms`), in common (`inference`), or the strictest number.
Nothing is decided here: that is for the policies, and a test holds the two to the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from compliance_toolkit.explain.law import Law, silent, texts
from compliance_toolkit.models import JsonValue, Location

PLACES = ("inference", "storage")
"""Dimensions of where; a tenant's own `countries` hold for both."""

NAMES = (
    "jurisdictions",
    *PLACES,
    "partitions",
    "regimes",
    "data_classes",
    "not_admitted",
    "terms",
    "eligibility",
    "transfers",
    "prompts.max_days",
    "logs.min_days",
    "logs.max_days",
    "logs.bounded",
    "evidence.min_days",
    "evidence.max_days",
    "features",
    "excluded_features",
    "obligations",
    "providers",
    "max_price",
    "preferences",
    "aliases",
)
"""The dimensions, in the order in which a reader asks; others come after them, by name."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of one dimension."""

    kind: Literal["tenant", "jurisdiction", "regime", "data_class"]
    name: str
    """Of the tenant, or the code of the law."""

    value: JsonValue
    binds: bool
    """Whether something else would hold without it."""

    location: Location | None
    """The line that says it; `None` where a law's bundle is in no folder."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing that is limited or demanded: what holds, and who says so."""

    name: str
    value: JsonValue
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a tenant: what it contributes to a dimension."""

    dimension: str
    value: JsonValue
    tenant: str
    location: Location


def dimensions(own: Iterable[Said], laws: Sequence[Law]) -> list[Dimension]:
    """Join what the entries on a tenant's path say with what its laws say.

    Args:
        own: What the entries say, outermost first.
        laws: The jurisdictions, regimes and data classes of the tenant. A jurisdiction that an
            entry names and that is not among them restricts nothing beside the others.

    Returns:
        Each dimension that anybody says something of, in the order of `NAMES`.
    """
    heard: dict[str, list[Statement]] = {}
    for one in own:
        for name in _targets(one.dimension):
            statement = Statement(
                "tenant", one.tenant, one.value, binds=False, location=one.location
            )
            heard.setdefault(name, []).append(statement)
    for law in laws:
        for name, value in _demands(law):
            where = law.location({"not_admitted": "admitted"}.get(name, name))
            statement = Statement(law.kind, law.code, value, binds=False, location=where)
            heard.setdefault(name, []).append(statement)
    order = {name: number for number, name in enumerate(NAMES)}
    ordered = sorted(heard, key=lambda name: (order.get(name, len(order)), name))
    wheres = sorted(law.code for law in laws if law.kind == "jurisdiction")
    return [
        _named(heard[name], wheres) if name == "jurisdictions" else _joined(name, heard[name])
        for name in ordered
    ]


def _targets(name: str) -> tuple[str, ...]:
    plain = name.removeprefix("retention.")
    return PLACES if plain == "countries" else (plain,)


def _demands(law: Law) -> Iterable[tuple[str, JsonValue]]:
    for name, value in law.says().items():
        if name == "admitted":
            if value is not True:
                yield "not_admitted", [law.code]
        elif name == "transfers":
            if not silent(value):
                yield name, [law.code]
        elif name == "eligibility":
            if not silent(value):
                yield name, [value]
        elif not silent(value) and name != "applies_from":
            yield name, value


def _named(statements: Sequence[Statement], wheres: Sequence[str]) -> Dimension:
    heard = [replace(one, binds=bool({*texts(one.value)} & {*wheres})) for one in statements]
    return Dimension("jurisdictions", list(wheres), tuple(heard))


def _joined(name: str, statements: Sequence[Statement]) -> Dimension:
    join = _WAYS.get(name, _together)
    values = [one.value for one in statements]
    whole = join(values)
    bound = []
    for number, one in enumerate(statements):
        others = [*values[:number], *values[number + 1 :]]
        bound.append(replace(one, binds=not others or join(others) != whole))
    if not any(one.binds for one in bound):  # several say the very same, and each would do
        bound = [replace(one, binds=join([one.value]) == whole) for one in bound]
    return Dimension(name, whole, tuple(bound))


def _together(values: Sequence[JsonValue]) -> JsonValue:
    """All of them; a list for lists and texts, else the last."""
    if all(isinstance(value, str) or _is_list(value) for value in values):
        flat = {
            one for value in values for one in ([value] if isinstance(value, str) else texts(value))
        }
        return sorted(flat)
    return values[-1]


def _in_common(values: Sequence[JsonValue]) -> JsonValue:
    """What all lists have; a text such as `any` restricts nothing."""
    lists = [frozenset(texts(value)) for value in values if _is_list(value)]
    return sorted(frozenset.intersection(*lists)) if lists else values[0]


def _number(
    strictest: Callable[[Iterable[Any]], Any],
) -> Callable[[Sequence[JsonValue]], JsonValue]:
    def join(values: Sequence[JsonValue]) -> JsonValue:
        numbers = [v for v in values if isinstance(v, int | float)]
        found: JsonValue = strictest(numbers) if numbers else None
        return found

    return join


def _in_order(values: Sequence[JsonValue]) -> JsonValue:
    return list(dict.fromkeys(one for value in values for one in texts(value)))


def _nearest(values: Sequence[JsonValue]) -> JsonValue:
    names: dict[str, JsonValue] = {}
    for value in values:
        names.update(value if isinstance(value, Mapping) else {})
    return names


def _is_list(value: JsonValue) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


_WAYS: Mapping[str, Callable[[Sequence[JsonValue]], JsonValue]] = {
    "inference": _in_common,
    "storage": _in_common,
    "partitions": _in_common,
    "features": _in_common,
    "providers": _in_common,
    "prompts.max_days": _number(min),
    "logs.max_days": _number(min),
    "evidence.max_days": _number(min),
    "logs.min_days": _number(max),
    "evidence.min_days": _number(max),
    "logs.bounded": _number(max),
    "max_price": _number(min),
    "preferences": _in_order,
    "aliases": _nearest,
}
"""How a dimension is joined; the others are taken together."""

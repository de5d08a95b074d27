"""Where a tenant's own limits refuse a deployment, alone or among others: the lines that set them.

They are told and never put up for change: whoever answers for the tenant may decide about them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from compliance_toolkit.explain.dimensions import Said, dimensions
from compliance_toolkit.explain.law import Law
from compliance_toolkit.models import Denial, JsonObject, JsonValue, Location


@dataclass(frozen=True, slots=True)
class Limit:
    """One line of a tenant that limits it more than its law does."""

    setting: str
    """As it is written: `max_price`, `retention.prompts.max_days`."""

    value: JsonValue
    tenant: str
    location: Location


_Own: TypeAlias = Callable[[JsonObject, Sequence[Law]], str | None]
"""Names the setting, where nothing but the tenant's own stands behind a denial of these facts."""


def own_limits(
    denials: Iterable[Denial], said: Sequence[Said], laws: Sequence[Law]
) -> tuple[Limit, ...]:
    """Give the lines of a tenant that refuse a deployment where its law would not.

    Args:
        denials: Why one deployment is refused.
        said: What the entries on the tenant's path say, outermost first.
        laws: The law of the tenant and of the request.

    Returns:
        The lines of each rule that turns on them alone; other rules may refuse it too.
    """
    settings: dict[str, None] = {}
    for denial in denials:
        own = _RULES.get(denial.rule)
        setting = None if own is None else own(denial.facts, laws)
        if setting is not None:
            settings[setting] = None
    return tuple(limit for setting in settings for limit in _lines(setting, said))


def _lines(setting: str, said: Sequence[Said]) -> list[Limit]:
    """The lines that bind: without any one of them the tenant would be less limited."""
    of_it = [one for one in said if one.dimension == setting]
    binding: set[Location | None] = set()
    for dimension in dimensions(of_it, ()):
        binding.update(one.location for one in dimension.statements if one.binds)
    return [
        Limit(setting, one.value, one.tenant, one.location)
        for one in of_it
        if one.location in binding
    ]


def _plainly(setting: str, fact: str) -> _Own:
    """A rule that asks of nothing but the tenant's own; without the fact, it is not even said."""
    return lambda facts, _: setting if fact in facts else None


def _features(facts: JsonObject, _: Sequence[Law]) -> str | None:
    return "features" if facts.get("unlisted") and not facts.get("excluded") else None


def _retention(facts: JsonObject, laws: Sequence[Law]) -> str | None:
    """The tenant's own limit, if the law alone would let prompts be kept so long."""
    days, limits = facts.get("days"), [law.says().get("prompts.max_days") for law in laws]
    lawful = [limit for limit in limits if isinstance(limit, int)]
    kept = isinstance(days, int) and all(days <= limit for limit in lawful)
    return "retention.prompts.max_days" if "limit" in facts and (kept or not lawful) else None


_RULES: Mapping[str, _Own] = {
    "FEA-103": _features,
    "PRC-101": _plainly("max_price", "limit"),
    "RES-103": _plainly("countries", "outside"),
    "RET-101": _retention,
    "RTE-104": _plainly("providers", "allowed"),
}
"""The rules that a tenant's own settings can be alone behind."""

"""Families of tenants for properties: what they may say, and which of them are accepted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.mistakes import Mistakes
from compliance_toolkit.registry.tenant import Tenant, law_of
from compliance_toolkit.registry.tenants import Entry, above
from compliance_toolkit.registry.tightening import Words, check_tenants
from registry_files import LAW

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine takes its time, and no property is about time."""

WORDS = Words(LAW, frozenset({"near", "far"}))


def _some(codes: Collection[str], least: int = 0, most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(codes)), min_size=least, max_size=most, unique=True)


def _days(low: int) -> st.SearchStrategy[int]:
    return st.integers(low, 40)


ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "jurisdictions": _some(LAW.jurisdictions, 1),
        "regimes": _some(LAW.regimes),
        "data_classes": _some(LAW.data_classes),
        "countries": _some(LAW.countries, 1, 4),
        "providers": _some(["anthropic", "bedrock", "vertex"], 1, 3),
        "features": _some(LAW.features, 0, 3),
        "obligations": _some(LAW.obligations),
        "max_price": st.sampled_from([0.5, 1, 1.1, 2]),
        "preferences": _some(["near", "far", "vertex"], 0, 3),
        "aliases": st.dictionaries(
            st.sampled_from(["x", "y"]), st.sampled_from(sorted(LAW.models))
        ),
        "retention": st.fixed_dictionaries(
            {"prompts": st.fixed_dictionaries({"max_days": _days(0)})},
            optional={
                "logs": st.fixed_dictionaries(
                    {"min_days": _days(1)}, optional={"max_days": _days(20)}
                ),
                "evidence": st.fixed_dictionaries({"max_days": _days(1)}),
            },
        ),
        "requests": st.booleans(),
    },
)


def entries(family: Mapping[str, Any]) -> dict[str, Entry]:
    """Give what is written as a file would have it, one tenant a line."""
    return {
        name: Entry(name, law_of(Tenant.model_validate({"name": name, **entry})), "t.yaml", line)
        for line, (name, entry) in enumerate(family.items(), start=1)
    }


def refused(family: Mapping[str, Any]) -> list[str]:
    """Give the mistakes in a family, without the places."""
    mistakes = Mistakes()
    check_tenants(entries(family), frozenset(), WORDS, mistakes)
    try:
        mistakes.raise_any()
    except ConfigurationError as error:
        return [one.message.partition(" ")[2] for one in (error, *error.others)]
    return []


def accepted(family: Mapping[str, Any]) -> dict[str, Any]:
    """Give as much of a family as is accepted: outermost first, and key by key."""
    left: dict[str, Any] = {}
    for name in sorted(family):
        path = {one: left[one] for one in above(name) if one in left}
        kept: dict[str, Any] = {}
        for key in sorted(family[name], key=lambda key: (key != "jurisdictions", key)):
            more = {**kept, key: family[name][key]}
            if not refused({**path, name: more}):
                kept = more
        if not refused({**path, name: kept}):
            left[name] = kept
    return left

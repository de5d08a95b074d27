"""Properties of families of tenants: down a path, law only tightens and never contradicts."""

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from compliance_toolkit.registry.effective import EffectiveTenant, kept
from compliance_toolkit.registry.law import Limits
from compliance_toolkit.registry.tenants import Tenants, above
from registry_files import LAW
from registry_trees import ENTRIES, PATIENT, accepted, entries, refused

NAMES = ["a", "a/b", "a/b/c", "a/d", "ab", "ab/c", "e"]
ANY_FAMILIES = st.dictionaries(st.sampled_from(NAMES), ENTRIES, min_size=1)
LARGE_FAMILIES = st.fixed_dictionaries(dict.fromkeys(NAMES, ENTRIES))
FAMILIES = ANY_FAMILIES.map(
    lambda family: {name: family[name] for name in family if family.keys() >= set(above(name))}
)
TREES = LARGE_FAMILIES.map(accepted)


def allowed(codes, countries):
    restricted = [countries[code] for code in codes if countries[code] is not None]
    return frozenset.intersection(*restricted) if restricted else None


def inside(inner, outer):
    return outer is None or (inner is not None and set(inner) <= set(outer))


def at_most(inner, outer):
    return outer is None or (inner is not None and inner <= outer)


def at_least(inner, outer):
    return outer is None or (inner is not None and inner >= outer)


def narrower(inner: EffectiveTenant, outer: EffectiveTenant) -> Mapping[str, bool]:
    """Say for each dimension whether one tenant's law is at least as narrow as another's."""
    order = [name for name in inner.preferences if name in outer.preferences]
    return {
        "inference": inside(
            allowed(inner.jurisdictions, LAW.jurisdictions),
            allowed(outer.jurisdictions, LAW.jurisdictions),
        ),
        "storage": inside(
            allowed(inner.jurisdictions, LAW.storage), allowed(outer.jurisdictions, LAW.storage)
        ),
        "regimes": set(inner.regimes) >= set(outer.regimes),
        "data_classes": set(inner.data_classes) >= set(outer.data_classes),
        "obligations": set(inner.obligations) >= set(outer.obligations),
        "countries": inside(inner.countries, outer.countries),
        "providers": inside(inner.providers, outer.providers),
        "features": inside(inner.features, outer.features),
        "prompts": at_most(inner.max_prompt_days, outer.max_prompt_days),
        "max_price": at_most(inner.max_price, outer.max_price),
        "preferences": tuple(order) == outer.preferences,
        **{
            f"{record}.{key}": compare(getattr(getattr(inner, record), key), limit)
            for record in ("logs", "evidence")
            for key, compare in (("min_days", at_least), ("max_days", at_most))
            for limit in [getattr(getattr(outer, record), key)]
        },
    }


def test_families_of_three_generations_are_accepted_that_say_much():
    tree = find(
        TREES,
        lambda family: "a/b/c" in family and len(family["a/b"]) > 2 and len(family["a/b/c"]) > 2,
        settings=settings(PATIENT, max_examples=20_000, phases=[Phase.generate]),
    )
    assert tree


@settings(PATIENT, max_examples=300)
@given(TREES)
def test_no_tenant_is_ever_wider_than_any_above_it_in_any_dimension(family):
    tenants = Tenants(entries(family), LAW)
    for name in family:
        for path in above(name):
            compared = narrower(tenants.effective(name), tenants.effective(path))
            assert all(compared.values()), [one for one, holds in compared.items() if not holds]


@pytest.mark.parametrize(
    ("dimension", "changes"),
    [
        ("providers", {"providers": ("bedrock", "vertex")}),
        ("features", {"features": None}),
        ("logs.min_days", {"logs": Limits(min_days=1)}),
        ("prompts", {"max_prompt_days": None}),
        ("inference", {"jurisdictions": ("eu",)}),
        ("preferences", {"preferences": ("far", "near")}),
    ],
)
def test_a_wider_tenant_would_be_noticed(dimension, changes):
    law = {
        "jurisdictions": ["de"],
        "providers": ["bedrock"],
        "features": [],
        "preferences": ["near", "far"],
        "retention": {"prompts": {"max_days": 0}, "logs": {"min_days": 9}},
    }
    outer = Tenants(entries({"a": law}), LAW).effective("a")
    fields = {field: getattr(outer, field) for field in outer.__slots__}
    compared = narrower(EffectiveTenant(**{**fields, **changes}), outer)
    assert [one for one, holds in compared.items() if not holds][:1] == [dimension]
    assert all(narrower(outer, outer).values())


@settings(PATIENT, max_examples=300)
@given(TREES)
def test_what_is_accepted_leaves_somewhere_to_be_and_records_that_can_be_kept(family):
    tenants = Tenants(entries(family), LAW)
    for name in family:
        effective = tenants.effective(name)
        assert effective.jurisdictions
        for countries in (LAW.jurisdictions, LAW.storage):
            places = [allowed(effective.jurisdictions, countries), effective.countries]
            said = [frozenset(one) for one in places if one is not None]
            assert not said or frozenset.intersection(*said)
        assert effective.providers != ()
        for record in ("logs", "evidence"):
            limits = [getattr(effective, record)]
            limits += [LAW.regimes[code].get(record, Limits()) for code in effective.regimes]
            least = max((one.min_days or 0 for one in limits), default=0)
            assert all(one.max_days is None or least <= one.max_days for one in limits)


@PATIENT
@given(ANY_FAMILIES)
def test_a_family_with_a_gap_is_never_accepted(family):
    gaps = {path for name in family for path in above(name)} - family.keys()
    told = [one for one in refused(family) if "which is no tenant" in one]
    assert len(told) == len(gaps)


@PATIENT
@given(FAMILIES)
def test_what_is_effective_allows_exactly_what_every_entry_on_the_path_allows(family):
    tenants = Tenants(entries(family), LAW)
    for name, entry in family.items():
        path = [family[one] for one in above(name)] + [entry]
        every = list(itertools.chain.from_iterable(one.get("jurisdictions", []) for one in path))
        effective = tenants.effective(name)
        for countries in (LAW.jurisdictions, LAW.storage):
            assert allowed(effective.jurisdictions, countries) == allowed(every, countries)
        for key in ("countries", "providers", "features"):
            lists = [set(one[key]) for one in path if key in one]
            common = tuple(sorted(set.intersection(*lists))) if lists else None
            assert getattr(effective, key) == common
        laws = [one.law for one in (tenants.entry(at) for at in (*above(name), name)) if one]
        assert effective.evidence == kept(laws, "evidence")


@PATIENT
@given(FAMILIES, st.randoms())
def test_the_order_of_entries_changes_nothing(family, random):
    names = list(family)
    random.shuffle(names)
    other = {name: family[name] for name in names}

    def without_lines(messages):
        return sorted("".join(c for c in message if not c.isdigit()) for message in messages)

    assert without_lines(refused(family)) == without_lines(refused(other))
    ours, theirs = Tenants(entries(family), LAW), Tenants(entries(other), LAW)
    assert all(ours.effective(name) == theirs.effective(name) for name in family)

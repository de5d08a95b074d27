"""Properties of many families: a tenant hangs on its own path alone, and learns of no other."""

import re
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry import mistakes as collected
from compliance_toolkit.registry.mistakes import Mistakes
from compliance_toolkit.registry.sourced import SourcedTenants
from compliance_toolkit.registry.tenants import Tenants, above
from compliance_toolkit.registry.tightening import check_tenants
from registry_files import LAW
from registry_store import FakeStore
from registry_trees import ENTRIES, PATIENT, WORDS, accepted, entries

SEGMENTS = st.lists(st.sampled_from(["a", "b", "ab", "a-b"]), min_size=1, max_size=4)
NAMES = SEGMENTS.map("/".join)
PATHS = st.lists(NAMES, min_size=1, max_size=6)


@st.composite
def trees(draw: Any) -> dict[str, Any]:
    """Draw whole families of any shape: each name above a tenant's is a tenant."""
    names = {one for name in draw(PATHS) for one in (*above(name), name)}
    return {name: draw(ENTRIES) for name in sorted(names)}


TREES = trees().map(accepted).filter(bool)
CHANGES = st.dictionaries(NAMES, ENTRIES, max_size=6)


@pytest.fixture(autouse=True, scope="module")
def every_mistake():
    """Tell each mistake, however many there are: these trees can hold more than are told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collected, "MOST", 10_000)
        yield


def on_path(name: str) -> set[str]:
    return {*above(name), name}


def without(tree, name: str, other):
    """Change whatever does not stand on a tenant's path: other tenants stay, go or come."""
    kept = {one: tree[one] for one in tree if one in on_path(name)}
    return {**{one: other[one] for one in other if one not in kept}, **kept}


def mistakes_of(tree, name: str) -> list[str]:
    """Give the mistakes of one tenant, without the numbers of lines."""
    mistakes = Mistakes()
    check_tenants(entries(tree), frozenset(), WORDS, mistakes)
    found = [one for one in mistakes.broken() if one.name == name]
    told = [error for one in found for error in (one.mistake, *one.mistake.others)]
    return [re.sub(r":[0-9]+", "", error.message) for error in told]


def stored(tree) -> SourcedTenants:
    return SourcedTenants(FakeStore(tree), Tenants({}, LAW), WORDS)


def test_trees_of_several_families_are_drawn():
    several = find(
        TREES,
        lambda tree: len({name.partition("/")[0] for name in tree}) > 1 and len(tree) > 3,
        settings=settings(PATIENT, max_examples=20_000, phases=[Phase.generate]),
    )
    assert several


@settings(PATIENT, max_examples=200)
@given(TREES, CHANGES, st.data())
def test_what_holds_for_a_tenant_hangs_on_its_own_path_alone(tree, other, data):
    name = data.draw(st.sampled_from(sorted(tree)))
    changed = without(tree, name, other)
    before, after = Tenants(entries(tree), LAW), Tenants(entries(changed), LAW)
    assert before.effective(name) == after.effective(name)
    told = [
        [(one.dimension, one.value, one.tenant) for one in tenants.sources(name)]
        for tenants in (before, after)
    ]
    assert told[0] == told[1]
    assert {one.tenant for one in before.sources(name)} <= on_path(name)
    assert stored(tree).effective(name) == before.effective(name)
    assert stored(changed).effective(name) == before.effective(name)


@settings(PATIENT, max_examples=200)
@given(trees(), CHANGES, st.data())
def test_what_is_wrong_with_a_tenant_hangs_on_its_own_path_alone(tree, other, data):
    name = data.draw(st.sampled_from(sorted(tree)))
    assert mistakes_of(tree, name) == mistakes_of(without(tree, name, other), name)


@st.composite
def trees_of_few_words(draw: Any) -> dict[str, Any]:
    """Draw families in which many tenants say the same, each in another place."""
    pool = [{}, {"jurisdictions": ["eu"]}, *draw(st.lists(ENTRIES, min_size=2, max_size=3))]
    names = {one for name in draw(PATHS) for one in (*above(name), name)}
    return {name: draw(st.sampled_from(pool)) for name in sorted(names)}


@settings(PATIENT, max_examples=300)
@given(trees_of_few_words())
def test_a_tenant_among_many_that_say_the_same_is_judged_as_if_it_were_alone(tree):
    for name in tree:
        alone = {one: tree[one] for one in tree if one in on_path(name)}
        assert mistakes_of(tree, name) == mistakes_of(alone, name)


def wrong_spellings(name: str) -> set[str]:
    """Give what a name is cut off to, or becomes in another hand."""
    return {
        *(name[:end] for end in range(len(name))),
        *(name[begin:] for begin in range(1, len(name))),
        *(name.upper(), name.title(), f"{name}/", f"/{name}", f" {name}", f"{name} ", f"{name}\n"),
        *(
            name.replace("/", "//"),
            name.replace("/", "."),
            f"{name}/..",
            f"{name}/x/..",
            f"{name}%",
        ),
    }


@PATIENT
@given(TREES)
def test_a_shortened_or_differently_spelt_name_is_no_tenant(tree):
    tenants, store = Tenants(entries(tree), LAW), stored(tree)
    spellings = {one for name in tree for one in wrong_spellings(name)}
    for spelling in spellings - tree.keys():
        for ask in (tenants.effective, tenants.requested, tenants.sources, store.requested):
            with pytest.raises(ConfigurationError, match="unknown tenant"):
                ask(spelling)
    for name in spellings & tree.keys():
        parent = any(one.startswith(f"{name}/") for one in tree)
        for ask in (tenants.requested, store.requested):
            if parent and not tree[name].get("requests"):
                with pytest.raises(ConfigurationError, match="takes no requests itself"):
                    ask(name)
            else:
                assert ask(name).name == name


CROWD = {
    **{f"corp{n}": {"jurisdictions": ["global"]} for n in range(40)},
    **{f"corp{n}/{unit}": {} for n in range(40) for unit in ("bank", "lab1", "lab2", "lab3")},
}
MISSPELT = sorted({spelling for name in CROWD for spelling in wrong_spellings(name)})
ASKED = st.one_of(
    st.sampled_from(MISSPELT),
    st.sampled_from(["bank", "lab", "lap1", "corp", "corp/bank", "corp41", "corp41/bank", "", "/"]),
    st.text(max_size=12),
)


@settings(PATIENT, max_examples=300)
@given(ASKED)
def test_an_error_names_at_most_three_tenants_of_other_families(name):
    tenants, store = Tenants(entries(CROWD), LAW), stored(CROWD)
    for ask, most in ((tenants.requested, 3), (store.requested, 0)):
        try:
            ask(name)
        except ConfigurationError as error:
            told = set(re.findall(r"`([^`]*)`", f"{error.message} {error.hint}"))
            others = {
                one
                for one in told & CROWD.keys()
                if one.partition("/")[0] != name.partition("/")[0]
            }
            assert len(others) <= most

"""Properties of the registry: two gates that agree, and law that only ever tightens."""

import itertools
import json
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.mistakes import Mistakes
from compliance_toolkit.registry.model import MEANING
from compliance_toolkit.registry.project import Project
from compliance_toolkit.registry.schemas import faults, schema
from compliance_toolkit.registry.tenant import TENANT, Tenant, law_of
from compliance_toolkit.registry.tenants import Entry, Tenants, above
from compliance_toolkit.registry.tightening import Words, check_tenants
from registry_files import LAW

ODD: list[Any] = [
    *(None, True, False, 0, -1, 7, 1.0, 36_500, 36_501, 10**30),
    *("", " ", "x", "eu", "a/b", "A", "a\n", "ä", "٣", "2027-03-31", "2027-03-31\n", "1", "true"),
    *([], [""], ["eu"], ["eu", "eu"], ["eu", "de"], [None], [1], [["eu"]], "eu", {}, {"env": "X"}),
    *({"prompts": {}}, {"prompts": {"max_days": 0}}, {"prompts": {"max_days": True}}, {"x": 1}),
    *("arn:aws:iam::111122223333:role/x", "arn:aws:iam::111122223333:role/x\n", "vertex", "none"),
]

TENANT_WHOLE: dict[str, Any] = {
    "name": "acme/health",
    "jurisdictions": ["us"],
    "regimes": ["hipaa"],
    "data_classes": ["health"],
    "retention": {"prompts": {"max_days": 0}},
    "requests": True,
}
CLAIM = {"by": "a", "reference": "b", "until": "2027-03-31"}
MODE = {"mode": "none", "regions": ["eu-west-1"], **CLAIM}
ACCOUNT = {"account": "111122223333", "region": "eu-west-1"}
ROLE = "arn:aws:iam::111122223333:role/x"
PROFILE = "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/x"
DEPLOYMENTS: dict[str, dict[str, Any]] = {
    "anthropic": {"workspace": "w", "inference_geo": "us", "api_key": {"env": "X"}}
    | {"attestations": {"zero_data_retention": CLAIM, "retention": MODE}},
    "bedrock": {**ACCOUNT, "scope": "eu", "role_arn": ROLE, "profile_arn": PROFILE}
    | {"attestations": {"baa": CLAIM, "retention": MODE}},
    "claude_platform_aws": {**ACCOUNT, "workspace": "w", "inference_geo": "us"},
    "bedrock_mantle": {**ACCOUNT, "project": "p", "attestations": {"retention": MODE}},
    "vertex": {
        "project": "p",
        "location": "eu",
        "attestations": {"dpa": CLAIM, "retention": CLAIM},
    },
    "foundry": {"resource": "r", "sku": "s", "api_key": {"env": "X"}},
}
PROJECT: dict[str, Any] = {
    "version": "1",
    "organization": "acme",
    "deployments": {},
    "tenants": {"acme": {key: TENANT_WHOLE[key] for key in TENANT_WHOLE if key != "name"}},
    "tenant_files": ["tenants/*.yaml"],
    "audits": [
        {"terraform": "infra/eu", "jurisdictions": ["eu"], "regimes": ["gdpr"]},
        {"plan": "plan.json", "tenants": ["acme"]},
        {"workspaces": "w.json", "jurisdictions": ["us"]},
    ],
}
PROJECTS = [
    {"version": "1", "organization": "acme", "deployments": {"d": deployment}}
    for deployment in (
        {"provider": provider, "models": ["m"], **keys} for provider, keys in DEPLOYMENTS.items()
    )
]


def places(document, path=()):
    """Give every place in a document, the document itself left out."""
    steps = document.items() if isinstance(document, dict) else enumerate(document)
    for step, child in steps:
        yield (*path, step)
        if isinstance(child, dict | list):
            yield from places(child, (*path, step))


def changed(document, path, change):
    """Give a copy in which one place is changed: `change` gets its container and its key."""
    document = json.loads(json.dumps(document))  # a copy that shares nothing within itself
    container = document
    for step in path[:-1]:
        container = container[step]
    change(container, path[-1])
    return document


def variants(document):
    """Give the document with each one place left out, replaced, renamed or added to."""
    for path in places(document):
        yield changed(document, path, lambda container, key: container.pop(key))
        for odd in ODD:
            yield changed(document, path, lambda at, key, odd=odd: at.__setitem__(key, odd))
        if isinstance(path[-1], str):
            for name in ("name", "x", "models", "A", "a\n"):
                yield changed(
                    document, path, lambda at, key, name=name: at.setdefault(name, at[key])
                )
                yield changed(
                    document, path, lambda at, key, name=name: at.update({name: at.pop(key)})
                )


def accepts(validate, document):
    """Tell whether pydantic accepts the shape; what no schema can say does not count."""
    try:
        validate(document)
    except ValidationError as error:
        return all(one["type"] == MEANING for one in error.errors())
    return True


@pytest.mark.parametrize(
    ("kind", "whole", "validate"),
    [
        ("tenant", TENANT_WHOLE, TENANT.validate_python),
        *(("project", whole, Project.model_validate) for whole in [PROJECT, *PROJECTS]),
    ],
)
def test_pydantic_and_the_schema_accept_the_same_documents(kind, whole, validate):
    verdicts = [(accepts(validate, one), not faults(kind, one), one) for one in variants(whole)]
    assert [one for pydantic, explained, one in verdicts if pydantic is not explained] == []
    assert sum(accepted for accepted, _, _ in verdicts) > 10
    assert sum(not accepted for accepted, _, _ in verdicts) > 100
    assert accepts(validate, whole)


LIKELY = st.sampled_from([*ODD, *TENANT_WHOLE.values()])
LOOSE = st.dictionaries(st.sampled_from([*TENANT_WHOLE, "x", "jurisdiction"]), LIKELY)


@settings(max_examples=500)
@given(LIKELY | LOOSE | LOOSE.map(lambda some: TENANT_WHOLE | some))
def test_a_generated_tenant_is_accepted_by_both_or_refused_by_both(document):
    assert accepts(TENANT.validate_python, document) is not bool(faults("tenant", document))


def test_a_tenant_is_the_same_in_a_project_file_and_on_a_line_of_its_own():
    line: Any = schema("tenant")
    project: Any = schema("project")
    definitions = project["$defs"]
    properties = dict(line["properties"])
    assert properties.pop("name") == definitions["tenantName"]
    assert properties == definitions["tenant"]["properties"]
    assert {name: definitions[name] for name in line["$defs"]} == line["$defs"]


NAMES = ["a", "a/b", "a/b/c", "a/d", "e"]
ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "jurisdictions": st.lists(
            st.sampled_from(sorted(LAW.jurisdictions)), min_size=1, max_size=2, unique=True
        ),
        "regimes": st.lists(st.sampled_from(sorted(LAW.regimes)), max_size=2, unique=True),
        "data_classes": st.lists(st.sampled_from(sorted(LAW.data_classes)), unique=True),
        "retention": st.integers(0, 40).map(lambda days: {"prompts": {"max_days": days}}),
    },
)
ANY_FAMILIES = st.dictionaries(st.sampled_from(NAMES), ENTRIES, min_size=1)
LARGE_FAMILIES = st.fixed_dictionaries(dict.fromkeys(NAMES, ENTRIES))
FAMILIES = ANY_FAMILIES.map(
    lambda family: {name: family[name] for name in family if family.keys() >= set(above(name))}
)


def entries(family):
    return {
        name: Entry(name, law_of(Tenant.model_validate({"name": name, **entry})), "t.yaml", line)
        for line, (name, entry) in enumerate(family.items(), start=1)
    }


def refused(family):
    mistakes = Mistakes()
    check_tenants(entries(family), frozenset(), Words(LAW), mistakes)
    try:
        mistakes.raise_any()
    except ConfigurationError as error:
        return [one.message.partition(" ")[2] for one in (error, *error.others)]
    return []


def accepted(family):
    """Give the family without its refused tenants, outermost first."""
    kept: dict[str, Any] = {}
    for name in sorted(family):
        if not refused({**kept, name: family[name]}):
            kept[name] = family[name]
    return kept


def allowed(codes, countries):
    restricted = [countries[code] for code in codes if countries[code] is not None]
    return frozenset.intersection(*restricted) if restricted else None


def inside(inner, outer):
    return outer is None or (inner is not None and inner <= outer)


def test_families_of_three_generations_are_accepted():
    assert find(LARGE_FAMILIES.map(accepted), lambda family: "a/b/c" in family)


@settings(max_examples=300)
@given(LARGE_FAMILIES.map(accepted))
def test_what_is_accepted_only_tightens_and_leaves_somewhere_to_be(family):
    tenants = Tenants(entries(family), LAW)
    for name in family:
        effective = tenants.effective(name)
        assert effective.jurisdictions
        for countries in (LAW.jurisdictions, LAW.storage):
            assert allowed(effective.jurisdictions, countries) != frozenset()
        for parent in (tenants.effective(path) for path in above(name) if path in family):
            for countries in (LAW.jurisdictions, LAW.storage):
                assert inside(
                    allowed(effective.jurisdictions, countries),
                    allowed(parent.jurisdictions, countries),
                )
            assert set(effective.regimes) >= set(parent.regimes)
            assert set(effective.data_classes) >= set(parent.data_classes)
            if parent.max_prompt_days is not None:
                assert effective.max_prompt_days is not None
                assert effective.max_prompt_days <= parent.max_prompt_days


@given(ANY_FAMILIES)
def test_a_family_with_a_gap_is_never_accepted(family):
    gaps = {path for name in family for path in above(name)} - family.keys()
    told = [one for one in refused(family) if "which is no tenant" in one]
    assert len(told) == len(gaps)


@given(FAMILIES)
def test_what_is_effective_allows_exactly_what_every_entry_on_the_path_allows(family):
    tenants = Tenants(entries(family), LAW)
    for name, entry in family.items():
        path = [family[one] for one in above(name) if one in family] + [entry]
        codes = itertools.chain.from_iterable(one.get("jurisdictions", []) for one in path)
        effective = tenants.effective(name).jurisdictions
        every = list(codes)
        for countries in (LAW.jurisdictions, LAW.storage):
            assert allowed(effective, countries) == allowed(every, countries)


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

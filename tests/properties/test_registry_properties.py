"""Properties of the registry: two gates that agree, and law that only ever tightens."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from compliance_toolkit.registry.model import MEANING
from compliance_toolkit.registry.project import Project
from compliance_toolkit.registry.schemas import faults, schema
from compliance_toolkit.registry.tenant import TENANT
from registry_trees import PATIENT

ODD: list[Any] = [
    *(None, True, False, 0, -1, 7, 1.0, 36_500, 36_501, 10**30, 0.5, 100, 100.5, -0.0),
    *("", " ", "x", "eu", "a/b", "A", "a\n", "ä", "٣", "2027-03-31", "2027-03-31\n", "1", "true"),
    *([], [""], ["eu"], ["eu", "eu"], ["eu", "de"], [None], [1], [["eu"]], "eu", {}, {"env": "X"}),
    *({"prompts": {}}, {"prompts": {"max_days": 0}}, {"prompts": {"max_days": True}}, {"x": 1}),
    *({"logs": {"min_days": 0}}, {"logs": {}}, {"min_days": 1}, {"a": "m"}, {"A": "m"}, {"a": ""}),
    *("a" * 255, "a" * 256),
    *("DE", "de", "DEU", ["DE"], ["de"]),
    *("arn:aws:iam::111122223333:role/x", "arn:aws:iam::111122223333:role/x\n", "vertex", "none"),
]

TENANT_WHOLE: dict[str, Any] = {
    "name": "acme/health",
    "jurisdictions": ["us"],
    "regimes": ["hipaa"],
    "data_classes": ["health"],
    "retention": {
        "prompts": {"max_days": 0},
        "logs": {"min_days": 30, "max_days": 400},
        "evidence": {"min_days": 2190},
    },
    "countries": ["US"],
    "providers": ["bedrock", "vertex"],
    "features": ["batch"],
    "obligations": ["log-in-region"],
    "max_price": 1.1,
    "preferences": ["vertex"],
    "aliases": {"default": "claude-opus-5-5"},
    "requests": True,
}
CLAIM = {"by": "a", "reference": "b", "until": "2027-03-31"}
PLACES = {"countries": ["DE"], **CLAIM}
MODE = {"mode": "none", "regions": ["eu-west-1"], **CLAIM}
ACCOUNT = {"account": "111122223333", "region": "eu-west-1"}
ROLE = "arn:aws:iam::111122223333:role/x"
PROFILE = "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/x"
DEPLOYMENTS: dict[str, dict[str, Any]] = {
    "anthropic": {"workspace": "w", "inference_geo": "us", "api_key": {"env": "X"}}
    | {"attestations": {"zero_data_retention": CLAIM, "retention": MODE}},
    "bedrock": {**ACCOUNT, "scope": "eu", "role_arn": ROLE, "profile_arn": PROFILE}
    | {"attestations": {"baa": CLAIM, "retention": MODE, "locations": PLACES}},
    "claude_platform_aws": {**ACCOUNT, "workspace": "w", "inference_geo": "us"},
    "bedrock_mantle": {**ACCOUNT, "project": "p", "attestations": {"retention": MODE}},
    "vertex": {
        "project": "p",
        "location": "eu",
        "attestations": {"dpf_uk": CLAIM, "scc": CLAIM, "retention": CLAIM},
    },
    "foundry": {"resource": "r", "sku": "s", "api_key": {"env": "X"}},
}
PROJECT: dict[str, Any] = {
    "version": "1",
    "organization": "acme",
    "deployments": {},
    "tenants": {"acme": {key: TENANT_WHOLE[key] for key in TENANT_WHOLE if key != "name"}},
    "tenant_files": ["tenants/*.yaml"],
    "tenant_database": {"url": {"env": "X"}, "table": "tenants"},
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


@settings(PATIENT, max_examples=500)
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

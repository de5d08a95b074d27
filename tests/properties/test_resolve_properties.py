"""More law never gives more routes, and less knowledge never does either."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.resolve.candidates import candidates
from resolve_world import CLAIM, NONE_KEPT, deployment

MODELS = ("claude-opus-5-5", "claude-opus-4-5", "claude-haiku-4-5", "claude-fable-5-1")
CODES = ("ch", "de", "eu", "global", "uk", "us")
REGIMES = ("gdpr", "hipaa", "dora", "uk-gdpr", "fedramp-high")
FEATURES = ("messages", "prompt_caching", "browser_use", "batches", "web_search", "unheard_of")
CLASSES = ("personal", "health", "phi", "card", "unheard_of")
OWN = {
    "countries": ["AT", "DE", "ES", "FR", "GB", "IE", "IT", "SE", "US"],
    "providers": ["anthropic", "bedrock", "vertex"],
    "features": ["messages", "prompt_caching", "web_search"],
}
"""What a tenant's own lists may name."""

NOTHING: dict[str, Any] = {
    "countries": None,
    "providers": None,
    "features": None,
    "obligations": [],
    "max_price": None,
}
"""A tenant's own lists and ceiling, where it has none."""

LOCATED = {**CLAIM, "countries": ("DE", "ES", "FR", "IE", "IT", "SE", "US")}
ATTESTED = {"dpa": CLAIM, "baa": CLAIM, "scc": CLAIM, "dpf": CLAIM, "locations": LOCATED}
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("bedrock", {"attestations": {**ATTESTED, "retention": NONE_KEPT}}),
    ("bedrock", {"attestations": ATTESTED, "region": "eu-west-2"}),
    ("bedrock", {"attestations": ATTESTED, "scope": "us", "region": "us-east-1"}),
    ("bedrock", {"attestations": {"dpa": CLAIM}, "scope": "us", "region": "us-east-1"}),
    ("bedrock", {"scope": "global"}),
    ("vertex", {"attestations": {**ATTESTED, "zero_data_retention": CLAIM}}),
    ("vertex", {"location": "global"}),
    ("anthropic", {"attestations": {**ATTESTED, "zero_data_retention": CLAIM}}),
    ("anthropic", {"attestations": ATTESTED, "inference_geo": "global"}),
    ("foundry", {}),
)
DEPLOYMENTS = tuple(
    deployment(provider, name=f"d{number}", models=MODELS, **changes)
    for number, (provider, changes) in enumerate(KINDS)
)

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def some(values, least=0):
    return st.lists(st.sampled_from(values), min_size=least, max_size=3, unique=True).map(sorted)


requests = st.fixed_dictionaries(
    {
        "model": st.sampled_from(MODELS),
        "features": some(FEATURES),
        "data_classes": some(CLASSES[:2]),
        "at": st.dates(dt.date(2026, 9, 1), dt.date(2027, 6, 1)).map(dt.date.isoformat),
    }
)


def own(key):
    """No list, or some of what it may name."""
    return st.none() | st.lists(st.sampled_from(OWN[key]), unique=True).map(sorted)


tenants = st.fixed_dictionaries(
    {
        "countries": own("countries"),
        "providers": own("providers"),
        "features": own("features"),
        "obligations": st.lists(st.sampled_from(["log-in-region", "exit-plan"]), unique=True),
        "max_price": st.none() | st.sampled_from([1.0, 1.1, 2]),
        "name": st.just("t"),
        "jurisdictions": some(CODES, least=1),
        "regimes": some(REGIMES),
        "data_classes": some(CLASSES[:2]),
        "retention": st.fixed_dictionaries(
            {
                "prompts": st.fixed_dictionaries(
                    {"max_days": st.none() | st.sampled_from([0, 7, 30, 365])}
                )
            }
        ),
    }
)
inputs = st.fixed_dictionaries({"request": requests, "tenant": tenants})


def engine_of(bundle: Bundle, law: Any, deployments: Any = DEPLOYMENTS) -> EmbeddedEngine:
    changed = Bundle(
        bundle.modules,
        {**bundle.data, "compliance": law},
        bundle.roots,
        bundle.revision,
        bundle.digest,
    )
    return EmbeddedEngine(changed, data={"deployments": candidates(deployments, law)})


@pytest.fixture(scope="module")
def engine(bundle):
    return engine_of(bundle, bundle.data["compliance"])


def routes(engine: EmbeddedEngine, asked: Any) -> dict[str, Any]:
    answer: Any = engine.evaluate("compliance.resolve.routes", asked)
    return {route["deployment"]: route for route in answer}


def refused(engine: EmbeddedEngine, asked: Any) -> set[str]:
    answer: Any = engine.evaluate("compliance.resolve.denials", asked)
    return {denial["deployment"] for denial in answer}


def paths(value: Any, at: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every path in a document that leads to a member of an object."""
    if not isinstance(value, dict):
        return []
    return [path for key in value for path in ((*at, key), *paths(value[key], (*at, key)))]


def changed(value: Any, path: tuple[str, ...], new: Any) -> Any:
    """A copy of a document with another value in one place."""
    whole = copy.deepcopy(value)
    holder = whole
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return whole


def test_the_requests_are_not_all_refused_nor_all_served(engine):
    served = [
        bool(routes(engine, {"request": request, "tenant": tenant}))
        for request in (
            {"model": MODELS[0], "features": [], "data_classes": [], "at": "2026-11-25"},
            {"model": MODELS[2], "features": [], "data_classes": [], "at": "2026-11-25"},
        )
        for tenant in (
            {
                **NOTHING,
                "name": "t",
                "jurisdictions": [code],
                "regimes": [],
                "data_classes": [],
                "retention": {"prompts": {"max_days": 0}},
            }
            for code in CODES
        )
    ]
    assert 2 <= sum(served) < len(served)


@many
@given(asked=inputs)
def test_every_deployment_is_earned_or_refused_and_none_both(engine, asked):
    earned, denied = routes(engine, asked).keys(), refused(engine, asked)
    assert earned | denied == {one.name for one in DEPLOYMENTS}
    assert not earned & denied


@many
@given(asked=inputs, data=st.data())
def test_a_missing_or_wrong_field_never_adds_a_route_and_never_changes_one(engine, asked, data):
    path = data.draw(st.sampled_from(paths(asked)))
    if path == ("tenant", "name"):
        return
    wrong = data.draw(st.sampled_from([None, "", [], {}, 0, False, "x", ["x"], 1.5]))
    before, after = routes(engine, asked), routes(engine, changed(asked, path, wrong))
    loosened = path[-1] in {"features", "data_classes", "regimes"} and wrong == []
    loosened |= path[-1] == "max_days" and wrong in (None, 1.5)
    loosened |= path[-1] in OWN and path[0] == "tenant" and wrong is None
    loosened |= path[-1] == "max_price" and wrong in (None, 1.5)
    if not loosened:
        assert after.keys() <= before.keys()
    holes = copy.deepcopy(asked)
    holder = holes
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    assert routes(engine, holes) == {}


@many
@given(asked=inputs, data=st.data())
def test_one_more_thing_to_hold_to_never_adds_a_route(engine, asked, data):
    before = routes(engine, asked).keys()
    place, values = data.draw(
        st.sampled_from(
            [
                (("tenant", "jurisdictions"), CODES),
                (("tenant", "regimes"), REGIMES),
                (("tenant", "data_classes"), CLASSES),
                (("request", "data_classes"), CLASSES),
                (("request", "features"), FEATURES),
            ]
        )
    )
    more = sorted({*asked[place[0]][place[1]], data.draw(st.sampled_from(values))})
    assert routes(engine, changed(asked, place, more)).keys() <= before


@many
@given(asked=inputs, data=st.data())
def test_a_list_of_the_tenant_s_own_that_is_shorter_never_adds_a_route(engine, asked, data):
    key = data.draw(st.sampled_from(sorted(OWN)))
    before = routes(engine, asked).keys()
    listed = OWN[key] if asked["tenant"][key] is None else asked["tenant"][key]
    fewer = sorted(data.draw(st.sets(st.sampled_from(listed)))) if listed else []
    assert routes(engine, changed(asked, ("tenant", key), fewer)).keys() <= before


@many
@given(asked=inputs, lower=st.sampled_from([0, 0.9, 1, 1.0, 1.05]))
def test_a_lower_ceiling_of_price_never_adds_a_route(engine, asked, lower):
    ceiling = asked["tenant"]["max_price"]
    lowered = lower if ceiling is None else min(lower, ceiling)
    before = routes(engine, asked).keys()
    after = routes(engine, changed(asked, ("tenant", "max_price"), lowered))
    assert after.keys() <= before
    assert all(route["price"] <= lowered for route in after.values())


@many
@given(asked=inputs)
def test_no_route_leaves_the_tenant_s_own_lists(engine, asked):
    providers = {one.name: one.provider for one in DEPLOYMENTS}
    countries, listed = asked["tenant"]["countries"], asked["tenant"]["providers"]
    for name, route in routes(engine, asked).items():
        for places in (route["countries"], route["storage"]):
            assert countries is None or set(places) <= set(countries)
        assert listed is None or providers[name] in listed


@few
@given(asked=inputs, data=st.data())
def test_a_transfer_rule_that_is_stricter_never_adds_a_route(engine, bundle, asked, data):
    law = json.loads(json.dumps(bundle.data["compliance"]))
    code = data.draw(st.sampled_from(["gdpr", "uk-gdpr"]))
    rules = law["regimes"][code]["transfers"]
    part = data.draw(st.sampled_from(["free", "adequate", "mechanisms"]))
    rules[part] = [one for one in rules[part] if data.draw(st.booleans())]
    before = routes(engine, asked).keys()
    assert routes(engine_of(bundle, law), asked).keys() <= before


@many
@given(asked=inputs, lower=st.integers(0, 400))
def test_a_shorter_limit_never_adds_a_route(engine, asked, lower):
    path = ("tenant", "retention", "prompts", "max_days")
    limit = asked["tenant"]["retention"]["prompts"]["max_days"]
    shorter = lower if limit is None else min(lower, limit)
    before = routes(engine, asked).keys()
    assert routes(engine, changed(asked, path, shorter)).keys() <= before


@many
@given(asked=inputs)
def test_no_route_names_a_country_that_a_jurisdiction_lacks(engine, bundle, asked):
    law: Any = bundle.data["compliance"]["jurisdictions"]
    for route in routes(engine, asked).values():
        for code in asked["tenant"]["jurisdictions"]:
            for kind, places in (("inference", "countries"), ("storage", "storage")):
                allowed = law[code][kind]["countries"]
                assert allowed == "any" or set(route[places]) <= set(allowed)


@many
@given(asked=inputs)
def test_the_order_of_what_is_asked_changes_nothing(engine, asked):
    other = json.loads(json.dumps(asked))
    for whole, key in (
        ("tenant", "jurisdictions"),
        ("tenant", "regimes"),
        ("request", "features"),
        ("request", "data_classes"),
    ):
        other[whole][key].reverse()
    assert routes(engine, other) == routes(engine, asked)


@few
@given(asked=inputs, data=st.data())
def test_a_narrower_law_never_adds_a_route(engine, bundle, asked, data):
    law = json.loads(json.dumps(bundle.data["compliance"]))
    code = data.draw(st.sampled_from(asked["tenant"]["jurisdictions"]))
    kind = data.draw(st.sampled_from(["inference", "storage"]))
    countries = law["jurisdictions"][code][kind]["countries"]
    listed = ["AT", "DE", "IE", "US"] if countries == "any" else countries
    narrower = data.draw(st.lists(st.sampled_from(listed), unique=True))
    law["jurisdictions"][code][kind]["countries"] = narrower
    before = routes(engine, asked).keys()
    assert routes(engine_of(bundle, law), asked).keys() <= before


@few
@given(asked=inputs, data=st.data())
def test_one_attestation_less_never_adds_a_route(engine, bundle, asked, data):
    poorer = []
    for one in DEPLOYMENTS:
        kinds = sorted(type(one.attestations).model_fields)
        gone = data.draw(st.sampled_from(kinds))
        attestations = one.attestations.model_copy(update={gone: None})
        poorer.append(one.model_copy(update={"attestations": attestations}))
    before = routes(engine, asked).keys()
    assert routes(engine_of(bundle, bundle.data["compliance"], poorer), asked).keys() <= before


@few
@given(asked=inputs, data=st.data())
def test_a_destination_more_never_adds_a_route(engine, bundle, asked, data):
    law = json.loads(json.dumps(bundle.data["compliance"]))
    more = data.draw(st.sampled_from(sorted(law["regions"]["aws"])))
    for offer in law["routes"]["bedrock"]["offers"]:
        if offer["destinations"] != "unspecified":
            offer["destinations"] = sorted({*offer["destinations"], more})
    before = routes(engine, asked).keys()
    assert routes(engine_of(bundle, law), asked).keys() <= before


@few
@given(asked=inputs, mark=st.sampled_from(["K", "?"]))
def test_no_route_is_earned_by_what_was_not_read(bundle, asked, mark):
    law = json.loads(json.dumps(bundle.data["compliance"]))
    for route in law["routes"].values():
        for offer in route["offers"]:
            offer["confidence"] = mark
    assert routes(engine_of(bundle, law), asked) == {}

"""What the resolver does not believe: policies that answer oddly, and callers who know better."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

import pytest

from compliance_toolkit.errors import NoCompliantRouteError, PolicyError, ResidencyError
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.resolve.resolver import Resolver
from resolve_world import CLAIM, FakeEngine, deployment, request, resolver, tenant

ROUTE = MappingProxyType(
    {
        "deployment": "one",
        "model_id": "the id",
        "destinations": ["eu-central-1"],
        "countries": ["DE"],
        "storage": ["DE"],
        "price": 1.1,
        "obligations": [],
        "expires_at": None,
        "retention": 30,
    }
)
DENIAL = MappingProxyType({"deployment": "one", "rule": "RES-101", "facts": {}})


@pytest.fixture
def resolve(bundle):
    """Resolve with an engine that answers this, for one deployment."""

    def resolve(whom=None, *, explain=False, **answers):
        engine = FakeEngine(answers)
        found = Resolver(engine, Catalog.load(bundle.data), {"one": deployment("bedrock")}, bundle)
        return found.resolve(request(), whom or tenant("eu"), explain=explain), engine

    return resolve


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        "routes",
        [None],
        [{}],
        [{**ROUTE, "destinations": []}],
        [{**ROUTE, "destinations": None}],
        [{**ROUTE, "destinations": "anywhere"}],
        [{**ROUTE, "countries": []}],
        [{**ROUTE, "storage": None}],
        [{**ROUTE, "price": "1"}],
        [{**ROUTE, "model_id": ""}],
        [{**ROUTE, "more": 1}],
        [{**ROUTE, "retention": -1}],
        [{**ROUTE, "retention": None}],
        [{**ROUTE, "retention": "forever"}],
        [{**ROUTE, "retention": 0.5}],
        [{key: value for key, value in ROUTE.items() if key != "expires_at"}],
    ],
)
def test_routes_out_of_shape_are_an_error_and_no_route(resolve, answer):
    with pytest.raises(PolicyError, match=r"`data\.compliance\.resolve\.routes` answered out of"):
        resolve(routes=answer)


@pytest.mark.parametrize("answer", [None, [{}], [{**DENIAL, "more": 1}], [{**DENIAL, "facts": []}]])
def test_denials_out_of_shape_are_an_error(resolve, answer):
    with pytest.raises(PolicyError, match=r"`data\.compliance\.resolve\.denials` answered out of"):
        resolve(routes=[], denials=answer)


def test_an_undefined_rule_is_an_error_and_no_denial(resolve):
    with pytest.raises(PolicyError, match="undefined"):
        resolve()
    with pytest.raises(PolicyError, match="undefined"):
        resolve(routes=[])


@pytest.mark.parametrize("field", ["countries", "storage"])
@pytest.mark.parametrize("places", [["US"], ["DE", "GB"], "unspecified"])
def test_a_route_outside_the_jurisdiction_is_an_error_whatever_the_policies_say(
    resolve, field, places
):
    with pytest.raises(PolicyError, match="outside the countries of jurisdiction `eu`"):
        resolve(routes=[{**ROUTE, field: places}])


def test_a_route_is_checked_against_every_jurisdiction(resolve):
    with pytest.raises(PolicyError, match="outside the countries of jurisdiction `us`"):
        resolve(tenant("eu", "us"), routes=[ROUTE])


@pytest.mark.parametrize("places", [["US"], ["DE", "US"], "unspecified"])
def test_a_route_outside_the_tenant_s_own_countries_is_an_error_whatever_the_policies_say(
    resolve, places
):
    own = tenant("global", countries=("DE", "FR"))
    for field in ("countries", "storage"):
        with pytest.raises(PolicyError, match="outside the countries of the tenant's own list"):
            resolve(own, routes=[{**ROUTE, field: places}])
    assert resolve(own, routes=[ROUTE])[0].outcome == "resolved"


def test_a_route_over_a_provider_that_is_not_listed_is_an_error(resolve):
    with pytest.raises(PolicyError, match="over a provider that the tenant's own list leaves out"):
        resolve(tenant("eu", providers=("vertex",)), routes=[ROUTE])
    with pytest.raises(PolicyError, match="over a provider that the tenant's own list leaves out"):
        resolve(tenant("eu", providers=()), routes=[ROUTE])
    assert resolve(tenant("eu", providers=("bedrock",)), routes=[ROUTE])[0].outcome == "resolved"


def test_a_tenant_that_does_not_state_its_own_lists_is_given_no_route(resolve):
    class Silent:
        name = "acme/one"
        jurisdictions = ("eu",)

        def as_input(self):
            return {"name": self.name, "jurisdictions": ["eu"]}

    with pytest.raises(PolicyError, match="the tenant's own list"):
        resolve(Silent(), routes=[ROUTE])


@pytest.mark.parametrize("codes", [(), ("xx",)])
def test_a_route_without_a_known_jurisdiction_is_an_error(resolve, codes):
    with pytest.raises(PolicyError, match="jurisdiction"):
        resolve(tenant(*codes), routes=[ROUTE])


def test_a_deployment_both_earned_and_refused_is_an_error(resolve):
    both = {"routes": [ROUTE], "denials": [DENIAL]}
    with pytest.raises(PolicyError, match="deployment `one` is earned and refused"):
        resolve(decision=both, explain=True)


def test_a_deployment_neither_earned_nor_refused_is_an_error(resolve):
    with pytest.raises(PolicyError, match="deployment `one` is neither earned nor refused"):
        resolve(routes=[], denials=[])


def test_a_deployment_with_two_routes_is_an_error(resolve):
    with pytest.raises(PolicyError, match="gave one deployment two routes"):
        resolve(routes=[ROUTE, ROUTE])


def test_a_deployment_that_the_project_does_not_have_is_an_error(resolve):
    with pytest.raises(PolicyError, match="names the deployment `other`"):
        resolve(routes=[{**ROUTE, "deployment": "other"}])
    with pytest.raises(PolicyError, match="names the deployment `other`"):
        resolve(routes=[], denials=[{**DENIAL, "deployment": "other"}])


def test_a_rule_that_the_catalog_does_not_have_is_an_error(resolve):
    with pytest.raises(PolicyError, match="names the rule `RES-999`"):
        resolve(routes=[], denials=[{**DENIAL, "rule": "RES-999"}])


def test_denials_are_asked_for_only_when_somebody_wants_them(resolve):
    assert resolve(routes=[ROUTE])[1].asked == ["routes"]
    assert resolve(routes=[], denials=[DENIAL])[1].asked == ["routes", "denials"]
    both = {"routes": [ROUTE], "denials": []}
    assert resolve(decision=both, explain=True)[1].asked == ["decision"]
    with pytest.raises(PolicyError, match="undefined"):
        resolve(routes=[ROUTE], denials=[], explain=True)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"routes": [ROUTE]},
        {"routes": [ROUTE], "denials": None},
        {"routes": [{}], "denials": []},
        {"routes": [ROUTE], "denials": [], "more": []},
    ],
)
def test_a_decision_out_of_shape_is_an_error(resolve, answer):
    with pytest.raises(PolicyError, match=r"`data\.compliance\.resolve\.decision` answered out"):
        resolve(decision=answer, explain=True)


def test_a_decision_is_checked_like_routes_alone(resolve):
    outside = {"routes": [{**ROUTE, "countries": ["US"]}], "denials": []}
    with pytest.raises(PolicyError, match="outside the countries of jurisdiction `eu`"):
        resolve(decision=outside, explain=True)


def test_a_denial_about_countries_names_those_that_all_jurisdictions_allow(resolve):
    abroad = {**DENIAL, "facts": {"countries": ["US"]}}
    kept = {**abroad, "rule": "RES-102"}
    decision, _ = resolve(tenant("de", "eu"), routes=[], denials=[abroad, kept])
    assert [denial.facts for denial in decision.denials] == [
        {"countries": ["US"], "allowed": ["DE"]},
        {"countries": ["US"], "allowed": ["DE"]},
    ]
    decision, _ = resolve(tenant("xx"), routes=[], denials=[abroad])
    assert decision.denials[0].facts["allowed"] == []


def test_a_denial_about_anything_else_keeps_its_facts_alone(resolve):
    facts = {"jurisdictions": ["xx"]}
    decision, _ = resolve(tenant("xx"), routes=[], denials=[{**DENIAL, "facts": facts}])
    assert decision.denials[0].facts == facts


def test_the_config_of_a_denial_raises_with_its_reasons_and_what_would_help(bundle):
    deployments = [
        deployment("bedrock", name="near", region="eu-west-2", models=("claude-opus-4-5",)),
        deployment("anthropic", name="termless", models=("claude-haiku-4-5",)),
    ]
    asked = request("claude-haiku-4-5")
    decision = resolver(bundle, *deployments).resolve(asked, tenant("us"))
    with pytest.raises(NoCompliantRouteError) as caught:
        _ = decision.config
    assert caught.value.message == (
        "no deployment may serve `claude-haiku-4-5` for tenant `acme/one`"
    )
    assert {denial.rule for denial in caught.value.denials} == {"RTE-101", "RTE-103"}
    assert caught.value.hint == (
        "no deployment offers `claude-haiku-4-5` there; "
        "`compliance explain denial` looks for what would help"
    )
    with pytest.raises(NoCompliantRouteError):
        decision.arguments(max_tokens=1)


def test_without_any_deployment_the_hint_says_so(bundle):
    with pytest.raises(NoCompliantRouteError) as caught:
        _ = resolver(bundle).resolve(request(), tenant("eu")).config
    assert caught.value.hint == "add a deployment to the project file"


def test_a_decision_is_frozen(bundle):
    decision = resolver(bundle, deployment("bedrock")).resolve(request(), tenant("eu"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(decision, "tenant", "other")  # noqa: B010  mypy would stop the plain form
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(decision.config, "base_url", "https://other.example")  # noqa: B010


def test_only_the_decision_s_own_routes_have_a_config(bundle):
    world = deployment("bedrock", name="world", scope="global")
    both = resolver(bundle, deployment("bedrock"), world).resolve(request(), tenant("global"))
    assert [both.config_of(route).deployment for route in both.routes] == ["one", "world"]
    eu = resolver(bundle, deployment("bedrock")).resolve(request(), tenant("eu"))
    with pytest.raises(PolicyError, match="none of this decision"):
        eu.config_of(both.others[0])


@pytest.mark.parametrize(
    "given",
    [
        {"model": "claude-haiku-4-5"},
        {"inference_geo": "global"},
        {"inference_geo": None},
        {"extra_body": {"inference_geo": "global"}},
        {"extra_body": {"model": "claude-haiku-4-5"}},
    ],
)
def test_a_caller_cannot_name_another_model_or_geo(bundle, given):
    decision = resolver(bundle, deployment("anthropic")).resolve(request(), tenant("us"))
    with pytest.raises(ResidencyError, match="and not as decided for `one`"):
        decision.arguments(max_tokens=1, **given)


def test_the_arguments_carry_model_and_geo(bundle):
    decision = resolver(bundle, deployment("anthropic")).resolve(request(), tenant("us"))
    assert decision.arguments(max_tokens=1, model="claude-opus-5-5", extra_body={"x": 1}) == {
        "model": "claude-opus-5-5",
        "inference_geo": "us",
        "max_tokens": 1,
        "extra_body": {"x": 1},
    }


def test_a_model_that_refuses_the_geo_field_is_called_without_it(bundle):
    one = deployment("anthropic", inference_geo="global", models=("claude-haiku-4-5",))
    decision = resolver(bundle, one).resolve(request("claude-haiku-4-5"), tenant("global"))
    assert decision.arguments() == {"model": "claude-haiku-4-5"}
    with pytest.raises(ResidencyError, match="`inference_geo`"):
        decision.arguments(inference_geo="global")


def test_bedrock_s_own_client_names_the_model_its_own_way(bundle):
    one = deployment("bedrock", attestations={"dpa": CLAIM})
    decision = resolver(bundle, one).resolve(request(), tenant("eu"))
    assert decision.arguments(body=b"") == {
        "modelId": "eu.anthropic.claude-opus-5-5",
        "body": b"",
    }

"""The handbook's traps, as a request meets them: from the project file to the decision.

Each row is a deployment that looks right for a tenant, and what becomes of it. The rows are the
handbook's tables of geography traps and of European routes.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError

DAY = "2026-11-25"
OPUS, HAIKU, FABLE = "claude-opus-5-5", "claude-haiku-4-5", "claude-fable-5-1"
OPUS_5, SONNET_4, SONNET_45 = "claude-opus-5", "claude-sonnet-4", "claude-sonnet-4-5"
MODELS = [OPUS, HAIKU, FABLE, OPUS_5, SONNET_4, SONNET_45]
ACCOUNT = "111122223333"
SIX = ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3")
LANDS = ("us", "eu", "eea", "de", "uk", "ch", "ca", "jp", "au", "in", "us-gov", "global")


def bedrock(region: str, scope: str) -> dict[str, Any]:
    return {"provider": "bedrock", "account": ACCOUNT, "region": region, "scope": scope}


def anthropic(geo: str) -> dict[str, Any]:
    key = {"env": "KEY"}
    return {"provider": "anthropic", "workspace": "w", "inference_geo": geo, "api_key": key}


def on_aws(region: str, geo: str) -> dict[str, Any]:
    paws = {"provider": "claude_platform_aws", "account": ACCOUNT, "workspace": "w"}
    return {**paws, "region": region, "inference_geo": geo}


def mantle(region: str) -> dict[str, Any]:
    return {"provider": "bedrock_mantle", "account": ACCOUNT, "region": region}


def vertex(location: str) -> dict[str, Any]:
    return {"provider": "vertex", "project": "acme", "location": location}


def foundry(sku: str) -> dict[str, Any]:
    return {"provider": "foundry", "resource": "acme-swedencentral", "sku": sku}


DEPLOYMENTS = {
    **{f"eu-{region}": bedrock(region, "eu") for region in SIX},
    "eu-london": bedrock("eu-west-2", "eu"),
    "eu-zurich": bedrock("eu-central-2", "eu"),
    "eu-tel-aviv": bedrock("il-central-1", "eu"),
    "global-frankfurt": bedrock("eu-central-1", "global"),
    "in-region-frankfurt": bedrock("eu-central-1", "in-region"),
    "us-virginia": bedrock("us-east-1", "us"),
    "us-california": bedrock("us-west-1", "us"),
    "us-montreal": bedrock("ca-central-1", "us"),
    "gov-west": bedrock("us-gov-west-1", "us-gov"),
    "us-from-gov": bedrock("us-gov-west-1", "us"),
    "au-sydney": bedrock("ap-southeast-2", "au"),
    "au-auckland": bedrock("ap-southeast-6", "au"),
    "jp-tokyo": bedrock("ap-northeast-1", "jp"),
    "in-mumbai": bedrock("ap-south-1", "in"),
    "apac-singapore": bedrock("ap-southeast-1", "apac"),
    "mantle-stockholm": mantle("eu-north-1"),
    "mantle-ireland": mantle("eu-west-1"),
    "mantle-ohio": mantle("us-east-2"),
    "mantle-gov": mantle("us-gov-west-1"),
    "vertex-eu": vertex("eu"),
    "vertex-us": vertex("us"),
    "vertex-global": vertex("global"),
    "vertex-belgium": vertex("europe-west1"),
    "vertex-london": vertex("europe-west2"),
    "vertex-zurich": vertex("europe-west6"),
    "claude-us": anthropic("us"),
    "claude-global": anthropic("global"),
    "aws-frankfurt-us": on_aws("eu-central-1", "us"),
    "aws-frankfurt-global": on_aws("eu-central-1", "global"),
    "foundry-zone": foundry("DataZoneStandard"),
    "foundry-global": foundry("GlobalStandard"),
}


@pytest.fixture(scope="module")
def compliance(tmp_path_factory: pytest.TempPathFactory) -> Compliance:
    file = tmp_path_factory.mktemp("traps") / "compliance.yaml"
    deployments = {name: {**one, "models": MODELS} for name, one in DEPLOYMENTS.items()}
    tenants = {code: {"jurisdictions": [code]} for code in LANDS}
    project = {"version": 1, "organization": "acme", "deployments": deployments}
    file.write_text(json.dumps({**project, "tenants": tenants}))
    return Compliance.load(file)


@pytest.mark.parametrize(
    ("tenant", "model", "name"),
    [
        *(("eu", OPUS, f"eu-{region}") for region in SIX),
        *(("eea", OPUS, f"eu-{region}") for region in SIX),
        ("eu", SONNET_4, "eu-eu-west-1"),
        ("eu", OPUS_5, "mantle-stockholm"),
        ("eu", OPUS_5, "mantle-ireland"),
        ("eu", OPUS, "vertex-eu"),
        ("eu", FABLE, "vertex-eu"),
        ("eu", HAIKU, "vertex-belgium"),
        ("us", OPUS, "us-virginia"),
        ("us", OPUS, "us-california"),
        ("us", OPUS, "claude-us"),
        ("us", OPUS_5, "aws-frankfurt-us"),
        ("us", OPUS, "vertex-us"),
        ("us", SONNET_45, "gov-west"),
        ("us-gov", SONNET_45, "gov-west"),
        ("us-gov", OPUS_5, "mantle-gov"),
        ("au", OPUS, "au-sydney"),
        ("jp", OPUS, "jp-tokyo"),
        ("in", HAIKU, "in-mumbai"),
        ("global", HAIKU, "eu-london"),
        ("global", HAIKU, "eu-zurich"),
        ("global", SONNET_4, "eu-tel-aviv"),
        ("global", SONNET_4, "apac-singapore"),
        ("global", HAIKU, "us-montreal"),
        ("global", HAIKU, "au-auckland"),
        ("global", OPUS, "global-frankfurt"),
        ("global", OPUS, "vertex-global"),
        ("global", HAIKU, "claude-global"),
        ("global", OPUS_5, "foundry-zone"),
        ("global", OPUS_5, "foundry-global"),
    ],
)
def test_what_stays_in_the_tenants_countries_is_a_route(tenant, model, name, compliance):
    decision = compliance.resolve(tenant=tenant, model=model, at=DAY, explain=True)
    denied = {x.rule for x in decision.denials if x.deployment == name}
    assert name in {route.deployment for route in decision.routes}, denied


@pytest.mark.parametrize(
    ("tenant", "model", "name", "rule"),
    [
        # A name that begins with `eu` or `us` says nothing of where it leads.
        *((x, HAIKU, "eu-london", "RES-101") for x in ("eu", "eea", "uk", "de")),
        *((x, HAIKU, "eu-zurich", "RES-101") for x in ("eu", "eea", "ch", "de")),
        *((x, SONNET_4, "eu-tel-aviv", "RES-101") for x in ("eu", "eea")),
        *((x, HAIKU, "us-montreal", "RES-101") for x in ("us", "ca")),
        ("au", HAIKU, "au-auckland", "RES-101"),
        ("eu", SONNET_4, "apac-singapore", "RES-101"),
        # What newer models reach from London and Zurich was not read, for nobody.
        *((x, OPUS, "eu-london", "RTE-102") for x in ("global", "eu")),
        *((x, OPUS, "eu-zurich", "RTE-102") for x in ("global", "eu")),
        # Six countries are not Germany.
        *(("de", OPUS, f"eu-{region}", "RES-101") for region in SIX),
        ("de", OPUS, "vertex-eu", "RES-101"),
        ("de", OPUS_5, "mantle-stockholm", "RES-101"),
        ("de", HAIKU, "vertex-belgium", "RES-101"),
        # An unspecified destination satisfies no restriction.
        *((x, OPUS, "global-frankfurt", "RES-101") for x in LANDS if x != "global"),
        *((x, OPUS, "vertex-global", "RES-101") for x in ("eu", "us", "eea", "jp")),
        *((x, HAIKU, "claude-global", "RES-101") for x in ("us", "eu")),
        *((x, OPUS_5, "foundry-global", "RES-101") for x in ("us", "eu")),
        *((x, OPUS_5, "aws-frankfurt-global", "RES-101") for x in ("us", "eu", "de")),
        # What computes in the United States does so whatever the account or workspace is called.
        *((x, OPUS, "claude-us", "RES-101") for x in ("eu", "uk")),
        *((x, OPUS_5, "aws-frankfurt-us", "RES-101") for x in ("eu", "de")),
        *((x, OPUS_5, "foundry-zone", "RES-101") for x in ("eu", "eea")),
        ("us", OPUS_5, "foundry-zone", "RES-102"),
        # A model that cannot be pinned is refused, not sent unpinned.
        *((x, HAIKU, "claude-us", "RTE-103") for x in ("us", "global")),
        ("eu", FABLE, "eu-eu-central-1", "RTE-103"),
        ("eu", HAIKU, "vertex-london", "RTE-101"),
        ("global", HAIKU, "vertex-zurich", "RTE-101"),
        ("eu", OPUS, "vertex-belgium", "RTE-103"),
        ("global", OPUS, "in-region-frankfurt", "RTE-103"),
        ("us", OPUS_5, "mantle-ohio", "RTE-102"),
        ("us", OPUS_5, "us-from-gov", "RTE-102"),
        # The government cloud is a partition, and not only a country.
        *(("us-gov", OPUS, x, "RES-104") for x in ("us-virginia", "claude-us", "vertex-us")),
    ],
)
def test_what_leaves_them_is_refused_with_its_rule(tenant, model, name, rule, compliance):
    decision = compliance.resolve(tenant=tenant, model=model, at=DAY, explain=True)
    assert name not in {route.deployment for route in decision.routes}
    assert rule in {x.rule for x in decision.denials if x.deployment == name}


@pytest.mark.parametrize("model", [OPUS, OPUS_5, HAIKU, FABLE, SONNET_4, SONNET_45])
def test_no_route_of_a_european_tenant_names_a_place_outside(model, compliance):
    decision = compliance.resolve(tenant="eu", model=model, at=DAY)
    assert decision.routes
    for route in decision.routes:
        places = {*route.countries, *route.storage}
        assert not places & {"GB", "CH", "IL", "US", "CA", "NO"}
        assert "unspecified" not in {route.countries, route.storage, route.destinations}


def test_the_whole_list_of_european_routes_is_the_handbooks(compliance):
    providers = set()
    for model in MODELS:
        decision = compliance.resolve(tenant="eu", model=model, at=DAY)
        providers |= {DEPLOYMENTS[route.deployment]["provider"] for route in decision.routes}
    assert providers == {"bedrock", "bedrock_mantle", "vertex"}


@pytest.mark.parametrize("scope", ["ca", "de", "eu-central"])
def test_a_prefix_that_no_claude_model_has_is_a_mistake_in_the_project(scope, tmp_path):
    file = tmp_path / "compliance.yaml"
    deployments = {"x": {**bedrock("ca-central-1", scope), "models": [OPUS]}}
    project = {"version": 1, "organization": "acme", "deployments": deployments}
    file.write_text(json.dumps({**project, "tenants": {"acme": {"jurisdictions": ["ca"]}}}))
    with pytest.raises(ConfigurationError, match=f"`{scope}`"):
        Compliance.load(file)

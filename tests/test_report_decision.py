"""A decision as `compliance resolve` prints it."""

import json

import pytest

from compliance_toolkit.report import render_decision
from reports import HOSTILE

ROUTE = {
    "deployment": "bedrock-eu",
    "model_id": "eu.anthropic.claude-opus-5-5",
    "destinations": ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "x"],
    "countries": ["DE", "ES"],
    "storage": ["DE"],
    "price": 1.1,
    "obligations": ["log-in-region"],
    "expires_at": "2027-03-31",
}
DENIAL = {
    "deployment": "claude-us",
    "rule": "RES-101",
    "facts": {"countries": ["US"]},
    "message": "claude-us may run in US",
    "rationale": "Inference abroad is a transfer",
    "remediation": "Add a deployment whose destinations lie inside",
}


def decided(**said):
    document = {
        "version": 1,
        "outcome": "resolved",
        "route": ROUTE,
        "config": {"provider": "bedrock", "region": "eu-central-1"},
        "fallbacks": [ROUTE | {"deployment": "vertex-eu"}],
        "obligations": ["log-in-region"],
        "denials": [DENIAL],
        "policy": {"revision": "r1", "digest": "sha256:ab"},
        "expires_at": "2027-03-31",
    }
    return document | said


def denied(**said):
    return (
        decided(
            outcome="denied", route=None, config=None, fallbacks=[], obligations=[], expires_at=None
        )
        | said
    )


def test_a_denial_shows_no_route_and_says_why_and_what_would_help():
    assert render_decision("text", denied()) == (
        "denied: no deployment may serve this request\n"
        "denied claude-us: RES-101, claude-us may run in US\n"
        "\n"
        "RES-101   why: Inference abroad is a transfer\n"
        "          fix: Add a deployment whose destinations lie inside\n"
    )


def test_a_denial_that_carries_a_route_all_the_same_is_a_denial():
    assert "eu.anthropic" not in render_decision("text", denied(route=ROUTE))


def test_a_route_shows_every_place_its_data_goes_to():
    assert render_decision("text", decided(denials=[])) == (
        "resolved bedrock-eu: eu.anthropic.claude-opus-5-5\n"
        "  destinations: eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, x\n"
        "  countries: DE, ES\n"
        "  storage: DE\n"
        "  price: 1.1\n"
        "  obligations: log-in-region\n"
        "  last day: 2027-03-31\n"
        "  config:\n"
        "    provider: bedrock\n"
        "    region: eu-central-1\n"
        "fallback vertex-eu: eu.anthropic.claude-opus-5-5, in DE, ES\n"
    )


def test_a_rule_that_denies_twice_is_explained_once():
    twice = denied(denials=[DENIAL, DENIAL | {"deployment": "other"}])
    assert render_decision("text", twice).count("why:") == 1


def test_json_is_the_document_itself():
    assert json.loads(render_decision("json", decided())) == decided()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_can_forge_a_line(text):
    route = ROUTE | {"deployment": text, "countries": [text]}
    given = decided(route=route, config={text: text}, fallbacks=[route])
    lines = render_decision("text", given).split("\n")
    assert len(lines) == len(render_decision("text", decided(config={"a": "b"})).split("\n"))
    assert all(line.isprintable() and "##" not in line for line in lines)

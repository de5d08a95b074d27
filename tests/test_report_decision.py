"""A decision as `compliance resolve` prints it."""

import json

import pytest

from compliance_toolkit.report import render_decision
from reports import HOSTILE

WIDE = 10_000
"""Columns in which nothing is wrapped."""

ROUTE = {
    "deployment": "bedrock-eu",
    "model_id": "eu.anthropic.claude-opus-5-5",
    "destinations": ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "x"],
    "countries": ["DE", "ES"],
    "storage": ["DE"],
    "price": 1.1,
    "obligations": ["log-in-region"],
    "expires_at": "2027-03-31",
    "retention": 0,
}
DENIAL = {
    "deployment": "claude-us",
    "rule": "RES-101",
    "facts": {"countries": ["US"]},
    "message": "claude-us may run in US",
    "rationale": "Inference abroad is a transfer",
    "remediation": "Add a deployment whose destinations lie inside",
}

CONTROLLED = DENIAL | {"controls": {"gdpr": ["Art. 44"]}}
OTHER = DENIAL | {"rule": "TRM-101", "message": "`dpa` is not attested"}
UNDER = {
    "tenant": {"name": "acme/bank", "jurisdictions": ["eu"], "regimes": ["gdpr"]},
    "law": [
        {
            "code": "eu",
            "name": "European Union",
            "article": "Arts 44-49",
            "rationale": "Sending data outside is a transfer",
        }
    ],
}


def decided(**said):
    document = {
        "version": 1,
        "outcome": "resolved",
        "route": ROUTE,
        "config": {"provider": "bedrock", "region": "eu-central-1"},
        "fallbacks": [ROUTE | {"deployment": "vertex-eu"}],
        "others": [],
        "obligations": ["log-in-region"],
        "denials": [DENIAL],
        "policy": {"revision": "r1", "digest": "sha256:ab"},
        "expires_at": "2027-03-31",
    }
    return document | said


def denied(**said):
    return (
        decided(
            outcome="denied",
            route=None,
            config=None,
            fallbacks=[],
            obligations=[],
            expires_at=None,
        )
        | said
    )


def test_a_denial_shows_no_route_and_says_why_and_what_would_help():
    assert render_decision("text", denied()) == (
        "denied: no deployment may serve this request\n"
        "refused claude-us\n"
        "  RES-101 claude-us may run in US\n"
        "\n"
        "RES-101   why: Inference abroad is a transfer\n"
        "          fix: Add a deployment whose destinations lie inside\n"
    )


def test_a_denial_names_the_tenant_its_law_and_the_controls_of_each_rule():
    text = render_decision("text", denied(**UNDER, denials=[CONTROLLED]))
    assert text == (
        "denied: no deployment may serve this request\n"
        "  tenant: acme/bank, under eu, gdpr\n"
        "refused claude-us\n"
        "  RES-101 claude-us may run in US\n"
        "\n"
        "RES-101   why: Inference abroad is a transfer\n"
        "          fix: Add a deployment whose destinations lie inside\n"
        "          control: gdpr Art. 44\n"
        "\n"
        "law: eu, European Union, Arts 44-49\n"
    )


def test_a_deployment_is_named_once_and_its_rules_stand_below_it():
    other = DENIAL | {"deployment": "vertex-eu", "rule": "RTE-101", "message": "not served"}
    text = render_decision("text", denied(denials=[DENIAL, OTHER, other]))
    assert text.split("\n\n")[0] == (
        "denied: no deployment may serve this request\n"
        "refused claude-us\n"
        "  RES-101 claude-us may run in US\n"
        "  TRM-101 `dpa` is not attested\n"
        "refused vertex-eu\n"
        "  RTE-101 not served"
    )


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("made", [decided, denied])
def test_sentences_are_wrapped_at_the_width_of_a_terminal(made, width):
    long = [DENIAL | {"message": "word " * 40 + "end"}, OTHER]
    many = [DENIAL | {"rule": f"RES-{n}"} for n in range(101, 140)]
    lines = render_decision("text", made(denials=long + many), width=width).splitlines()
    said = [line for line in lines if "word" in line or "RES-1" in line]
    assert len(said) > 1
    assert max(map(len, said)) <= width


def test_labels_are_colored_only_where_wanted():
    colored = render_decision("text", denied(), color=True)
    assert "\x1b[31mdenied\x1b[0m: no deployment" in colored
    assert "\x1b[31mrefused claude-us\x1b[0m\n" in colored
    assert "\x1b[32mresolved bedrock-eu\x1b[0m: eu." in (
        render_decision("text", decided(), color=True)
    )
    assert "\x1b" not in render_decision("text", denied())
    assert "\x1b" not in render_decision("json", denied(), color=True)


def test_a_stream_without_more_than_ascii_gets_no_more():
    assert "  price: 1.1 x list price\n" in render_decision("text", decided(), encoding="ascii")


def test_an_explanation_is_wrapped_at_the_width_of_a_terminal():
    long = CONTROLLED | {"rationale": "word " * 40 + "end"}
    lines = render_decision("text", denied(denials=[long]), width=60).splitlines()
    assert max(len(line) for line in lines if "word" in line) <= 60
    assert sum("word" in line for line in lines) > 1


def test_a_route_names_the_tenant_and_who_is_refused_without_every_reason():
    text = render_decision("text", decided(**UNDER, denials=[CONTROLLED, OTHER]))
    assert "\n  tenant: acme/bank, under eu, gdpr\n" in text
    assert text.endswith("\nrefused claude-us: RES-101, TRM-101\n")
    assert not any(said in text for said in ("why:", "law:", "may run in", "control:"))


def test_many_countries_are_counted_and_few_are_listed():
    many = [chr(65 + n) + "A" for n in range(20)]
    listed = ", ".join(f"`{code}`" for code in many)
    message = f"inference may run in `US`, and the law allows {listed} only"
    route = ROUTE | {"countries": many, "storage": many[:6]}
    allowed = decided(route=route, fallbacks=[route], denials=[])
    assert "\n  countries: 20 countries\n" in render_decision("text", allowed)
    assert f"\n  storage: {', '.join(many[:6])}\n" in render_decision("text", allowed)
    assert render_decision("text", allowed).endswith(", in 20 countries, kept 0 days\n")
    text = render_decision("text", denied(denials=[DENIAL | {"message": message}]))
    assert "inference may run in `US`, and the law allows 20 countries only\n" in text
    assert json.loads(render_decision("json", allowed)) == allowed


def test_a_denial_that_carries_a_route_all_the_same_is_a_denial():
    assert "eu.anthropic" not in render_decision("text", denied(route=ROUTE))


def test_a_route_shows_every_place_its_data_goes_to():
    assert render_decision("text", decided(denials=[])) == (
        "resolved bedrock-eu: eu.anthropic.claude-opus-5-5\n"
        "  destinations: eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, x\n"
        "  countries: DE, ES\n"
        "  storage: DE\n"
        "  prompts: kept 0 days\n"
        "  price: 1.1 \N{MULTIPLICATION SIGN} list price\n"
        "  obligations: log-in-region\n"
        "  last day: 2027-03-31\n"
        "  config:\n"
        "    provider: bedrock\n"
        "    region: eu-central-1\n"
        "fallback vertex-eu: eu.anthropic.claude-opus-5-5, in DE, ES, kept 0 days\n"
    )


def test_a_route_that_goes_further_or_keeps_longer_is_shown_as_no_fallback():
    others = [
        ROUTE | {"deployment": "wide", "countries": ["DE", "US"], "retention": 30},
        ROUTE | {"deployment": "anywhere", "countries": "unspecified", "retention": "unspecified"},
    ]
    text = render_decision("text", decided(fallbacks=[], others=others, denials=[]))
    assert text.endswith(
        "other wide: eu.anthropic.claude-opus-5-5, in DE, US, kept 30 days\n"
        "other anywhere: eu.anthropic.claude-opus-5-5, in unspecified, "
        "kept for a time that nothing bounds\n"
    )
    assert "fallback" not in text


@pytest.mark.parametrize("made", [decided, denied])
def test_what_the_tenant_calls_the_model_is_told_beside_it(made):
    request = {"model": "claude-opus-5-5", "asked": "default"}
    line = "\n  model: claude-opus-5-5, asked for as default\n"
    assert line in render_decision("text", made(request=request))
    assert "asked for" not in render_decision("text", made(request=request | {"asked": None}))


def test_a_rule_that_denies_twice_is_explained_once():
    twice = denied(denials=[DENIAL, DENIAL | {"deployment": "other"}])
    assert render_decision("text", twice).count("why:") == 1


def test_json_is_the_document_itself():
    assert json.loads(render_decision("json", decided())) == decided()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_can_forge_a_line(text):
    route = ROUTE | {"deployment": text, "countries": [text]}
    given = decided(route=route, config={text: text}, fallbacks=[route])
    lines = render_decision("text", given, width=WIDE).split("\n")
    assert len(lines) == len(
        render_decision("text", decided(config={"a": "b"}), width=WIDE).split("\n")
    )
    hostile = {"deployment": text, "rule": text, "message": text, "controls": {text: [text]}}
    tenant = {"name": text, "jurisdictions": [text], "regimes": []}
    law = [dict.fromkeys(("code", "name", "article", "rationale"), text)]
    refusing = denied(denials=[DENIAL | hostile], tenant=tenant, law=law)
    lines += render_decision("text", refusing, width=WIDE).split("\n")
    lines += render_decision("text", refusing).split("\n")
    assert all(line.isprintable() and "##" not in line for line in lines)


@pytest.mark.parametrize("width", [80, 120])
def test_places_are_wrapped_at_the_terminals_width(width):
    places = [f"region-number-{number}" for number in range(40)]
    route = ROUTE | {"destinations": places}
    text = render_decision("text", decided(route=route), width=width)
    lines = text.splitlines()
    assert max(map(len, lines)) <= width
    assert all(one in text for one in places)

"""Whom a rule can bind, as `explain rule` says it, against whom policies refuse by it.

What a rule turns on is written by hand. These tests ask the policies themselves, so that a rule
which somebody adds, and forgets there, is found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from compliance_toolkit.api.law import law_data
from compliance_toolkit.explain.binding import TURNS_ON, Bound
from compliance_toolkit.explain.law import Laws
from compliance_toolkit.explain.sources import Sources
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.registry.tenants import EffectiveTenant
from compliance_toolkit.resolve.resolver import Request
from resolve_world import CLAIM, NONE_KEPT, TODAY, deployment, request, resolver, rules, tenant

MODELS = ("claude-opus-5-5", "claude-sonnet-5", "claude-haiku-4-5", "claude-fable-5")
FREE = tenant("global")
ELSEWHERE = {**CLAIM, "countries": ["IS"]}
LONG_AGO = dt.date(2020, 1, 1)
LIMITED = {
    "FEA-102": tenant("global", regimes=("hipaa",)),
    "FEA-103": tenant("global", features=()),
    "PRC-101": tenant("global", max_price=0.5),
    "RES-101": tenant("au"),
    "RES-102": tenant("au"),
    "RES-103": tenant("global", countries=("IS",)),
    "RES-104": tenant("global", regimes=("fedramp-high",)),
    "RES-105": tenant("us"),
    "RET-101": tenant("global", max_prompt_days=0),
    "RTE-104": tenant("global", providers=()),
    "TRF-101": tenant("global", regimes=("gdpr",)),
    "TRM-101": tenant("global", regimes=("gdpr",)),
    "TRM-102": tenant("global", regimes=("dora",)),
}
"""For each rule that turns on something of a tenant, one that has it."""


def requests(bundle) -> Iterator[Request]:
    """Each model; each feature; each data class; and a day before anything was offered."""
    law: Any = law_data(bundle)
    yield request(at=LONG_AGO)
    for model in law["models"]:
        yield request(model)
    for feature in {one for provider in law["routes"].values() for one in provider["features"]}:
        yield request(features=[feature])
        yield request("claude-haiku-4-5", features=[feature])
    for code in law["data_classes"]:
        yield request(data_classes=[code])


@pytest.fixture(scope="module")
def asked(bundle):
    """Rules that refuse a tenant anything, and the data classes of the request, if it has any."""
    known = {"models": MODELS}
    claims = {"attestations": {"retention": NONE_KEPT}}
    resolve = resolver(
        bundle,
        deployment("anthropic", "anthropic", **known),
        deployment("bedrock", "bedrock", **known, **claims),
        deployment("vertex", "vertex", **known, attestations={"locations": ELSEWHERE}),
        deployment("foundry", "foundry", sku="GlobalStandard", **known),
    ).resolve
    every = list(requests(bundle))

    def asked(whom: EffectiveTenant) -> set[tuple[str, frozenset[str]]]:
        return {
            (denial.rule, one.data_classes)
            for one in every
            for denial in resolve(one, whom, explain=True).denials
        }

    return asked


@pytest.fixture(scope="module")
def catalog(bundle):
    return Catalog.load(bundle.data)


@pytest.fixture(scope="module")
def free(asked):
    return asked(FREE)


def binds(bundle, catalog, rule, whom):
    bound = Bound(Laws(law_data(bundle), Sources(None))).binds(catalog[rule], [whom], stored=False)
    assert bound is not None
    return bound


def test_each_rule_that_is_said_to_bind_anybody_refuses_who_is_bound_by_nothing(catalog, free):
    anybody = {rule.id for rule in catalog.rules} - TURNS_ON.keys()
    assert anybody
    assert anybody <= {rule for rule, _ in free}


def test_each_rule_that_turns_on_a_tenant_refuses_nobody_who_is_bound_by_nothing(free):
    assert not TURNS_ON.keys() & {rule for rule, classes in free if not classes}


def test_no_rule_is_left_out_of_these_tests(catalog):
    assert LIMITED.keys() == TURNS_ON.keys()
    assert TURNS_ON.keys() < {rule.id for rule in catalog.rules}


@pytest.mark.parametrize("rule", LIMITED)
def test_a_rule_that_refuses_a_tenant_is_said_to_bind_it(bundle, catalog, asked, rule):
    whom = LIMITED[rule]
    found = asked(whom)
    assert rule in {one for one, classes in found if not classes}
    for one, _ in {pair for pair in found if not pair[1]}:
        assert binds(bundle, catalog, one, whom).named, one
    assert not binds(bundle, catalog, rule, FREE).named


def test_a_request_can_hold_what_binds_whomever_it_is_for(bundle, catalog, free):
    brought = {(rule, code) for rule, classes in free if rule in TURNS_ON for code in classes}
    assert ("TRM-101", "phi") in brought
    for rule in TURNS_ON:
        told = set(binds(bundle, catalog, rule, FREE).classes)
        assert {code for one, code in brought if one == rule} <= told
    assert binds(bundle, catalog, "RES-101", FREE).classes == ()


def test_the_world_of_these_tests_is_not_empty(bundle):
    assert len(list(requests(bundle))) > 80
    assert TODAY > LONG_AGO
    assert rules(resolver(bundle, deployment("vertex")).resolve(request("claude-x"), FREE))

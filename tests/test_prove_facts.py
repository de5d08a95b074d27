"""What a proof reads from the data a second time: expected values are written out here."""

import pytest

from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.registry.project import DEPLOYMENT
from proofs import DEPLOYMENTS, law_of

DAY = "2026-11-25"
EU = {"DE", "ES", "FR", "IE", "IT", "SE"}


@pytest.fixture(scope="module")
def law():
    return law_of(bundles.load(bundles.default_root()))


def deployed(law, name, **changes):
    return Deployed(DEPLOYMENT.validate_python({"name": name, **DEPLOYMENTS[name], **changes}), law)


@pytest.mark.parametrize(
    ("name", "model", "countries", "storage"),
    [
        ("bedrock-eu", "claude-opus-5-5", EU, {"DE"}),
        ("london", "claude-opus-4-5", EU - {"IE"} | {"GB", "IE"}, {"GB"}),
        ("claude-us", "claude-opus-5-5", {"US"}, {"US"}),
        ("gov", "claude-opus-5", {"US"}, {"US"}),
        ("foundry-us", "claude-opus-5", {"US"}, None),
    ],
)
def test_where_a_route_computes_and_stores(law, name, model, countries, storage):
    one = deployed(law, name)
    way = one.way(model, DAY)
    assert way is not None
    assert way.countries == countries
    assert one.storage(way, model, DAY) == storage


def test_without_its_attestation_bedrock_keeps_also_where_it_computes(law):
    one = deployed(law, "bedrock-eu")
    way = one.way("claude-opus-5-5", DAY)
    assert one.storage(way, "claude-opus-5-5", "2027-03-31") == {"DE"}
    assert one.storage(way, "claude-opus-5-5", "2027-04-01") == EU


@pytest.mark.parametrize(
    ("name", "asked", "day", "days"),
    [
        ("bedrock-eu", ("claude-opus-5-5", ()), DAY, 0),
        ("claude-us", ("claude-opus-5-5", ()), DAY, 0),
        ("claude-us", ("claude-opus-5-5", ("prompt_caching",)), DAY, 0),
        ("claude-us", ("claude-opus-5-5", ("batches",)), DAY, 30),
        ("claude-us", ("claude-opus-5-5", ("files",)), DAY, None),
        ("claude-us", ("claude-opus-5-5", ()), "2027-03-31", 0),
        ("claude-us", ("claude-opus-5-5", ()), "2027-04-01", 30),
        ("vertex-eu", ("claude-opus-5-5", ()), DAY, None),
        ("foundry-us", ("claude-opus-5", ()), DAY, None),
    ],
)
def test_how_long_prompts_are_kept(law, name, asked, day, days):
    one, (model, features) = deployed(law, name), asked
    assert one.days(one.way(model, DAY), model, features, day) == days


def test_a_region_without_the_attestation_keeps_everything(law):
    claims = DEPLOYMENTS["bedrock-eu"]["attestations"]
    fewer = {**claims["retention"], "regions": claims["retention"]["regions"][:-1]}
    one = deployed(law, "bedrock-eu", attestations={**claims, "retention": fewer})
    way = one.way("claude-opus-5-5", DAY)
    assert one.days(way, "claude-opus-5-5", (), DAY) != 0
    assert one.storage(way, "claude-opus-5-5", DAY) == EU


def test_a_covered_model_is_kept_whatever_is_attested(law):
    one = deployed(law, "claude-us", models=["claude-fable-5-1"])
    assert one.days(one.way("claude-fable-5-1", DAY), "claude-fable-5-1", (), DAY) == 30


def test_an_account_that_keeps_nothing_blocks_a_covered_model_while_that_is_attested(law):
    one = deployed(law, "montreal")
    assert one.blocks(one.way("claude-fable-5-1", DAY), "claude-fable-5-1", "2027-03-31")
    assert not one.blocks(one.way("claude-fable-5-1", DAY), "claude-fable-5-1", "2027-04-01")
    assert not one.blocks(one.way("claude-opus-4-5", DAY), "claude-opus-4-5", DAY)


def test_a_search_of_the_web_reaches_third_parties(law):
    us = deployed(law, "claude-us")
    assert not us.contains(("prompt_caching", "web_search"))
    assert us.contains(("prompt_caching", "batches"))
    assert not us.contains(("nobody_knows",))


def test_what_was_not_read_or_is_not_offered_is_no_way(law):
    assert deployed(law, "claude-us").way("claude-haiku-4-5", DAY) is None
    assert deployed(law, "claude-us").way("claude-opus-5-5", "2026-01-01") is None
    assert deployed(law, "london", models=["claude-opus-5-5"]).way("claude-opus-5-5", DAY) is None


def test_partitions_are_those_of_the_source_and_of_each_destination(law):
    gov = deployed(law, "gov")
    assert gov.partitions(gov.way("claude-opus-5", DAY)) == {"aws-us-gov"}
    us = deployed(law, "claude-us")
    assert us.partitions(us.way("claude-opus-5-5", DAY)) is None


def test_features_are_had_by_provider_and_model(law):
    one = deployed(law, "bedrock-eu")
    assert one.has("prompt_caching", "claude-sonnet-5")
    assert not one.has("batches", "claude-opus-5-5")
    assert one.has("mid_conversation_system", "claude-opus-5-5")
    assert not one.has("mid_conversation_system", "claude-sonnet-5")
    assert not one.has("context_1m", "claude-opus-5-5")


def test_eligibility_needs_the_provider_and_each_feature(law):
    us = deployed(law, "claude-us")
    assert us.eligible("hipaa", ())
    assert us.eligible("hipaa", ("prompt_caching",))
    assert not us.eligible("hipaa", ("batches",))
    assert not deployed(law, "foundry-us").eligible("hipaa", ())


def test_an_attestation_holds_to_its_last_day(law):
    us = deployed(law, "claude-us")
    assert us.attested("scc", "2026-12-31")
    assert not us.attested("scc", "2027-01-01")
    assert not us.attested("dpf", DAY)
    assert us.until("scc") == "2026-12-31"
    assert deployed(law, "bedrock-eu").located({"DE", "FR"}, DAY)
    assert not deployed(law, "bedrock-eu").located({"DE", "PL"}, DAY)

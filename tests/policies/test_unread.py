"""Which entries of routes nobody has read in a source: they earn nothing, and no slip raises them.

Raise a mark only with the source that was read, and take its entry out of this table by hand.
"""

import json
from pathlib import Path

import pytest

ROUTES = Path(__file__).resolve().parents[2] / "policies" / "compliance" / "routes"
UNREAD = """
anthropic global: mythos-preview opus-4 opus-4-1 sonnet-4
bedrock eu-from-zurich: haiku-5-5 opus-4-6 opus-4-7 opus-4-8 opus-5 opus-5-5 sonnet-4-6 \
    sonnet-5 sonnet-5-5
bedrock eu-from-london: haiku-5-5 opus-4-6 opus-4-7 opus-4-8 opus-5 opus-5-5 sonnet-4-6 \
    sonnet-5 sonnet-5-5
bedrock !us-from-calgary: opus-5
bedrock !us-from-govcloud: opus-5
bedrock jp: haiku-4-5
bedrock !apac-unread: opus-4-6
bedrock !eu-unread-models: fable-5 fable-5-2 mythos-5 mythos-5-2
bedrock !us-unread-models: fable-5 fable-5-2 mythos-5 mythos-5-2 opus-4-7 opus-4-8
bedrock !au-unread-models: fable-5 fable-5-2 mythos-5 mythos-5-2 opus-4-7 opus-4-8 sonnet-5-5
bedrock !jp-unread-models: fable-5 fable-5-2 mythos-5 mythos-5-2 opus-4-7 opus-4-8 opus-5 \
    sonnet-5-5
bedrock !in-unread-models: fable-5 fable-5-2 haiku-5-5 mythos-5 mythos-5-2 opus-4-5 opus-4-6 \
    opus-4-7 opus-4-8 opus-5 sonnet-4-5 sonnet-4-6 sonnet-5-5
bedrock !apac-unread-models: fable-5 fable-5-2 haiku-5-5 mythos-5 mythos-5-2 opus-4-7 opus-4-8 \
    sonnet-5-5
bedrock !global-unread-models: fable-5-2 mythos-5 mythos-5-2
bedrock eu-3-three: 3-5-sonnet 3-haiku 3-sonnet
bedrock eu-3-7-four: 3-7-sonnet
bedrock us-gov-from-east: 3-5-sonnet 3-7-sonnet 3-haiku
bedrock !in-region-ap-northeast-1: opus-5
bedrock !in-region-ap-southeast-4: opus-5
bedrock !in-region-eu-north-1: opus-5
bedrock !in-region-eu-west-1: opus-5
bedrock !in-region-us-east-1: fable-5-1 mythos-preview opus-5
bedrock !in-region-us-east-2: opus-5
bedrock !in-region-us-west-2: opus-5
bedrock_mantle !in-region-ap-northeast-1: opus-5
bedrock_mantle !in-region-us-east-2: opus-5
bedrock_mantle !in-region-us-west-2: opus-5
claude_platform_aws us: fable-5-1 haiku-5-5 opus-5-5 sonnet-5-5
claude_platform_aws global: fable-5-1 haiku-5-5 opus-5-5 sonnet-5-5
vertex eu: fable-5 haiku-5-5 opus-4-7 opus-4-8 sonnet-5
vertex us: fable-5 haiku-5-5 opus-4-7 opus-4-8 sonnet-5
vertex global: haiku-4-5 opus-4-5 opus-4-6 sonnet-4-5 sonnet-4-6
"""
"""Provider, offer and its models; `!` where the offer itself was not read."""


def parsed() -> dict[tuple[str, str], tuple[bool, list[str]]]:
    table = {}
    for line in UNREAD.strip().splitlines():
        where, models = line.split(": ")
        provider, offer = where.split()
        named = [f"claude-{model}" for model in models.split()]
        table[provider, offer.removeprefix("!")] = (offer.startswith("!"), named)
    return table


def offers(provider: str):
    return json.loads((ROUTES / provider / "data.json").read_text())["offers"]


@pytest.mark.parametrize("provider", sorted(one.name for one in ROUTES.iterdir()))
def test_what_nobody_has_read_is_marked_so_and_nothing_else_is(provider):
    found = {}
    for offer in offers(provider):
        unread = sorted(m for m, one in offer["models"].items() if one["confidence"] in "K?")
        if unread or offer["confidence"] in "K?":
            found[provider, offer["name"]] = (offer["confidence"] in "K?", unread)
    assert found == {key: said for key, said in parsed().items() if key[0] == provider}


def test_the_table_names_offers_that_exist():
    assert len(parsed()) >= 25
    for provider, name in parsed():
        assert name in {offer["name"] for offer in offers(provider)}

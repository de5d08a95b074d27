"""A route on which a feature sends data to third parties is not believed where a law binds places.

The engine here says what it is told to say, so that nothing but the second look is asked.
"""

from __future__ import annotations

import pytest

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.resolve.resolver import Decision, Resolver
from resolve_world import FakeEngine, deployment, request, tenant

SENDS = "with a feature that sends data to third parties"
ROUTE = {
    "deployment": "one",
    "model_id": "the id",
    "destinations": ["us-east-1"],
    "countries": ["US"],
    "storage": ["US"],
    "price": 1.0,
    "obligations": [],
    "expires_at": None,
    "retention": 30,
}


@pytest.fixture
def resolve(bundle):
    """Resolve with an engine that lets a deployment of the Anthropic API serve everything."""

    def resolve(*features: str, whom=None, classes=(), provider="anthropic") -> Decision:
        answers = {"routes": [ROUTE]}
        known = {"one": deployment(provider)}
        found = Resolver(FakeEngine(answers), Catalog.load(bundle.data), known, bundle)
        asked = request(features=features, data_classes=classes)
        return found.resolve(asked, whom or tenant("us"))

    return resolve


@pytest.mark.parametrize("feature", ["web_search", "web_fetch", "mcp_connector"])
@pytest.mark.parametrize(
    "whom",
    [
        tenant("us"),
        tenant("global", "us"),
        tenant("global", regimes=("gdpr",)),
        tenant("global", regimes=("fedramp-high",)),
        tenant("global", regimes=("dora",)),
        tenant("global", countries=("US",)),
        tenant("global", regimes=("nobody-knows",)),
    ],
)
def test_a_route_that_sends_to_third_parties_is_an_error_where_places_are_bound(
    resolve, feature, whom
):
    with pytest.raises(PolicyError, match=SENDS):
        resolve("citations", feature, whom=whom)
    assert resolve("citations", whom=whom).outcome == "resolved"


def test_nothing_is_bound_for_who_may_be_anywhere(resolve):
    assert resolve("web_search", whom=tenant("global")).outcome == "resolved"
    assert resolve("web_search", whom=tenant("global", regimes=("hipaa",))).outcome == "resolved"


def test_a_feature_that_a_provider_does_not_speak_of_is_not_contained(resolve):
    with pytest.raises(PolicyError, match=SENDS):
        resolve("telepathy")


def test_each_provider_is_asked_for_its_own_features(resolve):
    with pytest.raises(PolicyError, match=SENDS):
        resolve("web_search", provider="vertex")
    assert resolve("citations", provider="vertex").outcome == "resolved"


def test_a_tenant_that_does_not_say_what_it_allows_is_bound(resolve):
    class Silent:
        name = "acme/one"
        jurisdictions = ("global",)

        def as_input(self):
            whom = tenant("global").as_input()
            return {key: value for key, value in whom.items() if key != "regimes"}

    with pytest.raises(PolicyError, match=SENDS):
        resolve("web_search", whom=Silent())

"""What the resolver does not believe is told of every deployment that it is about."""

import pytest

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.resolve.resolver import Resolver
from resolve_world import FakeEngine, deployment, request, tenant

_ROUTE = {
    "model_id": "the id",
    "destinations": ["eu-central-1"],
    "storage": ["DE"],
    "price": 1.1,
    "obligations": [],
    "expires_at": None,
    "retention": 30,
}


def test_each_deployment_that_policies_are_wrong_about_is_named(bundle):
    def resolve(whom=None, **answers):
        some = {name: deployment("bedrock", name=name) for name in ("one", "two")}
        found = Resolver(FakeEngine(answers), Catalog.load(bundle.data), some, bundle)
        return found.resolve(request(), whom or tenant("eu"))

    abroad = [{**_ROUTE, "deployment": name, "countries": ["US"]} for name in ("one", "two")]
    for whom in (tenant("eu"), tenant("global", countries=("DE",))):
        with pytest.raises(PolicyError, match="gave `one` and `two` a route outside"):
            resolve(whom, routes=abroad)
    with pytest.raises(PolicyError, match="gave `one` and `two` a route over a provider"):
        resolve(tenant("global", providers=("vertex",)), routes=abroad)
    with pytest.raises(PolicyError, match="over each of `one` and `two` is neither"):
        resolve(routes=[], denials=[])

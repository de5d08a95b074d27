"""Real plans are read: each resource of them, in the region that its provider states."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.detect import detect
from compliance_toolkit.terraform.plan import read_plan


@pytest.fixture(scope="module")
def plans(corpus):
    """Name → the document, and what was read of it."""
    found = {}
    for path in sorted(corpus.glob("*.json")):
        raw = path.read_bytes()
        assert detect(raw, shown_as=path.name) == "terraform-plan"
        found[path.name] = json.loads(raw), read_plan(raw, shown_as=path.name)
    assert len(found) == 42
    return found


def test_every_managed_instance_is_a_resource(plans):
    counted = 0
    for document, audit in plans.values():
        managed = [c["address"] for c in document["resource_changes"] if c["mode"] == "managed"]
        assert sorted(r.address for r in audit.resources) == sorted(managed)
        assert audit.problems == ()
        counted += len(managed)
    assert counted == 324


def test_every_aws_resource_is_where_its_provider_says(plans):
    counted = 0
    for document, audit in plans.values():
        providers = document["configuration"].get("provider_config", {})
        stated = providers.get("aws", {}).get("expressions", {}).get("region")
        for resource in audit.resources:
            if resource.type.startswith("aws_cloudfront_"):
                assert resource.region == "global"
            elif resource.provider == "aws" and stated:
                assert resource.region == stated["constant_value"] == "us-east-1"
                counted += 1
            elif resource.provider == "aws":
                assert isinstance(resource.region, Unknown)
                assert resource.region.code is ReasonCode.AMBIENT_PROVIDER_REGION
    assert counted > 150


def test_every_place_that_a_resource_writes_is_its_region(plans):
    counted = 0
    for _, audit in plans.values():
        for resource in audit.resources:
            if isinstance(resource.values.get("location"), str):
                assert resource.region == "westeurope"
                counted += 1
            elif isinstance(resource.values.get("zone"), str):
                assert resource.region == "us-west1"
                counted += 1
    assert counted > 40


def test_a_replica_abroad_is_seen(plans):
    _, audit = plans["azure-cosmos-db-account.json"]
    (account,) = (r for r in audit.resources if r.type == "azurerm_cosmosdb_account")
    assert account.regions is not None
    assert {place.region for place in account.regions} == {"westeurope", "francecentral"}


def test_nothing_is_known_and_unknown_at_once(plans):
    for _, audit in plans.values():
        for resource in audit.resources:
            for pointer in resource.unknown:
                assert pointer == "" or pointer.count("/") > 1 or pointer[1:] not in resource.values

"""Resources of Azure's own API: their bodies say where they are, and where else."""

from __future__ import annotations

import json

import pytest

import terraform_files
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.regions import effective_region
from terraform_plans import block, change
from terraform_plans import read as read_plan_of

LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "azurerm_x.y.id")
ARM = "azapi_resource"


def placed(values, unknown=None):
    region, places = effective_region(ARM, values, unknown or {}, None, {})
    if places is None:
        return region, None
    return region, [(one.region, one.role) for one in places if one.role != "home"]


@pytest.mark.parametrize("as_text", [False, True])
def test_a_body_says_where_a_resource_is(as_text):
    def body(value):
        return {"body": json.dumps(value) if as_text else value}

    assert placed(body({"location": "East US"})) == ("eastus", [])
    assert placed({**body({"location": "East US"}), "location": "westeurope"})[0] == "westeurope"
    nowhere, _ = placed(body({"properties": {}}))
    assert isinstance(nowhere, Unknown)
    replicated = {"locations": [{"locationName": "West Europe"}, {"locationName": "East US"}]}
    given = {**body({"properties": replicated}), "location": "westeurope"}
    assert placed(given) == ("westeurope", [("eastus", "replica")])
    more = {"additionalLocations": [{"location": "UK South"}]}
    given = {**body({"properties": more}), "location": "westeurope"}
    assert placed(given) == ("westeurope", [("uksouth", "replica")])


def test_a_body_that_is_not_known_may_say_another_place():
    for pointer in ("/body", "/body/location"):
        assert placed({}, {pointer: LATE})[0] == LATE
    assert placed({"location": "westeurope"}, {"/body": LATE}) == ("westeurope", None)
    odd, _ = placed({"body": {"location": 7}})
    assert odd == Unknown(ReasonCode.UNKNOWN_REGION, "/body")
    hidden = {"/body/properties/locations/0/locationName": LATE}
    given = {"location": "westeurope", "body": {"properties": {"locations": [{}]}}}
    assert placed(given, hidden) == ("westeurope", None)


SOURCE = """
resource "azurerm_resource_group" "g" {
  location = "West Europe"
}
resource "azapi_resource" "a" {
  type      = "Microsoft.DocumentDB/databaseAccounts@2024-05-15"
  parent_id = azurerm_resource_group.g.id
  body      = jsonencode({ location = "eastus" })
}
resource "azapi_resource" "b" {
  type      = "Microsoft.DocumentDB/databaseAccounts@2024-05-15"
  parent_id = azurerm_resource_group.g.id
  body      = { properties = {} }
}
"""


def test_a_source_and_its_plan_place_a_body_alike(tmp_path):
    given = terraform_files.read(tmp_path, SOURCE)
    assert [one.region for one in given.resources] == ["westeurope", "eastus", "westeurope"]
    group, one = "azurerm_resource_group.g", "azapi_resource.a"
    parent = {"references": [f"{group}.id", group]}
    planned = read_plan_of(
        change(group, {"location": "westeurope"}, {"id": True}),
        change(one, {"body": {"location": "eastus"}}, {"parent_id": True, "output": True}),
        blocks=[block(group, "azurerm"), block(one, "azapi", parent_id=parent)],
        providers={},
    )
    assert [one.region for one in planned.resources] == ["westeurope", "eastus"]

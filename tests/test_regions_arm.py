"""Resources of Azure's own API: their bodies say where they are, and where else."""

from __future__ import annotations

import json

import pytest

import terraform_files
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.regions import effective_region
from terraform_plans import block, change
from terraform_plans import read as read_plan_of

NO_DEFAULT = Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, "provider.azapi.default_location")
LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "azurerm_x.y.id")
ARM = "azapi_resource"
ACCOUNT = "Microsoft.DocumentDB/databaseAccounts@2024-05-15"


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
    assert [one.region for one in given.resources] == ["westeurope", "eastus", NO_DEFAULT]
    group, one = "azurerm_resource_group.g", "azapi_resource.a"
    parent = {"references": [f"{group}.id", group]}
    planned = read_plan_of(
        change(group, {"location": "westeurope"}, {"id": True}),
        change(one, {"body": {"location": "eastus"}}, {"parent_id": True, "output": True}),
        blocks=[block(group, "azurerm"), block(one, "azapi", parent_id=parent)],
        providers={},
    )
    assert [one.region for one in planned.resources] == ["westeurope", "eastus"]


@pytest.mark.parametrize("as_text", [False, True])
def test_what_is_written_aside_is_a_part_of_the_body(as_text):
    def given(aside, **more):
        shown = json.dumps(aside) if as_text else aside
        return {"type": ACCOUNT, "sensitive_body": shown, **more}

    far = {"properties": {"locations": [{"locationName": "eastus"}]}}
    near = {"properties": {"locations": [{"locationName": "westeurope"}]}}
    assert placed(given(far, location="westeurope")) == ("westeurope", [("eastus", "replica")])
    both = placed(given(far, location="westeurope", body=near))
    assert both == ("westeurope", [("eastus", "replica")])
    assert placed(given({"location": "eastus"}, body={"location": "westeurope"}))[0] == "eastus"
    assert placed(given(None, location="westeurope", body=near)) == ("westeurope", [])


def test_what_is_not_known_of_what_is_written_aside_is_not_known_of_the_body():
    given = {"type": ACCOUNT, "location": "westeurope", "body": {"properties": {}}}
    assert placed(given, {"/sensitive_body": LATE}) == ("westeurope", None)
    assert placed({**given, "location": None}, {"/sensitive_body/location": LATE})[0] == LATE
    secret = {"/sensitive_body/properties/administratorLoginPassword": LATE}
    aside = {**given, "sensitive_body": {"properties": {}}}
    assert placed(aside, secret) == ("westeurope", [])
    odd = placed({**given, "sensitive_body": ["eastus"]})
    assert odd == ("westeurope", None)


GROUP = """
resource "azurerm_resource_group" "g" {
  location = "West Europe"
}
resource "azapi_resource" "r" {
  type     = "Microsoft.Resources/resourceGroups@2024-03-01"
  location = "westeurope"
}
"""


def made(kind, parent, default=None):
    """A configuration of one resource below a parent, and the provider's default."""
    setting = "" if default is None else f"  default_location = {default}\n"
    return (
        f'provider "azapi" {{\n{setting}}}\n{GROUP}'
        f'resource "azapi_resource" "x" {{\n  type      = "{kind}"\n'
        f"  parent_id = {parent}.id\n  body      = {{}}\n}}\n"
    )


@pytest.mark.parametrize("parent", ["azurerm_resource_group.g", "azapi_resource.r"])
@pytest.mark.parametrize(
    ("default", "region"),
    [
        ('"East US"', "eastus"),
        ("null", NO_DEFAULT),
        (None, NO_DEFAULT),
        ("var.d", Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.d")),
    ],
)
def test_the_providers_default_counts_and_a_group_lends_no_region(
    tmp_path, parent, default, region
):
    text = made(ACCOUNT, parent, default) + 'variable "d" {}\n'
    assert terraform_files.read(tmp_path, text).resources[-1].region == region


def test_a_part_of_an_account_is_where_the_account_is_whatever_the_default_is(tmp_path):
    account = (
        'resource "azapi_resource" "a" {\n'
        f'  type     = "{ACCOUNT}"\n  location = "westeurope"\n}}\n'
    )
    part = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-05-15"
    text = account + made(part, "azapi_resource.a", '"eastus"')
    assert terraform_files.read(tmp_path, text).resources[-1].region == "westeurope"


@pytest.mark.parametrize(
    ("location", "default", "region"),
    [
        ("eastus", "westeurope", "eastus"),
        (None, "eastus", "eastus"),
        (None, None, NO_DEFAULT),
    ],
)
def test_a_plan_tells_the_default_too(location, default, region):
    name, group = "azapi_resource.x", "azurerm_resource_group.g"
    after = {"type": ACCOUNT, "location": location, "body": {}}
    written = {} if default is None else {"default_location": {"constant_value": default}}
    planned = read_plan_of(
        change(group, {"location": "westeurope"}, {"id": True}),
        change(name, after, {"parent_id": True}),
        blocks=[
            block(group, "azurerm"),
            block(name, "azapi", parent_id={"references": [f"{group}.id", group]}),
        ],
        providers={"azapi": {"name": "azapi", "expressions": written}},
    )
    assert planned.resources[1].region == region


def test_what_is_written_aside_and_not_known_leaves_the_further_places_open(tmp_path):
    name = "azapi_resource.x"
    after: dict[str, object] = {
        "type": ACCOUNT,
        "location": "westeurope",
        "body": {},
        "sensitive_body": None,
    }
    asides = {"sensitive_body": {"references": ["var.secret"]}}
    planned = read_plan_of(change(name, after), blocks=[block(name, "azapi", **asides)])
    assert (planned.resources[0].region, planned.resources[0].regions) == ("westeurope", None)
    text = (
        f'variable "late" {{}}\nresource "azapi_resource" "x" {{\n  type = "{ACCOUNT}"\n'
        '  location = "westeurope"\n  body = {}\n  sensitive_body = var.late\n}\n'
    )
    given = terraform_files.read(tmp_path, text)
    assert (given.resources[0].region, given.resources[0].regions) == ("westeurope", None)

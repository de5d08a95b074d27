"""What takes an assignment of Azure's back, however it is written: exemptions and changes."""

import json

import pytest

import terraform_files
from access_world import resource, stated
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.access.azure_definitions import ALLOWED_LOCATIONS
from terraform_plans import block, change, read

DEFINITION = f"/providers/Microsoft.Authorization/policyDefinitions/{ALLOWED_LOCATIONS}"
LISTED = {"listOfAllowedLocations": {"value": ["westeurope"]}}
ASSIGNMENT = "azurerm_subscription_policy_assignment.a"
ASSIGNED = "Microsoft.Authorization/policyAssignments@2024-04-01"
EXEMPTED = "Microsoft.Authorization/policyExemptions@2022-07-01-preview"
EXEMPTION, UPDATE, ARM = "azapi_resource.e", "azapi_update_resource.e", "azapi_resource.a"
LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, f"{ASSIGNMENT}.id")
OWN_ID = "/subscriptions/1/providers/Microsoft.Authorization/policyAssignments/eu"


def assignment(type_="azurerm_subscription_policy_assignment", **more):
    values = {"policy_definition_id": DEFINITION, "parameters": json.dumps(LISTED), **more}
    return resource(f"{type_}.a", values)


def found(*resources, of=ASSIGNMENT):
    return stated(*resources)[of]


def exempting(name, to=(ASSIGNMENT,), pointer="body/properties/policyAssignmentId"):
    properties = {} if name is None else {"policyAssignmentId": name}
    values = {"type": EXEMPTED, "body": {"properties": properties}}
    lost = {f"/{pointer}": LATE} if name is None else {}
    return resource(EXEMPTION, values, lost, {pointer: to} if name is None else {})


def changing(properties, address=UPDATE, resource_id=None, type_=ASSIGNED, unknown=None):
    values = {"type": type_, "body": {"properties": properties}, "resource_id": resource_id}
    return resource(address, values, unknown, {"resource_id": [ASSIGNMENT]})


def arm(properties, **more):
    body = {"properties": {"policyDefinitionId": DEFINITION, "parameters": LISTED, **properties}}
    return found(resource(ARM, {"type": ASSIGNED, "body": body, **more}), of=ARM)


@pytest.mark.parametrize(
    "exempt",
    [
        exempting(None),
        exempting(None, ()),
        exempting(None, pointer="body"),
        exempting(OWN_ID.upper()),
        changing({"enforcementMode": "DoNotEnforce"}),
        changing({"EnforcementMode": "DoNotEnforce"}, "azapi_resource_action.e"),
        changing({"notscopes": ["/subscriptions/1/resourceGroups/x"]}),
        changing({}, unknown={"/body": LATE}),
        changing({"notScopes": ["x"]}, resource_id=OWN_ID.lower()),
    ],
)
def test_an_exception_that_azures_own_api_has_leaves_open_what_is_exempt(exempt):
    said = found(assignment(id=OWN_ID), exempt)
    assert said.unknown["/locations"] == Unknown(ReasonCode.UNKNOWN_VALUE, exempt.address)
    assert "locations" not in said.values


@pytest.mark.parametrize(
    "other",
    [
        exempting(None, ("azurerm_subscription_policy_assignment.b",)),
        exempting(f"{OWN_ID}2"),
        changing({"displayName": "x", "Metadata": {}}),
        changing({"enforcementMode": "DoNotEnforce"}, resource_id=f"{OWN_ID}2"),
        changing({"enforcementMode": "x"}, type_="Microsoft.Storage/storageAccounts@2024-01-01"),
    ],
)
def test_what_is_of_another_assignment_or_of_words_alone_takes_nothing_back(other):
    assert "locations" in found(assignment(id=OWN_ID), other).values


def test_the_type_of_old_spells_it_in_its_own_way_that_nothing_is_enforced():
    tried = assignment("azurerm_policy_assignment", enforcement_mode=False)
    said = found(tried, of="azurerm_policy_assignment.a")
    assert said.values["locations"]["enforced"] is False


def test_names_in_a_body_are_read_in_whatever_case():
    assert arm({}).values["locations"]["enforced"] is True
    assert arm({"EnforcementMode": "DoNotEnforce"}).values["locations"]["enforced"] is False
    assert "/locations" in arm({"notscopes": ["/x"]}).unknown
    twice = arm({"enforcementMode": "Default", "EnforcementMode": "DoNotEnforce"})
    assert twice.unknown["/locations"] == Unknown(ReasonCode.UNKNOWN_VALUE, "body")


def test_what_a_secret_body_says_over_the_other_is_not_known():
    aside = arm({}, sensitive_body={"properties": {"enforcementMode": "DoNotEnforce"}})
    assert aside.unknown["/locations"] == Unknown(ReasonCode.UNKNOWN_VALUE, "sensitive_body")


SOURCE = f"""
provider "azurerm" {{
  features {{}}
}}
resource "azurerm_subscription_policy_assignment" "a" {{
  name                 = "eu"
  subscription_id      = "/subscriptions/1"
  policy_definition_id = "{DEFINITION}"
  parameters           = jsonencode({json.dumps(LISTED)})
}}
"""
EXEMPT = f"""
resource "azapi_resource" "e" {{
  type      = "{EXEMPTED}"
  parent_id = "/subscriptions/1"
  body = {{ properties = {{ policyAssignmentId = azurerm_subscription_policy_assignment.a.id }} }}
}}
"""
CHANGED = f"""
resource "azapi_update_resource" "e" {{
  type        = "{ASSIGNED}"
  resource_id = azurerm_subscription_policy_assignment.a.id
  body        = {{ properties = {{ enforcementMode = "DoNotEnforce" }} }}
}}
"""


@pytest.mark.parametrize(
    ("more", "verdict"), [("", "pass"), (EXEMPT, "unknown"), (CHANGED, "unknown")]
)
def test_a_source_that_takes_an_assignment_back_is_no_pass(tmp_path, capsys, more, verdict):
    terraform_files.write(tmp_path, {"main.tf": SOURCE + more})
    main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [one["verdict"] for one in findings if one["check"] == "RES-016"] == [verdict]


def test_a_plan_that_keeps_no_secret_body_does_not_know_what_it_says():
    body = {"properties": {"policyDefinitionId": DEFINITION, "parameters": LISTED}}
    values = {"type": ASSIGNED, "body": body, "sensitive_body": None}
    for aside in ({}, {"sensitive_body": {"references": ["var.x"]}}):
        planned = read(change(ARM, values), blocks=[block(ARM, "azapi", **aside)])
        said = found(*planned.resources, of=ARM)
        lost = Unknown(ReasonCode.SENSITIVE, "sensitive_body") if aside else None
        assert said.unknown.get("/locations") == lost

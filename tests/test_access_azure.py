"""Initiatives, definitions of one's own and exemptions: what an assignment of Azure's leaves."""

import json

import pytest

import terraform_files
from access_world import resource, stated
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.access.azure_definitions import ALLOWED_LOCATIONS
from terraform_plans import block, change, plan, read

ASSIGNMENT = "azurerm_subscription_policy_assignment.a"
DEFINITION = f"/providers/Microsoft.Authorization/policyDefinitions/{ALLOWED_LOCATIONS}"
INITIATIVE = "azurerm_policy_set_definition.set"
OWN = "azurerm_policy_definition.own"
EXEMPTION = "azurerm_resource_group_policy_exemption.e"
LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, f"{INITIATIVE}.id")
DENIES_PLACES = json.dumps({"if": {"field": "location", "notIn": ["westeurope"]}})
NEEDS_TAGS = json.dumps({"if": {"field": "tags", "exists": "false"}})


def listing(*locations):
    return json.dumps({"listOfAllowedLocations": {"value": locations}})


def places(*allowed, enforced=True):
    return {"enforced": enforced, "allowed": list(allowed), "denied": [], "inherits": False}


def assigning(to, **values):
    """An assignment whose definition is another resource of the input."""
    lost = {"/policy_definition_id": Unknown(ReasonCode.KNOWN_AFTER_APPLY, f"{to}.id")}
    return resource(ASSIGNMENT, values, lost, {"policy_definition_id": [to]})


def direct(**more):
    values = {"policy_definition_id": DEFINITION, "parameters": listing("westeurope"), **more}
    return resource(ASSIGNMENT, values)


def initiative(*members, parameters=None, **more):
    values = {"policy_definition_reference": list(members), "parameters": parameters}
    return resource(INITIATIVE, values, **more)


def member(parameter_values, definition=DEFINITION):
    return {"policy_definition_id": definition, "parameter_values": parameter_values}


def found(*resources):
    return stated(*resources)[ASSIGNMENT]


def test_an_initiative_is_what_its_definitions_are():
    set_ = initiative(member(listing("West Europe", "northeurope")))
    assert found(assigning(INITIATIVE), set_).values["locations"] == places(
        "northeurope", "westeurope"
    )
    other = (
        "/providers/Microsoft.Authorization/policyDefinitions/0a914e76-4921-4c19-b460-a2d36003525a"
    )
    set_ = initiative(member(None, other))
    assert found(assigning(INITIATIVE), set_).silent_on == {"locations"}


def test_an_initiative_passes_on_what_its_assignment_says():
    inner = json.dumps({"listOfAllowedLocations": {"value": "[parameters('places')]"}})
    declared = json.dumps({"places": {"type": "Array", "defaultValue": ["eastus"]}})
    set_ = initiative(member(inner), parameters=declared)
    said = json.dumps({"places": {"value": ["westeurope"]}})
    assert found(assigning(INITIATIVE, parameters=said), set_).values["locations"] == places(
        "westeurope"
    )
    assert found(assigning(INITIATIVE), set_).values["locations"] == places("eastus")
    nowhere = initiative(member(inner))
    assert found(assigning(INITIATIVE), nowhere).unknown["/locations"].reference == "parameters"


def test_an_initiative_that_says_it_twice_is_not_known():
    twice = initiative(member(listing("westeurope")), member(listing("eastus")))
    reason = found(assigning(INITIATIVE), twice).unknown["/locations"]
    assert reason.code is ReasonCode.UNKNOWN_VALUE


def test_what_is_lost_of_an_initiative_is_not_known():
    late = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.x")
    for pointer, members in (
        ("/policy_definition_reference", []),
        ("/policy_definition_reference/0/parameter_values", [member(None)]),
        ("/policy_definition_reference/0/policy_definition_id", [{}]),
    ):
        lost = initiative(*members, unknown={pointer: late})
        assert found(assigning(INITIATIVE), lost).unknown["/locations"] == late


@pytest.mark.parametrize(
    "name",
    [
        "/providers/Microsoft.Authorization/policySetDefinitions/c1cbff38-87c0-4b9f-9f70-035c7a3b5523",
        "/subscriptions/1/providers/Microsoft.Authorization/policyDefinitions/own",
    ],
)
def test_what_is_assigned_and_not_in_the_input_is_not_known(name):
    reason = found(direct(policy_definition_id=name)).unknown["/locations"]
    assert reason == Unknown(ReasonCode.OUTSIDE_INPUT, name.lower().rpartition("/")[2])


def test_a_definition_of_ones_own_is_about_places_if_it_speaks_of_them():
    about = resource(OWN, {"policy_rule": NEEDS_TAGS})
    assert found(assigning(OWN), about).silent_on == {"locations"}
    assert found(assigning(OWN)).unknown["/locations"].code is ReasonCode.KNOWN_AFTER_APPLY
    speaks = resource(OWN, {"policy_rule": DENIES_PLACES})
    assert found(assigning(OWN), speaks).unknown["/locations"].reference == "policy_rule"
    lost = resource(OWN, {}, {"/policy_rule": LATE})
    assert found(assigning(OWN), lost).unknown["/locations"] == LATE


@pytest.mark.parametrize(("rule", "code"), [(NEEDS_TAGS, None), (DENIES_PLACES, "unknown-value")])
def test_a_definition_of_ones_own_inside_an_initiative_is_read(rule, code):
    own = resource(OWN, {"policy_rule": rule})
    pointer = "policy_definition_reference/0/policy_definition_id"
    set_ = initiative({}, unknown={f"/{pointer}": LATE}, references={pointer: [OWN]})
    reason = found(assigning(INITIATIVE), set_, own).unknown.get("/locations")
    assert (reason.code.value if reason else None) == code


@pytest.mark.parametrize(
    ("to", "meant"), [(ASSIGNMENT, True), (f"{ASSIGNMENT}2", False), (None, True)]
)
def test_an_exemption_leaves_open_what_is_exempt(to, meant):
    lost = {"/policy_assignment_id": LATE}
    exempt = resource(EXEMPTION, {}, lost, {"policy_assignment_id": [to] if to else []})
    said = found(direct(), exempt)
    assert ("/locations" in said.unknown) == meant
    assert said.unknown.get("/locations") == (
        Unknown(ReasonCode.UNKNOWN_VALUE, EXEMPTION) if meant else None
    )


def test_an_exemption_by_id_is_of_the_assignment_with_that_id():
    exempt = resource(EXEMPTION, {"policy_assignment_id": "/Subscriptions/1/x"})
    assert "/locations" in found(direct(), exempt).unknown
    assert "/locations" in found(direct(id="/subscriptions/1/x"), exempt).unknown
    assert "locations" in found(direct(id="/subscriptions/1/y"), exempt).values


def test_a_parameter_that_nobody_understands_is_not_known():
    more = json.loads(listing("westeurope")) | {"effect": {"value": "Disabled"}}
    said = found(direct(parameters=json.dumps(more)))
    assert said.unknown["/locations"].code is ReasonCode.UNKNOWN_VALUE


ARM = "azapi_resource.a"


def arm(properties, as_text, /, **more):
    body = {"properties": {"policyDefinitionId": DEFINITION, **properties}}
    values = {
        "type": "Microsoft.Authorization/policyAssignments@2024-05-01",
        "body": json.dumps(body) if as_text else body,
        **more,
    }
    return stated(resource(ARM, values))[ARM]


@pytest.mark.parametrize("as_text", [False, True])
def test_an_assignment_as_azures_own_api_has_it_is_read(as_text):
    listed = {"parameters": json.loads(listing("West Europe"))}
    assert arm(listed, as_text).values["locations"] == places("westeurope")
    tried = arm({**listed, "enforcementMode": "DoNotEnforce"}, as_text)
    assert tried.values["locations"]["enforced"] is False
    assert "/locations" in arm({**listed, "notScopes": ["/x"]}, as_text).unknown
    assert arm({}, as_text, type="Microsoft.Storage/storageAccounts@2024").silent_on == {
        "locations"
    }


def test_an_assignment_of_azures_own_api_that_is_lost_is_not_known():
    values = {"type": "Microsoft.Authorization/policyAssignments@2024-05-01"}
    for pointer in ("/type", "/body", "/body/properties/parameters"):
        lost = stated(resource(ARM, {**values, "body": {"properties": {}}}, {pointer: LATE}))[ARM]
        assert lost.unknown["/locations"] == LATE
    odd = stated(resource(ARM, {**values, "body": "{"}))[ARM]
    assert odd.unknown["/locations"].code is ReasonCode.UNKNOWN_VALUE


SOURCE = f"""
resource "azurerm_policy_set_definition" "set" {{
  policy_definition_reference {{
    policy_definition_id = "{DEFINITION}"
    parameter_values = jsonencode({{ listOfAllowedLocations = {{ value = ["westeurope"] }} }})
  }}
}}
resource "azurerm_subscription_policy_assignment" "a" {{
  policy_definition_id = azurerm_policy_set_definition.set.id
}}
"""


def test_an_initiative_of_a_source_and_of_a_plan_are_alike(tmp_path):
    given = terraform_files.read(tmp_path, SOURCE)
    assert found(*given.resources).values["locations"] == places("westeurope")
    members = {"policy_definition_reference": [member(listing("westeurope"))]}
    planned = read(
        change(INITIATIVE, members, {"id": True}),
        change(ASSIGNMENT, {}, {"policy_definition_id": True}),
        blocks=[
            block(INITIATIVE, "azurerm"),
            block(
                ASSIGNMENT,
                "azurerm",
                policy_definition_id={"references": [f"{INITIATIVE}.id", INITIATIVE]},
            ),
        ],
    )
    assert found(*planned.resources).values["locations"] == places("westeurope")


def test_an_exempt_scope_is_no_pass(tmp_path, capsys):
    values = {"policy_definition_id": DEFINITION, "parameters": listing("westeurope")}
    changes = [change(ASSIGNMENT, values)]
    path = tmp_path / "plan.json"

    def verdict():
        path.write_bytes(plan(*changes, providers={}))
        main(["check", str(path), "--jurisdiction", "eu", "--format", "json"])
        (one,) = [
            one
            for one in json.loads(capsys.readouterr().out)["findings"]
            if one["check"] == "RES-016"
        ]
        return one["verdict"]

    assert verdict() == "pass"
    changes.append(
        change(EXEMPTION, {"exemption_category": "Waiver"}, {"policy_assignment_id": True})
    )
    assert verdict() == "unknown"

"""A policy of Azure's, a control or a list is a guardrail by what its own words make it do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from estate_changes import altered, asking

ASSIGNED = {
    "azurerm_management_group_policy_assignment.a": {"management_group_id": "g"},
    "azurerm_policy_assignment.a": {"scope": "s"},
    "azurerm_resource_group_policy_assignment.a": {"resource_group_id": "g"},
    "azurerm_resource_policy_assignment.a": {"resource_id": "r"},
    "azurerm_subscription_policy_assignment.a": {"subscription_id": "s"},
}
PLAIN = {"policy_definition_id": "/providers/d", "enforce": True, "not_scopes": []}
LOCATIONS = (
    "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c"
)


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says of a plan."""
    found = asking(tmp_path, capsys)
    return lambda *changes: found(*changes)["verdict"]


def effect(value: str, **more: str) -> str:
    return json.dumps({name: {"value": one} for name, one in {"effect": value, **more}.items()})


@pytest.mark.parametrize("address", ASSIGNED)
@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({}, {"enforce": False}, "fail"),
        ({"enforce": False}, {}, "pass"),
        ({}, {"enforce": None}, "pass"),
        ({}, {"display_name": "x", "metadata": "{}"}, "pass"),
        ({"parameters": effect("Deny")}, {"parameters": effect("audit")}, "fail"),
        ({"parameters": effect("Deny", a="x")}, {"parameters": effect("Audit", a="y")}, "fail"),
        ({"parameters": effect("Audit")}, {"parameters": effect("Deny")}, "pass"),
        ({"parameters": effect("Deny", a="x")}, {"parameters": effect("Deny", a="y")}, "unknown"),
        ({"parameters": effect("Deny")}, {"parameters": None}, "unknown"),
        ({}, {"not_scopes": ["/subscriptions/1"]}, "fail"),
        ({"not_scopes": ["/S/1"]}, {"not_scopes": ["/s/1/x"]}, "pass"),
        ({"not_scopes": ["/s/1"]}, {"not_scopes": []}, "pass"),
        ({}, {"overrides": [{"value": "Disabled"}]}, "fail"),
        ({"overrides": [{"value": "Disabled"}]}, {"overrides": []}, "pass"),
        ({}, {"overrides": [{"value": "[x]"}]}, "unknown"),
        ({}, {"resource_selectors": [{"name": "x"}]}, "unknown"),
        ({"resource_selectors": [{"name": "x"}]}, {}, "pass"),
    ],
)
def test_an_assignment_that_does_less_is_missed(verdict, address, before, after, told):
    names = {**ASSIGNED[address], **PLAIN}
    assert verdict(altered(address, {**names, **before}, {**names, **after})) == told


def test_an_older_assignment_is_switched_off_by_another_word(verdict):
    names = {"scope": "s", "policy_definition_id": "d"}
    on, off = ({**names, "enforcement_mode": mode} for mode in (True, False))
    assert verdict(altered("azurerm_policy_assignment.a", on, off)) == "fail"
    assert verdict(altered("azurerm_policy_assignment.a", off, on)) == "pass"


def test_which_places_are_allowed_is_for_the_check_of_that_and_that_they_are_is_not(verdict):
    def listing(*places: str) -> str:
        return json.dumps({"listOfAllowedLocations": {"value": list(places)}})

    address = "azurerm_subscription_policy_assignment.a"
    names = {"subscription_id": "s", **PLAIN, "policy_definition_id": LOCATIONS}
    before = {**names, "parameters": listing("westeurope")}
    wider = {**names, "parameters": listing("westeurope", "northeurope")}
    assert verdict(altered(address, before, wider)) == "pass"
    assert verdict(altered(address, before, {**wider, "enforce": False})) == "fail"


KIND = "Microsoft.Authorization/policyAssignments@2022-06-01"


@pytest.mark.parametrize("spelt", [str, json.dumps])
@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"enforcementMode": "Default"}, {"enforcementMode": "DoNotEnforce"}, "fail"),
        ({}, {"EnforcementMode": "donotenforce"}, "fail"),
        ({"enforcementMode": "DoNotEnforce"}, {"enforcementMode": "Default"}, "pass"),
        ({}, {"enforcementMode": "Enroll"}, "unknown"),
        ({}, {"notScopes": ["/s/1"]}, "fail"),
        ({}, {"displayName": "x", "metadata": {"a": "b"}}, "pass"),
        ({}, {"policyDefinitionId": "other"}, "unknown"),
        ({}, {"definitionVersion": "2"}, "unknown"),
    ],
)
def test_an_assignment_through_the_api_that_does_less_is_missed(
    verdict, spelt, before, after, told
):
    def body(more: dict[str, Any]) -> Any:
        whole = {"properties": {"policyDefinitionId": "d", **more}}
        return json.dumps(whole) if spelt is json.dumps else whole

    names = {"parent_id": "/subscriptions/1", "name": "n", "type": KIND}
    was, is_ = ({**names, "body": body(more)} for more in (before, after))
    assert verdict(altered("azapi_resource.a", was, is_)) == told


def test_another_thing_of_the_api_is_no_matter_of_its_body(verdict):
    names = {"parent_id": "/subscriptions/1", "name": "n"}
    kind = "Microsoft.OperationalInsights/workspaces@2022-10-01"
    was, is_ = ({**names, "type": kind, "body": {"properties": {"a": x}}} for x in (1, 2))
    assert verdict(altered("azapi_resource.a", was, is_)) == "pass"


def declared(default: str) -> str:
    return json.dumps({"effect": {"type": "String", "defaultValue": default}})


@pytest.mark.parametrize(
    "kind", ["azurerm_policy_set_definition", "azurerm_management_group_policy_set_definition"]
)
def test_a_set_that_loses_a_definition_is_missed(verdict, kind):
    def reference(name: str, said: str | None = None) -> dict[str, Any]:
        return {"policy_definition_id": name, "parameter_values": said}

    def ask(*after: dict[str, Any], **more: Any) -> Any:
        names = {"name": "s", "management_group_id": "g"}
        one, two = reference("D1", effect("Deny")), reference("d2")
        was = {**names, "policy_definition_reference": [one, two], "parameters": declared("Deny")}
        is_ = {**was, "policy_definition_reference": list(after), **more}
        return verdict(altered(f"{kind}.s", was, is_))

    one, two = reference("d1", effect("Deny")), reference("d2")
    assert ask(two, one, reference("d3")) == "pass"
    assert ask(one) == "fail"
    assert ask() == "fail"
    assert ask(reference("d1", effect("Audit")), two) == "fail"
    assert ask(reference("d1", effect("Deny", a="x")), two) == "unknown"
    assert ask(one, two, parameters=declared("Audit")) == "fail"
    assert ask(two, {"policy_definition_id": None}) == "unknown"


def test_a_definition_that_denies_only_if_it_is_told_to_is_missed(verdict):
    rule = json.dumps({"if": {}, "then": {"effect": "[parameters('effect')]"}})
    was, is_ = (
        {"name": "d", "policy_rule": rule, "parameters": declared(x)} for x in ("Deny", "Disabled")
    )
    assert verdict(altered("azurerm_policy_definition.d", was, is_)) == "fail"
    assert verdict(altered("azurerm_policy_definition.d", is_, was)) == "pass"


# Controls of Control Tower


@pytest.mark.parametrize("kind", ["aws_controltower_control", "awscc_controltower_enabled_control"])
def test_a_control_that_lets_more_through_is_missed(verdict, kind):
    def ask(*after: tuple[str, list[str]], listed: bool = False) -> Any:
        def said(pairs: Any) -> list[dict[str, Any]]:
            return [{"key": key, "value": v if listed else json.dumps(v)} for key, v in pairs]

        names = {"control_identifier": "arn", "target_identifier": "ou"}
        before = [("AllowedRegions", ["eu-central-1"]), ("ExemptedActions", ["iam:*"])]
        was, is_ = ({**names, "parameters": said(pairs)} for pairs in (before, after))
        return verdict(altered(f"{kind}.c", was, is_))

    regions, actions = ("AllowedRegions", ["eu-central-1"]), ("ExemptedActions", ["iam:*"])
    wider, abroad = (("AllowedRegions", ["eu-central-1", x]) for x in ("eu-west-1", "us-east-1"))
    for listed in (False, True):
        assert ask(actions, regions, listed=listed) == "pass"
        assert ask(wider, actions, listed=listed) == "pass"
        assert ask(abroad, actions, listed=listed) == "fail"
    assert ask(regions, ("ExemptedActions", ["iam:*", "s3:*"])) == "fail"
    assert ask(regions, actions, ("ExemptedPrincipalArns", ["arn:aws:iam::*:role/x"])) == "fail"
    assert ask(regions) == "pass"
    assert ask(actions) == "unknown"
    assert ask(regions, actions, ("Another", ["x"])) == "unknown"


# Lists of all the policies inside of a role, a user or a group


LISTS = [
    ("aws_iam_role_policies_exclusive", "role_name", "aws_iam_role_policy", "role"),
    ("aws_iam_user_policies_exclusive", "user_name", "aws_iam_user_policy", "user"),
    ("aws_iam_group_policies_exclusive", "group_name", "aws_iam_group_policy", "group"),
]


@pytest.mark.parametrize(("kind", "by", "type_", "owner"), LISTS)
def test_a_denial_that_is_struck_out_of_a_list_is_missed(verdict, kind, by, type_, owner):
    def inside(name: str, what: str, of: str = "app") -> Any:
        document = json.dumps({"Statement": [{"Effect": what, "Action": "*", "Resource": "*"}]})
        values = {"id": f"{of}:{name}", "name": name, owner: of, "policy": document}
        return altered(f"{type_}.{name}_{of}", values, values, "no-op")

    def ask(before: list[str], after: Any, *beside: Any, action: str = "update") -> Any:
        was = {by: "app", "policy_names": before}
        is_ = None if after is None else {by: "app", "policy_names": after}
        return verdict(altered(f"{kind}.x", was, is_, action), *beside)

    models, guard = inside("models", "Allow"), inside("guard", "Deny")
    assert ask(["models", "guard"], ["models"], models, guard) == "fail"
    assert ask(["models", "guard"], ["guard"], models, guard) == "pass"
    assert ask(["guard"], [], models) == "unknown"  # it stands elsewhere
    assert ask(["guard"], [], inside("guard", "Deny", "other")) == "unknown"
    assert ask(["guard"], None, models, guard, action="delete") == "pass"
    assert ask(["models"], ["models", "guard"], models, guard) == "pass"


def test_a_list_of_another_role_strikes_nothing_out_of_the_first(verdict):
    document = json.dumps({"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]})
    guard = {"name": "guard", "role": "app", "policy": document}
    listing = "aws_iam_role_policies_exclusive.x"
    was, is_ = ({"role_name": name, "policy_names": ["guard"]} for name in ("app", "other"))
    beside = altered("aws_iam_role_policy.guard", guard, guard, "no-op")
    moved = altered(listing, was, is_, "delete", "create")
    assert verdict(moved, beside) == "pass"
    same = altered(listing, was, {**was, "policy_names": []}, "delete", "create")
    assert verdict(same, beside) == "fail"

"""What mutants of the policies showed that no other plan looked at: words of other providers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from estate_changes import altered, asking


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says of a plan."""
    found = asking(tmp_path, capsys)
    return lambda *changes: found(*changes)["verdict"]


ASSIGNMENT = "Microsoft.Authorization/policyAssignments@2022-06-01"
BODIES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    # Nobody is let off by an assignment that enforced nothing, however its word is written.
    ({"enforcementMode": "DoNotEnforce"}, {"enforcementMode": "doNotEnforce"}, "pass"),
    ({"enforcementMode": "DoNotEnforce"}, {"enforcementMode": "Enroll"}, "pass"),
    ({"enforcementMode": "Default"}, {}, "pass"),
    ({}, {"enforcementMode": "default"}, "pass"),
    # A scope that is written as no text leaves out what nobody can tell.
    ({}, {"notScopes": [7]}, "unknown"),
    ({"notScopes": ["/s/1"]}, {"notScopes": ["/s/10"]}, "fail"),
    ({"notScopes": ["/s/1", "/s/2"]}, {"notScopes": ["/s/1"]}, "pass"),
    (
        {"overrides": [{"value": "Disabled"}, {"value": "Audit"}]},
        {"overrides": [{"value": "Disabled"}]},
        "pass",
    ),
    # What is overridden no more may have been made stricter by that.
    ({"overrides": [{"value": "Disabled"}, {"value": "Deny"}]}, {"overrides": []}, "unknown"),
    ({"overrides": [{"value": "Deny"}]}, {"overrides": [{"value": "Audit"}]}, "unknown"),
    # Of a name that is there twice, nobody knows which counts.
    ({}, {"notScopes": [], "NotScopes": ["/s/1"]}, "unknown"),
    ({}, {"notscopes": ["/s/1"], "enforcementMode": "DoNotEnforce"}, "fail"),
]


@pytest.mark.parametrize(("before", "after", "told"), BODIES)
def test_an_assignment_through_the_api_is_weighed_word_by_word(verdict, before, after, told):
    names = {"parent_id": "/subscriptions/1", "name": "n", "type": ASSIGNMENT}
    was, then = (
        {**names, "body": {"properties": {"policyDefinitionId": "d", **more}}}
        for more in (before, after)
    )
    assert verdict(altered("azapi_resource.a", was, then)) == told


def given(**values: Any) -> str:
    """Parameters of an assignment."""
    return json.dumps({name: {"value": value} for name, value in values.items()})


BOTH = json.dumps({"effect": {"value": "Deny"}, "Effect": {"value": "Audit"}})
PARAMETERS = [
    (given(effect="Audit", a="x"), given(effect="Deny", a="y"), "unknown"),
    (given(effect="Deny"), given(effect="Modify"), "unknown"),
    (given(effect="Modify"), given(effect="deny"), "pass"),
    (given(effect="Audit"), given(effect="Disabled"), "pass"),
    (given(effect="Deny"), given(effect="[x]"), "unknown"),
    (given(effect="Deny"), BOTH, "unknown"),
    ("", None, "pass"),
    ("[]", given(effect="Deny"), "unknown"),
    ("{", given(effect="Deny"), "unknown"),
    (json.dumps({"effect": "Audit"}), given(effect="Deny"), "unknown"),
]


@pytest.mark.parametrize(("before", "after", "told"), PARAMETERS)
def test_parameters_let_an_assignment_do_less_only_as_far_as_they_are_read(
    verdict, before, after, told
):
    names = {"subscription_id": "s", "policy_definition_id": "/providers/d"}
    was, then = ({**names, "parameters": one} for one in (before, after))
    assert verdict(altered("azurerm_subscription_policy_assignment.a", was, then)) == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Modify", "audit", "fail"),
        ("deny", "modify", "fail"),
        ("audit", "disabled", "unknown"),
        ("modify", "denyAction", "unknown"),
        ("deny", "[parameters('effect')]", "unknown"),
        ("deny", 7, "unknown"),
    ],
)
def test_a_definition_is_given_up_by_an_effect_that_keeps_out_less(verdict, before, after, told):
    def ask(where: Any) -> Any:
        rules = ({"if": {}, "then": {"effect": before}}, {"if": where, "then": {"effect": after}})
        was, then = ({"name": "d", "policy_rule": json.dumps(rule)} for rule in rules)
        return verdict(altered("azurerm_policy_definition.d", was, then))

    assert ask({}) == ask({"field": "location"}) == told


def test_a_definition_that_denies_something_else_is_another(verdict):
    rules = ({"if": {"field": x}, "then": {"effect": "Deny"}} for x in ("location", "tags"))
    was, then = ({"name": "d", "policy_rule": json.dumps(rule)} for rule in rules)
    assert verdict(altered("azurerm_policy_definition.d", was, then)) == "unknown"


def refers(*names: str | None) -> list[dict[str, Any]]:
    return [{"policy_definition_id": name, "parameter_values": None} for name in names]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (refers("one", "two"), refers("one"), "fail"),
        (refers("one", "two"), refers("one", None), "unknown"),  # it may be the second
        (refers(None), [], "unknown"),
    ],
)
def test_a_set_that_nobody_can_read_may_hold_what_it_held(verdict, before, after, told):
    was, then = ({"name": "s", "policy_definition_reference": one} for one in (before, after))
    assert verdict(altered("azurerm_policy_set_definition.s", was, then)) == told


HERE, THERE = '["eu-central-1"]', '["eu-west-1"]'
CONTROLS = [
    ({"Kind": "1", "AllowedRegions": HERE}, {"Kind": "1", "AllowedRegions": THERE}, "pass"),
    ({"AllowedRegions": HERE}, {"AllowedRegions": '["us-east-1"]'}, "fail"),
    ({"DeniedRegions": HERE}, {"DeniedRegions": THERE}, "unknown"),
    ({"AllowedRegions": HERE}, {"AllowedRegions": "plain"}, "unknown"),
    ({"AllowedRegions": "plain"}, {"AllowedRegions": HERE}, "unknown"),
    ({"AllowedRegions": HERE}, {"AllowedRegions": '{"a": "eu-west-1"}'}, "unknown"),
    ({"AllowedRegions": HERE}, {}, "unknown"),
    ({"ExemptedPrincipalArns": '["a", "b"]'}, {"ExemptedPrincipalArns": '["a"]'}, "pass"),
    ({"ExemptedPrincipalArns": '["a"]'}, {"ExemptedPrincipalArns": "plain"}, "unknown"),
    ({"ExemptedPrincipalArns": "plain"}, {"ExemptedPrincipalArns": '["a"]'}, "unknown"),
    ({"ExemptedPrincipalArns": '["a"]'}, {"ExemptedPrincipalArns": '["b"]'}, "fail"),
]


@pytest.mark.parametrize(("before", "after", "told"), CONTROLS)
def test_a_control_lets_through_as_much_only_by_lists_that_are_known(verdict, before, after, told):
    def control(settings: dict[str, str]) -> dict[str, Any]:
        listed = [{"key": key, "value": value} for key, value in settings.items()]
        return {"control_identifier": "c", "target_identifier": "t", "parameters": listed}

    was, then = control(before), control(after)
    assert verdict(altered("aws_controltower_control.c", was, then)) == told
    twice = then | {"parameters": [*was["parameters"], *then["parameters"]]}
    if set(before) & set(after):  # of a key that stands twice, nobody knows which counts
        assert verdict(altered("aws_controltower_control.c", was, twice)) == "unknown"

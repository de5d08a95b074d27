"""Google's organisation policies and Azure's assignments: which places they leave."""

import json

import pytest

from access_world import first, resource
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.access.azure_definitions import ALLOWED_LOCATIONS
from compliance_toolkit.terraform.access.holders import AZURE

NAME = "projects/x/policies/gcp.resourceLocations"
LATE = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.x")


def version_2(spec=None, name=NAME, unknown=None, **more):
    values = {"name": name, "spec": [spec] if spec is not None else None, **more}
    return resource("google_org_policy_policy.x", values, unknown)


def rule(*allowed, denied=(), **more):
    values = {"allowed_values": list(allowed) or None, "denied_values": list(denied) or None}
    return {"values": [values], **more}


def version_1(kind="project", constraint="constraints/gcp.resourceLocations", **blocks):
    prefix = "" if kind == "organization" else f"{kind}_"
    return resource(
        f"google_{prefix}organization_policy.x",
        {"constraint": constraint, **{name: [block] for name, block in blocks.items()}},
    )


def fact(allowed, denied=(), *, enforced=True, inherits=False):
    return {
        "enforced": enforced,
        "allowed": allowed,
        "denied": list(denied),
        "inherits": inherits,
    }


@pytest.mark.parametrize(
    ("spec", "stated"),
    [
        ({"rules": [rule("in:eu-locations")]}, fact(["in:eu-locations"])),
        ({"rules": [rule("b"), rule("a")]}, fact(["a", "b"])),
        ({"rules": [rule("a", denied=["b"])]}, fact(["a"], ["b"])),
        ({"rules": [rule("a", "b"), rule(denied=["b"])]}, fact(["a"], ["b"])),
        ({"rules": [rule(denied=["b"])]}, fact("any", ["b"])),
        ({"rules": [{"allow_all": "TRUE"}]}, fact("any")),
        ({"rules": [{"deny_all": "TRUE"}]}, fact([])),
        ({"rules": [rule("a")], "inherit_from_parent": True}, fact(["a"], inherits=True)),
        ({"rules": [], "inherit_from_parent": True}, fact("any", inherits=True)),
        ({"reset": True}, fact("any", enforced=False)),
        (None, fact("any", enforced=False)),
        ({"rules": [rule("a"), rule("b", condition=[{"expression": "x"}])]}, fact(["a", "b"])),
        ({"rules": [rule("a"), rule(denied=["a"], condition=[{"expression": "x"}])]}, fact(["a"])),
        (
            {"rules": [rule("a"), {"allow_all": "TRUE", "condition": [{"expression": "x"}]}]},
            fact("any"),
        ),
    ],
)
def test_a_policy_of_the_second_kind_leaves(spec, stated):
    assert first(version_2(spec)).values["locations"] == stated


def test_a_dry_run_enforces_nothing():
    dry = [{"rules": [rule("in:eu-locations")]}]
    assert first(version_2(dry_run_spec=dry)).values["locations"]["enforced"] is False


@pytest.mark.parametrize("kind", ["organization", "folder", "project"])
@pytest.mark.parametrize(
    ("blocks", "stated"),
    [
        ({"list_policy": {"allow": [{"values": ["a"]}]}}, fact(["a"])),
        ({"list_policy": {"allow": [{"all": True}]}}, fact("any")),
        ({"list_policy": {"deny": [{"values": ["b"]}]}}, fact("any", ["b"])),
        ({"list_policy": {"deny": [{"all": True}]}}, fact([])),
        (
            {"list_policy": {"allow": [{"values": ["a"]}], "inherit_from_parent": True}},
            fact(["a"], inherits=True),
        ),
        ({"restore_policy": {"default": True}}, fact("any", enforced=False)),
        ({}, fact("any", enforced=False)),
    ],
)
def test_a_policy_of_the_first_kind_leaves(kind, blocks, stated):
    assert first(version_1(kind, **blocks)).values["locations"] == stated


@pytest.mark.parametrize(
    "name", ["projects/x/policies/iam.disableServiceAccountKeyCreation", "x/y"]
)
def test_another_constraint_is_about_something_else(name):
    silent = {"locations", "models", "features"}
    assert first(version_2({"rules": [{"enforce": "TRUE"}]}, name)).silent_on == silent
    assert first(version_1(constraint=name, boolean_policy={"enforced": True})).silent_on == silent


def test_the_end_of_a_name_is_enough():
    text = '"projects/${var.project}/policies/gcp.resourceLocations"'
    lost = resource(
        "google_org_policy_policy.x",
        {"spec": [{"rules": [rule("in:eu-locations")]}]},
        {"/name": LATE},
        {"name": [text, "var.project"]},
    )
    assert first(lost).values["locations"] == fact(["in:eu-locations"])
    nothing = resource("google_org_policy_policy.x", {}, {"/name": LATE}, {"name": ["var.name"]})
    assert first(nothing).unknown["/locations"] == LATE
    part = '"${var.parent}/policies/${var.constraint}"'
    nothing = resource("google_org_policy_policy.x", {}, {"/name": LATE}, {"name": [part]})
    assert first(nothing).unknown["/locations"] == LATE


def test_what_is_not_known_of_a_policy_is_unknown():
    lost = version_2({"rules": [rule()]}, unknown={"/spec/0/rules/0/values": LATE})
    assert first(lost).unknown["/locations"] == LATE
    assert "locations" not in first(lost).values
    assert first(version_2({"rules": []})).unknown["/locations"].code is ReasonCode.UNKNOWN_VALUE
    assert first(version_2({"rules": [{}]})).unknown["/locations"].code is ReasonCode.UNKNOWN_VALUE


DEFINITION = f"/providers/Microsoft.Authorization/policyDefinitions/{ALLOWED_LOCATIONS}"


def assignment(
    type_="azurerm_subscription_policy_assignment", unknown=None, references=None, **more
):
    listed = json.dumps({"listOfAllowedLocations": {"value": ["West Europe", "northeurope"]}})
    values = {"policy_definition_id": DEFINITION, "parameters": listed, **more}
    return resource(f"{type_}.x", values, unknown, references)


def listing(*locations):
    return json.dumps({"listOfAllowedLocations": {"value": locations}})


@pytest.mark.parametrize("type_", sorted(AZURE))
def test_an_assignment_lists_places_as_azure_spells_them(type_):
    assert first(assignment(type_)).values["locations"] == fact(["northeurope", "westeurope"])


def test_an_assignment_that_is_not_enforced_binds_nothing():
    assert first(assignment(enforce=False)).values["locations"]["enforced"] is False


def test_another_definition_is_about_something_else():
    other = (
        "/providers/Microsoft.Authorization/policyDefinitions/e765b5de-1225-4ba3-bd56-1ac6695af988"
    )
    assert first(assignment(policy_definition_id=other)).silent_on == {"locations"}


@pytest.mark.parametrize(
    "given",
    [
        assignment(parameters="{"),
        assignment(parameters=None),
        assignment(parameters='{"other": {"value": ["westeurope"]}}'),
        assignment(parameters=listing()),
        assignment(parameters=listing(7)),
        assignment(not_scopes=["/subscriptions/x"]),
        assignment(overrides=[{"value": "x"}]),
        assignment(resource_selectors=[{"name": "x"}]),
        assignment(policy_definition_id=None),
    ],
)
def test_what_an_assignment_leaves_is_not_known(given):
    assert first(given).unknown["/locations"].code is ReasonCode.UNKNOWN_VALUE


@pytest.mark.parametrize("name", ["parameters", "enforce", "not_scopes", "policy_definition_id"])
def test_a_part_of_an_assignment_that_is_lost_is_the_reason(name):
    given = assignment(unknown={f"/{name}": LATE}, references={name: ["data.x.y"]})
    given.values.pop(name, None)
    assert first(given).unknown["/locations"] == LATE


def on(node, spec, label="x", **more):
    name = f"{node}/policies/gcp.resourceLocations"
    values = {"name": name, "parent": node, "spec": [spec]}
    return resource(f"google_org_policy_policy.{label}", values, **more)


INHERITS = {"rules": [rule(denied=["in:us-locations"])], "inherit_from_parent": True}
EUROPE = {"rules": [rule("in:eu-locations", "in:us-locations")]}
PROJECT = resource("google_project.p", {"project_id": "p", "org_id": "1"})


def test_what_a_policy_inherits_from_outside_of_the_input_is_not_known():
    for spec in (INHERITS, {"rules": [rule("a")], "inherit_from_parent": True}):
        found = first(on("projects/p", spec), on("organizations/1", EUROPE, "org"))
        assert found.values["locations"]["inherits"] is True
        assert found.unknown["/locations/inherits"] == Unknown(
            ReasonCode.OUTSIDE_INPUT, "parent of projects/p"
        )


def test_what_a_policy_inherits_in_the_input_is_added():
    found = first(on("projects/p", INHERITS), on("organizations/1", EUROPE, "org"), PROJECT)
    assert found.values["locations"] == fact(["in:eu-locations"], ["in:us-locations"])
    assert "/locations/inherits" not in found.unknown
    more = {"rules": [rule("a")], "inherit_from_parent": True}
    found = first(on("projects/p", more), on("organizations/1", EUROPE, "org"), PROJECT)
    assert found.values["locations"]["allowed"] == ["a", "in:eu-locations", "in:us-locations"]


def test_a_policy_inherits_through_folders_by_reference():
    folder = resource("google_folder.f", {"parent": "organizations/1"})
    late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "google_folder.f.name")
    project = resource(
        "google_project.p",
        {"project_id": "p"},
        {"/folder_id": late},
        {"folder_id": [folder.address]},
    )
    org, own = on("organizations/1", EUROPE, "org"), on("projects/p", INHERITS)
    assert first(own, org, folder, project).values["locations"]["inherits"] is True
    between = resource(
        "google_org_policy_policy.f",
        {"name": NAME, "spec": [{"inherit_from_parent": True}]},
        {"/parent": late},
        {"parent": [folder.address]},
    )
    found = first(own, org, folder, project, between)
    assert found.values["locations"] == fact(["in:eu-locations"], ["in:us-locations"])


def test_an_organisation_inherits_nothing():
    found = first(on("organizations/1", INHERITS))
    assert found.values["locations"] == fact("any", ["in:us-locations"])

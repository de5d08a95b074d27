"""Policies by the awscc provider bind and grant as those of the aws provider do."""

import json

import pytest

from access_world import EU_SIX, allow, calls, outside, policy, resource, sources, stated
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown

WIDE = allow("bedrock:InvokeModel*")
OPEN = ("in-region", "us-east-1")
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
GUARD = outside(EU_SIX)


def inline(name, *statements, role="app", **more):
    given = {"policy_name": name, "policy_document": policy(*statements), "role_name": role}
    return resource(f"awscc_iam_role_policy.{name}", given, **more)


def scp(*statements, name="guard", **more):
    given = {"content": policy(*statements), "type": "SERVICE_CONTROL_POLICY"}
    return resource(f"awscc_organizations_policy.{name}", {**given, **more})


def is_open(found):
    return OPEN in calls(found)


@pytest.mark.parametrize("kind", ["role", "user", "group"])
def test_an_inline_policy_grants(kind):
    given = {"policy_document": policy(WIDE), "policy_name": "p", f"{kind}_name": "x"}
    found = stated(resource(f"awscc_iam_{kind}_policy.p", given))[f"awscc_iam_{kind}_policy.p"]
    assert found.type == f"awscc_iam_{kind}_policy"
    assert is_open(found)
    assert found.values["policy_document"] == policy(WIDE)
    assert "policy" not in found.values


def test_what_binds_a_role_is_found_by_whichever_provider():
    theirs = resource("aws_iam_role_policy.deny", {"role": "app", "policy": policy(GUARD)})
    ours = inline("models", WIDE)
    assert is_open(stated(ours)[ours.address])
    assert not is_open(stated(ours, theirs)[ours.address])
    granted = resource("aws_iam_role_policy.models", {"role": "app", "policy": policy(WIDE)})
    assert not is_open(stated(granted, inline("deny", GUARD))[granted.address])


def test_a_role_grants_what_stands_in_it_and_what_it_lists():
    role = "awscc_iam_role.app"
    listed = resource(role, {"role_name": "app", "managed_policy_arns": [ADMIN]})
    assert is_open(stated(listed)[role])
    assert not is_open(stated(listed, inline("deny", GUARD))[role])
    inner = [{"policy_name": "p", "policy_document": policy(WIDE)}]
    assert is_open(stated(resource(role, {"role_name": "app", "policies": inner}))[role])
    late = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.policy")
    lost = {"/policies/0/policy_document": late}
    found = stated(resource(role, {"policies": [{"policy_name": "p"}]}, lost))[role]
    assert found.unknown["/access"] == late
    plain = stated(resource(role, {"role_name": "app"}))[role]
    assert plain.silent_on == {"access", "platform_access"}


def test_a_managed_policy_is_held_by_whom_it_names():
    held = {"managed_policy_name": "deny", "policy_document": policy(GUARD), "roles": ["app"]}
    deny = resource("awscc_iam_managed_policy.deny", held)
    models = inline("models", WIDE)
    assert not is_open(stated(models, deny)[models.address])
    other = resource(deny.address, {**held, "roles": ["other"]})
    assert is_open(stated(models, other)[models.address])
    wide = resource("awscc_iam_managed_policy.wide", {"policy_document": policy(WIDE)})
    assert is_open(stated(wide)[wide.address])


def test_a_policy_of_an_organisation_is_attached_where_it_says():
    account = resource("aws_organizations_account.a", {"parent_id": "r-abcd"})
    guard = scp(GUARD, target_ids=["r-abcd"])
    found = stated(guard, account)
    assert found[guard.address].values["access"]["in_force"] is True
    assert sources(found[account.address]) == set(EU_SIX)
    nowhere = stated(scp(GUARD, target_ids=None))[guard.address]
    assert nowhere.values["access"]["in_force"] is False
    wide = scp(outside(["us-east-1"]), target_ids=["r-abcd"])
    assert is_open(stated(wide)[wide.address])


def test_a_policy_whose_targets_are_not_known_is_attached_to_some():
    why = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.targets")
    guard = resource(
        "awscc_organizations_policy.guard",
        {"content": policy(GUARD), "type": "SERVICE_CONTROL_POLICY"},
        {"/target_ids": why},
    )
    found = stated(guard)[guard.address]
    assert found.values["access"]["in_force"] is True
    assert "/target_id" not in found.unknown


def test_policies_of_both_providers_are_judged_by_the_real_command(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(f"""
        provider "aws" {{ region = "eu-central-1" }}
        provider "awscc" {{ region = "eu-central-1" }}
        resource "awscc_organizations_policy" "p" {{
          name       = "DenyAllOutsideEU"
          type       = "SERVICE_CONTROL_POLICY"
          target_ids = ["r-abcd"]
          content    = jsonencode({policy(outside(["us-east-1"], "bedrock:*"))})
        }}
        resource "awscc_iam_role_policy" "p" {{
          policy_name     = "p"
          role_name       = "app"
          policy_document = jsonencode({policy(WIDE)})
        }}
        resource "awscc_iam_role" "r" {{
          role_name                   = "r"
          assume_role_policy_document = "{{}}"
          managed_policy_arns         = ["{ADMIN}"]
        }}""")
    assert main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"]) == 1
    found = {
        (one["check"], one["resource"]["address"]): one["verdict"]
        for one in json.loads(capsys.readouterr().out)["findings"]
    }
    assert found["RES-011", "awscc_organizations_policy.p"] == "fail"
    assert found["RES-012", "awscc_iam_role_policy.p"] == "fail"
    assert found["RES-012", "awscc_iam_role.r"] == "fail"

"""Policies of one identity are one: what they grant is added up, and what one denies is denied."""

import itertools
import json
import time

import pytest

from access_world import EU_SIX, allow, calls, outside, policy, resource, scopes, stated
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown

THROUGH = {"StringLike": {"bedrock:InferenceProfileArn": "arn:aws:bedrock:*:*:inference-profile/*"}}
MODELS = allow("bedrock:InvokeModel", "arn:aws:bedrock:*::foundation-model/*", Condition=THROUGH)
PROFILES = allow("bedrock:InvokeModel", "arn:aws:bedrock:*:*:inference-profile/us.*")
MINE = "arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.*"
EUROPE = [
    allow("bedrock:InvokeModel", MINE),
    allow(
        "bedrock:InvokeModel",
        [f"arn:aws:bedrock:{region}::foundation-model/*" for region in EU_SIX],
        Condition={"StringLike": {"bedrock:InferenceProfileArn": MINE}},
    ),
]
OPEN = ("us", "us-east-1")
VARIABLE = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.role")
SILENT = {"access", "platform_access"}


def inline(name, *statements, kind="role", holder="app", **more):
    held = {} if holder is None else {kind: holder}
    return resource(
        f"aws_iam_{kind}_policy.{name}", {"policy": policy(*statements), **held}, **more
    )


def managed(name, *statements):
    return resource(f"aws_iam_policy.{name}", {"policy": policy(*statements), "name": name})


def attachment(name, kind="role", holder="app", label=None, **more):
    late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, f"aws_iam_policy.{name}.arn")
    held = {} if holder is None else {kind: holder}
    unknown = {"/policy_arn": late, **more.pop("unknown", {})}
    references = {"policy_arn": [f"aws_iam_policy.{name}"], **more.pop("references", {})}
    address = f"aws_iam_{kind}_policy_attachment.{label or name}"
    return resource(address, held, unknown, references)


def is_open(found):
    return "access" in found.values and OPEN in calls(found)


def may_be_open(found):
    return "access" in found.values and OPEN in calls(found, "unknown")


ROLE = resource("aws_iam_role.app", {"name": "app"})
BY_REFERENCE = {
    "unknown": {"/role": Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_iam_role.app.id")},
    "references": {"role": ["aws_iam_role.app"]},
}


@pytest.mark.parametrize(
    "pair",
    [
        (inline("models", MODELS), inline("profiles", PROFILES)),
        (
            inline("models", MODELS, holder=None, **BY_REFERENCE),
            inline("profiles", PROFILES),
            ROLE,
        ),
        (
            inline("models", MODELS, holder=None, **BY_REFERENCE),
            resource(
                "aws_iam_role.app", {"inline_policy": [{"name": "x", "policy": policy(PROFILES)}]}
            ),
        ),
        (
            resource(
                "aws_iam_role.app",
                {
                    "inline_policy": [
                        {"name": "x", "policy": policy(PROFILES)},
                        {"name": "y", "policy": policy(MODELS)},
                    ]
                },
            ),
        ),
        (
            inline("models", MODELS, kind="user", holder="u"),
            inline("profiles", PROFILES, kind="user", holder="u"),
        ),
    ],
)
def test_what_two_policies_grant_is_added_up_whichever_comes_first(pair):
    for order in itertools.permutations(pair):
        found = stated(*order)
        asked = [one for one in found.values() if one.type != "aws_iam_role" or len(pair) < 3]
        assert asked
        assert all(map(is_open, asked))


def test_policies_that_are_attached_are_added_up():
    here = [managed("models", MODELS), managed("profiles", PROFILES)]
    for order in itertools.permutations([*here, attachment("models"), attachment("profiles")]):
        found = stated(*order)
        assert all(is_open(found[one.address]) for one in here)
    apart = stated(*here, attachment("models"), attachment("profiles", holder="other"))
    assert not any(is_open(one) for one in apart.values())


def test_one_policy_alone_grants_no_call():
    for statement in (MODELS, PROFILES):
        assert stated(inline("x", statement))["aws_iam_role_policy.x"].silent_on == SILENT


def test_policies_of_two_identities_are_not_added_up():
    found = stated(inline("models", MODELS), inline("profiles", PROFILES, holder="other"))
    assert all(one.silent_on == SILENT for one in found.values())


def test_what_another_policy_denies_is_denied():
    wide, guard = inline("wide", allow("bedrock:*")), inline("guard", outside(EU_SIX))
    for order in itertools.permutations([wide, guard]):
        found = stated(*order)["aws_iam_role_policy.wide"]
        assert ("eu", "eu-central-1") in calls(found)
        assert not {"us", "global"} & scopes(found)
        assert "us" not in scopes(found, kind="unknown")
    elsewhere = stated(wide, inline("guard", outside(EU_SIX), holder="other"))
    assert is_open(elsewhere["aws_iam_role_policy.wide"])


def test_a_denial_that_cannot_be_read_may_close():
    late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_s3_bucket.b.arn")
    lost = resource("aws_iam_role_policy.lost", {"role": "app"}, {"/policy": late})
    found = stated(inline("wide", allow("bedrock:*")), lost)["aws_iam_role_policy.wide"]
    assert may_be_open(found)
    assert found.unknown["/access/unknown"] == late


def test_a_policy_about_something_else_is_not_asked_for_what_stands_beside_it():
    found = stated(inline("wide", allow("bedrock:*")), inline("files", allow("s3:*")))
    assert found["aws_iam_role_policy.files"].silent_on == SILENT


def test_a_boundary_holds_for_all_policies_together():
    bound = resource(
        "aws_iam_policy.b",
        {"policy": policy(allow("*"), outside(EU_SIX)), "name": "b", "arn": "arn:b"},
    )
    role = resource("aws_iam_role.app", {"name": "app", "permissions_boundary": "arn:b"})
    found = stated(inline("models", MODELS), inline("profiles", PROFILES), role, bound)
    assert not any(is_open(found[f"aws_iam_role_policy.{name}"]) for name in ("models", "profiles"))


def membership(*groups, user="u"):
    return resource("aws_iam_user_group_membership.m", {"user": user, "groups": list(groups)})


def test_a_user_has_what_its_groups_have():
    group = inline("models", MODELS, kind="group", holder="devs")
    user = inline("profiles", PROFILES, kind="user", holder="u")
    for member in (
        membership("devs"),
        resource("aws_iam_group_membership.m", {"group": "devs", "users": ["u"]}),
    ):
        found = stated(group, user, member)
        assert is_open(found[group.address])
        assert is_open(found[user.address])
    found = stated(group, user, membership("others"))
    assert not is_open(found[user.address])


def test_what_a_group_denies_is_denied_to_its_members_alone():
    user = inline("wide", allow("bedrock:*"), kind="user", holder="u")
    group = inline("guard", outside(EU_SIX), kind="group", holder="devs")
    assert not is_open(stated(user, group, membership("devs"))[user.address])
    assert is_open(stated(user, group, membership("others"))[user.address])


def test_of_several_who_hold_a_policy_the_one_that_may_most_counts():
    here, narrow = managed("models", MODELS), inline("narrow", *EUROPE, holder="narrow")
    held = [attachment("models"), attachment("models", holder="narrow", label="second")]
    assert is_open(stated(here, *held, narrow, inline("profiles", PROFILES))[here.address])
    assert not is_open(stated(here, *held, narrow)[here.address])


def test_an_attachment_to_nobody_knows_whom_may_be_to_anybody():
    here = managed("models", MODELS)
    lost = attachment("models", holder=None, unknown={"/role": VARIABLE})
    found = stated(here, lost, inline("profiles", PROFILES))
    assert may_be_open(found[here.address])
    assert found[here.address].unknown["/access/unknown"] == VARIABLE
    assert may_be_open(found["aws_iam_role_policy.profiles"])
    assert found["aws_iam_role_policy.profiles"].unknown["/access/unknown"] == VARIABLE


@pytest.mark.parametrize("statement", [MODELS, PROFILES])
def test_a_part_of_a_call_that_goes_to_nobody_knows_whom_is_not_silent(statement):
    lost = inline("x", statement, holder=None, unknown={"/role": VARIABLE})
    found = stated(lost)[lost.address]
    assert may_be_open(found)
    assert found.unknown["/access/unknown"] == VARIABLE
    assert stated(inline("x", statement))["aws_iam_role_policy.x"].silent_on == SILENT


def test_a_group_without_members_here_may_have_any():
    group = inline("x", MODELS, kind="group", holder="devs")
    found = stated(group)[group.address]
    assert may_be_open(found)
    assert found.unknown["/access/unknown"] == Unknown(ReasonCode.OUTSIDE_INPUT, "group devs")


def test_a_policy_that_is_attached_to_nobody_here_may_be_held_beside_any():
    here = managed("x", PROFILES)
    found = stated(here)[here.address]
    assert may_be_open(found)
    assert found.unknown["/access/unknown"] == Unknown(ReasonCode.OUTSIDE_INPUT, here.address)


def test_a_permission_set_is_one_identity():
    inside = {"permission_set_arn": "arn:aws:sso:::permissionSet/x/y"}
    mine = resource(
        "aws_ssoadmin_permission_set_inline_policy.x",
        {"inline_policy": policy(MODELS), **inside},
    )
    admin = resource(
        "aws_ssoadmin_managed_policy_attachment.x",
        {"managed_policy_arn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess", **inside},
    )
    found = stated(mine, admin)
    assert is_open(found[mine.address])
    assert stated(mine)[mine.address].silent_on == SILENT


@pytest.fixture
def check(tmp_path, capsys):
    """The exit code of an audit of one source, and the verdicts on IAM policies by address."""

    def check(text, jurisdiction="eu"):
        (tmp_path / "main.tf").write_text('provider "aws" { region = "eu-central-1" }\n' + text)
        code = main(["check", str(tmp_path), "--jurisdiction", jurisdiction, "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        found = {
            one["resource"]["address"]: one["verdict"]
            for one in findings
            if one["check"] == "RES-012"
        }
        return code, found

    return check


def statements(*given):
    return f"jsonencode({json.dumps({'Version': '2012-10-17', 'Statement': list(given)})})"


def test_two_policies_of_one_role_fail_by_the_real_command(check):
    code, found = check(f"""
        resource "aws_iam_role" "app" {{ assume_role_policy = "{{}}" }}
        resource "aws_iam_role_policy" "models" {{
          role   = aws_iam_role.app.name
          policy = {statements(MODELS)}
        }}
        resource "aws_iam_role_policy" "profiles" {{
          role   = aws_iam_role.app.id
          policy = {statements(PROFILES)}
        }}""")
    assert code == 1
    assert found == {
        "aws_iam_role_policy.models": "fail",
        "aws_iam_role_policy.profiles": "fail",
    }


def test_a_part_of_a_call_inside_is_none_outside(check):
    text = f"""
        variable "role" {{}}
        resource "aws_iam_role_policy" "x" {{
          role   = var.role
          policy = {statements(*EUROPE)}
        }}"""
    assert check(text)[1] == {"aws_iam_role_policy.x": "pass"}
    assert check(text, jurisdiction="de")[1] == {"aws_iam_role_policy.x": "fail"}
    code, found = check(text.replace(statements(*EUROPE), statements(PROFILES)))
    assert (code, found) == (1, {"aws_iam_role_policy.x": "unknown"})


def test_many_policies_of_one_identity_are_asked_about_once():
    def one(number):
        model = f"foundation-model/anthropic.claude-x{number}"
        return allow("bedrock:*", f"arn:aws:bedrock:eu-west-1::{model}")

    given = [inline(f"x{number}", one(number)) for number in range(120)]
    began = time.process_time()
    found = stated(*given)
    assert time.process_time() - began < 4  # a fifth of a second once; for each of them, twenty
    assert all(calls(each) == {("in-region", "eu-west-1")} for each in found.values())

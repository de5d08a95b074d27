"""What a service control policy is attached to: not the management account, and not anything."""

import json

import pytest

from access_world import (
    EU_SIX,
    account,
    attached,
    calls,
    first,
    outside,
    policy,
    reason,
    resource,
    scp,
    sources,
    stated,
    unit,
)
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown
from terraform_plans import block, change, plan

OUTSIDE = ("in-region", "us-east-1")
ORGANISATION = "aws_organizations_organization"
DATA = f"data.{ORGANISATION}.o"
POLICY, ACCOUNT = "aws_organizations_policy.eu", "aws_organizations_account.x"
BASE = f"""
    provider "aws" {{ region = "eu-central-1" }}
    data "aws_caller_identity" "me" {{}}
    data "aws_organizations_organization" "o" {{}}
    data "aws_ssm_parameter" "p" {{ name = "x" }}
    resource "aws_organizations_policy" "eu" {{
      name    = "eu"
      content = jsonencode({policy(outside(EU_SIX))})
    }}
    resource "aws_organizations_organizational_unit" "a" {{
      name      = "a"
      parent_id = "r-abcd"
    }}
    resource "aws_organizations_organizational_unit" "b" {{
      name      = "b"
      parent_id = "r-abcd"
    }}
    resource "aws_organizations_account" "x" {{
      name      = "x"
      email     = "x@example.com"
      parent_id = aws_organizations_organizational_unit.a.id
    }}"""
CHOSEN = 'data.aws_ssm_parameter.p.value == "a" ?'
UNIT_A, UNIT_B = (f"aws_organizations_organizational_unit.{name}.id" for name in "ab")


@pytest.fixture
def check(tmp_path, capsys):
    """The verdicts of RES-011 by address, and the references of their reasons, by an audit."""

    def check(target, more="", base=BASE):
        (tmp_path / "main.tf").write_text(
            base
            + f"""
            resource "aws_organizations_policy_attachment" "eu" {{
              policy_id = aws_organizations_policy.eu.id
              target_id = {target}
              {more}
            }}"""
        )
        main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"])
        return findings(capsys)

    return check


def findings(capsys):
    return {
        one["resource"]["address"]: (one["verdict"], (one["reason"] or {}).get("reference"))
        for one in json.loads(capsys.readouterr().out)["findings"]
        if one["check"] == "RES-011"
    }


PASS = ("pass", None)


def test_a_target_that_is_written_is_one(check):
    assert check(UNIT_A) == {POLICY: PASS, ACCOUNT: PASS}
    assert check('"r-abcd"') == {POLICY: PASS, ACCOUNT: PASS}
    found = check(UNIT_B)
    assert (found[POLICY], found[ACCOUNT][0]) == (PASS, "fail")


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ("data.aws_caller_identity.me.account_id", "data.aws_caller_identity.me.account_id"),
        (f"{DATA}.accounts[0].id", f"{DATA}.accounts"),
        (f'[for a in {DATA}.accounts : a.id if a.name == "m"][0]', f"{DATA}.accounts"),
        (f"{CHOSEN} {UNIT_A} : {DATA}.master_account_id", f"{DATA}.master_account_id"),
        (f"{CHOSEN} {DATA}.master_account_id : {UNIT_A}", f"{DATA}.master_account_id"),
        (f'{CHOSEN} {UNIT_A} : ("x" == "y" ? "" : {DATA}.accounts[0].id)', f"{DATA}.accounts"),
    ],
)
def test_a_target_that_may_be_the_management_account_is_not_known(check, target, named):
    found = check(target)
    assert found[POLICY][0] == "unknown"
    assert found[POLICY][1].startswith(named)
    assert found[POLICY][1].endswith(": may be the management account")
    assert found[ACCOUNT][0] == "unknown"


def test_a_choice_in_a_local_value_is_followed(check):
    chosen = f"locals {{ at = {CHOSEN} {UNIT_A} : {DATA}.master_account_id }}\n"
    assert check("local.at", base=chosen + BASE)[POLICY][0] == "unknown"


@pytest.mark.parametrize("target", [f"{DATA}.non_master_accounts[0].id", "var.target"])
def test_a_target_that_nobody_knows_is_one_and_no_accounts_for_sure(check, target):
    found = check(target, base='variable "target" {}\n' + BASE)
    assert found[POLICY] == PASS
    assert found[ACCOUNT][0] == "unknown"


@pytest.mark.parametrize("other", [UNIT_B, '"ou-abcd-12345678"'])
def test_a_choice_between_units_may_bind_the_accounts_of_either(check, other):
    for target in (f"{CHOSEN} {UNIT_A} : {other}", f"{CHOSEN} {other} : {UNIT_A}"):
        found = check(target)
        assert found == {POLICY: PASS, ACCOUNT: ("unknown", "data.aws_ssm_parameter.p.value")}
    elsewhere = f'{CHOSEN} {UNIT_B} : "ou-abcd-12345678"'
    assert check(elsewhere)[ACCOUNT][0] == "fail"


def test_a_target_whose_changes_are_ignored_may_be_another(check):
    found = check(UNIT_A, more="lifecycle { ignore_changes = [target_id] }")
    assert found[POLICY] == PASS
    assert found[ACCOUNT] == ("unknown", "lifecycle.ignore_changes")


def test_an_empty_target_is_none(check):
    assert check('""')[POLICY][0] == "fail"


def test_a_plan_tells_that_a_choice_may_be_the_management_account(tmp_path, capsys):
    names = [f"{UNIT_A}", UNIT_A.removesuffix(".id"), f"{DATA}.master_account_id", DATA]
    attachment = "aws_organizations_policy_attachment.eu"
    content = policy(outside(EU_SIX))
    given = plan(
        change(POLICY, {"content": content}, {"id": True}),
        change(UNIT_A.removesuffix(".id"), {"parent_id": "r-abcd"}, {"id": True}),
        change(attachment, {}, {"policy_id": True, "target_id": True}),
        blocks=[
            block(POLICY, content={"constant_value": content}),
            block(UNIT_A.removesuffix(".id"), parent_id={"constant_value": "r-abcd"}),
            block(
                attachment,
                policy_id={"references": [f"{POLICY}.id", POLICY]},
                target_id={"references": names},
            ),
        ],
    )
    path = tmp_path / "plan.json"
    path.write_bytes(given)
    main(["check", str(path), "--jurisdiction", "eu", "--format", "json"])
    assert findings(capsys)[POLICY][0] == "unknown"


# Organisations


@pytest.mark.parametrize(
    "settings",
    [
        {"enabled_policy_types": ["TAG_POLICY"]},
        {"enabled_policy_types": []},
        {"feature_set": "CONSOLIDATED_BILLING"},
    ],
)
def test_an_organisation_that_has_them_switched_off_has_none_in_force(settings):
    root = resource(f"{ORGANISATION}.org", settings)
    found = stated(scp(outside(EU_SIX)), attached(), root, account())
    guard = found["aws_organizations_policy.guard"]
    assert guard.values["access"]["in_force"] is False
    assert OUTSIDE in calls(guard)
    assert OUTSIDE in calls(found["aws_organizations_account.a"])
    below = stated(scp(outside(EU_SIX)), attached(unit().address), unit(), root)
    assert below["aws_organizations_policy.guard"].values["access"]["in_force"] is False


def test_an_organisation_that_lists_them_or_says_nothing_has_them_in_force():
    lost = {"/enabled_policy_types": Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.types")}
    for root in (
        resource(f"{ORGANISATION}.org", {"enabled_policy_types": ["SERVICE_CONTROL_POLICY"]}),
        resource(f"{ORGANISATION}.org"),
        resource(f"{ORGANISATION}.org", unknown=lost),
        resource(f"{ORGANISATION}.other", {"enabled_policy_types": []}),
    ):
        found = first(scp(outside(EU_SIX)), attached(), root)
        assert found.values["access"]["in_force"] is True
        assert sources(found) == set(EU_SIX)


def test_the_data_of_two_providers_may_be_of_two_organisations():
    def of(address, attribute, who, **more):
        name = f"data.{ORGANISATION}.{'b' if who else 'a'}.roots[0].id"
        late = Unknown(ReasonCode.DATA_SOURCE, name)
        references = {attribute: [name], **more}
        return resource(address, {}, {f"/{attribute}": late}, references, account=who)

    guard = ["aws_organizations_policy.guard"]
    tie = of("aws_organizations_policy_attachment.x", "target_id", None, policy_id=guard)
    ours = of("aws_organizations_account.x", "parent_id", None)
    theirs = of("aws_organizations_account.y", "parent_id", "aws.b")
    found = stated(scp(outside(EU_SIX)), tie, ours, theirs)
    assert sources(found[ours.address]) == set(EU_SIX)
    assert calls(found[ours.address], "unknown") == set()
    assert OUTSIDE in calls(found[theirs.address], "unknown")
    assert reason(found[theirs.address]).code is ReasonCode.OUTSIDE_INPUT
    unsaid = resource("aws_organizations_account.z", {"name": "z"}, account="aws.b")
    found = stated(scp(outside(EU_SIX)), tie, unsaid)
    assert OUTSIDE in calls(found[unsaid.address], "unknown")

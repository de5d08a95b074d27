"""Guardrails through the real command: names prove nothing, and silence is no consent."""

import json

import pytest

from access_world import EU_SIX, allow, deny, outside, policy
from compliance_toolkit.cli.main import main
from compliance_toolkit.terraform.access.azure_definitions import ALLOWED_LOCATIONS
from terraform_plans import block, change, plan

POLICY = "aws_organizations_policy.deny_all_outside_eu"
ORGANISATION = "aws_organizations_organization.org"


@pytest.fixture
def check(tmp_path, capsys):
    """The exit code of an audit of one plan, and its findings about policies, by check."""

    def check(*changes, jurisdiction="eu", **more):
        path = tmp_path / "plan.json"
        path.write_bytes(plan(*changes, **more))
        code = main(["check", str(path), "--jurisdiction", jurisdiction, "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return code, {one["check"]: one for one in findings}

    return check


def guardrail(*statements, **more):
    """A service control policy, and its attachment to the root, as a plan tells of them."""
    content = policy(*statements)
    attachment = "aws_organizations_policy_attachment.root"
    changes = [
        change(ORGANISATION, {"feature_set": "ALL"}, {"id": True, "roots": True}),
        change(POLICY, {"content": content, "name": "deny-all-outside-eu"}, {"id": True}, **more),
        change(attachment, {}, {"policy_id": True, "target_id": True}),
    ]
    blocks = [
        block(ORGANISATION),
        block(POLICY, content={"constant_value": content}),
        block(
            attachment,
            policy_id={"references": [f"{POLICY}.id", POLICY]},
            target_id={
                "references": [f"{ORGANISATION}.roots[0].id", f"{ORGANISATION}.roots", ORGANISATION]
            },
        ),
    ]
    return changes, blocks


def test_a_narrow_guardrail_passes(check):
    changes, blocks = guardrail(outside(EU_SIX))
    code, found = check(*changes, blocks=blocks)
    assert code == 0
    assert {id_: one["verdict"] for id_, one in found.items()} == {"RES-011": "pass"}


def test_a_name_proves_nothing(check):
    changes, blocks = guardrail({**outside([*EU_SIX, "us-east-1"]), "Sid": "DenyAllOutsideEU"})
    code, found = check(*changes, blocks=blocks)
    assert code == 1
    finding = found["RES-011"]
    assert (finding["verdict"], finding["resource"]["address"]) == ("fail", POLICY)
    assert finding["evidence"]["countries"] == ["US"]
    assert finding["evidence"]["sources"] == ["us-east-1"]
    assert "bedrock in-region" in finding["evidence"]["outside"]
    assert check(*changes, blocks=blocks, jurisdiction="global")[0] == 0


def test_a_guardrail_for_one_law_is_none_for_another(check):
    changes, blocks = guardrail(outside(EU_SIX))
    for jurisdiction in ("us", "de"):
        code, found = check(*changes, blocks=blocks, jurisdiction=jurisdiction)
        assert (code, found["RES-011"]["verdict"]) == (1, "fail")


def test_a_guardrail_that_is_attached_to_nothing_fails_and_says_so(check):
    changes, blocks = guardrail(outside(EU_SIX))
    code, found = check(*changes[:2], blocks=blocks[:2])
    assert code == 1
    assert found["RES-011"]["verdict"] == "fail"
    assert found["RES-011"]["evidence"]["in_force"] is False


def test_a_guardrail_that_is_not_known_is_unknown_and_says_why(check):
    changes, blocks = guardrail(outside(EU_SIX))
    changes[1] = change(POLICY, {"name": "x"}, {"content": True, "id": True})
    blocks[1] = block(POLICY, content={"references": ["aws_x.y.arn", "aws_x.y"]})
    code, found = check(*changes, blocks=blocks)
    assert code == 1
    assert found["RES-011"]["verdict"] == "unknown"
    assert found["RES-011"]["reason"] == {"code": "known-after-apply", "reference": "aws_x.y.arn"}


def test_policies_about_something_else_are_nothing_to_check(check):
    changes, blocks = guardrail(deny("s3:*"))
    assert check(*changes, blocks=blocks) == (4, {})
    assert check(change("aws_iam_policy.p", {"policy": policy(allow("s3:*"))})) == (4, {})


def test_a_policy_that_grants_everything_grants_claude_everywhere(check):
    code, found = check(change("aws_iam_policy.p", {"policy": policy(allow("*"))}))
    assert code == 1
    assert {one: found[one]["verdict"] for one in found} == {"RES-012": "fail", "RES-013": "fail"}
    assert found["RES-012"]["evidence"]["depends_on"] == []
    assert "unspecified" in found["RES-012"]["evidence"]["countries"]


ATTACHMENT = "aws_iam_role_policy_attachment.app"


@pytest.mark.parametrize(
    ("name", "verdicts"),
    [
        ("AdministratorAccess", {"RES-012": "fail", "RES-013": "fail"}),
        ("AmazonBedrockFullAccess", {"RES-012": "fail"}),
        ("SomethingNew", {"RES-012": "unknown", "RES-013": "unknown"}),
    ],
)
def test_a_policy_of_awss_own_is_never_taken_to_grant_nothing(check, name, verdicts):
    arn = f"arn:aws:iam::aws:policy/{name}"
    code, found = check(change(ATTACHMENT, {"policy_arn": arn, "role": "app"}))
    assert code == 1
    assert {id_: one["verdict"] for id_, one in found.items()} == verdicts


def test_a_platform_that_computes_in_no_region_of_aws_is_judged_by_its_own_places(check):
    changes, blocks = guardrail(outside(EU_SIX, "*"))
    code, found = check(*changes, blocks=blocks)
    assert (code, found["RES-011"]["verdict"], found["RES-013"]["verdict"]) == (1, "pass", "fail")
    closed, blocks = guardrail(outside(EU_SIX, "*"), deny("aws-external-anthropic:*"))
    code, found = check(*closed, blocks=blocks)
    assert (code, found["RES-011"]["verdict"], found["RES-013"]["verdict"]) == (0, "pass", "pass")


def organisation_policy(**blocks):
    name = "projects/x/policies/gcp.resourceLocations"
    return change("google_org_policy_policy.p", {"name": name, "parent": "projects/x", **blocks})


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        (["in:eu-locations"], "pass"),
        (["in:europe-west3-locations", "europe-west1", "europe-west9-a"], "pass"),
        (["in:europe-locations"], "fail"),
        (["in:eu-locations", "europe-west6"], "fail"),
        (["in:eu-locations", "in:us-locations"], "fail"),
        (["europe"], "unknown"),
    ],
)
def test_a_group_of_locations_is_what_is_in_it(check, values, verdict):
    spec = [{"rules": [{"values": [{"allowed_values": values}]}]}]
    code, found = check(organisation_policy(spec=spec))
    assert found["RES-015"]["verdict"] == verdict
    assert code == (0 if verdict == "pass" else 1)
    dry = check(organisation_policy(spec=[], dry_run_spec=spec))
    assert dry[1]["RES-015"]["verdict"] == "fail"


@pytest.mark.parametrize(
    ("places", "verdict"),
    [(["West Europe"], "pass"), (["westeurope", "uksouth"], "fail"), (["moonbase"], "unknown")],
)
def test_an_assignment_of_allowed_locations_is_read(check, places, verdict):
    definition = f"/providers/Microsoft.Authorization/policyDefinitions/{ALLOWED_LOCATIONS}"
    values = {
        "policy_definition_id": definition,
        "parameters": json.dumps({"listOfAllowedLocations": {"value": places}}),
        "enforce": True,
    }
    _, found = check(change("azurerm_subscription_policy_assignment.p", values))
    assert found["RES-016"]["verdict"] == verdict


def test_an_endpoint_of_bedrock_without_a_policy_lets_global_routing_through(check):
    values = {"service_name": "com.amazonaws.eu-west-1.bedrock-runtime"}
    _, found = check(change("aws_vpc_endpoint.p", values, {"policy": True, "id": True}))
    assert found["RES-014"]["verdict"] == "fail"
    assert "bedrock global" in found["RES-014"]["evidence"]["outside"]

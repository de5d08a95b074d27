"""Policies of endpoints that lead to more than Bedrock's own runtime, or stand in another input."""

import json

import pytest

from access_world import EU_SIX, allow, policy
from compliance_toolkit.cli.main import main
from terraform_plans import change, plan

ANYBODY = {"Principal": "*"}
IN_EUROPE = {"Condition": {"StringEquals": {"aws:RequestedRegion": EU_SIX}}}
EVERYTHING = allow("*", **ANYBODY)
ENDPOINT, APART = "aws_vpc_endpoint.x", "aws_vpc_endpoint_policy.x"


@pytest.fixture
def check(tmp_path, capsys):
    """The verdict of RES-014 on a resource, and its reason; `None` where it is silent."""

    def check(*changes, address=ENDPOINT):
        path = tmp_path / "plan.json"
        path.write_bytes(plan(*changes))
        main(["check", str(path), "--jurisdiction", "eu", "--format", "json"])
        found = [
            (one["verdict"], (one["reason"] or {}).get("reference"))
            for one in json.loads(capsys.readouterr().out)["findings"]
            if one["check"] == "RES-014" and one["resource"]["address"] == address
        ]
        return found[0] if found else None

    return check


def endpoint(service, *statements, region="eu-central-1", **more):
    name = f"com.amazonaws.{region}.{service}"
    text = {"policy": policy(*statements)} if statements else {}
    return change(ENDPOINT, {"id": "vpce-1", "service_name": name, **text, **more})


def apart(*statements, of="vpce-1"):
    return change(APART, {"vpc_endpoint_id": of, "policy": policy(*statements)})


def test_an_endpoint_of_claude_platform_lets_through_what_no_region_holds(check):
    found = check(endpoint("aws-external-anthropic", EVERYTHING))
    assert found == ("fail", None)
    narrow = allow("aws-external-anthropic:GetWorkspace", **ANYBODY)
    assert check(endpoint("aws-external-anthropic", narrow)) == ("pass", None)


@pytest.mark.parametrize(
    "action", ["*", "bedrock:*", "bedrock:InvokeAgent", "bedrock:RetrieveAndGenerate"]
)
def test_what_agents_call_through_an_endpoint_is_not_known(check, action):
    found = check(endpoint("bedrock-agent-runtime", allow(action, **ANYBODY)))
    assert found == ("unknown", "bedrock-agent-runtime: what agents call")


def test_an_endpoint_of_agents_that_lets_no_model_be_called_is_about_something_else(check):
    assert check(endpoint("bedrock-agent-runtime", allow("bedrock:Retrieve", **ANYBODY))) is None
    assert check(endpoint("bedrock-agent", EVERYTHING)) is None


def test_who_comes_by_another_login_comes_through(check):
    federated = {"Principal": {"Federated": "cognito-identity.amazonaws.com"}}
    within = allow("*", **ANYBODY, **IN_EUROPE)
    assert check(endpoint("bedrock-runtime", within)) == ("pass", None)
    assert check(endpoint("bedrock-runtime", within, allow("*", **federated))) == ("fail", None)


def test_a_policy_whose_endpoint_is_elsewhere_may_be_of_any(check):
    assert check(apart(EVERYTHING), address=APART) == ("unknown", "vpce-1")
    unset = change(APART, {"vpc_endpoint_id": "vpce-1", "policy": None})
    assert check(unset, address=APART) == ("unknown", "vpce-1")
    beside = endpoint("s3", id="vpce-2")
    assert check(apart(EVERYTHING), beside, address=APART) == ("unknown", "vpce-1")


def test_a_policy_that_closes_what_leads_outside_closes_it_at_any_endpoint(check):
    actions = ["bedrock:*", "bedrock-mantle:*"]
    within = allow(actions, **ANYBODY, **IN_EUROPE)
    assert check(apart(within), address=APART) == ("pass", None)
    assert check(apart(allow("s3:*", **ANYBODY)), address=APART) is None


def test_a_policy_beside_its_endpoint_is_judged_there(check):
    given = [endpoint("bedrock-runtime"), apart(EVERYTHING)]
    assert check(*given, address=APART) is None
    assert check(*given) == ("fail", None)

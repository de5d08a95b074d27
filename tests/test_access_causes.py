"""Why it cannot be told what a guardrail does: each reason names the word that it is about."""

import json

import pytest

from access_world import (
    allow,
    attached,
    deny,
    first,
    policy,
    reason,
    resource,
    scp,
)
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.access.azure_definitions import ALLOWED_LOCATIONS

ODD = ReasonCode.UNKNOWN_VALUE
BUILT_IN = "/providers/Microsoft.Authorization/policyDefinitions"
REGION = "aws:RequestedRegion"


def iam(text):
    return resource("aws_iam_role_policy.x", {"policy": text})


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        ({"StringEquls": {REGION: "eu-west-1"}}, "StringEquls: did you mean StringEquals?"),
        (
            {"ForAllValues:StringLke": {REGION: "x"}},
            "ForAllValues:StringLke: did you mean StringLike?",
        ),
        ({"Zzz": {REGION: "eu-west-1"}}, "Zzz"),
        ({"StringEquals": {REGION: "${aws:PrincipalTag/region}"}}, "${aws:PrincipalTag/region}"),
        ({"DateLessThan": {"aws:CurrentTime": "2027-01-01"}}, "aws:CurrentTime"),
    ],
)
def test_a_word_that_nobody_knows_is_named(condition, word):
    for found in (
        first(iam(policy(allow("bedrock:*", Condition=condition)))),
        first(scp(deny("bedrock:*", Condition=condition)), attached()),
    ):
        assert reason(found) == Unknown(ODD, word)


def test_a_word_in_what_is_about_something_else_is_not_the_cause():
    odd = allow("s3:*", Condition={"StringEquls": {"x": "y"}})
    known = allow("bedrock:*", Condition={"DateLessThan": {"aws:CurrentTime": "2027-01-01"}})
    assert reason(first(iam(policy(odd, known)))).reference == "aws:CurrentTime"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{not json", ": no JSON"),
        ("[]", ": no object"),
        (json.dumps({"Statement": [allow()], "Statment": []}), "/Statment"),
        (json.dumps({"Version": "2012", "Statement": [allow()]}), "/Version"),
        (json.dumps({"Version": "2012-10-17", "Statement": []}), "/Statement"),
        (policy(allow(), {**allow(), "Efect": "Deny"}), "/Statement/1/Efect"),
        (policy({**allow(), "Effect": "allow"}), "/Statement/0/Effect"),
        (policy(allow("bedrock InvokeModel")), "/Statement/0/Action"),
        (policy({"Effect": "Allow", "Action": "*"}), "/Statement/0/Resource"),
        (policy(allow(Condition=["x"])), "/Statement/0/Condition"),
        (
            policy({**allow(), "Principal": "*"}),
            "/Statement/0/Principal: a policy of this kind takes none",
        ),
    ],
)
def test_a_document_that_aws_would_refuse_is_named_by_the_part(text, where):
    found = first(iam(text))
    pointer = "/access" if "/access" in found.unknown else "/access/unknown"
    assert found.unknown[pointer] == Unknown(ODD, f"policy{where}")
    control = resource("aws_organizations_policy.guard", {"content": text})
    found = first(control, attached())
    pointer = "/access" if "/access" in found.unknown else "/access/unknown"
    assert found.unknown[pointer] == Unknown(ODD, f"content{where}")


def test_an_endpoint_names_what_nobody_knows():
    statement = {**allow("bedrock:*"), "Principal": "*"}
    odd = {**statement, "Condition": {"StringEquls": {"aws:PrincipalAccount": "1"}}}
    for text, word in (
        (policy(odd), "StringEquls: did you mean StringEquals?"),
        (policy({**statement, "Efect": "x"}), "policy/Statement/0/Efect"),
        ("{", "policy: no JSON"),
    ):
        values = {"service_name": "com.amazonaws.eu-west-1.bedrock-runtime", "policy": text}
        found = first(resource("aws_vpc_endpoint.x", values))
        pointer = "/access" if "/access" in found.unknown else "/access/unknown"
        assert found.unknown[pointer] == Unknown(ODD, word)


def constraint(name, *allowed, denied=()):
    listed = {"allowed_values": list(allowed), "denied_values": list(denied)}
    values = {
        "name": f"projects/p/policies/{name}",
        "parent": "projects/p",
        "spec": [{"rules": [{"values": [listed]}]}],
    }
    return resource("google_org_policy_policy.x", values)


def model(name):
    return f"publishers/anthropic/models/{name}:predict"


@pytest.mark.parametrize(
    ("given", "pointer", "word"),
    [
        (
            constraint("vertexai.allowedModels", model("claude-opus-5-5"), model("claude-no-9")),
            "/models/allowed/0",
            "claude-no-9",
        ),
        (
            constraint("vertexai.allowedModels", model("claude-haiku-5-5")),
            "/models/allowed/0",
            "claude-haiku-5-5",
        ),
        (
            constraint("vertexai.allowedPartnerModelFeatures", "web_search", "surprise"),
            "/features/allowed/0",
            "surprise",
        ),
        (
            constraint("gcp.resourceLocations", "in:eu-locations", "in:atlantis-locations"),
            "/locations/allowed/0",
            "in:atlantis-locations",
        ),
        (
            constraint(
                "gcp.resourceLocations",
                *("in:europe-west3-locations", "europe-west3", "is:europe-west3-a", "us"),
                denied=["us-east1"],
            ),
            "/locations/denied/0",
            "us-east1",
        ),
    ],
)
def test_a_word_that_the_data_does_not_know_is_named(given, pointer, word):
    found = first(given)
    assert found.unknown == {pointer: Unknown(ODD, word)}


def test_words_that_the_data_knows_are_no_reason():
    for given in (
        constraint("vertexai.allowedModels", model("claude-opus-5-5")),
        constraint("vertexai.allowedPartnerModelFeatures", "web_search"),
        constraint("gcp.resourceLocations", "in:eu-locations", "europe-west3-b"),
    ):
        assert first(given).unknown == {}


def azure(places, **more):
    text = places if isinstance(places, str) else None
    listed = json.dumps({"listOfAllowedLocations": {"value": places}})
    values = {
        "policy_definition_id": f"{BUILT_IN}/{ALLOWED_LOCATIONS}",
        "parameters": text or listed,
        **more,
    }
    return resource("azurerm_subscription_policy_assignment.x", values, provider="azure")


@pytest.mark.parametrize(
    ("given", "pointer", "word"),
    [
        (azure(["westeurope", "atlantis"]), "/locations/allowed/0", "atlantis"),
        (azure("{"), "/locations", "parameters: no JSON"),
        (azure(["westeurope"], not_scopes=["/subscriptions/x"]), "/locations", "not_scopes"),
        (azure(["westeurope"], overrides=[{"value": "x"}]), "/locations", "overrides"),
    ],
)
def test_what_changes_an_assignment_is_named(given, pointer, word):
    assert first(given).unknown == {pointer: Unknown(ODD, word)}


def test_reports_say_the_word_and_no_region(tmp_path, capsys):
    (tmp_path / "main.tf").write_text(
        f"""
        provider "google" {{
          project = "p"
          region  = "europe-west3"
        }}
        resource "google_org_policy_policy" "models" {{
          name   = "projects/p/policies/vertexai.allowedModels"
          parent = "projects/p"
          spec {{
            rules {{
              values {{ allowed_values = ["{model("claude-haiku-5-5")}"] }}
            }}
          }}
        }}
        resource "google_org_policy_policy" "places" {{
          name   = "projects/p/policies/gcp.resourceLocations"
          parent = "projects/p"
          spec {{
            inherit_from_parent = true
            rules {{
              values {{ denied_values = ["in:us-locations"] }}
            }}
          }}
        }}"""
    )
    main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"])
    found = {one["check"]: one for one in json.loads(capsys.readouterr().out)["findings"]}
    assert {id_: one["verdict"] for id_, one in found.items()} == {
        "RES-015": "unknown",
        "RES-018": "unknown",
    }
    assert found["RES-018"]["reason"] == {"code": "unknown-value", "reference": "claude-haiku-5-5"}
    assert found["RES-015"]["reason"] == {
        "code": "outside-input",
        "reference": "parent of projects/p",
    }

"""The same setting, spelled as programs, containers and languages spell it."""

from __future__ import annotations

import base64
import json

import pytest

from workload_world import container, function, is_silent, routes, task, unclear, workload

OPUS = "anthropic.claude-opus-4-6-v1"


def ends(found):
    return {
        place for one in routes(found) for place in (["?"] if one[4] == "unspecified" else one[4])
    }


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "variables",
    [
        {"MODEL": f"bedrock/us-east-1/{OPUS}"},
        {"MODEL": f"bedrock/converse/us-east-1/{OPUS}"},
        {"JAVA_TOOL_OPTIONS": "-Daws.region=us-east-1"},
        {"JAVA_TOOL_OPTIONS": "-Xmx1g -Daws.region='us-east-1' -jar x"},
        {"PROPERTIES": "aws.region=us-east-1"},
        {"CFG": json.dumps({"region": "us-east-1"})},
        {"CFG": json.dumps([{"deep": {"aws_region": "us-east-1"}}])},
        {"CFG": " " + json.dumps({"by": {f"us.{OPUS}": 1}})},
        {"CFG": coded("AWS_REGION=us-east-1")},
        {"CFG": coded(json.dumps({"region": "us-east-1"}))},
        {"U": "https%3A%2F%2Fbedrock-runtime.us-east-1.amazonaws.com"},
        {"VERTEX_LOCATION": "global"},
        {"VERTEX_LOCATION": "us-east5"},
        {"PATH_OF": "projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-4-6"},
    ],
)
def test_a_setting_leads_where_it_leads_however_it_is_spelled(variables):
    found = function(**variables)
    assert any(not place.startswith(("eu-", "europe-")) for place in ends(found))


@pytest.mark.parametrize(
    "variables",
    [
        {"MODEL": f"bedrock/eu-west-1/{OPUS}"},
        {"JAVA_TOOL_OPTIONS": "-Daws.region=eu-west-1"},
        {"CFG": json.dumps({"region": "eu-west-1"})},
        {"CFG": coded("AWS_REGION=eu-west-1")},
        {"VERTEX_LOCATION": "europe-west1"},
    ],
)
def test_and_at_home_it_stays_at_home(variables):
    found = function(**variables)
    assert ends(found) in ({"eu-west-1"}, {"europe-west1"})
    assert unclear(found) == {}


@pytest.mark.parametrize(
    "text", ["{", "[1", "{}", coded("\x00\x01 not a text"), "A" * 40, "-Dx.y=z"]
)
def test_what_only_looks_like_it_says_nothing(text):
    assert is_silent(function(X=text))


@pytest.mark.parametrize("fold", [str.upper, str.title, str.lower])
def test_ecs_reads_its_members_in_any_case(fold):
    pair = {fold("name"): "AWS_REGION", fold("value"): "eu-west-2"}
    assert ends(task({fold("name"): "a", fold("environment"): [pair]})) == {"eu-west-2"}


def test_a_member_in_two_spellings_is_read_in_both():
    both = container("a", AWS_REGION="eu-west-1")
    both["Environment"] = [{"name": "AWS_DEFAULT_REGION", "value": "eu-west-2"}]
    assert ends(task(both)) == {"eu-west-1", "eu-west-2"}


@pytest.mark.parametrize("key", ["awslogs-region", "region"])
def test_logs_are_sent_to_a_region(key):
    sent = {"name": "a", "logConfiguration": {"logDriver": "x", "options": {key: "us-east-1"}}}
    assert routes(task(sent)) == [
        (f"a/logConfiguration.{key}", "aws", "region", "us-east-1", ["us-east-1"])
    ]


def test_no_model_is_called_where_logs_go():
    """A model is called from the region of the program, which a task is not told."""
    sent = container("a", MODEL=OPUS)
    sent["logConfiguration"] = {"options": {"awslogs-region": "eu-west-1"}}
    assert unclear(task(sent)) == {"a/MODEL": ("ambient-provider-region", "a/MODEL")}


@pytest.mark.parametrize(
    "member",
    [
        {"healthCheck": {"command": ["CMD-SHELL", "AWS_REGION=eu-west-2 run"]}},
        {"HealthCheck": {"Command": ["CMD-SHELL", "AWS_REGION=eu-west-2 run"]}},
    ],
)
def test_what_checks_a_container_is_a_program_too(member):
    assert ends(task({"name": "a", **member})) == {"eu-west-2"}


def test_what_runs_at_the_start_of_a_pod_is_a_program_too():
    start = {"post_start": [{"exec": [{"command": ["sh", "-c", "AWS_REGION=eu-west-2 x"]}]}]}
    pod = {"spec": [{"container": [{"name": "a", "lifecycle": [start]}]}]}
    assert ends(workload("kubernetes_pod", pod)) == {"eu-west-2"}


def test_files_of_a_config_map_may_be_encoded():
    encoded = {"binary_data": {"app.env": coded("AWS_REGION=eu-west-2")}}
    assert ends(workload("kubernetes_config_map", encoded)) == {"eu-west-2"}

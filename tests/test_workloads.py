"""Where settings lead: by what each does, never by what it is called; and what is not known."""

from __future__ import annotations

import json

import pytest

from access_world import LAW, resource
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import AuditInput
from compliance_toolkit.terraform.workloads.holders import state_workloads
from workload_world import (
    LATE,
    SENSITIVE,
    SIX,
    container,
    function,
    is_silent,
    routes,
    stated,
    task,
    unclear,
    workload,
)

OPUS = "anthropic.claude-opus-5-5"
THREE = ["us-east-1", "us-east-2", "us-west-2"]

# What must not happen


def test_a_secret_is_in_no_fact():
    found = function(
        ANTHROPIC_API_KEY="sk-hush",
        ANTHROPIC_BASE_URL="https://me:hush@proxy.example/hush?key=hush",
        ANTHROPIC_PROFILE="hush",
        AWS_REGION="hush",
        ANTHROPIC_CUSTOM_HEADERS="x: hush",
        DATABASE_URL="postgres://me:hush@db.example/app",
        CLOUD_ML_REGION="hush",
        M="arn:aws:bedrock:eu-west-1:1:application-inference-profile/hush",
    )
    assert "hush" not in json.dumps(found.values["ambient"])
    assert "hush" not in str(found.unknown)


@pytest.mark.parametrize("name", ["EU_ONLY_MODEL", "MODEL_EU", "eu-west-1"])
def test_a_name_proves_nothing(name):
    found = function(**{name: f"global.{OPUS}"})
    assert routes(found) == [(name, "bedrock", "global", "eu-west-1", "unspecified")]


def test_a_profile_without_a_region_is_not_taken_to_be_called_at_home():
    found = task(container(MODEL=f"eu.{OPUS}"))
    assert routes(found) == [("app/MODEL", "bedrock", "eu", None, SIX)]
    assert unclear(found) == {"app/MODEL": ("ambient-provider-region", "app/MODEL")}


def test_one_containers_region_is_not_anothers():
    found = task(container("a", MODEL=f"eu.{OPUS}"), container("b", AWS_REGION="eu-west-1"))
    assert unclear(found)["a/MODEL"][0] == "ambient-provider-region"


@pytest.mark.parametrize("before", ["$P", "${P}", "$(P).", "${P}.", "{{ .p }}.", "%s.", "x", "1."])
def test_what_stands_before_a_model_and_is_not_known_is_never_no_prefix(before):
    found = function(MODEL=f"{before}{OPUS}")
    assert not [one for one in routes(found) if one[2] == "in-region"]
    assert "MODEL" in unclear(found)


def test_an_unknown_prefix_is_never_no_prefix():
    found = function(MODEL=f"mars.{OPUS}")
    assert routes(found) == []
    assert "MODEL" in unclear(found)


@pytest.mark.parametrize("name", ["ANTHROPIC_BASE_URL", "AWS_REGION", "ANYTHING"])
def test_a_value_that_is_not_known_is_not_known(name):
    found = function({name: LATE})
    assert routes(found) == []
    assert unclear(found) == {name: (LATE.code, LATE.reference)}
    assert found.unknown["/ambient/unknown"] == LATE


@pytest.mark.parametrize(
    "pointer", ["", "/environment", "/environment/0", "/environment/0/variables"]
)
def test_an_environment_that_is_not_known_is_not_known(pointer):
    values: dict[str, object] = {} if pointer in {"", "/environment"} else {"environment": [{}]}
    found = workload("aws_lambda_function", values, {pointer: LATE}, region="eu-west-1")
    assert not is_silent(found)
    assert not is_silent(found, "telemetry")
    assert found.unknown["/ambient/unknown"] == LATE


@pytest.mark.parametrize("odd", ["x", 7, ["x"], [{"variables": "x"}], [{"variables": 7}]])
def test_an_environment_of_another_shape_is_not_known(odd):
    assert not is_silent(workload("aws_lambda_function", {"environment": odd}))


@pytest.mark.parametrize("odd", ["", "x", "{", '"x"', "null", "[7", "[7]", "7", '[{"a":1,"a":2}]'])
def test_containers_that_cannot_be_read_are_not_known(odd):
    found = workload("aws_ecs_task_definition", {"container_definitions": odd})
    assert not is_silent(found)


# Silence


@pytest.mark.parametrize(
    "variables", [{}, {"LOG_LEVEL": "info"}, {"TABLE": "claude", "PORT": "8080", "EMPTY": ""}]
)
def test_a_workload_that_sets_nothing_of_the_kind_is_silent(variables):
    found = function(**variables)
    assert is_silent(found)
    assert is_silent(found, "telemetry")
    assert found.unknown == {}


@pytest.mark.parametrize("environment", [None, [], [{"variables": None}], [{"variables": {}}]])
def test_a_workload_without_an_environment_is_silent(environment):
    assert is_silent(workload("aws_lambda_function", {"environment": environment}))


def test_a_secret_under_a_name_that_no_sdk_reads_is_a_credential():
    assert is_silent(function({"DB_PASSWORD": SENSITIVE}))
    assert not is_silent(function({"ANTHROPIC_BASE_URL": SENSITIVE}))
    held = {"name": "app", "secrets": [{"name": "DB_PASSWORD", "valueFrom": "arn"}]}
    assert is_silent(task(held))


def test_what_starts_no_program_is_left_alone():
    one = resource("aws_sqs_queue.q", {"name": "us-east-1"})
    assert stated(one) is one


# What is written down


@pytest.mark.parametrize(
    ("variables", "content", "unknown"),
    [
        ({"ANTHROPIC_LOG": "debug"}, ["ANTHROPIC_LOG"], []),
        ({"ANTHROPIC_LOG": "DEBUG"}, ["ANTHROPIC_LOG"], []),
        ({"ANTHROPIC_LOG": "sometimes"}, [], ["ANTHROPIC_LOG"]),
        (
            {"ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE": "content"},
            ["ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE"],
            [],
        ),
    ],
)
def test_a_setting_that_writes_prompts_down_is_stated(variables, content, unknown):
    assert function(**variables).values["telemetry"] == {"content": content, "unknown": unknown}


@pytest.mark.parametrize(
    "variables",
    [
        {"ANTHROPIC_LOG": "info"},
        {"ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE": "metadata_only"},
        {"OTHER_LOG": "debug"},
    ],
)
def test_a_setting_that_writes_no_prompts_down_is_silent(variables):
    assert is_silent(function(**variables), "telemetry")


def test_a_log_level_that_is_not_known_is_not_known():
    found = function({"ANTHROPIC_LOG": LATE})
    assert found.values["telemetry"] == {"content": [], "unknown": ["ANTHROPIC_LOG"]}
    assert found.unknown["/telemetry/unknown"] == LATE


def test_law_without_routes_is_an_error_and_not_silence():
    given = AuditInput("i", "terraform-plan", (resource("aws_lambda_function.f", {}),))
    for key in ("routes", "regions"):
        with pytest.raises(PolicyError, match=key):
            state_workloads(given, {name: LAW[name] for name in LAW if name != key})

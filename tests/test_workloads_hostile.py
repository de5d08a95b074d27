"""Tricks by which a setting could lead abroad without a word: none is silent, none passes."""

from __future__ import annotations

import base64
import time

import pytest

import terraform_files
from access_world import LAW
from compliance_toolkit.models import AuditInput
from compliance_toolkit.terraform.workloads.holders import state_workloads
from compliance_toolkit.terraform.workloads.settings import Container
from compliance_toolkit.terraform.workloads.variables import CREDENTIALS, is_read_by_sdks
from workload_world import container, function, is_silent, routes, task, unclear, workload

OPUS = "anthropic.claude-opus-5-5"
HOST = "bedrock-runtime.eu-central-1.amazonaws.com"

TABLE = {  # the handbook's settings to clear, assert or pass explicitly
    "redirect": """ANTHROPIC_BASE_URL ANTHROPIC_BEDROCK_BASE_URL ANTHROPIC_BEDROCK_MANTLE_BASE_URL
        ANTHROPIC_VERTEX_BASE_URL ANTHROPIC_FOUNDRY_BASE_URL ANTHROPIC_FOUNDRY_RESOURCE
        ANTHROPIC_AWS_BASE_URL ANTHROPIC_GOOGLE_CLOUD_BASE_URL AWS_ENDPOINT_URL
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME""",
    "region": "AWS_REGION AWS_DEFAULT_REGION CLOUD_ML_REGION ANTHROPIC_GOOGLE_CLOUD_LOCATION",
    "identity": """ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN ANTHROPIC_PROFILE ANTHROPIC_CONFIG_DIR
        ANTHROPIC_WORKSPACE_ID ANTHROPIC_ORGANIZATION_ID ANTHROPIC_SERVICE_ACCOUNT_ID
        ANTHROPIC_FEDERATION_RULE_ID ANTHROPIC_IDENTITY_TOKEN ANTHROPIC_IDENTITY_TOKEN_FILE
        ANTHROPIC_SCOPE ANTHROPIC_AWS_WORKSPACE_ID ANTHROPIC_AWS_API_KEY
        ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID ANTHROPIC_GOOGLE_CLOUD_PROJECT
        ANTHROPIC_VERTEX_PROJECT_ID ANTHROPIC_FOUNDRY_API_KEY AWS_BEARER_TOKEN_BEDROCK
        AWS_PROFILE""",
    "headers": "ANTHROPIC_CUSTOM_HEADERS",
}
NAMES = [name for names in TABLE.values() for name in names.split()]


@pytest.mark.parametrize("name", NAMES)
def test_no_setting_of_the_handbook_is_silent(name):
    assert len(NAMES) == 34  # each once
    assert is_read_by_sdks(name)
    assert not is_silent(function(**{name: "anything"}))
    assert not is_silent(function(**{name.lower(): "anything"}))  # Windows knows no case
    assert not is_silent(workload("aws_instance", {"user_data": f"#!/bin/sh\n{name}: x\n"}))


@pytest.mark.parametrize("name", ["ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE", "ANTHROPIC_LOG"])
def test_a_setting_that_writes_prompts_down_is_read_in_any_case(name):
    value = "content" if name.endswith("MODE") else "debug"
    found = function(**{name.lower(): value})
    assert found.values["telemetry"]["content"] == [name.lower()]


def test_a_project_of_google_leads_nowhere_by_itself():
    assert is_silent(function(GOOGLE_CLOUD_PROJECT="x"))


def test_a_header_may_choose_another_workspace():
    found = function(ANTHROPIC_CUSTOM_HEADERS="anthropic-workspace-id: hush")
    assert set(unclear(found)) == {"ANTHROPIC_CUSTOM_HEADERS"}
    assert "hush" not in str(found.unknown)


# Hosts


@pytest.mark.parametrize(
    "address",
    [
        f"https://{HOST}@evil.example/",
        f"https://{HOST}:443@evil.example",
        f"https://{HOST}.evil.example",
        f"https://evil.example/{HOST}",
        f"https://evil.example?{HOST}",
        f"https://evil.example#@{HOST}",
        f"https://evil.example\\@{HOST}",
        f"https://{HOST}\t.evil.example",
        f"https://{HOST} .evil.example",
        f"//evil.example\\{HOST}",
        f"https:evil.example//{HOST}",
        f"https://{HOST.replace('.', '。')}",
        f"https://xn--{HOST}",
        "https://bedrock-runtime.eu-central-1.us-east-1.amazonaws.com",
        f"https://${{x}}.{HOST}",
        "https://[::1]/",
    ],
)
def test_an_address_that_only_looks_inside_is_not_taken_for_it(address):
    found = function(ANTHROPIC_BEDROCK_BASE_URL=address, MODEL=OPUS)
    assert "ANTHROPIC_BEDROCK_BASE_URL" in unclear(found)


@pytest.mark.parametrize(
    "address",
    [
        "https://bedrock-runtime-fips.us-east-1.amazonaws.com",
        "https://bedrock-runtime.us-east-1.api.aws",
        "https://bedrock-runtime-fips.us-east-1.api.aws",
        "https://vpce-0abc-xyz.bedrock-runtime.us-east-1.vpce.amazonaws.com",
        "https://vpce-0abc-xyz-us-east-1a.bedrock-runtime.us-east-1.vpce.amazonaws.com",
        "https://BEDROCK-Runtime.US-EAST-1.AmazonAWS.com",
        "https://bedrock-runtime.us-east-1.amazonaws.com:8443/anthropic",
        "https://user:word@bedrock-runtime.us-east-1.amazonaws.com",
        "bedrock-runtime.us-east-1.amazonaws.com.",
    ],
)
def test_a_host_is_its_region_however_it_is_written(address):
    for name in ("ANTHROPIC_BEDROCK_BASE_URL", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "ANY"):
        if name == "ANY" and "@" in address:
            continue
        found = function(**{name: address})
        assert (name, "bedrock", "endpoint", "us-east-1", ["us-east-1"]) in routes(found)


# Case, order and place


@pytest.mark.parametrize("region", ["EU-WEST-1", "eu_west_1", "eu-west-1a", "eu‑west‑1"])
def test_a_region_that_no_sdk_would_take_is_not_known(region):
    assert set(unclear(function(AWS_REGION=region))) == {"AWS_REGION"}


@pytest.mark.parametrize("model", [f"US.{OPUS}", f"us.{OPUS.upper()}", f"Us.{OPUS}"])
def test_a_model_is_one_in_any_case(model):
    assert [one[2] for one in routes(function(MODEL=model))] == ["us"]


def test_a_variable_that_is_set_twice_counts_twice():
    pairs = [{"name": "AWS_REGION", "value": name} for name in ("us-east-1", "eu-west-1")]
    found = task({"name": "a", "environment": pairs})
    assert [one[4] for one in routes(found)] == [["us-east-1"], ["eu-west-1"]]
    found = task({"name": "a", "environment": pairs[1:], "command": ["--region", "us-east-1"]})
    assert [one[4] for one in routes(found)] == [["eu-west-1"], ["us-east-1"]]


def test_a_second_container_counts_as_the_first():
    found = task(container("a", AWS_REGION="eu-west-1"), container("b", AWS_REGION="us-east-1"))
    assert [one[4] for one in routes(found)] == [["eu-west-1"], ["us-east-1"]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VERTEX_REGION_CLAUDE_OPUS_5", "global"),
        ("GOOGLE_CLOUD_LOCATION", "global"),
        ("GOOGLE_CLOUD_REGION", "GLOBAL"),
        ("VERTEXAI_LOCATION", "global"),
    ],
)
def test_a_location_of_vertex_is_one_under_each_name_that_is_read(name, value):
    assert routes(function(**{name: value})) == [
        (name, "vertex", "global", "global", "unspecified")
    ]


@pytest.mark.parametrize(
    "path",
    ["AWS_REGION", "aws_region", "env.awsRegion", "aws.region", "app.aws-region", "x.AWS.REGION"],
)
def test_a_chart_makes_a_variable_of_many_spellings(path):
    found = workload("helm_release", {"set": [{"name": path, "value": "narnia-1"}]})
    assert [code for code, _ in unclear(found).values()] == ["unknown-region"]


def test_a_chart_is_redirected_by_its_own_spelling():
    text = "anthropic:\n  baseUrl: https://proxy.example\n"
    found = workload("helm_release", {"values": [text]})
    assert unclear(found) == {"anthropic.baseUrl": ("outside-input", "proxy.example")}


def test_what_only_ends_like_a_setting_is_none():
    assert Container().settings == []
    assert is_silent(function(MY_ANTHROPIC_BASE_URL_DOCS="https://docs.example"))
    assert is_silent(workload("helm_release", {"values": ["prefix:\n  laws_region: x\n"]}))


# Scripts

SCRIPTS = [
    '$env:ANTHROPIC_BASE_URL = "https://evil.example"',
    "setx ANTHROPIC_BASE_URL https://evil.example",
    "[Environment]::SetEnvironmentVariable('ANTHROPIC_BASE_URL', 'https://evil.example')",
    "ANTHROPIC_BASE_URL: https://evil.example",
    '{"ANTHROPIC_BASE_URL":"https://evil.example"}',
    "environment = { ANTHROPIC_BASE_URL = https://evil.example }",
    "export ANTHROPIC_BASE_URL='https://evil.example'",
    "docker run --env ANTHROPIC_BASE_URL=https://evil.example app",
]


@pytest.mark.parametrize("line", SCRIPTS)
def test_a_script_in_any_language_is_searched(line):
    found = workload("aws_instance", {"user_data": f"#!/bin/sh\n{line}\n"})
    assert unclear(found) == {"user_data: ANTHROPIC_BASE_URL": ("outside-input", "evil.example")}
    mapped = workload("kubernetes_config_map", {"data": {"app.conf": f"x\n{line}\n"}})
    assert [code for code, _ in unclear(mapped).values()] == ["outside-input"]


@pytest.mark.parametrize(
    "line",
    [
        "aws configure set region us-east-1",
        "[default]\nregion = us-east-1",
        "region: us-east-1",
        '{"region":"us-east-1"}',
        "Region => 'us-east-1'",
    ],
)
def test_a_file_of_settings_that_a_script_writes_is_read(line):
    found = workload("aws_instance", {"user_data": f"#!/bin/sh\n{line}\n"})
    assert [one[4] for one in routes(found)] == [["us-east-1"]]


@pytest.mark.parametrize(
    "line",
    [
        "echo $AWS_REGION ${AWS_REGION}",
        "# ANTHROPIC_BASE_URL: https://evil.example",
        "unset ANTHROPIC_BASE_URL",
        "docker run -e AWS_REGION app",
    ],
)
def test_what_a_script_reads_or_says_aside_sets_nothing(line):
    assert is_silent(workload("aws_instance", {"user_data": f"#!/bin/sh\n{line}\n"}))


def test_an_object_inside_one_value_is_searched():
    found = function(SETTINGS='{"env":{"ANTHROPIC_BASE_URL":"https://evil.example"}}')
    assert unclear(found) == {"SETTINGS.env.ANTHROPIC_BASE_URL": ("outside-input", "evil.example")}


@pytest.mark.parametrize(
    "text",
    ["AWS_REGION " * 40_000, "AWS_REGION" + " " * 400_000, "region a-" * 50_000, " \n" * 200_000],
)
def test_a_hostile_script_takes_time_in_proportion(text):
    began = time.process_time()
    workload("aws_instance", {"user_data": text})
    assert time.process_time() - began < 10


SOURCE = """
provider "aws" {
  region = "eu-west-1"
}
resource "aws_instance" "app" {
  user_data = <<-EOT
    #!/bin/sh
    cat > /etc/app.env <<INNER
    AWS_REGION=us-east-1
    INNER
  EOT
}
resource "aws_launch_template" "app" {
  user_data = base64encode(<<-EOT
    %{for name in ["us-east-1"]}
    AWS_REGION=${name}
    %{endfor}
  EOT
  )
}
"""


def test_a_heredoc_of_a_source_is_searched(tmp_path):
    given = terraform_files.read(tmp_path, SOURCE)
    found = state_workloads(AuditInput("infra", "terraform-source", given.resources), LAW)
    assert len(found.resources) == 2
    for one in found.resources:
        assert [route[4] for route in routes(one)] == [["us-east-1"]]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("aws_bedrockagentcore_agent_runtime", {"environment_variables": {"AWS_REGION": "x-1"}}),
        ("azurerm_function_app_flex_consumption", {"app_settings": {"AWS_REGION": "x-1"}}),
        ("google_compute_instance", {"metadata_startup_script": "AWS_REGION=x-1"}),
        ("google_compute_instance", {"metadata": {"startup-script": "a\nAWS_REGION=x-1\n"}}),
        ("google_compute_instance_template", {"metadata": {"env": "AWS_REGION=x-1"}}),
        (
            "azurerm_linux_virtual_machine",
            {"custom_data": base64.b64encode(b"AWS_REGION=x-1").decode()},
        ),
        (
            "azurerm_windows_virtual_machine",
            {"user_data": base64.b64encode(b"setx AWS_REGION x-1").decode()},
        ),
        ("helm_release", {"set_wo": [{"name": "env.AWS_REGION", "value": "x-1"}]}),
    ],
)
def test_machines_and_runtimes_are_searched(kind, values):
    assert [code for code, _ in unclear(workload(kind, values)).values()] == ["unknown-region"]


def test_each_credential_is_read_by_an_sdk():
    assert all(map(is_read_by_sdks, CREDENTIALS))

"""What each type of workload is told, in the shape that its provider gives it."""

from __future__ import annotations

import base64
import json

import pytest

import terraform_files
from access_world import LAW
from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.workloads.holders import state_workloads
from compliance_toolkit.terraform.workloads.types import WORKLOADS
from terraform_plans import block, change
from terraform_plans import read as read_plan_of
from workload_world import LATE, container, is_silent, routes, task, unclear, workload

LONDON = {"name": "AWS_REGION", "value": "eu-west-2"}
MAP = {"AWS_REGION": "eu-west-2"}
SCRIPT = "#!/bin/sh\nexport AWS_REGION='eu-west-2'\n./run\n"
YAML = "env:\n  AWS_REGION: eu-west-2\n"
POD = {"container": [{"name": "app", "env": [LONDON]}]}
TEMPLATE = {"spec": [{"template": [{"spec": [POD]}]}]}
DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "us-east-1", "labels": {"region": "us-east-1"}},
    "spec": {"template": {"spec": {"containers": [{"name": "app", "env": [LONDON]}]}}},
}


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


SHAPES = [
    (
        "aws_apprunner_service",
        {
            "source_configuration": [
                {
                    "image_repository": [
                        {"image_configuration": [{"runtime_environment_variables": MAP}]}
                    ]
                }
            ]
        },
    ),
    ("aws_batch_job_definition", {"container_properties": json.dumps({"environment": [LONDON]})}),
    (
        "aws_batch_job_definition",
        {
            "ecs_properties": json.dumps(
                {"taskProperties": [{"containers": [{"environment": [LONDON]}]}]}
            )
        },
    ),
    ("aws_codebuild_project", {"environment": [{"environment_variable": [LONDON]}]}),
    ("aws_ecs_task_definition", {"container_definitions": json.dumps([container(**MAP)])}),
    ("aws_instance", {"user_data": SCRIPT}),
    ("aws_instance", {"user_data": coded(SCRIPT)}),
    ("aws_instance", {"user_data_base64": coded(SCRIPT)}),
    ("aws_launch_template", {"user_data": coded(SCRIPT)}),
    ("aws_lambda_function", {"environment": [{"variables": MAP}]}),
    ("aws_lambda_function", {"environment": {"variables": MAP}}),
    ("aws_lambda_function", {"image_config": [{"command": ["run", "--region", "eu-west-2"]}]}),
    ("aws_sagemaker_model", {"primary_container": [{"environment": MAP}]}),
    ("aws_sagemaker_model", {"container": [{"environment": {"name": "x", **MAP}}]}),
    ("azurerm_linux_web_app", {"app_settings": MAP}),
    ("azurerm_container_app", {"template": [{"container": [{"name": "app", "env": [LONDON]}]}]}),
    ("azurerm_container_group", {"container": [{"environment_variables": MAP}]}),
    (
        "google_cloud_run_service",
        {"template": [{"spec": [{"containers": [{"name": "app", "env": [LONDON]}]}]}]},
    ),
    ("google_cloud_run_v2_service", {"template": [{"containers": [{"env": [LONDON]}]}]}),
    (
        "google_cloud_run_v2_job",
        {"template": [{"template": [{"containers": [{"env": [LONDON]}]}]}]},
    ),
    ("google_cloudfunctions2_function", {"service_config": [{"environment_variables": MAP}]}),
    ("google_cloudfunctions_function", {"environment_variables": MAP}),
    ("helm_release", {"values": [YAML]}),
    ("helm_release", {"set": [{"name": "env.AWS_REGION", "value": "eu-west-2"}]}),
    ("helm_release", {"values": ["extraEnv:\n  - name: AWS_REGION\n    value: eu-west-2\n"]}),
    ("kubectl_manifest", {"yaml_body": json.dumps(DEPLOYMENT)}),
    ("kubernetes_config_map", {"data": MAP}),
    ("kubernetes_config_map", {"data": {"app.env": "A=1\nAWS_REGION=eu-west-2\n"}}),
    ("kubernetes_deployment", TEMPLATE),
    ("kubernetes_deployment_v1", TEMPLATE),
    ("kubernetes_stateful_set_v1", TEMPLATE),
    ("kubernetes_pod", {"spec": [{"init_container": [{"name": "app", "env": [LONDON]}]}]}),
    (
        "kubernetes_cron_job_v1",
        {"spec": [{"job_template": [{"spec": [{"template": [{"spec": [POD]}]}]}]}]},
    ),
    ("kubernetes_manifest", {"manifest": DEPLOYMENT}),
    ("kubernetes_manifest", {"manifest": {"kind": "ConfigMap", "data": MAP}}),
    (
        "kubernetes_manifest",
        {"manifest": {"kind": "Agent", "spec": {"model": {"region": "eu-west-2"}}}},
    ),
]


@pytest.mark.parametrize(("kind", "values"), SHAPES, ids=[kind for kind, _ in SHAPES])
def test_a_region_in_london_is_found_in_the_shape_of_each_type(kind, values):
    found = workload(kind, values)
    assert [(one[1], one[4]) for one in routes(found)] == [("aws", ["eu-west-2"])]
    assert unclear(found) == {}


@pytest.mark.parametrize("kind", sorted(WORKLOADS))
def test_a_workload_of_which_nothing_is_known_is_not_known(kind):
    found = workload(kind, {}, {"": LATE})
    assert not is_silent(found)
    assert found.unknown["/ambient/unknown"] == LATE


@pytest.mark.parametrize("kind", sorted(WORKLOADS))
def test_a_workload_that_is_told_nothing_is_silent(kind):
    assert is_silent(workload(kind, {}))


@pytest.mark.parametrize("kind", sorted(WORKLOADS))
def test_each_place_of_a_type_that_is_not_known_leaves_it_unknown(kind):
    for pattern, _ in WORKLOADS[kind]:
        found = workload(kind, {}, {f"/{pattern.split('/')[1]}": LATE})
        assert found.unknown["/ambient/unknown"] == LATE, pattern


# ECS


def test_the_names_of_secrets_are_read_and_their_values_are_not():
    secrets = [
        {"name": "ANTHROPIC_BASE_URL", "valueFrom": "arn:aws:ssm:us-east-1:1:parameter/x"},
        {"name": "PASSWORD", "valueFrom": "arn:aws:ssm:us-east-1:1:parameter/y"},
    ]
    found = task({"name": "app", "secrets": secrets})
    assert routes(found) == []
    assert set(unclear(found)) == {"app/ANTHROPIC_BASE_URL"}


def test_a_file_of_variables_is_not_read():
    held = {"name": "app", "environmentFiles": [{"value": "arn:aws:s3:::b/x.env", "type": "s3"}]}
    assert unclear(task(held)) == {"environmentFiles": ("outside-input", "environmentFiles")}


def test_a_command_line_is_read():
    model = "us.anthropic.claude-opus-5-5"
    found = task({"name": "app", "command": ["serve", f"--model={model}", "--region", "us-east-1"]})
    assert ("app/command: --model", "bedrock", "us", "us-east-1") in [
        one[:4] for one in routes(found)
    ]
    assert unclear(found) == {}


def test_what_is_known_of_containers_is_read_though_their_text_is_not(tmp_path):
    audited = terraform_files.read(
        tmp_path,
        """
        provider "aws" {
          region = "eu-west-1"
        }
        resource "aws_sqs_queue" "q" {}
        resource "aws_ecs_task_definition" "app" {
          container_definitions = jsonencode([{
            name  = "app"
            image = "${aws_sqs_queue.q.url}:1"
            environment = [
              { name = "AWS_REGION", value = "eu-west-2" },
              { name = "QUEUE", value = aws_sqs_queue.q.url },
              { name = "OTHER", value = "${aws_sqs_queue.q.url}/x" },
            ]
          }])
        }
        """,
    )
    found = terraform_files.by_address(state_workloads(audited, LAW), "aws_ecs_task_definition.app")
    assert [one[4] for one in routes(found)] == [["eu-west-2"]]
    assert unclear(found) == {"app/OTHER": ("known-after-apply", "aws_sqs_queue.q.url")}


def test_a_plan_that_knows_no_text_knows_no_settings():
    address = "aws_ecs_task_definition.app"
    (found,) = state_workloads(
        read_plan_of(
            change(address, {}, {"container_definitions": True}),
            blocks=[block(address, container_definitions={"references": ["aws_sqs_queue.q.url"]})],
        ),
        LAW,
    ).resources
    assert not is_silent(found)
    assert found.unknown["/ambient/unknown"].code is ReasonCode.KNOWN_AFTER_APPLY


# Names of other resources


def told(folder, value, name="ANY", more=""):
    """A function of a source that is told one thing, with its facts."""
    audited = terraform_files.read(
        folder,
        f"""
        provider "aws" {{
          region = "eu-west-1"
        }}
        resource "aws_sqs_queue" "q" {{}}
        resource "aws_sqs_queue" "many" {{
          count = 2
        }}
        {more}
        resource "aws_lambda_function" "app" {{
          environment {{
            variables = {{
              {name} = {value}
            }}
          }}
        }}
        """,
    )
    return terraform_files.by_address(state_workloads(audited, LAW), "aws_lambda_function.app")


@pytest.mark.parametrize("value", ["aws_sqs_queue.q.url", "aws_sqs_queue.many[1].arn"])
def test_what_another_resource_is_called_is_no_setting(tmp_path, value):
    assert is_silent(told(tmp_path, value))


@pytest.mark.parametrize("name", ["ANTHROPIC_BASE_URL", "AWS_REGION", "AWS_ENDPOINT_URL_SQS"])
def test_it_is_one_under_a_name_that_an_sdk_reads(tmp_path, name):
    assert set(unclear(told(tmp_path, "aws_sqs_queue.q.url", name))) == {name}


@pytest.mark.parametrize(
    "value",
    [
        '"${aws_sqs_queue.q.url}/global.anthropic.claude-opus-5-5"',
        '"arn:aws:bedrock:us-east-1:${aws_sqs_queue.q.id}:inference-profile/x"',
        'jsonencode({ queue = aws_sqs_queue.q.url, model = "global.anthropic.claude-opus-5-5" })',
        "aws_sqs_queue.q.kms_master_key_id",
        "aws_sqs_queue.q",
        "[for q in aws_sqs_queue.many : q.url][0]",
        "try(aws_sqs_queue.q.url, var.x)",
        "data.aws_region.here.id",
        "aws_nothing.q.arn",
        "aws_bedrock_inference_profile.p.arn",
        "aws_ssm_parameter.p.arn",
        "aws_sns_topic.t.name",
        "aws_sns_topic.u.name",
    ],
)
def test_what_may_be_more_than_a_name_is_not_known(tmp_path, value):
    found = told(
        tmp_path,
        value,
        more="""
        variable "x" {}
        resource "aws_bedrock_inference_profile" "p" {}
        resource "aws_ssm_parameter" "p" {}
        resource "aws_sns_topic" "t" {
          name = "${aws_sqs_queue.q.id}.anthropic.claude-opus-5-5"
        }
        resource "aws_sns_topic" "u" {
          name = var.x
        }
        """,
    )
    assert set(unclear(found)) == {"ANY"}


def test_a_name_among_blocks_that_are_made_is_not_taken_for_one(tmp_path):
    audited = terraform_files.read(
        tmp_path,
        """
        provider "aws" {
          region = "eu-west-1"
        }
        resource "aws_sqs_queue" "q" {}
        resource "aws_lambda_function" "app" {
          dynamic "environment" {
            for_each = [1]
            content {
              variables = { ANY = "${aws_sqs_queue.q.url}/x" }
            }
          }
        }
        """,
    )
    found = terraform_files.by_address(state_workloads(audited, LAW), "aws_lambda_function.app")
    assert set(unclear(found)) == {"ANY"}

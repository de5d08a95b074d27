"""What is read of objects, charts and scripts, and what of them cannot be."""

from __future__ import annotations

import base64

import pytest

from compliance_toolkit.models import ReasonCode, Unknown
from workload_world import LATE, SENSITIVE, is_silent, routes, unclear, workload

YAML = "env:\n  AWS_REGION: eu-west-2\n"


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


# Kubernetes and charts


def test_what_the_platform_says_of_a_pod_is_no_setting():
    pair = {"name": "POD_IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}
    deployment = {"kind": "Pod", "spec": {"containers": [{"name": "a", "env": [pair]}]}}
    assert is_silent(workload("kubernetes_manifest", {"manifest": deployment}))


@pytest.mark.parametrize("key", ["secretKeyRef", "configMapKeyRef"])
def test_a_reference_under_a_name_that_an_sdk_reads_is_not_known(key):
    pair = {"name": "ANTHROPIC_BASE_URL", "valueFrom": {key: {"name": "x", "key": "y"}}}
    pod = {"kind": "Pod", "spec": {"containers": [{"name": "a", "env": [pair]}]}}
    found = workload("kubernetes_manifest", {"manifest": pod})
    assert unclear(found) == {"a/ANTHROPIC_BASE_URL": ("outside-input", "ANTHROPIC_BASE_URL")}


def test_a_secret_is_none_where_a_map_of_settings_may_be_one():
    def env(key):
        pair = {"name": "ANY", "valueFrom": {key: {"name": "x", "key": "y"}}}
        pod = {"kind": "Pod", "spec": {"containers": [{"name": "a", "env": [pair]}]}}
        return workload("kubernetes_manifest", {"manifest": pod})

    assert is_silent(env("secretKeyRef"))
    assert set(unclear(env("configMapKeyRef"))) == {"a/ANY"}


@pytest.mark.parametrize("key", ["env_from", "envFrom"])
def test_an_environment_from_elsewhere_is_not_known(key):
    source = [{"config_map_ref": [{"name": "settings"}]}]
    found = workload("kubernetes_pod", {"spec": [{"container": [{"name": "a", key: source}]}]})
    assert unclear(found) == {key: ("outside-input", key)}


def test_names_and_labels_of_an_object_set_nothing():
    metadata = {"name": "us-east-1", "annotations": {"model": "global.anthropic.claude-opus-5-5"}}
    assert is_silent(workload("kubernetes_manifest", {"manifest": {"metadata": metadata}}))


def test_the_values_of_a_secret_are_not_read():
    secret = {"kind": "Secret", "stringData": {"REGION": "us-east-1", "ANTHROPIC_API_KEY": "sk"}}
    found = workload("kubernetes_manifest", {"manifest": secret})
    assert [one[:2] for one in routes(found)] == [("ANTHROPIC_API_KEY", "anthropic")]


def test_a_chart_of_two_files_is_one_application():
    model = "model: eu.anthropic.claude-opus-5-5\n"
    found = workload("helm_release", {"values": [YAML, model]})
    assert [one[:4] for one in routes(found)] == [
        ("env.AWS_REGION", "aws", "region", "eu-west-2"),
        ("model", "bedrock", "eu", "eu-west-2"),
    ]


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "- &a [*a]\n", "a: !!python/none x"])
def test_values_that_are_no_plain_yaml_are_not_known(text):
    assert not is_silent(workload("helm_release", {"values": [text]}))


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "replicas: 2\nimage: {tag: v1}\n"])
def test_values_that_set_nothing_are_silent(text):
    assert is_silent(workload("helm_release", {"values": [text]}))


def test_a_value_of_a_chart_that_is_not_known_is_not_known():
    found = workload("helm_release", {"set": [{"name": "model"}]}, {"/set/0/value": LATE})
    assert unclear(found) == {"model": (LATE.code, LATE.reference)}
    hidden = {"set_sensitive": [{"name": "key"}]}
    assert is_silent(workload("helm_release", hidden, {"/set_sensitive/0/value": SENSITIVE}))


# Scripts


@pytest.mark.parametrize(
    "text",
    [
        "docker run -e AWS_REGION=eu-west-2 app",
        'AWS_REGION="eu-west-2" ./app',
        "aws configure --region eu-west-2",
        "#cloud-config\nwrite_files:\n- content: |\n    AWS_REGION=eu-west-2\n",
        "[Service]\nEnvironment=AWS_REGION=eu-west-2\n",
    ],
)
def test_a_script_is_searched_for_settings(text):
    found = workload("aws_instance", {"user_data": text})
    assert [one[4] for one in routes(found)] == [["eu-west-2"]]


def test_a_script_that_is_no_plain_text_is_not_known():
    zipped = base64.b64encode(bytes([0x1F, 0x8B, 0xFF, 0xFE] * 9)).decode()
    hashed = "0123456789abcdef0123456789abcdef01234567"
    for text in (zipped, hashed):
        assert not is_silent(workload("aws_instance", {"user_data": text}))
    for text in (zipped, "!"):
        assert not is_silent(workload("aws_launch_template", {"user_data": text}))


def test_a_script_that_expands_a_region_does_not_tell_it():
    found = workload("aws_instance", {"user_data": "AWS_REGION=$(curl -s http://x/region)\n./a\n"})
    assert set(unclear(found)) == {"user_data: AWS_REGION"}


def test_a_text_that_is_too_long_to_search_is_not_known():
    found = workload("aws_instance", {"user_data": "echo\n" * 300_000})
    assert unclear(found) == {"user_data": ("unsupported-type", "user_data")}


def test_a_document_that_is_too_deep_is_not_known():
    deep = "[" * 50_000 + "]" * 50_000
    assert not is_silent(workload("aws_ecs_task_definition", {"container_definitions": deep}))
    nest: object = "x"
    for _ in range(500):
        nest = {"a": nest}
    assert not is_silent(workload("kubernetes_manifest", {"manifest": {"spec": nest}}))


def test_the_region_of_an_unknown_function_is_no_reason_to_guess():
    found = workload(
        "aws_codebuild_project",
        {
            "environment": [
                {"environment_variable": [{"name": "M", "value": "anthropic.claude-3-x"}]}
            ]
        },
        region=Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, "provider.aws"),
    )
    assert set(unclear(found)) == {"M"}

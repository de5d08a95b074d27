"""Settings whose name and value stand apart, or inside of something: none is silent."""

from __future__ import annotations

import base64
import gzip
import json
import time

import pytest

from workload_world import container, function, is_silent, routes, task, unclear, workload


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def ends(found):
    return {tuple(places) if isinstance(places, list) else places for *_, places in routes(found)}


def machine(text):
    return workload("aws_instance", {"user_data": text}, region="eu-west-1")


def files(**data):
    return workload("kubernetes_config_map", {"data": data})


def chart(*pairs, **more):
    return workload("helm_release", {"set": [{"name": n, "value": v} for n, v in pairs], **more})


US = {("us-east-1",)}
ANYWHERE = {"unspecified"}

# A name, and its value on the next line


@pytest.mark.parametrize(
    "text",
    [
        "env:\n- name: AWS_REGION\n  value: us-east-1\n",
        'env:\n- name: "AWS_REGION"\n  value: "us-east-1"\n',
        'cat <<E\n[{"name":"AWS_REGION","value":"us-east-1"}]\nE\n',
        'environment {\n  name  = "AWS_REGION"\n  value = "us-east-1"\n}\n',
    ],
)
def test_a_name_and_its_value_in_a_text_are_one_setting(text):
    assert ends(machine(text)) == US
    assert ends(files(file=text)) == US
    assert ends(workload("helm_release", {"values": [f"extra: {json.dumps(text)}"]})) == US


def test_a_name_of_no_consequence_and_its_value_say_nothing():
    assert is_silent(machine("env:\n- name: COLOR\n  value: global\n"))


def test_two_values_of_a_chart_are_one_setting():
    found = chart(("env[0].name", "CLOUD_ML_REGION"), ("env[0].value", "global"))
    assert ends(found) == ANYWHERE
    apart = chart(("env[0].name", "CLOUD_ML_REGION"), ("env[1].value", "global"))
    assert unclear(apart) == {"env[0].name": ("outside-input", "CLOUD_ML_REGION")}
    proxy = chart(("e[0].name", "ANTHROPIC_BASE_URL"), ("e[0].value", "https://proxy.example.com"))
    assert unclear(proxy) == {"e[0].value": ("outside-input", "proxy.example.com")}
    assert is_silent(chart(("env[0].name", "COLOR"), ("env[0].value", "global")))


def test_a_list_of_a_chart_is_read_element_by_element():
    assert ends(chart(("env", "{AWS_REGION=us-east-1,X=y}"))) == US
    assert ends(chart(("regions", "{eu-west-1,us-east-1}"))) == {("eu-west-1",), ("us-east-1",)}


# Lists of regions


@pytest.mark.parametrize(
    "text", ["eu-west-1,us-east-1", "eu-west-1; us-east-1", "eu-west-1 us-east-1"]
)
def test_each_region_of_a_list_counts(text):
    assert ends(function(REGIONS=text)) == {("eu-west-1",), ("us-east-1",)}


@pytest.mark.parametrize("text", ["a,b", "app-one-1,app-two-2", "us-east-1a,us-east-1b"])
def test_a_list_of_anything_else_says_nothing(text):
    assert is_silent(function(REGIONS=text))


def test_regions_of_a_file_count_one_by_one():
    assert ends(files(f="regions:\n- eu-west-1\n- 'us-east-1'\n")) == {("eu-west-1",), *US}
    assert is_silent(files(f="hosts:\n- app-one-1\n- app-two-2\n"))


@pytest.mark.parametrize(
    "text",
    [
        "litellm_params:\n  aws_region_name: us-east-1\n",
        "bedrock_region: us-east-1\n",
        '[bedrock]\nfallback_location = "us-east-1"\n',
    ],
)
def test_a_region_of_a_file_counts_by_whatever_name(text):
    assert ends(files(f=text)) == US


# What a file says of Vertex


@pytest.mark.parametrize(
    "text",
    [
        '[vertex]\nlocation = "global"\n',
        "vertex:\n  location: global\n",
        'x\nAnthropicVertex(region="global", project_id="p")\n',
        "vertex:\n  region: us\n",
    ],
)
def test_a_place_of_many_countries_beside_vertex_is_not_told_apart(text):
    found = files(f=text)
    assert [code for code, _ in unclear(found).values()] == ["unknown-region"]


def test_a_place_of_many_countries_says_nothing_where_nobody_speaks_of_vertex():
    assert is_silent(files(f="nginx:\n  location: global\n"))


@pytest.mark.parametrize(
    "name",
    [
        "VERTEX_REGION",
        "VERTEX_AI_REGION",
        "ANTHROPIC_VERTEX_REGION",
        "GOOGLE_VERTEX_LOCATION",
        "SPRING_AI_VERTEX_AI_ANTHROPIC_LOCATION",
    ],
)
def test_a_location_is_of_vertex_by_whatever_name_says_so(name):
    assert ends(function(**{name: "global"})) == ANYWHERE
    assert ends(function(**{name: "europe-west1"})) == {("europe-west1",)}
    assert ends(files(f=f"x: y\n{name}: global\n")) == ANYWHERE
    assert not is_silent(function(APP='{"vertex": {"region": "global"}}'))


def test_a_location_of_other_models_is_none_of_claudes():
    assert is_silent(function(VERTEX_AI_GEMINI_LOCATION="global"))


# What is encoded inside of a text


@pytest.mark.parametrize("text", ["AWS_REGION=us-east-1", "x: y\nregion: us-east-1\n"])
def test_what_a_script_holds_encoded_is_read(text):
    pad = text + "\n" * (-len(text) % 3)
    cloud = "#cloud-config\nwrite_files:\n- encoding: b64\n  content: "
    assert ends(machine(f"{cloud}{coded(text)}\n")) == US
    assert ends(machine(f"{cloud}{coded(coded(pad))}\n")) == US


def test_what_a_script_holds_packed_is_not_known():
    packed = base64.b64encode(gzip.compress(b"AWS_REGION=us-east-1")).decode()
    found = machine(f"write_files:\n- encoding: gz+b64\n  content: {packed}\n")
    assert unclear(found) == {"user_data": ("unsupported-type", "user_data")}


@pytest.mark.parametrize(
    "word", ["A" * 40, coded("\x00\x01 no text at all"), "usr/local/share/some/file"]
)
def test_what_only_looks_encoded_says_nothing(word):
    assert is_silent(machine(f"#!/bin/sh\necho {word}\n"))


def test_short_values_of_a_config_map_are_decoded():
    found = workload("kubernetes_config_map", {"binary_data": {"REGION": coded("us-east-1")}})
    assert ends(found) == US


# What switches a program over


@pytest.mark.parametrize("value", ["1", "true", "yes"])
def test_a_switch_to_bedrock_names_no_model(value):
    found = function(CLAUDE_CODE_USE_BEDROCK=value)
    code = ("unknown-value", "CLAUDE_CODE_USE_BEDROCK: no model")
    assert unclear(found) == {"CLAUDE_CODE_USE_BEDROCK": code}
    told = {"CLAUDE_CODE_USE_BEDROCK": value, "ANTHROPIC_MODEL": "eu.anthropic.claude-opus-5-5"}
    assert unclear(function(**told)) == {}


def test_a_switch_to_vertex_names_no_location():
    name = "CLAUDE_CODE_USE_VERTEX"
    assert unclear(function(**{name: "1"})) == {name: ("unknown-region", name)}
    assert unclear(function(**{name: "1", "CLOUD_ML_REGION": "europe-west1"})) == {}


@pytest.mark.parametrize("value", ["", "0", "false", "False", "no", "off"])
def test_a_switch_that_is_off_says_nothing(value):
    assert is_silent(function(CLAUDE_CODE_USE_BEDROCK=value))


# Others


def test_a_model_of_vertex_without_a_location_has_no_route():
    found = task(container("a", MODEL="publishers/anthropic/models/claude-opus-5-5"))
    assert unclear(found) == {"a/MODEL": ("unknown-value", "a/MODEL: no route")}


def test_each_source_of_a_build_has_instructions():
    more = [
        {"source_identifier": "b", "buildspec": "env:\n  variables:\n    AWS_REGION: us-east-1\n"}
    ]
    found = workload("aws_codebuild_project", {"secondary_sources": more}, region="eu-west-1")
    assert ends(found) == US


@pytest.mark.parametrize(
    "text",
    [
        "name: AWS_REGION" + " " * 400_000,
        "name: AWS_REGION " * 25_000,
        "- name: AWS_REGION\n" * 20_000,
        "my-region " * 40_000,
        "a-region-" * 50_000,
        "x_" * 200_000,
        "_VERTEX" * 60_000,
        "eu-west-1," * 40_000,
        "eu-west-1" + " " * 400_000,
        "- eu-west-1" + " " * 400_000,
        "QUJD" * 100_000,
        "vertex region: glob" * 20_000,
    ],
)
def test_a_hostile_text_takes_time_in_proportion(text):
    began = time.process_time()
    machine(text)
    function(X=text)
    assert time.process_time() - began < 10

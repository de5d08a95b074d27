"""Data sources and ephemeral resources that call Claude at every plan, through the real command."""

from __future__ import annotations

import json
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import PROVIDER, write
from terraform_plans import block, change, plan

MODEL = "{}.anthropic.claude-opus-4-6-v1"
QUEUE = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
CALLS = [
    ('data "aws_lambda_invocation" "d"', 'input = jsonencode({ model = "MODEL" })'),
    ('ephemeral "aws_lambda_invocation" "d"', 'payload = jsonencode({ model = "MODEL" })'),
    ('data "external" "d"', 'program = ["sh", "-c", "./ask --model MODEL --region eu-central-1"]'),
    ('ephemeral "shell_script" "d"', 'open = "ask --model MODEL --region eu-central-1"'),
]


def told(capsys, path) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit code, and the findings about calls by address."""
    code = main(["check", str(path), "--jurisdiction", "eu", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return code, {one["resource"]["address"]: one for one in findings if one["check"] == "RES-020"}


def source(folder, text: str):
    return write(folder / "infra", {"main.tf": PROVIDER + QUEUE + text})


@pytest.mark.parametrize(("head", "body"), CALLS)
def test_what_calls_abroad_when_it_is_read_fails_as_a_resource_would(capsys, tmp_path, head, body):
    text = f"{head} {{\n  {body.replace('MODEL', MODEL.format('us'))}\n}}\n"
    code, found = told(capsys, source(tmp_path, text))
    mode, type_ = head.split()[0], head.split('"')[1]
    assert (code, found[f"{mode}.{type_}.d"]["verdict"]) == (1, "fail")
    assert found[f"{mode}.{type_}.d"]["location"]["line"] == 7


@pytest.mark.parametrize("mode", ["data", "ephemeral"])
def test_what_calls_within_the_union_passes(capsys, tmp_path, mode):
    name = "input" if mode == "data" else "payload"
    text = f'{mode} "aws_lambda_invocation" "d" {{\n  {name} = "{MODEL.format("eu")}"\n}}\n'
    code, found = told(capsys, source(tmp_path, text))
    assert (code, found[f"{mode}.aws_lambda_invocation.d"]["verdict"]) == (0, "pass")


def test_what_a_check_block_or_a_module_asks_counts_too(capsys, tmp_path):
    asks = 'data "http" "d" {\n  url = "https://api.anthropic.com/v1/messages"\n}\n'
    claim = "assert {\n    condition = true\n  }\n"
    text = f'check "alive" {{\n{asks}\n  {claim}}}\n'
    path = source(tmp_path, text + 'module "m" {\n  source = "./m"\n  count = 2\n}\n')
    write(path, {"m/main.tf": asks})
    _, found = told(capsys, path)
    assert {address for address, one in found.items() if one["verdict"] == "fail"} == {
        "data.http.d",
        "module.m[0].data.http.d",
        "module.m[1].data.http.d",
    }


@pytest.mark.parametrize(
    "text",
    [
        f'data "aws_bedrock_foundation_model" "d" {{\n  model_id = "{MODEL.format("us")}"\n}}\n',
        f'data "aws_ssm_parameter" "d" {{\n  name = "/{MODEL.format("us")}"\n}}\n',
        'data "http" "d" {\n  count = 0\n  url = "https://api.anthropic.com"\n}\n',
        'data "http" "d" {\n  url = "https://checkip.example.org"\n}\n',
    ],
)
def test_what_only_looks_something_up_is_no_call(capsys, tmp_path, text):
    code, found = told(capsys, source(tmp_path, text))
    assert code == 0
    assert all(one["verdict"] == "pass" for one in found.values())


INPUT = '{"model": "us.anthropic.claude-opus-4-6-v1"}'
DATA = "data.aws_lambda_invocation.d"


def data(address: str, **values: Any) -> dict[str, Any]:
    kind = address.split(".")[-2]
    return {"address": address, "mode": "data", "type": kind, "values": values}


def written(address: str, mode: str = "data", **expressions: Any) -> dict[str, Any]:
    return {**block(address, **expressions), "mode": mode}


def planned(
    tmp_path, *blocks: dict[str, Any], read: list[dict[str, Any]] | None = None, **more: Any
):
    """A plan that creates a queue, and has read these data sources."""
    queue = change("aws_sqs_queue.q", {"name": "q"})
    if read is not None:
        more["prior_state"] = {"values": {"root_module": {"resources": read}}}
    made = plan(queue, *more.pop("changes", ()), blocks=[block("aws_sqs_queue.q"), *blocks], **more)
    (tmp_path / "plan.json").write_bytes(made)
    return tmp_path / "plan.json"


class TestPlans:
    def test_a_data_source_that_was_read_is_judged_by_what_it_asked(self, capsys, tmp_path):
        asked = written(DATA, input={"references": ["var.input"]})
        path = planned(tmp_path, asked, read=[data(DATA, input=INPUT, result="fine")])
        code, found = told(capsys, path)
        assert (code, found[DATA]["verdict"]) == (1, "fail")

    def test_what_was_answered_counts_for_nothing(self, capsys, tmp_path):
        asked = written(DATA, input={"constant_value": "{}"})
        path = planned(tmp_path, asked, read=[data(DATA, input="{}", result=INPUT)])
        code, found = told(capsys, path)
        assert (code, DATA in found and found[DATA]["verdict"] != "pass") == (0, False)

    def test_a_data_source_that_is_read_later_is_judged(self, capsys, tmp_path):
        late = {**change(DATA, {"input": INPUT}, actions=["read"]), "mode": "data"}
        asked = written(DATA, input={"constant_value": INPUT})
        code, found = told(capsys, planned(tmp_path, asked, changes=[late], read=[]))
        assert (code, found[DATA]["verdict"]) == (1, "fail")

    def test_one_that_is_there_no_time_is_not(self, capsys, tmp_path):
        asked = {**written(DATA, input={"constant_value": INPUT}), "count_expression": {}}
        assert told(capsys, planned(tmp_path, asked))[0] == 0
        assert told(capsys, planned(tmp_path, asked, read=[]))[0] == 0

    def test_one_that_no_state_tells_of_is_read_from_its_configuration(self, capsys, tmp_path):
        code, found = told(
            capsys, planned(tmp_path, written(DATA, input={"constant_value": INPUT}))
        )
        assert (code, found[DATA]["verdict"]) == (1, "fail")

    def test_what_is_ephemeral_is_told_by_its_configuration_alone(self, capsys, tmp_path):
        address = "ephemeral.aws_lambda_invocation.d"
        asked = written(address, "ephemeral", payload={"constant_value": INPUT})
        code, found = told(capsys, planned(tmp_path, asked, read=[]))
        assert (code, found[address]["verdict"]) == (1, "fail")

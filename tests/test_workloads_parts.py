"""Ids of models that are put together of several settings: only code tells which are."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write
from workload_world import container, function, routes, task, unclear

OPUS = "anthropic.claude-opus-4-6-v1"
PART = "part of a model's id"


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"MODEL_PREFIX": "us.", "MODEL": OPUS}, "MODEL_PREFIX"),
        ({"WHERE": "global.", "MODEL": OPUS}, "WHERE"),
        ({"REGION_PREFIX": "US", "MODEL": OPUS}, "REGION_PREFIX"),
        ({"INFERENCE_PROFILE": "us-gov", "MODEL": OPUS}, "INFERENCE_PROFILE"),
        ({"BEDROCK_GEO": "apac", "MODEL": OPUS}, "BEDROCK_GEO"),
        ({"MODEL_PREFIX": "eu.", "MODEL": OPUS}, "MODEL_PREFIX"),
        ({"VENDOR": "us.anthropic.", "MODEL": "claude-opus-4-6-v1"}, "VENDOR"),
        ({"VENDOR": "us.anthropic", "MODEL": "$FAMILY"}, "VENDOR"),
        ({"VENDOR": "anthropic.", "MODEL": "claude-opus-4-6-v1", "OTHER": OPUS}, "VENDOR"),
        ({"START": "anthropic.claude-", "MODEL": "opus-4-6-v1"}, "START"),
        ({"GEO": "us.", "VENDOR": "anthropic.", "MODEL": "opus-4-6-v1"}, "GEO"),
    ],
)
def test_a_part_of_an_id_is_named_beside_the_rest(settings, named):
    found = unclear(function(**settings))
    assert found[named] == ("unknown-value", f"{named}: {PART}")


@pytest.mark.parametrize(
    "settings",
    [
        {"MODEL": OPUS},
        {"MODEL_PREFIX": "us.", "QUEUE": "jobs"},
        {"COUNTRY": "us", "MODEL": OPUS},
        {"MODEL_PREFIX": "us.", "MODEL": f"eu.{OPUS}"},
        {"MODEL_PREFIX": "chat.", "MODEL": OPUS},
        {"PROVIDER": "anthropic", "MODEL": f"eu.{OPUS}"},
        {"LOGGER": "anthropic.", "MODEL": f"eu.{OPUS}"},
        {"S3_PREFIX": "eu/", "MODEL": OPUS},
        {"MODEL_PREFIX": "in-region.", "MODEL": OPUS},
        {"MODEL_PREFIX": "us." * 500, "MODEL": OPUS},
    ],
)
def test_what_is_no_part_of_an_id_is_none(settings):
    assert not any(
        PART in (reference or "") for _, reference in unclear(function(**settings)).values()
    )


def test_a_part_in_another_container_says_nothing():
    found = task(container("one", MODEL_PREFIX="us."), container("two", MODEL=OPUS))
    assert not any(PART in (reference or "") for _, reference in unclear(found).values())


def test_a_model_is_still_placed_where_it_may_be_called_alone():
    found = routes(function(MODEL_PREFIX="us.", MODEL=OPUS))
    assert ("MODEL", "bedrock", "in-region", "eu-west-1", ["eu-west-1"]) in found


def test_a_split_id_is_unknown_and_the_report_says_what_to_do(tmp_path, capsys):
    text = 'provider "aws" {\n  region = "eu-central-1"\n}\n'
    text += 'resource "aws_lambda_function" "f" {\n  environment {\n    variables = {\n'
    text += f'      MODEL_PREFIX = "us."\n      MODEL = "{OPUS}"\n    }}\n  }}\n}}\n'
    folder = write(tmp_path / "infra", {"main.tf": text})
    assert main(["check", str(folder), "--jurisdiction", "eu", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    (one,) = [finding for finding in found if finding["check"] == "RES-017"]
    assert (one["verdict"], one["evidence"]["unclear"]) == ("unknown", ["MODEL_PREFIX"])
    assert one["reason"] == {"code": "unknown-value", "reference": f"MODEL_PREFIX: {PART}"}
    main(["check", str(folder), "--jurisdiction", "eu"])
    assert "write the whole id in one setting" in capsys.readouterr().out

"""The JSON report, version 1, and its schema."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from compliance_toolkit.models import Assumption, InputReport, ReasonCode, Verdict
from compliance_toolkit.report import render
from reports import ALL, CATALOG, FAIL, HOSTILE, PASS, REPORTS, UNKNOWN, finding, hostile, report

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "schemas" / "report.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)


def as_json(of):
    return json.loads(render(of, CATALOG, "json"))


@pytest.mark.parametrize("of", REPORTS)
def test_json_is_what_its_schema_says(of):
    VALIDATOR.validate(as_json(of))


def test_json_has_the_names_that_are_fixed():
    document = as_json(ALL)
    assert document["summary"] == {"pass": 1, "fail": 1, "unknown": 1, "skip": 7, "waived": 0}
    assert document["inputs"][0]["assumptions"][0] == {"variable": "region", "value": "eu-west-1"}
    assert document["inputs"][1]["problems"] == [
        {
            "message": "`}` is missing",
            "hint": "close the block",
            "location": {"file": "infra/bad/x.tf", "line": 3},
        }
    ]
    assert document["findings"][1] == {
        "check": "RES-001",
        "verdict": "fail",
        "severity": "high",
        "jurisdiction": "eu",
        "regime": None,
        "tenant": None,
        "input": "infra/eu",
        "resource": {
            "address": "aws_s3_bucket.logs",
            "type": "aws_s3_bucket",
            "region": "us-east-1",
        },
        "evidence": {"region": "us-east-1", "country": "US"},
        "location": {"file": "infra/eu/main.tf", "line": 12},
        "message": "`aws_s3_bucket.logs` fails RES-001 under `eu` (Stored data stays in its "
        "jurisdiction's countries): country=US, region=us-east-1",
        "rationale": "Storing personal data abroad is a transfer",
        "remediation": "Move the resource to a listed country",
        "law": [
            {
                "code": "eu",
                "name": "European Union",
                "article": "Arts 44-49",
                "rationale": "Sending data outside is a transfer",
            }
        ],
        "controls": {"gdpr": ["Art. 44"]},
        "reason": None,
        "waiver": None,
        "fingerprint": "5c3d2ae4c246bed22d49d8991582973b",
    }


def test_each_verdict_has_its_own_sentence():
    skip = finding(Verdict.SKIP, address="aws_iam_role.x", evidence={})
    said = {
        one["verdict"]: one["message"]
        for one in as_json(report(skip, *ALL.findings, exit_code=3))["findings"]
    }
    assert said["skip"].startswith("`aws_iam_role.x` is none that RES-001 under `eu` (")
    assert said["pass"].startswith("`aws_s3_bucket.ours` passes RES-001 under `eu` (")
    assert said["unknown"].endswith(
        "(Logs are forgotten in time): variable-without-default (var.days)"
    )


def test_what_to_do_about_an_unknown_is_not_how_to_mend_a_failure():
    unknown = as_json(report(UNKNOWN, exit_code=1))["findings"][0]
    assert unknown["remediation"].startswith("give the variable with `--var NAME=VALUE`")


def test_json_does_not_depend_on_the_order_of_the_findings():
    again = report(*reversed(ALL.findings), inputs=ALL.inputs, exit_code=3)
    assert render(ALL, CATALOG, "json") == render(again, CATALOG, "json")


def test_numbers_that_json_lacks_and_names_that_are_no_text_are_written_as_text():
    given = InputReport("\udcff.tf", "x", "checked", assumptions=(Assumption("n", float("inf")),))
    text = render(report(PASS, inputs=(given,), exit_code=0), CATALOG, "json")
    assert json.loads(text)["inputs"][0]["path"] == r"\udcff.tf"
    assert json.loads(text)["inputs"][0]["assumptions"] == [{"variable": "n", "value": "inf"}]


BROKEN = {
    "another version": lambda d: d.update(version=2),
    "a key nobody knows": lambda d: d.update(outcome="fine"),
    "no summary": lambda d: d.pop("summary"),
    "a digest of another kind": lambda d: d["policy"].update(digest="md5:00"),
    "an input without its problems": lambda d: d["inputs"][0].pop("problems"),
    "a status nobody knows": lambda d: d["inputs"][0].update(status="skipped"),
    "an input without a path": lambda d: d["inputs"][0].update(path=""),
    "a negative count": lambda d: d["summary"].update(skip=-1),
    "a verdict nobody knows": lambda d: d["findings"][1].update(verdict="ok"),
    "a severity nobody knows": lambda d: d["findings"][1].update(severity="none"),
    "a check without a number": lambda d: d["findings"][1].update(check="RES"),
    "a failure with a reason": lambda d: d["findings"][1].update(
        reason={"code": "sensitive", "reference": None}
    ),
    "a reason nobody knows": lambda d: d["findings"][2]["reason"].update(code="because"),
    "a message of two lines": lambda d: d["findings"][1].update(message="a\nb"),
    "line nought": lambda d: d["findings"][1]["location"].update(line=0),
    "a waiver without an owner": lambda d: d["findings"][1].update(
        waiver={"reason": "r", "until": "2027-01-01"}
    ),
    "a waiver until some day": lambda d: d["findings"][1].update(
        waiver={"reason": "r", "owner": "o", "until": "soon"}
    ),
    "a law without a name": lambda d: d["findings"][1]["law"][0].pop("name"),
    "a law that says more": lambda d: d["findings"][1]["law"][0].update(opinion="fine"),
    "laws that are one": lambda d: d["findings"][1].update(law={"code": "eu"}),
    "a control without a list": lambda d: d["findings"][1].update(controls={"gdpr": "Art. 44"}),
    "an empty control": lambda d: d["findings"][1].update(controls={"gdpr": [""]}),
    "evidence that is a list": lambda d: d["findings"][1].update(evidence=[]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_schema_refuses(name):
    document = as_json(report(PASS, FAIL, UNKNOWN, exit_code=1))
    document["findings"].sort(key=lambda one: ["pass", "fail", "unknown"].index(one["verdict"]))
    VALIDATOR.validate(document)
    broken = deepcopy(document)
    BROKEN[name](broken)
    assert not VALIDATOR.is_valid(broken)


def test_the_schema_knows_every_reason():
    listed = SCHEMA["$defs"]["finding"]["properties"]["reason"]["properties"]["code"]["enum"]
    assert listed == [str(code) for code in ReasonCode]


def assert_sound(raw, form):
    document = json.loads(raw)
    assert raw.isascii()
    assert "##" not in raw
    json.dumps(document, ensure_ascii=False).encode("utf-8")  # strict: no lone surrogate is left
    if form == "json":
        VALIDATOR.validate(document)


@pytest.mark.parametrize("form", ["json", "sarif"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_input_spoils_a_document_or_forges_a_command_in_it(form, text):
    assert_sound(render(hostile(text), CATALOG, form), form)


@pytest.mark.parametrize("form", ["json", "sarif"])
@settings(deadline=None)  # a busy machine is no failure
@given(text=st.text(st.characters(codec=None), min_size=1))
def test_no_text_whatever_spoils_a_document(form, text):
    assert_sound(render(hostile(text), CATALOG, form), form)

"""Every check, by its samples: each verdict, and the same on the real OPA as in this process."""

from __future__ import annotations

import json
import re
import subprocess
from collections import defaultdict

import pytest
from jsonschema import Draft202012Validator

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import Verdict
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.policy.engine import Question
from samples import CHECKS, LAW, SAMPLES, judging, variants, verdicts

AREAS = {"residency", "retention", "logging", "provider", "workspace", "estate"}


@pytest.fixture(scope="module")
def engine(bundle):
    return judging(bundle)


def test_there_are_checks_in_every_area(bundle):
    checks = Catalog.load(bundle.data).checks
    assert len(checks) >= 20
    assert {check.path.split("/")[0] for check in checks} == AREAS


def test_every_word_of_evidence_has_a_meaning_and_no_other_has(bundle):
    words = {
        word
        for path, text in bundle.modules
        if path.startswith("compliance/checks/")
        for word in re.findall(r'^evidence\["(\w+)"\]', text, re.MULTILINE)
    }
    assert len(words) > 40
    assert words == set(bundle.data["compliance"]["evidence"])


@pytest.mark.parametrize("check", CHECKS)
def test_every_verdict_of_a_check_has_a_sample(check):
    shown = {sample.verdict for sample in SAMPLES if sample.check == check}
    assert shown == {Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN}


@pytest.mark.parametrize("sample", SAMPLES, ids=[f"{s.check} {s.name}" for s in SAMPLES])
def test_a_sample_gets_its_verdict(engine, sample):
    assert verdicts(engine, sample.path, [sample.given]) == [sample.verdict]


@pytest.mark.parametrize("check", CHECKS)
def test_an_empty_input_is_unknown(engine, check):
    assert verdicts(engine, CHECKS[check], [{}]) == [Verdict.UNKNOWN]


def test_samples_have_the_shape_that_an_audit_asks_in(schemas):
    validators = {kind: Draft202012Validator(schemas[kind]) for kind in ("resource", "estate")}
    settled = [sample for sample in SAMPLES if sample.verdict != Verdict.UNKNOWN]
    assert len(settled) >= 80
    for sample in settled:
        validator = validators["estate" if "estate" in sample.given else "resource"]
        errors = [error.message for error in validator.iter_errors(sample.given)]
        assert errors == [], f"{sample.check} {sample.name}"


def test_a_check_answers_under_the_id_of_its_catalog_entry(engine):
    asked = [Question((path,), {}) for path in CHECKS.values()]
    assert [answer.check for (answer,) in engine.judge(asked)] == list(CHECKS)


def test_a_check_that_does_not_exist_is_an_error(engine):
    with pytest.raises(PolicyError, match="no/check"):
        engine.judge([Question(("no/check",), {})])


def ask_opa(opa, bundle, folder, questions):
    """The answer of `compliance.audit.findings`, by the real OPA under the law of the samples."""
    for path, text in bundle.modules:
        file = folder / "policies" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (folder / "law.json").write_text(json.dumps({"compliance": LAW}))
    (folder / "input.json").write_text(json.dumps({"questions": questions}))
    command = [opa, "eval", "-f", "json", "-d", "policies", "-d", "law.json", "-i", "input.json"]
    done = subprocess.run(
        [*command, "data.compliance.audit.findings"], cwd=folder, capture_output=True, check=True
    )
    return json.loads(done.stdout)["result"][0]["expressions"][0]["value"]


@pytest.mark.opa
def test_both_engines_say_the_same_of_every_sample_and_every_variant(engine, bundle, opa, tmp_path):
    asked = defaultdict(list)
    seen = set()
    for sample in SAMPLES:
        for given in variants(sample.given):
            if (key := (sample.path, json.dumps(given))) not in seen:
                seen.add(key)
                asked[sample.path].append(given)
    questions = [Question((path,), given) for path, inputs in asked.items() for given in inputs]
    assert len(questions) >= 20_000
    as_json = [{"checks": question.checks, "input": question.given} for question in questions]
    theirs = ask_opa(opa, bundle, tmp_path, as_json)
    ours = engine.judge(questions)
    assert len(theirs) == len(questions)
    differences = [
        (question, one["verdict"], answer.verdict)
        for question, one, (answer,) in zip(questions, theirs, ours, strict=True)
        if (one["check"], one["verdict"], one["evidence"])
        != (answer.check, answer.verdict, answer.evidence)
    ]
    assert differences[:3] == []


@pytest.mark.opa
def test_the_entry_point_shows_a_check_that_does_not_answer(bundle, opa, tmp_path):
    asked = [
        {"checks": ["no/check", "residency/allowed_country/too_deep", "residency"], "input": {}},
        {"checks": ["residency/allowed_country", 7]},
    ]
    answers = ask_opa(opa, bundle, tmp_path, asked)
    assert [(one["question"], one["path"], one["verdict"]) for one in answers] == [
        (0, "no/check", None),
        (0, "residency/allowed_country/too_deep", None),
        (0, "residency", None),
        (1, "residency/allowed_country", None),
        (1, 7, None),
    ]

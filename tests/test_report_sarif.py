"""The report as SARIF 2.1.0."""

import json
import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance_toolkit.models import Location
from compliance_toolkit.report import render
from reports import ALL, CATALOG, FAIL, PASS, REPORTS, finding, hostile, report


def as_sarif(of):
    return json.loads(render(of, CATALOG, "sarif"))["runs"][0]


@pytest.mark.parametrize("of", REPORTS)
def test_sarif_has_what_the_standard_requires(of):
    run = as_sarif(of)
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "compliance-toolkit"
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert isinstance(run["invocations"][0]["executionSuccessful"], bool)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        # A `kind` other than the default, `fail`, would forbid a level.
        assert "kind" not in result
        physical = result["locations"][0]["physicalLocation"]
        assert physical["region"]["startLine"] >= 1
        assert not physical["artifactLocation"]["uri"].startswith("/")


def test_sarif_shows_failures_and_unknowns_and_says_which_is_which():
    results = as_sarif(ALL)["results"]
    assert [(one["level"], one["properties"]["verdict"]) for one in results] == [
        ("error", "fail"),
        ("warning", "unknown"),
    ]
    assert "is unknown for RET-001" in results[1]["message"]["text"]
    assert "To know it: give the variable with" in results[1]["message"]["text"]
    assert results[0]["properties"]["law"][0].startswith("eu, European Union, Arts 44-49: ")
    assert results[0]["properties"]["controls"] == {"gdpr": ["Art. 44"]}
    assert results[0]["partialFingerprints"] == {"complianceFinding/v1": FAIL.fingerprint}
    assert results[0]["locations"][0]["logicalLocations"][0] == {
        "fullyQualifiedName": "aws_s3_bucket.logs",
        "kind": "resource",
    }


def test_sarif_describes_each_check_that_was_asked_once():
    rules = as_sarif(ALL)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["RES-001", "RET-001"]
    assert rules[0]["helpUri"].startswith("https://eur-lex.europa.eu/")
    assert rules[0]["fullDescription"] == {"text": "Fails a resource in a country outside."}
    assert rules[0]["properties"]["security-severity"] == "8.0"
    assert "Move the resource" in rules[0]["help"]["text"]


@pytest.mark.parametrize(
    ("code", "concluded"), [(0, True), (1, True), (2, False), (3, False), (4, False)]
)
def test_a_sarif_log_that_concludes_nothing_says_so(code, concluded):
    invocation = as_sarif(report(PASS, exit_code=code))["invocations"][0]
    assert invocation["executionSuccessful"] is concluded
    assert invocation["exitCode"] == code


def test_sarif_notes_each_problem_and_each_empty_input():
    notes = as_sarif(ALL)["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == [
        "`}}` is missing; close the block",
        "nothing was checked in this input",
    ]
    assert notes[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 3


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("infra/eu west/ü.tf", "infra/eu%20west/%C3%BC.tf"),
        ("a:b/c#d?e%f.tf", "a%3Ab/c%23d%3Fe%25f.tf"),
        ("\udcff.tf", "%FF.tf"),
        ("/abs/x.tf", "file:///abs/x.tf"),
    ],
)
def test_a_sarif_location_is_a_percent_encoded_uri(file, uri):
    result = as_sarif(report(finding(location=Location(file, 1)), exit_code=1))["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_finding_of_a_plan_stands_at_the_top_of_its_file():
    plan = finding(location=None, input="plan.json")
    result = as_sarif(report(plan, exit_code=1))["results"][0]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "plan.json", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1},
    }


def test_a_sarif_message_holds_no_link_and_no_placeholder_of_an_input():
    text = as_sarif(hostile("[click](https://evil.example) {0}"))["results"][0]["message"]["text"]
    assert "](" not in text
    assert "{{0}}" in text


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/."), min_size=1))
def test_a_uri_leads_back_to_its_file(file):
    result = as_sarif(report(finding(location=Location(file, 1)), exit_code=1))["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9_.~%-]+", uri)
    assert unquote(uri, errors="strict") == file

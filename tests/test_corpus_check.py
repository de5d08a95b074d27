"""Real plans, through the real command: a report for each, and an exit code that it explains."""

import json

import pytest

from compliance_toolkit.cli.main import main


@pytest.fixture(scope="module")
def reports(corpus, tmp_path_factory):
    """Path of each plan → exit code and JSON report."""
    folder = tmp_path_factory.mktemp("reports")
    found = {}
    for plan in sorted(corpus.glob("*.json")):
        output = folder / plan.name
        code = main(
            [
                "check",
                "--jurisdiction",
                "eu",
                str(plan),
                "--format",
                "json",
                "--output",
                str(output),
            ]
        )
        found[plan.name] = (code, json.loads(output.read_text()))
    return found


def test_every_plan_gives_a_report(reports):
    assert len(reports) == 42
    assert all(report["inputs"][0]["kind"] == "terraform-plan" for _, report in reports.values())


def test_every_exit_code_is_explained_by_its_report(reports):
    for name, (code, report) in reports.items():
        (read,) = report["inputs"]
        counts = report["summary"]
        expected = (
            3
            if read["status"] == "unreadable"
            else 1
            if counts["fail"] or counts["unknown"]
            else 4
            if read["status"] == "empty"
            else 0
        )
        assert code == expected, name


def test_no_plan_of_another_continent_is_compliant(reports):
    """All AWS and Google plans of the corpus are in the US; none may pass as European."""
    for name, (code, _) in reports.items():
        assert code != 0 or name.startswith("azure"), name


def test_every_resource_is_accounted_for(reports, corpus):
    for name, (_, report) in reports.items():
        plan = json.loads((corpus / name).read_text())
        managed = [
            change
            for change in plan.get("resource_changes", [])
            if change["mode"] == "managed" and change["change"]["actions"] != ["delete"]
        ]
        assert report["inputs"][0]["resources"] == len(managed), name

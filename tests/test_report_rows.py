"""Findings in a terminal: broken where it is narrow, one line each where nobody says how wide."""

from __future__ import annotations

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.models import JsonValue, Location, ReasonCode, Unknown, Verdict
from compliance_toolkit.report import render
from compliance_toolkit.report.wording import broken, evidence_text
from reports import CATALOG, PASS, finding, report
from terraform_files import write

EVIDENCE: dict[str, JsonValue] = {
    "outside": ["bedrock application", "bedrock in-region", "bedrock_mantle in-region"],
    "countries": ["CH", "DE", "ES", "FR", "GB", "IE"],
    "sources": ["af-south-1", "ap-east-2", "ap-northeast-1"],
    "asked": 249,
}
PLACE = Location("infra/guards/policies/main.tf", 39)
FAR = finding(address="aws_organizations_policy.guard", evidence=EVIDENCE, location=PLACE)


def rows(of, **options):
    return render(report(of, exit_code=1), CATALOG, "text", **options).split("\n\n")[0].splitlines()


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_long_finding_is_broken_between_its_parts(width):
    lines = rows(FAR, width=width)
    assert len(lines) > 1
    assert all(len(line) <= width for line in lines)
    assert all(line.startswith(" " * 10) for line in lines[1:])
    together = " ".join(" ".join(lines).split())
    for said in ('"bedrock application"', "infra/guards/policies/main.tf:39", "asked=249"):
        assert said in together


def test_where_no_terminal_is_each_finding_is_one_line():
    (line,) = rows(FAR)
    assert "asked=249" in line


def test_a_short_finding_is_one_line_anywhere():
    assert len(rows(finding(address="a.b", evidence={"region": "us-east-1"}), width=80)) == 1


def test_nothing_is_lost_where_evidence_is_broken():
    text = evidence_text(EVIDENCE, between=" ")
    for width in range(40, 200, 7):
        lines = broken(text, width=width)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert not any(line.count('"') % 2 for line in lines)


@pytest.mark.parametrize(
    "text", ['a "b', '"', 'known-after-apply (x["a b"], y[")', ", ,", 'a"b"c d']
)
def test_no_mark_is_lost_where_quotes_do_not_match(text):
    assert "".join("".join(broken(text, width=40)).split()) == "".join(text.split())


def test_how_to_see_the_chain_is_said_once_where_a_place_is_at_fault():
    unsure = finding(
        verdict=Verdict.UNKNOWN, reason=Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.r")
    )
    text = render(report(FAR, unsure, FAR, exit_code=1), CATALOG, "text")
    assert text.count("compliance explain resource ADDRESS --input PATH") == 1
    assert "explain resource" not in render(report(PASS, exit_code=0), CATALOG, "text")


def test_the_places_of_an_endpoint_are_one_list(tmp_path, capsys):
    text = 'resource "aws_vpc_endpoint" "e" {\n  vpc_id = "vpc-1"\n'
    text += '  service_name = "com.amazonaws.us-east-1.bedrock-runtime"\n}\n'
    folder = write(tmp_path, {"main.tf": 'provider "aws" {\n  region = "eu-west-1"\n}\n' + text})
    main(["check", str(folder), "--jurisdiction", "eu"])
    assert "countries=[US]" in capsys.readouterr().out

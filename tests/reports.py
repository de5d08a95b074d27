"""Builders of reports: one finding, one input, one report, each told only what a test is about."""

from dataclasses import dataclass, field
from typing import Any

from compliance_toolkit.models import (
    Assumption,
    CitedLaw,
    Finding,
    Grounds,
    InputReport,
    Location,
    Problem,
    ReasonCode,
    Report,
    Severity,
    Unknown,
    Verdict,
)

HOSTILE = (
    "a\nb",
    "a\r\n::error::forged",
    "::stop-commands::token",
    "##[stop-commands]token",
    "##vso[task.complete result=Succeeded]",
    "\x1b[2K\x1b[32mpass    RES-001",
    "\u202egnp.exe",
    "\u2028pass RES-001",
    "\ud800",
    "\udcff.tf",
    "\x00",
    "%0A::error::forged",
    "a,line=1,title=forged::b",
    "[click](https://evil.example) {0}",
    "x\u0085y\u200b",
)


@dataclass(frozen=True)
class Entry:
    """A catalog entry, as far as reports read it."""

    title: str = "Stored data stays in its jurisdiction's countries"
    description: str = "Fails a resource in a country\n  outside.\n"
    severity: str = "high"
    rationale: str = "Storing personal data abroad is a transfer"
    remediation: str = "Move the resource to a listed country"
    controls: dict[str, tuple[str, ...]] = field(default_factory=lambda: {"gdpr": ("Art. 44",)})
    related_resources: tuple[str, ...] = ("https://eur-lex.europa.eu/eli/reg/2016/679/oj",)


CATALOG = {
    "RES-001": Entry(),
    "RET-001": Entry(title="Logs are forgotten in time", severity="medium", controls={}),
}


def finding(verdict: Verdict = Verdict.FAIL, **said: Any) -> Finding:
    """One finding; a bucket in Virginia that `eu` does not allow, where nothing else is said."""
    facts: dict[str, Any] = {
        "check": "RES-001",
        "severity": Severity.HIGH,
        "jurisdiction": "eu",
        "regime": None,
        "tenant": None,
        "input": "infra/eu",
        "address": "aws_s3_bucket.logs",
        "type": "aws_s3_bucket",
        "region": "us-east-1",
        "evidence": {"region": "us-east-1", "country": "US"},
        "location": Location("infra/eu/main.tf", 12),
        "reason": None,
    }
    return Finding(verdict=verdict, **(facts | said))


EU = CitedLaw("eu", "European Union", "Arts 44-49", "Sending data outside is a transfer")
US = CitedLaw("us", "United States", "SA-9(5)", "Contracts bind work to the United States")
GROUNDS = {
    ("RES-001", "eu", None, None): Grounds((EU,), frozenset({"hipaa"})),
    ("RES-001", "us", None, None): Grounds((US,), frozenset({"gdpr"})),
}

PASS = finding(Verdict.PASS, address="aws_s3_bucket.ours")
FAIL = finding()
UNKNOWN = finding(
    Verdict.UNKNOWN,
    check="RET-001",
    severity=Severity.MEDIUM,
    jurisdiction=None,
    regime="gdpr",
    address="aws_cloudwatch_log_group.chat",
    type="aws_cloudwatch_log_group",
    region=None,
    evidence={},
    location=Location("infra/eu/logs.tf", 3),
    reason=Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.days"),
)
CHECKED = InputReport("infra/eu", "terraform-source", "checked", resources=41, unresolved=2)
EMPTY = InputReport("infra/none", "terraform-source", "empty")
UNREADABLE = InputReport(
    "infra/bad",
    "terraform-source",
    "unreadable",
    problems=(Problem("`}` is missing", Location("infra/bad/x.tf", 3), "close the block"),),
)
ASSUMING = InputReport(
    "infra/eu",
    "terraform-source",
    "checked",
    resources=1,
    assumptions=(Assumption("region", "eu-west-1"), Assumption("days", 30)),
)


def report(
    *findings: Finding, inputs: tuple[InputReport, ...] = (CHECKED,), exit_code: int, **said: Any
) -> Report:
    """A report of `findings`, whose exit code the test says."""
    facts: dict[str, Any] = {"skips": 7, "grounds": GROUNDS}
    return Report(
        tool_version="0.1.0",
        policy_revision="r1",
        policy_digest="sha256:" + "ab" * 32,
        inputs=inputs,
        findings=findings,
        **(facts | said),
        exit_code=exit_code,
    )


def hostile(text: str) -> Report:
    """A report in which every string that an input can choose is `text`."""
    named: dict[str, Any] = {
        "input": text,
        "address": text,
        "type": text,
        "location": Location(text, 12),
    }
    given = InputReport(
        text,
        "terraform-source",
        "unreadable",
        problems=(Problem(f"what is `{text}`", Location(text, 1), f"mend `{text}`"),),
        assumptions=(Assumption(text, {text: [text]}),),
    )
    return report(
        finding(evidence={text: text, "list": [{text: text}]}, region=text, tenant=text, **named),
        finding(Verdict.UNKNOWN, reason=Unknown(ReasonCode.SENSITIVE, text), **named),
        inputs=(given,),
        exit_code=3,
    )


ALL = report(PASS, UNKNOWN, FAIL, inputs=(ASSUMING, UNREADABLE, EMPTY), exit_code=3)
REPORTS = [
    ALL,
    report(PASS, exit_code=0),
    report(PASS, FAIL, exit_code=1),
    report(inputs=(), exit_code=4),
    report(inputs=(InputReport("x.json", "", "unreadable"),), exit_code=3),
]

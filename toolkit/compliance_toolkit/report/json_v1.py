"""The JSON report, version 1: frozen, as in `schemas/report.json`. Version 2 is a new file."""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import (
    Finding,
    GivenValue,
    InputReport,
    JsonValue,
    Location,
    Problem,
    Report,
    Verdict,
)
from compliance_toolkit.report.advice import advice
from compliance_toolkit.report.machine import dump
from compliance_toolkit.report.summary import counts, in_order
from compliance_toolkit.report.wording import Prose, controls_of, grounds_of, message, prose


def render(report: Report, catalog: Mapping[str, Prose]) -> str:
    """Render the report as one JSON document.

    Raises:
        PolicyError: A finding is of a check that the catalog does not list.
    """
    count = counts(report)
    return dump(
        {
            "version": 1,
            "tool": {"name": "compliance-toolkit", "version": report.tool_version},
            "policy": {"revision": report.policy_revision, "digest": report.policy_digest},
            "inputs": [_input(one) for one in report.inputs],
            "findings": [
                _finding(report, one, prose(catalog, one.check))
                for one in in_order(report.findings)
            ],
            "summary": {
                "pass": count.passed,
                "fail": count.failed,
                "unknown": count.unknown,
                "skip": count.skipped,
                "waived": count.waived,
            },
        }
    )


def _input(given: InputReport) -> JsonValue:
    return {
        "path": given.path,
        "kind": given.kind,
        "status": str(given.status),
        "resources": given.resources,
        "unresolved": given.unresolved,
        "assumptions": [
            {"variable": one.variable, "value": one.value} for one in given.assumptions
        ],
        "problems": [_problem(one) for one in given.problems],
        **({"given": [_given(one) for one in given.given]} if given.given else {}),
        **({"drifted": list(given.drifted)} if given.drifted else {}),
        **({"forgotten": list(given.forgotten)} if given.forgotten else {}),
        **({"unread": list(given.unread)} if given.unread else {}),
    }


def _given(given: GivenValue) -> JsonValue:
    return {
        "variable": given.variable,
        "by": given.by,
        "value": given.value,
        "sensitive": given.sensitive,
    }


def _problem(problem: Problem) -> JsonValue:
    return {
        "message": problem.message,
        "hint": problem.hint,
        "location": _location(problem.location),
    }


def _finding(report: Report, finding: Finding, entry: Prose) -> JsonValue:
    grounds = grounds_of(report, finding)
    reason = finding.reason
    unknown = finding.verdict is Verdict.UNKNOWN
    return {
        "check": finding.check,
        "verdict": str(finding.verdict),
        "severity": str(finding.severity),
        "jurisdiction": finding.jurisdiction,
        "regime": finding.regime,
        "tenant": finding.tenant,
        "input": finding.input,
        "resource": {
            "address": finding.address,
            "type": finding.type,
            "region": finding.region,
        },
        "evidence": finding.evidence,
        "location": _location(finding.location),
        "message": message(finding, entry),
        "rationale": entry.rationale,
        "remediation": advice(finding, report) if unknown else entry.remediation,
        "law": [
            {
                "code": law.code,
                "name": law.name,
                "article": law.article,
                "rationale": law.rationale,
            }
            for law in grounds.laws
        ],
        "controls": controls_of(entry, grounds),
        "reason": None
        if reason is None
        else {"code": str(reason.code), "reference": reason.reference},
        "waiver": None,
        "fingerprint": finding.fingerprint,
    }


def _location(location: Location | None) -> JsonValue:
    return None if location is None else {"file": location.file, "line": location.line}

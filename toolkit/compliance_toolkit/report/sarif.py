"""The report as SARIF 2.1.0, one run, in the subset that GitHub's code scanning shows.

A result of a `kind` other than `fail` must have level `none`, and such are not shown; so an unknown
is a warning whose message says that it is unknown, and `properties.verdict` says it to programs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from urllib.parse import quote

from compliance_toolkit.audit.outcome import Exit, InputStatus
from compliance_toolkit.models import (
    Finding,
    InputReport,
    JsonObject,
    JsonValue,
    Location,
    Problem,
    Report,
    Verdict,
)
from compliance_toolkit.report.advice import advice
from compliance_toolkit.report.machine import dump
from compliance_toolkit.report.summary import attention, conclusion, counts
from compliance_toolkit.report.wording import (
    Prose,
    cited_text,
    controls_of,
    controls_text,
    grounds_of,
    message,
    printable,
    prose,
)

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Verdict.FAIL: "error", Verdict.UNKNOWN: "warning"}
_SCORES = {"low": "3.0", "medium": "5.5", "high": "8.0", "critical": "9.5"}
"""`security-severity`, from which GitHub makes the same four words again."""

_LINK = re.compile(r"\]\(")


def render(report: Report, catalog: Mapping[str, Prose]) -> str:
    """Render the report as a SARIF log.

    Raises:
        PolicyError: A finding is of a check that the catalog does not list.
    """
    ids = sorted({finding.check for finding in report.findings})
    run: JsonObject = {
        "tool": {
            "driver": {
                "name": "compliance-toolkit",
                "version": report.tool_version,
                "rules": [_rule(check, prose(catalog, check)) for check in ids],
            }
        },
        "invocations": [_invocation(report)],
        "results": [
            _result(
                report,
                finding,
                ids.index(finding.check),
                prose(catalog, finding.check),
            )
            for finding in attention(report)
        ],
        "columnKind": "unicodeCodePoints",
        "properties": {
            "policy": {"revision": report.policy_revision, "digest": report.policy_digest},
            "summary": str(counts(report)),
            "conclusion": conclusion(report),
        },
    }
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(check: str, entry: Prose) -> JsonValue:
    controls = f" Controls: {controls_text(entry.controls)}." if entry.controls else ""
    rule: dict[str, JsonValue] = {
        "id": check,
        "shortDescription": _said(entry.title),
        "fullDescription": _said(" ".join(entry.description.split())),
        "help": _said(f"{entry.rationale}. To mend it: {entry.remediation}.{controls}"),
        "properties": {
            "tags": ["security", "compliance", *sorted(entry.controls)],
            "severity": str(entry.severity),
            "security-severity": _SCORES[entry.severity],
        },
    }
    if entry.related_resources:
        rule["helpUri"] = entry.related_resources[0]
    return rule


def _result(report: Report, finding: Finding, index: int, entry: Prose) -> JsonValue:
    grounds = grounds_of(report, finding)
    said = message(finding, entry)
    if finding.verdict is Verdict.UNKNOWN:
        said = f"{said}. To know it: {advice(finding, report)}"
    return {
        "ruleId": finding.check,
        "ruleIndex": index,
        "level": _LEVELS[finding.verdict],
        "message": _said(said),
        "locations": [
            {
                **_physical(finding.location, finding.input),
                "logicalLocations": [
                    {"fullyQualifiedName": finding.address, "kind": "resource"},
                ],
            }
        ],
        "partialFingerprints": {"complianceFinding/v1": finding.fingerprint},
        "properties": {
            "verdict": str(finding.verdict),
            "severity": str(finding.severity),
            "jurisdiction": finding.jurisdiction,
            "regime": finding.regime,
            "tenant": finding.tenant,
            "evidence": finding.evidence,
            "law": [cited_text(law) for law in grounds.laws],
            "controls": controls_of(entry, grounds),
        },
    }


def _invocation(report: Report) -> JsonValue:
    return {
        # An upload that concludes nothing must not look like one that found nothing.
        "executionSuccessful": report.exit_code in {Exit.COMPLIANT, Exit.VIOLATIONS},
        "exitCode": int(report.exit_code),
        "exitCodeDescription": conclusion(report),
        "toolExecutionNotifications": [
            note for given in report.inputs for note in _notifications(given)
        ],
    }


def _notifications(given: InputReport) -> list[JsonValue]:
    notes: list[JsonValue] = [_problem(problem, given.path) for problem in given.problems]
    match given.status:
        case InputStatus.EMPTY:
            notes.append(_note("nothing was checked in this input", None, given.path))
        case InputStatus.UNREADABLE if not given.problems:
            notes.append(_note("this input could not be read", None, given.path))
    return notes


def _problem(problem: Problem, path: str) -> JsonValue:
    hint = f"; {problem.hint}" if problem.hint else ""
    return _note(f"{problem.message}{hint}", problem.location, path)


def _note(text: str, location: Location | None, path: str) -> JsonValue:
    return {
        "level": "error",
        "message": _said(printable(text)),
        "locations": [_physical(location, path)],
    }


def _said(text: str) -> JsonValue:
    # In a message `{0}` is a placeholder, and `[text](target)` a link that an input could forge.
    text = _LINK.sub("] (", text)
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _physical(location: Location | None, path: str) -> dict[str, JsonValue]:
    # GitHub shows only what has a line; a finding of a plan stands at the top of its file.
    file, line = (location.file, location.line) if location is not None else (path, 1)
    return {
        "physicalLocation": {"artifactLocation": _artifact(file), "region": {"startLine": line}},
    }


def _artifact(file: str) -> JsonValue:
    uri = quote(_octets(PurePath(file).as_posix()), safe="/")
    if uri.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _octets(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte of a file name
        return text.encode("utf-8", "backslashreplace")

"""What a report comes to: numbers, and one last sentence that says no more than is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from compliance_toolkit.audit.outcome import Exit, Gate, InputStatus
from compliance_toolkit.models import Finding, InputReport, Report, Severity, Verdict
from compliance_toolkit.report.wording import count_of, printable

_SEVERITIES = list(Severity)
_VERDICTS = list(Verdict)
_NAMED = 3
"""Folders that the last sentence names; the lines above it name them all."""


class Counts(msgspec.Struct, frozen=True):
    """How many findings there are of each verdict; what is waived counts there alone."""

    passed: int
    failed: int
    unknown: int
    skipped: int
    waived: int = 0

    def __str__(self) -> str:
        return (
            f"{self.passed} pass, {self.failed} fail, {self.unknown} unknown, "
            f"{self.skipped} skip, {self.waived} waived"
        )


def counts(report: Report) -> Counts:
    """Count the findings of a report."""
    verdicts = Counter(finding.verdict for finding in report.findings)
    return Counts(
        passed=verdicts[Verdict.PASS],
        failed=verdicts[Verdict.FAIL],
        unknown=verdicts[Verdict.UNKNOWN],
        skipped=report.skips,
    )


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The same findings, in an order that does not depend on how they were found."""
    return sorted(
        findings,
        key=lambda finding: (
            finding.input,
            finding.address,
            finding.check,
            finding.jurisdiction or "",
            finding.regime or "",
            finding.tenant or "",
            finding.verdict,
        ),
    )


def attention(report: Report) -> list[Finding]:
    """The findings somebody has to look at: failures, then unknowns, the gravest first."""
    counted = (Verdict.FAIL, Verdict.UNKNOWN)
    return sorted(
        in_order(one for one in report.findings if one.verdict in counted),
        key=lambda finding: (
            _VERDICTS.index(finding.verdict),
            -_SEVERITIES.index(finding.severity),
            finding.check,
        ),
    )


def counts_against(report: Report, finding: Finding) -> bool:
    """Whether `finding` counts as a violation in this run."""
    return Gate(fail_on=report.fail_on, unknown_fails=report.unknown_fails).counts(finding)


def is_clean(report: Report) -> bool:
    """Whether the report may say "compliant": all was checked, all passed, nothing was relaxed."""
    count = counts(report)
    return (
        report.exit_code == Exit.COMPLIANT
        and not report.relaxed
        and not report.unjudged
        and count.passed > 0
        and count.failed == count.unknown == count.waived == 0
        and len(report.inputs) > 0
        and all(one.status == InputStatus.CHECKED and not one.problems for one in report.inputs)
    )


def conclusion(report: Report) -> str:
    """One sentence that says what the exit code means here."""
    match report.exit_code:
        case Exit.COMPLIANT:
            return _no_violation(report)
        case Exit.VIOLATIONS:
            return _violations(report)
        case Exit.NOTHING_CHECKED:
            return f"nothing was checked{_where_empty(report.inputs)}"
        case Exit.ERROR:
            return f"nothing can be concluded: {_obstacle(report.inputs)}"
        case _:
            return f"nothing can be concluded: the run ended with exit code {report.exit_code}"


def _no_violation(report: Report) -> str:
    if is_clean(report):
        return f"compliant{_not_looked_at(report.inputs)}"
    silent = ", ".join(f"`{code}`" for code in report.unjudged)
    unjudged = f", and no check of {silent} applied" if silent else ""
    return f"nothing counts as a violation{unjudged}{_relaxed(report)}"


def _violations(report: Report) -> str:
    against = Counter(one.verdict for one in report.findings if counts_against(report, one))
    named = [f"{against[one]} {one}" for one in (Verdict.FAIL, Verdict.UNKNOWN) if against[one]]
    said = f"violations: {', '.join(named)}" if named else "violations"
    return f"{said}{_relaxed(report)}"


def _relaxed(report: Report) -> str:
    flags = printable(", ".join(f"`{flag}`" for flag in report.relaxed))
    return f", relaxed by {flags}" if flags else ""


def _where_empty(inputs: tuple[InputReport, ...]) -> str:
    empty = [one.path for one in inputs if one.status == InputStatus.EMPTY]
    return " in " + printable(", ".join(f"`{path}`" for path in empty)) if empty else ""


def _not_looked_at(inputs: tuple[InputReport, ...]) -> str:
    folders = list(dict.fromkeys(folder for one in inputs for folder in one.unread))
    named = ", ".join(f"`{folder}`" for folder in folders[:_NAMED])
    more = f" and {len(folders) - _NAMED} more" if len(folders) > _NAMED else ""
    return f"; not looked at: {printable(named)}{more}" if folders else ""


def _obstacle(inputs: tuple[InputReport, ...]) -> str:
    unreadable = sum(one.status == InputStatus.UNREADABLE for one in inputs)
    if unreadable:
        return f"{count_of(unreadable, 'input')} could not be read whole"
    return "not everything could be evaluated"

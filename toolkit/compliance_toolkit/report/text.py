"""The report for people: what needs attention, how to mend it, and what was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from compliance_toolkit.audit.outcome import InputStatus
from compliance_toolkit.models import Finding, InputReport, Location, Report, Verdict
from compliance_toolkit.report.summary import attention, conclusion, counts, is_clean
from compliance_toolkit.report.wording import (
    Prose,
    controls_text,
    count_of,
    evidence_text,
    law_text,
    printable,
    prose,
    reason_text,
    value_text,
)

_SHOWN = 20
"""So many unknowns of one check are listed: they tend to share a cause. Failures are never cut."""

_WIDEST = 44
"""An address beyond this pushes its own line out, not everybody's."""

_INDENT = " " * 10
_COLORS = {
    Verdict.FAIL: "31",
    Verdict.UNKNOWN: "33",
    Verdict.PASS: "32",
    Verdict.SKIP: "2",
}


def render(report: Report, catalog: Mapping[str, Prose], *, color: bool = False) -> str:
    """Render the report for a terminal.

    Args:
        report: What the run came to.
        catalog: The prose of each check, by id.
        color: Whether to color the verdicts; they are words all the same.

    Raises:
        PolicyError: A finding is of a check that the catalog does not list.
    """
    findings = attention(report)
    last = conclusion(report)
    blocks = [
        list(_findings(findings, color=color)),
        *_explanations(findings, catalog),
        [line for one in report.inputs for line in _input(one)],
        [str(counts(report)), _painted(last, "32" if is_clean(report) else "1", color=color)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _findings(findings: Sequence[Finding], *, color: bool) -> Iterator[str]:
    shown, cut = _cut(findings)
    law_width = max((len(law_text(one)) for one in shown), default=0)
    widths = [len(printable(one.address)) for one in shown]
    address_width = max((width for width in widths if width <= _WIDEST), default=0)
    for finding in shown:
        columns = [
            f"{finding.check:<7}",
            f"{law_text(finding):<{law_width}}",
            f"{printable(finding.address):<{address_width}}",
            *_facts(finding),
        ]
        verdict = _painted(f"{finding.verdict:<7}", _COLORS[finding.verdict], color=color)
        yield f"{verdict} {'  '.join(columns).rstrip()}"
    for check, more in sorted(cut.items()):
        verdict = _painted(f"{Verdict.UNKNOWN:<7}", _COLORS[Verdict.UNKNOWN], color=color)
        yield f"{verdict} {check:<7}  and {more} more; `--format json` lists them all"


def _cut(findings: Sequence[Finding]) -> tuple[list[Finding], Counter[str]]:
    seen: Counter[str] = Counter()
    shown = []
    for finding in findings:
        if finding.verdict is Verdict.UNKNOWN:
            seen[finding.check] += 1
        if finding.verdict is not Verdict.UNKNOWN or seen[finding.check] <= _SHOWN:
            shown.append(finding)
    return shown, Counter({check: n - _SHOWN for check, n in seen.items() if n > _SHOWN})


def _facts(finding: Finding) -> Iterator[str]:
    if finding.reason is not None:
        yield reason_text(finding.reason)
    if finding.evidence:
        yield evidence_text(finding.evidence, between=" ")
    if finding.location is not None:
        yield _place(finding.location)


def _place(location: Location) -> str:
    return f"{printable(location.file)}:{location.line}"


def _explanations(findings: Sequence[Finding], catalog: Mapping[str, Prose]) -> Iterator[list[str]]:
    failing = {one.check for one in findings if one.verdict is Verdict.FAIL}
    for check in sorted({one.check for one in findings}):
        entry = prose(catalog, check)
        lines = [f"{check:<7}   {printable(entry.title)} ({entry.severity})"]
        if check in failing:
            lines += [
                f"{_INDENT}why: {printable(entry.rationale)}",
                f"{_INDENT}fix: {printable(entry.remediation)}",
            ]
            lines += [f"{_INDENT}control: {controls_text(entry)}"] if entry.controls else []
        yield lines


def _input(given: InputReport) -> Iterator[str]:
    path = printable(given.path)
    for problem in given.problems:
        where = _place(problem.location) if problem.location is not None else path
        yield f"problem {where}: {printable(problem.message)}"
        if problem.hint:
            yield f"{_INDENT}hint: {printable(problem.hint)}"
    for one in given.assumptions:
        yield f"assumed {path}: {printable(one.variable)}={value_text(one.value)}"
    yield f"{given.status} {path}: {_extent(given)}"


def _extent(given: InputReport) -> str:
    kind = printable(given.kind).replace("-", " ")
    parts = [kind] if kind else []
    if given.status != InputStatus.UNREADABLE or given.resources:
        parts.append(count_of(given.resources, "resource"))
    if given.unresolved:
        parts.append(f"{given.unresolved} unresolved")
    if given.status == InputStatus.EMPTY and given.resources:
        parts.append("every check skipped")
    return ", ".join(parts) or "could not be read"


def _painted(text: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text

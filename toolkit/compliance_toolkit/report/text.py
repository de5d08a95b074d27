"""The report for people: what needs attention, how to mend it, and what was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from compliance_toolkit.audit.outcome import InputStatus
from compliance_toolkit.models import Finding, InputReport, Location, Report, Verdict
from compliance_toolkit.report.summary import attention, conclusion, counts, is_clean
from compliance_toolkit.report.wording import (
    WIDTH,
    Prose,
    broken,
    cited_text,
    controls_of,
    controls_text,
    count_of,
    evidence_text,
    given_text,
    grounds_of,
    law_text,
    printable,
    prose,
    reason_text,
    value_text,
    wrapped,
)

_SHOWN = 20
"""So many unknowns of one check are listed: they tend to share a cause. Failures are never cut."""

_WIDEST = 44
"""An address beyond this pushes its own line out, not everybody's."""

_FARTHEST = 60
"""The same of a place."""

_PLACED = "RES-001"
"""The check of where a resource is, which its source may tell through many steps."""

_INDENT = " " * 10
_COLORS = {
    Verdict.FAIL: "31",
    Verdict.UNKNOWN: "33",
    Verdict.PASS: "32",
    Verdict.SKIP: "2",
}


def render(
    report: Report, catalog: Mapping[str, Prose], *, color: bool = False, width: int | None = None
) -> str:
    """Render the report for a terminal.

    Args:
        report: What the run came to.
        catalog: The prose of each check, by id.
        color: Whether to color the verdicts; they are words all the same.
        width: Columns of the terminal; a finding that is longer is broken between its parts.
            `None` where there is none: then each finding is one line, for those who search them.

    Raises:
        PolicyError: A finding is of a check that the catalog does not list.
    """
    findings = attention(report)
    last = conclusion(report)
    prose_width = width or WIDTH
    blocks = [
        list(_findings(findings, color=color, width=width)),
        [*_ways_forward(report, findings, prose_width), *_chains(findings, prose_width)],
        *_explanations(report, findings, catalog, prose_width),
        [line for one in report.inputs for line in _input(one)],
        [str(counts(report)), _painted(last, "32" if is_clean(report) else "1", color=color)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _findings(
    findings: Sequence[Finding], *, color: bool, width: int | None = None
) -> Iterator[str]:
    shown, left_out = _cut(findings)
    law_width = max((len(law_text(one)) for one in shown), default=0)
    address_width = _column([printable(one.address) for one in shown], _WIDEST)
    place_width = _column([_at(one) for one in shown], _FARTHEST)
    placed = any(one.location is not None for one in shown)
    for finding in shown:
        columns = [
            f"{finding.check:<7}",
            f"{law_text(finding):<{law_width}}",
            f"{printable(finding.address):<{address_width}}",
            *([f"{_at(finding):<{place_width}}"] if placed else []),
        ]
        verdict = _painted(f"{finding.verdict:<7}", _COLORS[finding.verdict], color=color)
        first, *further = _row(columns, list(_facts(finding)), width)
        yield f"{verdict} {first}"
        yield from further
    for check, more in sorted(left_out.items()):
        verdict = _painted(f"{Verdict.UNKNOWN:<7}", _COLORS[Verdict.UNKNOWN], color=color)
        yield f"{verdict} {check:<7}  and {more} more; `--format json` lists them all"


def _row(columns: Sequence[str], facts: Sequence[str], width: int | None) -> Iterator[str]:
    """Give a finding as one line, or as several where a terminal is too narrow for it."""
    whole = "  ".join((*columns, *facts)).rstrip()
    if width is None or len(whole) + len("unknown ") <= width:
        yield whole
        return
    head = "  ".join(columns).rstrip()
    if len(head) + len("unknown ") > width:  # the place goes below too
        head, facts = "  ".join(columns[:3]).rstrip(), [*columns[3:], *facts]
    yield head
    for fact in facts:
        yield from broken(fact.rstrip(), _INDENT, width=width)


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


def _chains(findings: Sequence[Finding], width: int) -> Iterator[str]:
    """How to see by which steps a resource comes to its region, once, where that is in doubt."""
    if any(map(_is_led, findings)):
        yield from wrapped(
            "hint: `compliance explain resource ADDRESS --input PATH` tells how a resource comes "
            "to its region",
            width=width,
        )


def _is_led(finding: Finding) -> bool:
    """Whether a place is at fault to which more than one step may lead."""
    led = finding.verdict is Verdict.UNKNOWN or finding.address.startswith("module.")
    return finding.check == _PLACED and led


def _column(texts: Sequence[str], widest: int) -> int:
    return max((len(text) for text in texts if len(text) <= widest), default=0)


def _at(finding: Finding) -> str:
    return "" if finding.location is None else _place(finding.location)


def _place(location: Location) -> str:
    return f"{printable(location.file)}:{location.line}"


def _ways_forward(report: Report, findings: Sequence[Finding], width: int) -> Iterator[str]:
    """What to do about the unknowns, once a reason."""
    if not any(one.verdict is Verdict.UNKNOWN for one in findings):
        return
    from compliance_toolkit.report.advice import ways_forward  # noqa: PLC0415  many patterns

    for code, number, what in ways_forward(findings, report):
        yield from wrapped(f"{code}, {number} unknown: {what}", width=width)


def _explanations(
    report: Report, findings: Sequence[Finding], catalog: Mapping[str, Prose], width: int
) -> Iterator[list[str]]:
    for check in sorted({one.check for one in findings}):
        entry = prose(catalog, check)
        found = [one for one in findings if one.check == check]
        said = [f"why: {printable(entry.rationale)}"]
        if any(one.verdict is Verdict.FAIL for one in found):  # else the reason says what to do
            said.append(f"fix: {printable(entry.remediation)}")
        laws = {law: None for one in found for law in grounds_of(report, one).laws}
        said += [f"law: {text}" for text in sorted(map(cited_text, laws))]
        controls = {
            name: items
            for one in found
            for name, items in controls_of(entry, grounds_of(report, one)).items()
        }
        said += [f"control: {controls_text(controls)}"] if controls else []
        yield [
            f"{check:<7}   {printable(entry.title)} ({entry.severity})",
            *(line for one in said for line in wrapped(one, _INDENT, width=width)),
        ]


def _input(given: InputReport) -> Iterator[str]:
    path = printable(given.path)
    for problem in given.problems:
        where = _place(problem.location) if problem.location is not None else path
        yield f"problem {where}: {printable(problem.message)}"
        if problem.hint:
            yield f"{_INDENT}hint: {printable(problem.hint)}"
    for one in given.assumptions:
        yield f"assumed {path}: {printable(one.variable)}={value_text(one.value)}"
    for told in given.given:
        yield f"given {path}: {given_text(told)}"
    for address in given.drifted:
        yield f"drifted {path}: {printable(address)} was changed by others"
    for address in given.forgotten:
        yield f"forgotten {path}: {printable(address)} stays as it is, and was not checked"
    yield from _unread(given)
    if given.status == InputStatus.EMPTY:
        yield f"nothing to check in `{path}`: {_extent(given)}"
    else:
        yield f"{given.status} {path}: {_extent(given)}"


def _unread(given: InputReport) -> Iterator[str]:
    """Folders that nobody looked at, and how to look at them."""
    path = printable(given.path)
    for folder in given.unread[:_SHOWN]:
        yield f"unread {path}: {printable(folder)}, which none of its module calls reaches"
    if len(given.unread) > _SHOWN:
        more = len(given.unread) - _SHOWN
        yield f"unread {path}: and {more} more; `--format json` lists them all"
    if given.unread:
        yield f"{_INDENT}hint: name a folder that is a root of its own as a further PATH"


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

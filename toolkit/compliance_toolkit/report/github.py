"""The report as GitHub workflow commands: annotations on the lines of a change.

GitHub shows ten errors and ten warnings a step: the gravest come first, and the last line counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance_toolkit.audit.outcome import InputStatus
from compliance_toolkit.models import Finding, InputReport, Location, Report, Verdict
from compliance_toolkit.report.advice import advice
from compliance_toolkit.report.summary import attention, conclusion, counts, counts_against
from compliance_toolkit.report.wording import (
    Prose,
    cited_text,
    controls_of,
    controls_text,
    given_text,
    grounds_of,
    message,
    printable,
    prose,
    value_text,
)

_STANDARD_INPUT = "-"


def render(report: Report, catalog: Mapping[str, Prose]) -> str:
    """Render the report as one workflow command a line.

    Raises:
        PolicyError: A finding is of a check that the catalog does not list.
    """
    lines = [line for given in report.inputs for line in _obstacles(given)]
    by_weight = sorted(attention(report), key=lambda one: not counts_against(report, one))
    lines += [_finding(report, finding, prose(catalog, finding.check)) for finding in by_weight]
    lines.append(_command("notice", "compliance", {}, _closing(report)))
    return "\n".join(lines) + "\n"


def _finding(report: Report, finding: Finding, entry: Prose) -> str:
    level = "error" if counts_against(report, finding) else "warning"
    said = [message(finding, entry)]
    if finding.verdict is Verdict.UNKNOWN:
        said.append(f"to know it: {advice(finding, report)}")
    else:
        grounds = grounds_of(report, finding)
        controls = controls_of(entry, grounds)
        said.append(f"fix: {printable(entry.remediation)}")
        said += [f"law: {cited_text(law)}" for law in grounds.laws]
        said += [f"control: {controls_text(controls)}"] if controls else []
    title = f"{finding.check} {finding.verdict}: {entry.title}"
    return _command(level, title, _place(finding.location, finding.input), said)


def _obstacles(given: InputReport) -> Iterator[str]:
    path = printable(given.path)
    for problem in given.problems:
        said = [f"{path}: {printable(problem.message)}"]
        said += [f"hint: {printable(problem.hint)}"] if problem.hint else []
        where = _place(problem.location, given.path)
        yield _command("error", "input could not be read whole", where, said)
    where = _place(None, given.path)
    match given.status:
        case InputStatus.EMPTY:
            yield _command("error", "nothing was checked", where, [path])
        case InputStatus.UNREADABLE if not given.problems:
            yield _command("error", "input could not be read", where, [path])


def _closing(report: Report) -> list[str]:
    assumed = [
        f"assumed {printable(given.path)}: {printable(one.variable)}={value_text(one.value)}"
        for given in report.inputs
        for one in given.assumptions
    ]
    told = [
        f"given {printable(given.path)}: {given_text(one)}"
        for given in report.inputs
        for one in given.given
    ]
    return [str(counts(report)), conclusion(report), *assumed, *told]


def _place(location: Location | None, path: str) -> Mapping[str, str]:
    """Where GitHub shows it: what has no line, as in a plan, stands at the top of its input."""
    if location is not None:
        return {"file": location.file, "line": str(location.line)}
    return {} if path == _STANDARD_INPUT else {"file": path}


def _command(level: str, title: str, place: Mapping[str, str], said: list[str]) -> str:
    properties = [
        f"{name}={_property(value)}" for name, value in [*place.items(), ("title", title)]
    ]
    return f"::{level} {','.join(properties)}::{_text(chr(10).join(said))}"


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _text(printable(text)).replace(":", "%3A").replace(",", "%2C")

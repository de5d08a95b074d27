"""What the findings of a run come to: which of them count, and the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum

import msgspec

from compliance_toolkit.models import Finding, Severity, Verdict

_ORDER = list(Severity)


class Exit(IntEnum):
    """The exit codes: part of the public contract (design §5.5)."""

    COMPLIANT = 0
    VIOLATIONS = 1
    USAGE = 2
    ERROR = 3
    NOTHING_CHECKED = 4


class InputStatus(StrEnum):
    """What became of one input."""

    CHECKED = "checked"
    UNREADABLE = "unreadable"
    EMPTY = "empty"


class Gate(msgspec.Struct, frozen=True):
    """What somebody typed about how strict to be; the defaults are the strictest."""

    fail_on: Severity = Severity.LOW
    unknown_fails: bool = True

    @property
    def relaxed(self) -> tuple[str, ...]:
        """The flags that relax the gate, as typed."""
        flags = []
        if self.fail_on is not Severity.LOW:
            flags.append(f"--fail-on {self.fail_on}")
        if not self.unknown_fails:
            flags.append("--unknown warn")
        return tuple(flags)

    def counts(self, finding: Finding) -> bool:
        """Whether `finding` counts as a violation."""
        if _ORDER.index(finding.severity) < _ORDER.index(self.fail_on):
            return False
        match finding.verdict:
            case Verdict.FAIL:
                return True
            case Verdict.UNKNOWN:
                return self.unknown_fails
            case Verdict.PASS | Verdict.SKIP:
                return False


def exit_code(findings: Sequence[Finding], statuses: Sequence[InputStatus], gate: Gate) -> Exit:
    """The exit code of a run whose command line and project file were right.

    An error outranks a violation: 1 promises that everything was looked at (precedence 3, 1, 4, 0).
    """
    if InputStatus.UNREADABLE in statuses:
        return Exit.ERROR
    kinds = {(one.verdict, one.severity): one for one in findings}
    if any(map(gate.counts, kinds.values())):
        return Exit.VIOLATIONS
    if InputStatus.EMPTY in statuses or not statuses:
        return Exit.NOTHING_CHECKED
    return Exit.COMPLIANT

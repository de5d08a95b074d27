"""What to do about an unknown: one sentence a reason, whatever the check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from compliance_toolkit.models import Finding, ReasonCode, Unknown, Verdict

_WITHOUT_REASON = "audit a plan, in which more is known"

_ADVICE = {
    ReasonCode.VARIABLE_WITHOUT_DEFAULT: (
        "give the variable with `--var NAME=VALUE` or `--var-file`, or audit a plan"
    ),
    ReasonCode.KNOWN_AFTER_APPLY: (
        "write the value where it can be read, or audit a plan that is made after apply"
    ),
    ReasonCode.DATA_SOURCE: (
        "audit a plan, which holds what the data source says, or write the value"
    ),
    ReasonCode.REMOTE_MODULE: "audit a plan, or vendor the module into this folder",
    ReasonCode.FUNCTION_NOT_EVALUATED: "audit a plan, which holds the value, or write it plainly",
    ReasonCode.UNKNOWN_COUNT: "audit a plan, which lists each instance",
    ReasonCode.AMBIENT_PROVIDER_REGION: "set `region` in the provider block, or audit a plan",
    ReasonCode.DYNAMIC_CONTENT: "audit a plan, which holds the blocks that are made",
    ReasonCode.UNSUPPORTED_TYPE: (
        "state by other means where it keeps content, or list the type in the data if it keeps none"
    ),
    ReasonCode.UNKNOWN_REGION: "correct the region, or add it to the data",
    ReasonCode.SENSITIVE: "take the value out of what is marked sensitive, if it is no secret",
    ReasonCode.OUTSIDE_INPUT: ("audit it together with the configuration that makes what it names"),
    ReasonCode.UNKNOWN_VALUE: "use a value that the law's data knows, or add it to the data",
}


def advice(finding: Finding) -> str:
    """What to do so that an unknown finding can be judged."""
    return advice_for(finding.reason)


def advice_for(reason: Unknown | None) -> str:
    """What to do about one reason."""
    return _ADVICE[reason.code] if reason is not None else _WITHOUT_REASON


def ways_forward(findings: Iterable[Finding]) -> list[tuple[str, int, str]]:
    """Each reason code among the unknowns, how many it keeps open, and what to do."""
    said = [
        (finding.reason.code if finding.reason is not None else "no reason", advice(finding))
        for finding in findings
        if finding.verdict is Verdict.UNKNOWN
    ]
    return [(code, number, what) for (code, what), number in sorted(Counter(said).items())]

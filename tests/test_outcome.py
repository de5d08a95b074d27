"""What findings come to: the exit code, and which flags relax it."""

import itertools

import pytest

from compliance_toolkit.audit.outcome import Exit, Gate, InputStatus, exit_code
from compliance_toolkit.models import Finding, Severity, Verdict


def finding(verdict: Verdict, severity: Severity = Severity.HIGH) -> Finding:
    return Finding(
        check="RES-001",
        verdict=verdict,
        severity=severity,
        jurisdiction="eu",
        regime=None,
        tenant=None,
        input="infra",
        address="aws_s3_bucket.logs",
        type="aws_s3_bucket",
        region=None,
        evidence={},
        location=None,
        reason=None,
    )


CHECKED = [InputStatus.CHECKED]


def test_an_unknown_counts_as_a_violation_unless_somebody_typed_otherwise():
    assert exit_code([finding(Verdict.UNKNOWN)], CHECKED, Gate()) is Exit.VIOLATIONS
    relaxed = Gate(unknown_fails=False)
    assert exit_code([finding(Verdict.UNKNOWN)], CHECKED, relaxed) is Exit.COMPLIANT
    assert relaxed.relaxed == ("--unknown warn",)


def test_an_input_that_could_not_be_read_outranks_a_violation():
    statuses = [InputStatus.CHECKED, InputStatus.UNREADABLE]
    assert exit_code([finding(Verdict.FAIL)], statuses, Gate()) is Exit.ERROR


def test_one_empty_input_among_checked_ones_is_nothing_checked():
    statuses = [InputStatus.CHECKED, InputStatus.EMPTY]
    assert exit_code([finding(Verdict.PASS)], statuses, Gate()) is Exit.NOTHING_CHECKED


def test_a_violation_outranks_an_empty_input():
    statuses = [InputStatus.CHECKED, InputStatus.EMPTY]
    assert exit_code([finding(Verdict.FAIL)], statuses, Gate()) is Exit.VIOLATIONS


def test_no_input_at_all_is_nothing_checked():
    assert exit_code([], [], Gate()) is Exit.NOTHING_CHECKED


def test_a_pass_in_a_checked_input_is_compliant():
    assert exit_code([finding(Verdict.PASS)], CHECKED, Gate()) is Exit.COMPLIANT


@pytest.mark.parametrize("verdict", [Verdict.FAIL, Verdict.UNKNOWN])
def test_fail_on_holds_for_fails_and_unknowns_alike(verdict):
    for severity, threshold in itertools.product(Severity, Severity):
        counted = exit_code([finding(verdict, severity)], CHECKED, Gate(threshold))
        order = list(Severity)
        expected = order.index(severity) >= order.index(threshold)
        assert (counted is Exit.VIOLATIONS) == expected


def test_the_exit_codes_are_those_of_the_contract():
    assert {code.name: int(code) for code in Exit} == {
        "COMPLIANT": 0,
        "VIOLATIONS": 1,
        "USAGE": 2,
        "ERROR": 3,
        "NOTHING_CHECKED": 4,
    }

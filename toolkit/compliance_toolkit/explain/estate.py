"""The whole of an input, and what a change takes away of it: what each was, and what checks say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance_toolkit.audit.estate import ADDRESS
from compliance_toolkit.explain.resource import Judged, ResourceExplained, is_named, judged_as
from compliance_toolkit.models import AuditInput, Finding, Removed, Step
from compliance_toolkit.policy.catalog import Check, Per

_HOW = {
    "delete": "it is destroyed",
    "forget": "it stays, and is no longer looked after",
    "gone": "others took it away, and nothing brings it back",
    "removed": "its source says so, and not whether it is destroyed",
    "replace": "it is destroyed, and another is made under its address",
    "update": "it is updated",
}


def taken_away(given: AuditInput, address: str) -> Removed | None:
    """Find what a change takes away by its address, if nothing stands under it.

    Args:
        given: The input.
        address: As `Removed.address` tells it.
    """
    if any(one.address == address for one in given.resources):
        return None
    return next((one for one in given.removed if one.address == address), None)


def explain_removed(
    given: AuditInput,
    one: Removed,
    checks: Sequence[Check],
    findings: Sequence[Finding] | None,
) -> ResourceExplained:
    """Explain what is taken away: what it was, how it goes, and what is missed of it.

    Args:
        given: The input that it is of.
        one: What goes.
        checks: All checks.
        findings: What they said of the input; `None` where no law was named.
    """
    was = one.resource
    how = _HOW.get(one.action, one.action)
    return ResourceExplained(
        address=one.address,
        type=was.type,
        input=given.path,
        kind=given.kind,
        location=was.location,
        region=was.region,
        countries=None,
        chain=(Step(f"taken away: {how}; where it was", None, was.region),),
        places=(),
        unknown=dict(sorted(was.unknown.items())),
        silent_on=(),
        judged=tuple(_about(_of_whole(checks, was.type), findings, one.address)),
    )


def explain_estate(
    given: AuditInput, checks: Sequence[Check], findings: Sequence[Finding] | None
) -> ResourceExplained:
    """Explain the whole of an input: what is taken away of it or altered, and what checks say.

    Args:
        given: The input.
        checks: All checks.
        findings: What they said of the input; `None` where no law was named.
    """
    about = [check for check in checks if check.per == Per.ESTATE]
    of_them = [
        one
        for one in given.removed
        if one.action != "update" or any(one.resource.type in (c.types or ()) for c in about)
    ]
    return ResourceExplained(
        address=ADDRESS,
        type=ADDRESS,
        input=given.path,
        kind=given.kind,
        location=None,
        region=None,
        countries=None,
        chain=tuple(
            Step(f"`{one.address}`: {_HOW.get(one.action, one.action)}", None, None)
            for one in of_them
        ),
        places=(),
        unknown=dict(given.unresolved),
        silent_on=(),
        judged=tuple(_about(about, findings, ADDRESS)),
    )


def _of_whole(checks: Sequence[Check], type_: str) -> list[Check]:
    return [
        one
        for one in checks
        if one.per == Per.ESTATE and (one.types is None or type_ in {*one.types, "module"})
    ]


def _about(
    checks: Sequence[Check], findings: Sequence[Finding] | None, address: str
) -> Iterator[Judged]:
    for check in checks:
        if findings is None:
            yield judged_as(check, None)
            continue
        for one in findings:
            if one.check == check.id and (address == ADDRESS or is_named(one, address)):
                yield judged_as(check, one)

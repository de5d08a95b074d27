"""Questions about the whole of an input: what stands, what is taken away, and whether all was read.

They are asked once an input, whatever the laws it is held to, and only where there is something of
the types that a check names: an input that has nothing of them is no estate that passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from compliance_toolkit.audit.questions import Computed, describe
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import (
    AuditInput,
    JsonObject,
    JsonValue,
    Location,
    ReasonCode,
    Removed,
    Resource,
    Unknown,
    Verdict,
)
from compliance_toolkit.policy.catalog import Check

UPDATED = "update"
_UNLIKE = "unlike"
_UNSURE = {"untold": ReasonCode.OUTSIDE_INPUT, _UNLIKE: ReasonCode.UNKNOWN_VALUE}
"""Evidence that names what nobody can tell of, and what that comes to."""

_OF_CALLS = re.compile(r"aws(cc)?_(ec2_|iam_|organizations_|ssoadmin_|vpc_)")
"""How types begin that say by whom what may be called."""

_LET_GO = {"forget": ", which is forgotten", "removed": ", which may be forgotten"}
"""How what is let go of stays as it is, where nobody looks any more at what binds it."""

ADDRESS = "estate"
"""Address and type of the findings about the whole."""


def is_asked(given: AuditInput, check: Check, resources: Sequence[Resource]) -> bool:
    """Whether there is anything in an input that a check of the whole is about.

    Args:
        given: The input.
        check: A check that is asked per estate.
        resources: Those of the input that the check applies to.
    """
    about = {*(check.types or ()), "module"}  # nobody knows what was in one that goes as a whole
    taken = any(check.types is None or one.resource.type in about for one in given.removed)
    return taken or (bool(resources) and not check.about_removed)


def made_again(given: AuditInput, check: Check) -> Iterator[Resource]:
    """Give what stands and a check of what goes is not about, of the types of which something goes.

    What goes may be made again in the same change, and then what was bound to it is missed.
    """
    if not check.about_removed or check.types is None:
        return
    going = {one.resource.type for one in given.removed if one.action != UPDATED} - check.types
    yield from (one for one in given.resources if one.type in going)


def estate_input(  # noqa: PLR0913, PLR0917  everything that such a question takes
    given: AuditInput,
    check: Check,
    resources: Sequence[JsonObject],
    deployments: Sequence[JsonObject],
    computed: Computed,
    jurisdictions: Iterable[str],
) -> JsonObject:
    """The `estate` part of a check's input.

    Args:
        given: The input.
        check: A check that is asked per estate.
        resources: Those of the input that the check applies to, as `resource_input` tells them.
        deployments: Those of the project file.
        computed: Terraform type → attributes that its provider computes.
        jurisdictions: Of all laws of the audit, by which a check may weigh what is altered.
    """
    return {
        "resources": list(resources),
        "deployments": list(deployments),
        "removed": [
            _removed(one, check, computed) for one in given.removed if _is_told(one, check)
        ],
        "complete": is_complete(given),
        "jurisdictions": sorted(set(jurisdictions)),
    }


def is_complete(given: AuditInput) -> bool:
    """Whether everything of an input was read."""
    return not given.unresolved and not given.problems


def hold_to_completeness(given: AuditInput, check: Check, verdict: Verdict) -> None:
    """Let no check call an estate good of which only a part was read.

    Raises:
        PolicyError: It did.
    """
    if verdict is Verdict.PASS and not is_complete(given):
        raise PolicyError(
            f"check `{check.id}` passed an estate of which only a part was read",
            hint=f"let the policy in `checks/{check.path}` pass only where `complete` is true",
        )


def location(given: AuditInput, evidence: JsonObject) -> Location | None:
    """Where the first of what a check names is taken away or altered, if that is known.

    Args:
        given: The input.
        evidence: What a check of the whole says; its lists name what it is about.
    """
    named = {
        address
        for listed in evidence.values()
        if isinstance(listed, list | tuple)
        for address in listed
        if isinstance(address, str)
    }
    placed = (one.resource.location for one in given.removed if one.address in named)
    return next((where for where in placed if where is not None), None)


def reason(given: AuditInput, check: Check, evidence: JsonObject) -> Unknown:
    """Why a check cannot tell about the whole: the cause that somebody should mend first.

    Args:
        given: The input.
        check: A check that is asked per estate.
        evidence: What it says beside; `untold` are addresses of what goes nobody knows what of, and
            `unlike` of what nobody can tell if it is left as strict.
    """
    for address, why in given.unresolved:
        return Unknown(why.code, address)
    for problem in given.problems:
        file = problem.location.file if problem.location is not None else given.path
        return Unknown(ReasonCode.OUTSIDE_INPUT, file)
    for name, code in _UNSURE.items():
        listed = evidence.get(name)
        named = listed if isinstance(listed, list | tuple) else ()
        for one in given.removed:
            if one.address in named:
                parts = (one.resource, one.then) if one.then is not None else (one.resource,)
                if one.action in _LET_GO and name == "unlike":
                    return Unknown(ReasonCode.OUTSIDE_INPUT, f"{one.address}{_LET_GO[one.action]}")
                causes = (why for part in parts for why in _lost(part, check))
                return next(causes, Unknown(code, f"{one.address}{_said(name, one)}"))
    return next(
        _causes(given, check),
        Unknown(ReasonCode.UNKNOWN_VALUE, ", ".join(sorted(check.attributes)) or ADDRESS),
    )


def _said(name: str, one: Removed) -> str:
    """What is known of a thing of which nobody can tell whether it is left as strict."""
    if name != _UNLIKE:
        return ""
    what = "calls" if _OF_CALLS.match(one.resource.type) else "things"
    return f", which leaves other {what} open than before"


def _causes(given: AuditInput, check: Check) -> Iterator[Unknown]:
    """What is not known of the things that the check is about: those taken away first."""
    for one in (*(removed.resource for removed in given.removed), *given.resources):
        if check.types is not None and one.type not in {*check.types, "module"}:
            continue
        yield from _lost(one, check)
        if isinstance(one.region, Unknown):
            yield one.region


def _lost(one: Resource, check: Check) -> Iterator[Unknown]:
    for pointer, why in one.unknown.items():
        if pointer == "" or pointer.split("/")[1] in check.attributes:
            yield Unknown(why.code, why.reference or one.address)


def _is_told(one: Removed, check: Check) -> bool:
    """Whether a check hears of it: what is merely updated is a matter of its own types alone."""
    return one.action != UPDATED or check.types is None or one.resource.type in check.types


def _removed(one: Removed, check: Check, computed: Computed) -> dict[str, JsonValue]:
    then = None if one.then is None else describe(one.then, check, computed)["values"]
    return {
        "address": one.address,
        **describe(one.resource, check, computed),
        "action": one.action,
        "deposed": one.deposed,
        "then": then,
    }

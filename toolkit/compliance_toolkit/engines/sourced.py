"""Whose deployments an answer of a shared server was made from.

A server has one set of deployments, of whoever put them last. An answer that was made from another
set than ours is right for nobody we know, so each carries the digest of the set it was made from.
It tells programs apart that do not know of each other; who may write to a server is trusted.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

from compliance_toolkit.errors import PolicyError, UnavailableError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.bundle import Bundle

DEPLOYMENTS: Final = "deployments"
"""Where deployments are put."""

_RESOLVE: Final = "compliance.resolve"
_SOURCED: Final = f"{_RESOLVE}.sourced"
_RULES: Final = ("routes", "denials", "decision")


def stamped(deployments: JsonObject) -> tuple[JsonObject, str]:
    """Deployments with their digest among them, and the digest.

    It is the one that a decision states of them: `sha256:…` over JSON with sorted keys and no
    spaces.
    """
    text = json.dumps(deployments, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    return {**deployments, "digest": digest}, digest


def sourced(rule: str, bundle: Bundle | None) -> str | None:
    """The rule that says the same and whose deployments it was made from, where there is one.

    Raises:
        PolicyError: The bundle answers the rule, but cannot say that.
    """
    package, _, name = rule.rpartition(".")
    if package != _RESOLVE or name not in _RULES:
        return None
    if bundle is not None and _SOURCED not in bundle.packages:
        raise PolicyError(
            f"the bundle does not say from whose deployments it answers `data.{rule}`",
            hint="add `compliance/resolve/sourced` of the policies of this toolkit",
        )
    return f"{_SOURCED}.{name}"


def answer_from(found: JsonValue, digest: str, rule: str, server: str) -> JsonValue:
    """What a rule said, if it was made from our deployments.

    Args:
        found: What the server answered.
        digest: Of our deployments.
        rule: For messages.
        server: For messages.

    Raises:
        PolicyError: The answer has another shape.
        UnavailableError: It was made from the deployments of somebody else, or from none.
    """
    match found:
        case {"answer": answer, "deployments": str() | None as theirs, **more} if not more:
            pass
        case _:
            raise PolicyError(f"{server} answered `data.{rule}` out of shape")
    if theirs == digest:
        return answer
    whose = "no deployments that we put" if theirs is None else "the deployments of somebody else"
    raise UnavailableError(
        f"{server} answered `data.{rule}` from {whose}; expected `{digest}`, found `{theirs}`",
        hint="give each project a server of its own, and end what still asks for an older revision",
    )

"""What crosses the port, whichever engine is behind it: inputs, rule paths and closed answers."""

from __future__ import annotations

import re

from compliance_toolkit.errors import PolicyError, SourceError
from compliance_toolkit.models import JsonValue, Verdict
from compliance_toolkit.policy.documents import render
from compliance_toolkit.policy.engine import Answer

PARTS = ("id", "verdict", "evidence")
"""What a check exports."""

_RULE = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+)*", re.ASCII)
_CHECK = re.compile(r"[\w-]+/[\w-]+", re.ASCII)
_VERDICTS = {verdict.value: verdict for verdict in Verdict if verdict is not Verdict.SKIP}


def rule_segments(rule: str) -> list[str]:
    """Split the path of a rule, so that each engine can quote it in its own way.

    Raises:
        PolicyError: The path could be read as anything but a path.
    """
    if _RULE.fullmatch(rule) is None:
        raise PolicyError(
            f"`{rule}` is no path of a rule", hint="write it as `compliance.area.rule`"
        )
    return rule.split(".")


def check_segments(check: str) -> list[str]:
    """Split the folder of a check into the segments of its package.

    Raises:
        PolicyError: The folder is not one of area and one of check.
    """
    if _CHECK.fullmatch(check) is None:
        raise PolicyError(
            f"`{check}` is no check", hint="write its folder, such as `residency/allowed_country`"
        )
    return ["compliance", "checks", *check.split("/")]


def input_text(given: JsonValue, where: str) -> str:
    """Write an input as JSON.

    Raises:
        SourceError: It is no JSON, or is null, which an OPA server takes for no input at all.
    """
    try:
        text = render(given)
    except ValueError as error:
        raise SourceError(
            f"the input of {where} is no JSON that policies can read: {error}"
        ) from error
    if text == "null":
        raise SourceError(f"the input of {where} is null", hint="give an object")
    return text


def check_answer(check: str, given: JsonValue) -> Answer:
    """Read one check's answer, of one closed shape.

    Args:
        check: The check's folder, for the message.
        given: What the engine answered.

    Raises:
        PolicyError: Anything else was answered; names the check and the part that is wrong.
    """
    if not isinstance(given, dict):
        raise PolicyError(f"check `{check}` gave no answer", hint=_HINT)
    match given.get("id"), given.get("verdict"), given.get("evidence"):
        case str() as name, str() as word, dict() as evidence if name and word in _VERDICTS:
            return Answer(check=name, verdict=_VERDICTS[word], evidence=evidence)
        case str() as name, verdict, dict() if name:
            raise PolicyError(
                f"check `{check}` gave the verdict `{verdict}`, expected pass, fail or unknown",
                hint=_HINT,
            )
        case str() as name, _, evidence if name:
            raise PolicyError(
                f"check `{check}` gave the evidence `{evidence}`, expected an object", hint=_HINT
            )
        case name, _, _:
            raise PolicyError(
                f"check `{check}` gave the id `{name}`, expected a string", hint=_HINT
            )


_HINT = "a check exports `id`, `verdict` with a default, and `evidence`"

"""What provisioners run, as far as the configuration of a plan tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from compliance_toolkit.models import JsonValue, ReasonCode, Unknown
from compliance_toolkit.terraform.workloads.callers import PROVISIONER


def planned_provisioners(
    written: Sequence[Mapping[str, Any]],
) -> tuple[list[JsonValue], dict[str, Unknown]]:
    """Give what provisioners run as the configuration of a plan says it, which has no values.

    Args:
        written: The configuration's entries: constants, and names of what else is referred to.

    Returns:
        The constants of each, and pointers to what is more than one.
    """
    programs: list[JsonValue] = []
    unknown: dict[str, Unknown] = {}
    for number, one in enumerate(written):
        expressions = one.get("expressions")
        told: dict[str, JsonValue] = {}
        for name, expression in (expressions if isinstance(expressions, Mapping) else {}).items():
            match expression:
                case {"constant_value": value}:
                    told[name] = value
                case {"references": [str(first), *_]}:
                    why = Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, first)
                    unknown[f"/{PROVISIONER}/{number}/{name}"] = why
                case _:
                    why = Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, name)
                    unknown[f"/{PROVISIONER}/{number}/{name}"] = why
        programs.append(told)
    return programs, unknown

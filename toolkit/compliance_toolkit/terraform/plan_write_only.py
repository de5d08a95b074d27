"""What a plan does not keep: attributes that providers take and nobody is shown again.

A plan has null for such an attribute, as for one that is unset. What its block writes tells them
apart: a constant is what it is, and of anything else nobody knows what it comes to.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from compliance_toolkit.models import JsonObject, JsonValue, ReasonCode, Unknown
from compliance_toolkit.terraform.plan_references import Block
from compliance_toolkit.terraform.workloads.callers import STORES

_ENDING = "_wo"
"""How providers agree to call them."""

_OTHERS = frozenset(("ephemeral_body", "sensitive_body"))
"""What some call them instead."""

_COUNTERS = ("_version", "_revision")
"""How the attribute beside one is called that says that there is something new."""


def never_kept(expressions: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Name the attributes of a block that no plan keeps."""
    return _not_kept(tuple(expressions or ()))


@lru_cache(maxsize=4096)
def _not_kept(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some attributes that no plan keeps: many blocks write the same attributes."""
    return tuple(name for name in names if name.endswith(_ENDING) or name in _OTHERS)


def told_aside(
    type: str,  # noqa: A002  Terraform's own word
    values: JsonObject,
    unknown: Mapping[str, Unknown],
    block: Block,
) -> tuple[JsonObject, Mapping[str, Unknown]]:
    """Add what the block of an instance writes into attributes that no plan keeps.

    Args:
        type: Terraform's resource type.
        values: What is planned and known.
        unknown: What is not.
        block: The block; stores of secrets are read by `plan_stored`.

    Returns:
        Both, with constants among the values, and with a reason for whatever is none.
    """
    written = block.written.expressions or {}
    for name in block.aside:
        pointer = f"/{name}"
        if values.get(name) is not None or pointer in unknown or name in STORES.get(type, ()):
            continue
        expression = written[name]
        if isinstance(expression, Mapping) and "constant_value" in expression:
            constant: JsonValue = expression["constant_value"]
            if constant is not None:
                values = {**values, name: constant}
        elif not _is_unset(name, values, unknown):
            unknown = {**unknown, pointer: Unknown(ReasonCode.SENSITIVE, name)}
    return values, unknown


def _is_unset(name: str, values: JsonObject, unknown: Mapping[str, Unknown]) -> bool:
    """Whether all counters beside one are known to be unset: providers take no value then."""
    counters = [f"{name}{ending}" for ending in _COUNTERS if name.endswith(_ENDING)]
    told = [one for one in counters if one in values or f"/{one}" in unknown]
    return bool(told) and all(one in values and values[one] is None for one in told)

"""Resources of Azure's own API (`azapi`): their bodies say where they are, and where else.

Where no body says so, the provider's `default_location` does, and never the resource group.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from compliance_toolkit.models import JsonObject, JsonValue, ReasonCode, Unknown
from compliance_toolkit.terraform.addresses import segments, without_index

ARM = "azapi_resource"
BODY = "body"
ARM_TYPES = frozenset((ARM, "azapi_update_resource"))
DEFAULT_LOCATION = "default_location"
ASIDE = "sensitive_body"
"""What is put over the body, and kept by no state."""

_GROUPS = frozenset(("azurerm_resource_group", ARM))
"""Types of parents that may be a resource group, or a subscription."""

_EXTENSIONS = (
    "microsoft.authorization/",
    "microsoft.insights/diagnosticsettings@",
    "microsoft.security/",
)
"""How types begin that are a part of whatever their parent is."""


def with_body(
    values: JsonObject, unknown: Mapping[str, Unknown]
) -> tuple[JsonObject, Mapping[str, Unknown]]:
    """Put what is written aside into the body, with what is not known of it."""
    body = _parsed(values.get(BODY))
    told = {**values, BODY: body}
    aside = _parsed(told.pop(ASIDE, None))
    lost = {
        (f"/{BODY}{p.removeprefix(f'/{ASIDE}')}" if f"{p}/".startswith(f"/{ASIDE}/") else p): why
        for p, why in unknown.items()
    }
    if isinstance(aside, Mapping) and (body is None or isinstance(body, Mapping)):
        told[BODY] = _over(body or {}, aside)
    elif aside is not None:
        lost[f"/{BODY}"] = Unknown(ReasonCode.UNKNOWN_REGION, f"/{ASIDE}")
    return told, lost


def _over(base: JsonObject, over: JsonObject) -> JsonObject:
    """Merge objects; of lists all elements count, for which of them meet is the provider's."""
    made = dict(base)
    for name, value in over.items():
        below = base.get(name)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            made[name] = _over(below, value)
        elif isinstance(below, list) and isinstance(value, list):
            made[name] = [*below, *value]
        else:
            made[name] = value
    return made


def _parsed(body: JsonValue) -> JsonValue:
    """Give a body, which may be written as text."""
    if not isinstance(body, str):
        return body
    try:
        parsed: JsonValue = json.loads(body)
    except (ValueError, RecursionError):
        return body
    return parsed


def arm_location(values: JsonObject, unknown: Mapping[str, Unknown]) -> str | Unknown | None:
    """Give the location that a resource of Azure's own API says in its body; `None`: none there."""
    values, unknown = with_body(values, unknown)
    for pointer in (f"/{BODY}", f"/{BODY}/location"):
        if pointer in unknown:
            return unknown[pointer]
    body = values.get(BODY)
    found = body.get("location") if isinstance(body, Mapping) else None
    if found is None or found == "":
        return None
    return found if isinstance(found, str) else Unknown(ReasonCode.UNKNOWN_REGION, f"/{BODY}")


def default_location(
    values: JsonObject,
    inherited: str | Unknown,
    references: Mapping[str, tuple[str, ...]],
) -> str | Unknown | None:
    """Give what the provider's default says of a resource that does not say where it is.

    Args:
        values: Of the resource.
        inherited: The provider's `default_location`, or why it is not known.
        references: Of the resource, to its parent.

    Returns:
        The place, or why it is not known. `None` for what is a part of another resource, and so is
        where that one is.
    """
    kind = values.get("type")
    if isinstance(kind, str) and kind.lower().startswith(_EXTENSIONS):
        return None
    if isinstance(kind, str) and kind.partition("@")[0].count("/") != 1:
        return None
    parents = references.get("/parent_id", ())
    if any(segments(without_index(one))[-2:][0] not in _GROUPS for one in parents):
        return None
    if isinstance(inherited, str) and not isinstance(kind, str):
        return Unknown(ReasonCode.UNKNOWN_REGION, "/type")
    if isinstance(inherited, str) or inherited.code is not ReasonCode.AMBIENT_PROVIDER_REGION:
        return inherited
    return Unknown(inherited.code, f"{inherited.reference}.{DEFAULT_LOCATION}")

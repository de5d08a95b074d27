"""Policy documents as JSON, with the parts that nobody can read marked as lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import msgspec

from compliance_toolkit.models import JsonObject, JsonValue, ReasonCode, Resource, Unknown


class Lost(msgspec.Struct, frozen=True):
    """Stands in a document where something is written that is not known."""

    reason: Unknown | None = None


LOST: Final = Lost()

Written: TypeAlias = "bool | int | float | str | list[Written] | dict[str, Written] | Lost | None"

DOCUMENT = "document"
"""The attribute that holds what is known of a document whose text as a whole is not."""


def read(resource: Resource, attribute: str) -> Written:
    """Read the policy document that an attribute of a resource holds.

    Args:
        resource: As a source or a plan gives it.
        attribute: Where the document stands, as JSON text.

    Returns:
        The document; `LOST` where nothing of it is known, or where it is no JSON. Parts that are
        not known are lost inside it. `None` where the attribute is known to be unset.
    """
    text = resource.values.get(attribute)
    if isinstance(text, str):
        return read_text(text)
    if DOCUMENT in resource.values:
        return _restored(resource.values[DOCUMENT], f"/{DOCUMENT}", resource)
    if text is None and f"/{attribute}" not in resource.unknown and "" not in resource.unknown:
        return None
    return LOST


def read_block(resource: Resource, pointer: str, block: JsonObject, attribute: str) -> Written:
    """Read the policy document that an attribute of one block of a resource holds; see `read`."""
    text = block.get(attribute)
    if isinstance(text, str):
        return read_text(text)
    if DOCUMENT in block:
        return _restored(block[DOCUMENT], f"{pointer}/{DOCUMENT}", resource)
    lost = why(resource, f"{pointer}/{attribute}".lstrip("/"))
    return None if text is None and lost is None else LOST


def why(resource: Resource, attribute: str, document: str = DOCUMENT) -> Unknown | None:
    """Say why a part of a resource's document is not known, if a part is not."""
    for name in ("", f"/{document}", f"/{attribute}"):
        for pointer, reason in resource.unknown.items():
            if pointer == name or (name and pointer.startswith(f"{name}/")):
                return reason
    text = resource.values.get(attribute)
    if isinstance(text, str) and isinstance(read_text(text), Lost):
        return Unknown(ReasonCode.UNKNOWN_VALUE, f"{attribute}: no JSON")
    return None


def read_text(text: JsonValue) -> Written:
    """Read JSON; `LOST` where it is none, and where it is null, which is no document."""
    if not isinstance(text, str):
        return LOST
    try:
        found: Written = json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError):
        return LOST
    return LOST if found is None else found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says one thing twice: which of the two counts is anybody's guess."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError
    return made


def _refused(constant: str) -> None:
    raise ValueError(constant)


def _restored(document: JsonValue, at: str, resource: Resource) -> Written:
    """Put the lost parts back into their places."""
    whole = _copy(document)
    for pointer in resource.unknown:
        if pointer != at and not pointer.startswith(f"{at}/"):
            continue
        path = pointer[len(at) :].split("/")[1:]
        if not path:
            return LOST
        if not _put([step.replace("~1", "/").replace("~0", "~") for step in path], whole):
            return LOST
    return whole


def _put(path: list[str], at: Written) -> bool:
    """Mark what a path leads to as lost; `False` where it leads nowhere."""
    *steps, last = path
    for step in steps:
        if isinstance(at, dict) and step in at:
            at = at[step]
        elif isinstance(at, list) and step.isdecimal() and int(step) < len(at):
            at = at[int(step)]
        else:
            return False
    if not isinstance(at, dict):
        return False
    at[last] = LOST
    return True


def _copy(value: JsonValue) -> Written:
    if isinstance(value, Mapping):
        return {name: _copy(inner) for name, inner in value.items()}
    if isinstance(value, str | bool | int | float) or value is None:
        return value
    return [_copy(inner) for inner in value]

"""What a plan tells twice is decoded once: most of `planned_values` is what `after` says already.

Terraform writes each planned instance into `resource_changes` and into `planned_values`, byte for
byte alike: close to half of a plan's text. Values that are written like the `after` of the same
address are that `after`; others are decoded and counted by themselves. Where anything is odd, no
answer is given here, and the whole text is read as any other document is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

import msgspec
from msgspec import Raw

from compliance_toolkit.models import JsonValue
from compliance_toolkit.registry.strict_json import MAX_DEPTH
from compliance_toolkit.terraform.plan_colons import (
    ODD,
    OddError,
    colons,
    has_escaped_colon,
    written,
)

_KEY = "planned_values"
_CHANGES = "resource_changes"
_MARK = b'"planned_values":'
_ABOVE_VALUES = 5
"""Levels around the values of an instance of the root module; each module below adds two."""

_encode = msgspec.json.Encoder().encode


class _Outline(TypedDict, total=False):
    """The outermost keys of a plan. What is not listed is lost, and missed among the colons."""

    format_version: Any
    terraform_version: Any
    variables: Any
    planned_values: Raw
    resource_drift: Any
    resource_changes: Any
    deferred_changes: Any
    output_changes: Any
    prior_state: Any
    configuration: Any
    relevant_attributes: Any
    checks: Any
    timestamp: Any
    applyable: Any
    complete: Any
    errored: Any
    action_invocations: Any
    deferred_action_invocations: Any


class _Instance(TypedDict, total=False):
    """One instance, with every field that Terraform writes of it."""

    address: str
    mode: str
    type: str
    name: str
    index: int | str | None
    provider_name: str
    schema_version: int
    values: Raw
    sensitive_values: Raw
    depends_on: list[str]
    tainted: bool
    identity: Raw
    identity_schema_version: int


class _Module(TypedDict, total=False):
    resources: list[_Instance]
    address: str
    child_modules: list[_Module]


class _Planned(TypedDict, total=False):
    outputs: Raw
    root_module: _Module


def outline(raw: bytes) -> Mapping[str, Any] | None:
    """Decode the parts of a plan, and leave `planned_values` as they are written.

    Returns:
        `None` where this is plainly no plan.
    """
    if _MARK not in raw:
        return None
    try:
        found: Mapping[str, Any] = msgspec.json.decode(raw, type=_Outline)
    except ODD:
        return None
    return found if type(found.get(_KEY)) is Raw else None


def read_once(raw: bytes, given: Mapping[str, Any]) -> JsonValue | None:
    """Complete the outline of a plan.

    Args:
        raw: The whole text.
        given: Its outline.

    Returns:
        The whole document, in which no entry hides another and nothing nests too deeply; `None`
        where only the strict reader can tell.
    """
    text = bytes(given[_KEY])
    start = raw.find(_MARK) + len(_MARK)
    end = start + len(text)
    if not raw.startswith(text, start):
        return None
    if has_escaped_colon(raw, 0, start) or has_escaped_colon(raw, end):
        return None
    try:
        planned, instances, depth = _planned(text)
        bare, afters = _apart(given.get(_CHANGES))
        shared, inside = _shared(instances, afters, depth)
        around = colons({**given, _CHANGES: bare, _KEY: None})
        if inside + around != raw.count(b":", 0, start) + raw.count(b":", end):
            return None
        _fill(planned, instances, shared, depth)
    except ODD:
        return None
    return {**given, _KEY: planned}


def _planned(text: bytes) -> tuple[_Planned, list[_Instance], int]:
    """Decode the tree of modules; with all instances, and how deep the values of each may nest."""
    planned = msgspec.json.decode(text, type=_Planned)
    if _encode(planned) != text:  # an entry that hides another, a space, an escape
        raise OddError
    found: list[_Instance] = []
    level = [planned["root_module"]] if "root_module" in planned else []
    depth = MAX_DEPTH - _ABOVE_VALUES
    while level:
        for module in level:
            found += module.get("resources", ())
        level = [child for module in level for child in module.get("child_modules", ())]
        depth -= 2 if level else 0
    if depth < _ABOVE_VALUES:
        raise OddError
    return planned, found, depth


def _apart(changes: Any) -> tuple[list[Any], dict[str, Any]]:
    """Take `after` out of each change of an address; the key stays, and so does its colon."""
    if type(changes) is not list:
        raise OddError
    bare: list[Any] = []
    afters: dict[str, Any] = {}
    for one in changes:
        change = one.get("change") if type(one) is dict else None
        if type(change) is dict and "after" in change:
            address = one.get("address")
            if type(address) is str and address not in afters:
                afters[address] = change["after"]
                bare.append({**one, "change": {**change, "after": None}})
                continue
        bare.append(one)
    return bare, afters


def _shared(
    instances: list[_Instance], afters: Mapping[str, Any], depth: int
) -> tuple[dict[str, Any], int]:
    """Find what is written twice.

    Returns:
        By address, each `after` that is written as the values of that instance are; and how many
        colons there are in all of them, shared or not.
    """
    told = {one.get("address"): one.get("values", b"") for one in instances}
    if len(told) < len(instances):  # one `after` would stand for the values of two
        raise OddError
    shared: dict[str, Any] = {}
    count = 0
    addresses = iter(afters)
    for batch, lines, inside in written(list(afters.values()), depth):
        count += inside
        start = 0
        for after in batch:
            end = lines.index(b"\n", start)
            address = next(addresses)
            text = told.get(address, b"")
            if len(text) == end - start and lines.startswith(text, start):
                shared[address] = after
            start = end + 1
    return shared, count


def _fill(
    planned: _Planned, instances: list[_Instance], shared: Mapping[str, Any], depth: int
) -> None:
    """Put what was decoded in the place of what is written."""
    seen: dict[bytes, Any] = {}
    if "outputs" in planned:
        planned["outputs"] = _strictly(planned["outputs"], depth, seen)
    for one in instances:
        address = one.get("address", "")
        if address in shared:
            one["values"] = shared[address]
        elif "values" in one:
            one["values"] = _strictly(one["values"], depth, {})
        if "sensitive_values" in one:
            one["sensitive_values"] = _strictly(one["sensitive_values"], depth, seen)
        if "identity" in one:
            one["identity"] = _strictly(one["identity"], depth, seen)


def _strictly(part: Any, depth: int, seen: dict[bytes, Any]) -> Any:
    """Decode a part; what is written alike is decoded once, for nobody changes what was read."""
    text = bytes(part)
    if text not in seen:
        value = msgspec.json.decode(text)
        if has_escaped_colon(text) or colons(value, depth) != text.count(b":"):
            raise OddError
        seen[text] = value
    return seen[text]

"""Gives a tenant of a YAML file its numbers and `true` or `false`, which YAML has as text here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.registry.yaml import Entries, Node, Scalar, plain

_DAYS = re.compile(r"0|[1-9][0-9]{0,8}")
"""A whole number as JSON writes it: `030` might be meant as octal."""

_PRICE = re.compile(r"(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,9})?")


def typed(node: Node) -> JsonValue:
    """Give a tenant as JSON has it; what is no such value stays text, for the schema to refuse."""
    value = plain(node)
    if not isinstance(node, Entries) or not isinstance(value, dict):
        return value
    match node.nodes.get("requests"):
        case Scalar(text="true" | "false" as requests):
            value["requests"] = requests == "true"
        case _:
            pass
    match value.get("max_price"):
        case str(text) if _PRICE.fullmatch(text):
            value["max_price"] = float(text)
        case _:
            pass
    if isinstance(retention := value.get("retention"), dict):
        value["retention"] = {kind: _with_days(limits) for kind, limits in retention.items()}
    return value


def key_lines(node: Node) -> Mapping[str, int]:
    """Give the line of each key of a tenant, those within another key by both names."""
    return dict(_key_lines(node, ""))


def _key_lines(node: Node, before: str) -> Iterator[tuple[str, int]]:
    if isinstance(node, Entries):
        for key, child in node.nodes.items():
            yield before + key, node.key_lines[key]
            yield from _key_lines(child, f"{before}{key}.")


def _with_days(limits: JsonValue) -> JsonValue:
    if not isinstance(limits, Mapping):
        return limits
    return _numbered(limits)


def _numbered(limits: JsonObject) -> JsonObject:
    return {
        key: int(value)
        if key in {"min_days", "max_days"} and isinstance(value, str) and _DAYS.fullmatch(value)
        else value
        for key, value in limits.items()
    }

"""Terraform's addresses, taken apart."""

from __future__ import annotations

import re

_INDEX = r'\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]'
_ANY_INDEX = re.compile(_INDEX)
_SEGMENT = re.compile(rf'(?:[^.\["]|{_INDEX})+')

_ESCAPED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_INTRODUCER = re.compile(r"([$%])(?=\{)")
_ONE_PLANE = 0x10000


def instance_key(key: str | int) -> str:
    """Write an index as Terraform's addresses do."""
    if isinstance(key, int):
        return f"[{key}]"
    return f'["{_INTRODUCER.sub(_twice, "".join(map(_quoted, key)))}"]'


def _twice(found: re.Match[str]) -> str:
    return found[0] * 2


def _quoted(char: str) -> str:
    if char.isprintable() or char in _ESCAPED:
        return _ESCAPED.get(char, char)
    code = ord(char)
    return f"\\u{code:04x}" if code < _ONE_PLANE else f"\\U{code:08x}"


def without_index(address: str) -> str:
    """Cut `module.a["x"].aws_s3_bucket.b[0]` to `module.a.aws_s3_bucket.b`."""
    return _ANY_INDEX.sub("", address) if "[" in address else address


def segments(address: str) -> list[str]:
    """Split `module.a["x.y"].id` at the dots outside of brackets; at least one segment."""
    if "[" in address or '"' in address:
        return _SEGMENT.findall(address) or [""]
    return [part for part in address.split(".") if part] or [""]


def names_for(address: str) -> tuple[str, ...]:
    """Give what names an instance: its address, and that of its block where they differ."""
    block = without_index(address)
    return (address,) if block == address else (address, block)


def module_of(address: str) -> str:
    """Give the module part of an instance's address with its last dot; empty for the root."""
    if "module" not in address:
        return ""
    parts = segments(address)
    length = 0
    while parts[length : length + 1] == ["module"]:
        length += 2
    return ".".join(parts[:length]) + "." if length else ""


def parent_module(module: str) -> str:
    """Cut `module.a.module.b.` to `module.a.`."""
    return "".join(f"{part}." for part in segments(module)[:-2])

"""JSON as every reader takes it: ASCII, no lone surrogate, no NaN, nothing a log would obey."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from compliance_toolkit.models import JsonValue


def dump(document: Mapping[str, JsonValue]) -> str:
    """`document` as indented JSON with a line break at its end."""
    text = json.dumps(plain(document), indent=2, allow_nan=False)
    # `##` can only stand in a string; a log that obeys `##[command]` does not read escapes.
    return text.replace("##", r"\u0023\u0023") + "\n"


def plain(value: JsonValue) -> JsonValue:
    """`value` in dictionaries, lists and scalars that any JSON reader accepts."""
    match value:
        case str():
            return _text(value)
        case float() if not math.isfinite(value):
            return str(value)  # Terraform's numbers have no upper bound, JSON readers' do
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {_text(name): plain(item) for name, item in value.items()}
        case _:
            return [plain(item) for item in value]


def _text(text: str) -> str:
    # A file name that is no UTF-8 arrives with lone surrogates, which many readers refuse.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")

"""Mutants that change no answer, by name, with the reason: nothing can kill them."""

from __future__ import annotations

from collections.abc import Mapping

_CHECKS = "compliance/checks"

EQUIVALENTS: Mapping[str, str] = {
    f"{_CHECKS}/retention/bedrock_mode/bedrock_mode.rego"
    '  "unknown" made true: } else := "unknown"': (
        "a limit of another type than a number or null is never met, whatever it is"
    ),
}

"""Mutants that change no answer, by name, with the reason: nothing can kill them."""

from __future__ import annotations

from collections.abc import Mapping

_MODE = "compliance/checks/retention/bedrock_mode/bedrock_mode.rego"
_TELEMETRY = "compliance/checks/retention/workload_telemetry/workload_telemetry.rego"
_NO_NUMBER = "a limit of another type than a number or null is never met, whatever it is"
_ONE_FALSE = "what is asked of the limits is only whether one of them lets nothing be kept"

EQUIVALENTS: Mapping[str, str] = {
    f'{_MODE}  "unknown" made true: }} else := "unknown"': _NO_NUMBER,
    f'{_TELEMETRY}  "unknown" made true: }} else := "unknown"': _NO_NUMBER,
    f'{_TELEMETRY}  "unknown" made true: }} else := "unknown" (2)': _ONE_FALSE,
    f"{_TELEMETRY}  made never true: _lets(limit) if {{": _ONE_FALSE,
}

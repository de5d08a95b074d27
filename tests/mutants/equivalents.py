"""Mutants that change no answer, by name, with the reason: nothing can kill them."""

from __future__ import annotations

from collections.abc import Mapping

_MODE = "compliance/checks/retention/bedrock_mode/bedrock_mode.rego"
_TELEMETRY = "compliance/checks/retention/workload_telemetry/workload_telemetry.rego"
_ACCESS = "compliance/lib/access/access.rego"
_AMBIENT = "compliance/lib/ambient/ambient.rego"
_ANSWERS = "compliance/lib/answers.rego"
_BEDROCK = "compliance/lib/bedrock/bedrock.rego"
_TABLE = "a table is an object whose keys are texts: nothing else has an entry of that name"
_NO_PLACES = "no law permits an empty list of places either, and it names no country"
_NO_LIST = "only a list of countries is looked at, and neither answer is one"
_NO_NUMBER = "a limit of another type than a number or null is never met, whatever it is"
_ONE_FALSE = "what is asked of the limits is only whether one of them lets nothing be kept"

EQUIVALENTS: Mapping[str, str] = {
    f"{_ACCESS}  deleted: count(answers) > 0": _NO_PLACES,
    f"{_ACCESS}  widened: count(answers) > 0": _NO_PLACES,
    f'{_ACCESS}  "unknown" made true: }} else := "unknown" (2)': _NO_LIST,
    f"{_ANSWERS}  deleted: is_object(table)": _TABLE,
    f"{_ANSWERS}  deleted: is_string(name)": _TABLE,
    f'{_BEDROCK}  "unknown" made true: }} else := "unknown"': _NO_LIST,
    f'{_BEDROCK}  "unknown" made true: }} else := "unknown" (2)': _NO_LIST,
    f"{_AMBIENT}  deleted: is_string(provider)": _TABLE,
    f"{_AMBIENT}  deleted: _stated(fact) (2)": (
        "with nothing unknown, all answers are true only where a list names some routes"
    ),
    f"{_AMBIENT}  deleted: count(answers) > 0": _NO_PLACES,
    f"{_AMBIENT}  widened: count(answers) > 0": _NO_PLACES,
    f'{_AMBIENT}  "unknown" made true: }} else := "unknown" (2)': _NO_LIST,
    f'{_MODE}  "unknown" made true: }} else := "unknown"': _NO_NUMBER,
    f'{_TELEMETRY}  "unknown" made true: }} else := "unknown"': _NO_NUMBER,
    f'{_TELEMETRY}  "unknown" made true: }} else := "unknown" (2)': _ONE_FALSE,
    f"{_TELEMETRY}  made never true: _lets(limit) if {{": _ONE_FALSE,
}

"""Why the embedded engine is believed: it denies what is bad, before its first answer counts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Protocol

from compliance_toolkit.errors import PolicyError, UnavailableError
from compliance_toolkit.policy.bundle import Bundle

PANIC = "PanicException"
"""Name of what the engine raises when it panics: a `BaseException` that cannot be imported."""

_SILENT = re.compile(r"^[^#\n]*\bhttp\.send\b", re.MULTILINE)
_PLACE = re.compile(r"--> (\S+:\d+):\d+$", re.MULTILINE)

_SELF_TEST = """package compliance_self_test

default verdict := "denied"

verdict := "allowed" if _inside == true

_inside := _within(input.country, ["DE", "IE"])

_within(x, xs) if {
	is_array(xs)
	x in xs
} else := false if is_array(xs)
"""


class Engine(Protocol):
    """The part of `regorus.Engine` that is used."""

    def add_policy(self, path: str, rego: str, /) -> object:
        """Parse a module; the path is for messages."""

    def add_data_json(self, data: str, /) -> object:
        """Merge a document into `data`."""

    def set_input_json(self, text: str, /) -> object:
        """Set the input; where that fails, the one before stays."""

    def eval_rule_as_json(self, rule: str, /) -> str:
        """Value of the rule at a path, or the string `"<undefined>"`."""

    def eval_query_as_json(self, query: str, /) -> str:
        """Value of a query among its results, or `{}`."""


def prove_that_it_denies(new_engine: Callable[[], Engine]) -> None:
    """Before an engine's first answer counts, it must deny what is known to be bad."""
    try:
        engine = new_engine()
        engine.add_policy("self_test.rego", _SELF_TEST)
        for bad in ('{"country": "US"}', "{}"):
            engine.set_input_json(bad)
            answer = json.loads(engine.eval_query_as_json("data.compliance_self_test.verdict"))
            if answer["result"][0]["expressions"][0]["value"] != "denied":
                reason = f"it did not deny `{bad}`"
                break
        else:
            return
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != PANIC:
            raise
        reason = one_line(error)
    raise UnavailableError(
        f"the embedded engine failed its self-test: {reason}",
        hint="run an OPA server and name it with `--engine URL`",
    )


def refuse_silent_builtins(bundle: Bundle) -> None:
    """Calls of the builtin that the engine has in name only; others that it lacks are errors."""
    for path, text in bundle.modules:
        # The plain text first: the pattern begins with anything, and would take a hundred times it.
        if "http.send" in text and (found := _SILENT.search(text)):
            line = text.count("\n", 0, found.start()) + 1
            raise PolicyError(
                f"`{path}:{line}` calls `http.send`, which is always undefined in this engine",
                hint="give the policies what they need as input or data",
            )


def one_line(error: BaseException) -> str:
    """What the engine says, in one line: its text is a picture of the source line."""
    text = str(error)
    reason = " ".join(text.rpartition("error: ")[2].split()) or type(error).__name__
    place = _PLACE.search(text)
    return f"{reason} at `{place[1]}`" if place else reason

"""The embedded engine: regorus, in this process.

What it taught us, each with a test: it takes JSON text only, because a string with half of a
surrogate pair crashes it otherwise; after any failure it keeps the previous input, so a failed
engine is thrown away; it must be used and dropped in the thread that made it; and it panics with a
`BaseException` that has no name to import.
"""

from __future__ import annotations

import json
import os
import re
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import methodcaller
from typing import Protocol

from compliance_toolkit.engines.answers import (
    check_answer,
    check_segments,
    input_text,
    rule_segments,
)
from compliance_toolkit.errors import ConfigurationError, PolicyError, UnavailableError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.documents import render
from compliance_toolkit.policy.engine import Answer, Question

_ROUTES = "compliance.resolve.routes"
_FREQUENT = (_ROUTES, "compliance.resolve.denials", "compliance.resolve.decision")
_ENTRY = "compliance_entry"
_UNDEFINED = '"<undefined>"'
_PANIC = "PanicException"
_PLACE = re.compile(r"--> (\S+:\d+):\d+$", re.MULTILINE)
_PARTS = ("id", "verdict", "evidence")

_NO_WHEEL = (
    "its wheels need glibc 2.34 or newer, and there is none for musl: "
    "run an OPA server and name it with `--engine URL`"
)

_SELF_TEST = """package compliance_self_test

default verdict := "denied"

verdict := "allowed" if _inside == true

_inside := _within(input.country, ["DE", "IE"])

_within(x, xs) if {
	is_array(xs)
	x in xs
} else := false if is_array(xs)
"""


class _Engine(Protocol):
    """The part of `regorus.Engine` that is used."""

    def add_policy(self, path: str, rego: str) -> object: ...
    def add_data_json(self, data: str) -> object: ...
    def set_input_json(self, input: str) -> object: ...  # noqa: A002  the engine's own name
    def eval_rule_as_json(self, rule: str) -> str: ...
    def eval_query_as_json(self, query: str) -> str: ...


_Ask = Callable[[_Engine], str]


@dataclass(frozen=True, slots=True)
class _Built:
    owner: weakref.ref[EmbeddedEngine]
    engine: _Engine


# The engines of this thread, by their owner's id. Not an attribute of the owner: an engine that is
# dropped by another thread than its own panics, so it stays here until that thread ends or builds.
_THREAD = threading.local()


class EmbeddedEngine:
    """Evaluates a bundle in this process; see `PolicyEngine`.

    Thread-safe: each thread builds an engine of its own at its first question.

    Args:
        bundle: Policies and data.
        data: Further data, such as `{"deployments": {…}}`, outside the bundle's roots.

    Raises:
        ConfigurationError: `data` defines what belongs to the bundle, or is no JSON.
        PolicyError: The policies do not compile, or allow what they cannot see.
        UnavailableError: This platform has no embedded engine, or it does not deny.
    """

    def __init__(self, bundle: Bundle, *, data: JsonObject | None = None) -> None:
        # Where RUST_BACKTRACE is set, each undefined path captures a backtrace: four times slower.
        # The variable is read once, at the first evaluation of the process.
        os.environ["RUST_LIB_BACKTRACE"] = "0"
        self._new_engine = _engine_class()
        _prove_that_it_denies(self._new_engine)
        entries = _entries(bundle)
        self._modules = (*bundle.modules, (f"{_ENTRY}.rego", _entry_module(entries.values())))
        self._data = _data_texts(bundle, data or {})
        self._asks: dict[str, _Ask] = {
            name: methodcaller("eval_rule_as_json", f"data.{_ENTRY}.{entry}")
            for name, (entry, _) in entries.items()
        }
        self._ask_first_what_must_be_denied(bundle)

    def evaluate(self, rule: str, given: JsonValue) -> JsonValue:
        """Evaluate one rule; see `PolicyEngine.evaluate`."""
        segments = rule_segments(rule)
        where = f"`data.{rule}`"
        text = input_text(given, where)
        fast = self._asks.get(rule)
        ask = fast or methodcaller("eval_query_as_json", _reference(segments))
        (raw,) = self._answers(text, [(where, ask)])
        found: JsonValue
        match None if raw == _UNDEFINED else json.loads(raw):
            case {"value": value} if fast is not None:
                found = value
            case {"result": [{"expressions": [{"value": value}]}]} if fast is None:
                found = value
            case _:
                raise PolicyError(
                    f"{where} is undefined",
                    hint="check the spelling, and that the rule has a `default`",
                )
        return found

    def judge(self, questions: Sequence[Question]) -> Sequence[Sequence[Answer]]:
        """Ask checks, many at a time; see `PolicyEngine.judge`."""
        return [self._judge_one(question) for question in questions]

    def _judge_one(self, question: Question) -> Sequence[Answer]:
        text = input_text(question.given, f"the checks {', '.join(question.checks)}")
        asks = [(f"check `{check}`", self._ask_of(check)) for check in question.checks]
        raws = self._answers(text, asks)
        answers = []
        for check, raw in zip(question.checks, raws, strict=True):
            if raw == _UNDEFINED:
                raise PolicyError(
                    f"check `{check}` is silent: {self._silent_part(check, text)} is undefined",
                    hint="a check exports `id`, `verdict` with a default, and `evidence`",
                )
            answers.append(check_answer(check, json.loads(raw)))
        return answers

    def _ask_of(self, check: str) -> _Ask:
        try:
            return self._asks[check]
        except KeyError:
            check_segments(check)
            raise PolicyError(
                f"no check `{check}` in the bundle", hint="ask checks by their folder"
            ) from None

    def _silent_part(self, check: str, text: str) -> str:
        package = _reference(check_segments(check))
        asks = [
            (part, methodcaller("eval_query_as_json", f'{package}["{part}"]')) for part in _PARTS
        ]
        answers = self._answers(text, asks)
        return next(
            (f"`{part}`" for part, raw in zip(_PARTS, answers, strict=True) if raw == "{}"), "it"
        )

    def _answers(self, text: str, asks: Sequence[tuple[str, _Ask]]) -> Sequence[str]:
        """Set the input once and ask.

        Raises:
            PolicyError: The engine failed; it is not used again, for it may hold another input.
        """
        answers: list[str] = []
        failure = self._try(text, [ask for _, ask in asks], answers)
        if failure is None:
            return answers
        if isinstance(failure, RuntimeError | ValueError) or type(failure).__name__ == _PANIC:
            where = asks[len(answers)][0]
            raise PolicyError(f"{where} failed: {_reason(failure)}") from failure
        raise failure

    def _try(self, text: str, asks: Iterable[_Ask], answers: list[str]) -> BaseException | None:
        # Failures leave as values and without their traceback: its frames would hold the engine,
        # and whoever handles the error in another thread would drop it there.
        try:
            engine = self._engine()
            engine.set_input_json(text)
            for ask in asks:
                answers.append(ask(engine))  # noqa: PERF401  the count says which one failed
        except BaseException as error:  # noqa: BLE001  a panic is no `Exception`; the caller re-raises
            _built().pop(id(self), None)
            return error.with_traceback(None)
        return None

    def _engine(self) -> _Engine:
        """This thread's engine, built if need be."""
        built = _built()
        found = built.get(id(self))
        if found is not None and found.owner() is self:
            return found.engine
        for key in [key for key, other in built.items() if other.owner() is None]:
            del built[key]
        engine = self._new_engine()
        for path, text in self._modules:
            engine.add_policy(path, text)
        for text in self._data:
            engine.add_data_json(text)
        built[id(self)] = _Built(weakref.ref(self), engine)
        return engine

    def _ask_first_what_must_be_denied(self, bundle: Bundle) -> None:
        """Compile, and refuse policies that give an empty request a route."""
        self._answers("{}", [("compiling the bundle", methodcaller("eval_query_as_json", "true"))])
        if _ROUTES.rpartition(".")[0] not in bundle.packages:
            return
        raw, *_ = self._answers("{}", [(f"`data.{_ROUTES}`", self._asks[_ROUTES])])
        if raw != _UNDEFINED and json.loads(raw) != {"value": []}:
            raise PolicyError(
                "the policies give an empty request a route",
                hint="a route is earned by named answers that are each true",
            )


def _built() -> dict[int, _Built]:
    try:
        found: dict[int, _Built] = _THREAD.built
    except AttributeError:
        found = _THREAD.built = {}
    return found


def _engine_class() -> Callable[[], _Engine]:
    try:
        import regorus  # noqa: PLC0415  importing the package loads no engine
    except ImportError as error:
        raise UnavailableError(
            f"the embedded engine cannot be loaded: {_reason(error)}", hint=_NO_WHEEL
        ) from error
    engine: Callable[[], _Engine] = regorus.Engine
    return engine


def _prove_that_it_denies(new_engine: Callable[[], _Engine]) -> None:
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
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            raise
        reason = _reason(error)
    raise UnavailableError(
        f"the embedded engine failed its self-test: {reason}",
        hint="run an OPA server and name it with `--engine URL`",
    )


def _entries(bundle: Bundle) -> dict[str, tuple[str, str]]:
    """For each rule and check that is asked often, a rule of our own: its name and its value.

    A query costs a pass over every rule of the bundle; a rule by its path does not, but answers the
    string `"<undefined>"`. So each value is wrapped in an object, which no string can be mistaken
    for, and a check's three parts come in one.
    """
    values = {}
    for rule in _FREQUENT:
        if rule.rpartition(".")[0] in bundle.packages:
            values[rule] = f'{{"value": {_reference(rule_segments(rule))}}}'
    for check in bundle.checks:
        package = _reference(check_segments(check))
        members = ",\n".join(f'\t"{part}": {package}["{part}"]' for part in _PARTS)
        values[check] = f"{{\n{members},\n}}"
    return {name: (f"entry_{n}", value) for n, (name, value) in enumerate(values.items())}


def _entry_module(entries: Iterable[tuple[str, str]]) -> str:
    rules = "\n\n".join(f"{name} := {value}" for name, value in entries)
    return f"package {_ENTRY}\n\n{rules}\n"


def _data_texts(bundle: Bundle, data: JsonObject) -> tuple[str, ...]:
    owned = {root.split("/")[0] for root in bundle.roots}
    for key in data:
        if key in owned:
            raise ConfigurationError(f"the data `{key}` belongs to the bundle")
    try:
        return render(bundle.data), render(data)
    except ValueError as error:
        raise ConfigurationError(f"the data beside the bundle is no JSON: {error}") from error


def _reference(segments: Iterable[str]) -> str:
    return "data" + "".join(f'["{segment}"]' for segment in segments)


def _reason(error: BaseException) -> str:
    """What the engine says, in one line: its text is a picture of the source line."""
    text = str(error)
    reason = " ".join(text.rpartition("error: ")[2].split()) or type(error).__name__
    place = _PLACE.search(text)
    return f"{reason} at `{place[1]}`" if place else reason

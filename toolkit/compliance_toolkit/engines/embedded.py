"""The embedded engine: regorus, in this process.

What it taught us, each with a test: it takes JSON text only, because a string with half of a
surrogate pair crashes it otherwise; after any failure it keeps the previous input, so a failed
engine is thrown away; it must be used and dropped in the thread that made it; and it panics with a
`BaseException` that has no name to import.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from operator import methodcaller

import msgspec

from compliance_toolkit.engines.answers import (
    PARTS,
    check_answer,
    check_segments,
    input_text,
    rule_segments,
)
from compliance_toolkit.engines.entries import ROUTES, entries_of, reference
from compliance_toolkit.engines.proof import (
    PANIC,
    Engine,
    one_line,
    prove_that_it_denies,
    refuse_silent_builtins,
)
from compliance_toolkit.engines.reach import Reach
from compliance_toolkit.errors import ConfigurationError, PolicyError, UnavailableError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.documents import render
from compliance_toolkit.policy.engine import Answer, Question

_UNDEFINED = '"<undefined>"'
_SETTLED = "compliance.resolve.settled"
"""Package of what hangs on no input; what `models` in it says is kept in its place."""

_NO_WHEEL = (
    "its wheels need glibc 2.34 or newer, and there is none for musl: "
    "run an OPA server and name it with `--engine URL`"
)

_Ask = Callable[[Engine], str]


class _Built(msgspec.Struct, frozen=True):
    owner: weakref.ref[EmbeddedEngine]
    engine: Engine


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
        prove_that_it_denies(self._new_engine)
        refuse_silent_builtins(bundle)
        entries = entries_of(bundle)
        self._modules = entries.modules
        self._data = _data_texts(bundle, data or {})
        self._asks: dict[str, _Ask] = {
            key: methodcaller("eval_rule_as_json", path) for key, path in entries.paths.items()
        }
        if data and _SETTLED in bundle.packages:
            self._keep_what_is_settled(bundle)
        self._ask_first_what_must_be_denied()

    def evaluate(self, rule: str, given: JsonValue) -> JsonValue:
        """Evaluate one rule; see `PolicyEngine.evaluate`."""
        if rule in self._asks:
            found: JsonValue = msgspec.json.decode(self.evaluate_text(rule, given))
            return found
        where = f"`data.{rule}`"
        ask = methodcaller("eval_query_as_json", reference(rule_segments(rule)))
        (raw,) = self._answers(input_text(given, where), [(where, ask)])
        match msgspec.json.decode(raw):
            case {"result": [{"expressions": [{"value": value}]}]}:
                found = value
            case _:
                raise _undefined(where)
        return found

    def evaluate_text(self, rule: str, given: JsonValue) -> str:
        """Evaluate one rule and leave its value as JSON; see `TextEngine.evaluate_text`."""
        where = f"`data.{rule}`"
        ask = self._asks.get(rule)
        if ask is None:
            return render(self.evaluate(rule, given))
        (raw,) = self._answers(input_text(given, where), [(where, ask)])
        if raw == _UNDEFINED:
            raise _undefined(where)
        return raw

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
            answers.append(check_answer(check, msgspec.json.decode(raw)))
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
        package = reference(check_segments(check))
        asks = [
            (part, methodcaller("eval_query_as_json", f'{package}["{part}"]')) for part in PARTS
        ]
        answers = self._answers(text, asks)
        return next(
            (f"`{part}`" for part, raw in zip(PARTS, answers, strict=True) if raw == "{}"), "it"
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
        if isinstance(failure, RuntimeError | ValueError) or type(failure).__name__ == PANIC:
            where = asks[len(answers)][0]
            raise PolicyError(f"{where} failed: {one_line(failure)}") from failure
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

    def _engine(self) -> Engine:
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

    def _keep_what_is_settled(self, bundle: Bundle) -> None:
        """Evaluate once for all questions what reads no input: half of a decision's time.

        The answer takes the place of the rules that gave it, in this engine's own copy: nothing
        that others could fill is read instead of them. Where it might hang on a question after
        all, or another rule of theirs is used, they stay.
        """
        reach = Reach(bundle)
        if not (reach.reads_no_input(_SETTLED) and reach.names_only(_SETTLED, "models")):
            return
        rule = f"data.{_SETTLED}.models"
        ask = methodcaller("eval_rule_as_json", rule)
        (raw,) = self._answers("{}", [(f"`{rule}`", ask)])
        if raw == _UNDEFINED:
            return
        files = {
            file
            for package, (file, _) in zip(bundle.packages, bundle.modules, strict=True)
            if package == _SETTLED
        }
        self._modules = tuple(module for module in self._modules if module[0] not in files)
        text = f'{{"models": {raw}}}'
        for segment in reversed(_SETTLED.split(".")):
            text = f'{{"{segment}": {text}}}'
        self._data = (*self._data, text)
        _built().pop(id(self), None)

    def _ask_first_what_must_be_denied(self) -> None:
        """Compile, and refuse policies that give an empty request a route."""
        self._answers("{}", [("compiling the bundle", methodcaller("eval_query_as_json", "true"))])
        if ROUTES not in self._asks:
            return
        raw, *_ = self._answers("{}", [(f"`data.{ROUTES}`", self._asks[ROUTES])])
        if raw != _UNDEFINED and msgspec.json.decode(raw) != []:
            raise PolicyError(
                "the policies give an empty request a route",
                hint="a route is earned by named answers that are each true",
            )


def _undefined(where: str) -> PolicyError:
    return PolicyError(
        f"{where} is undefined", hint="check the spelling, and that the rule has a `default`"
    )


def _built() -> dict[int, _Built]:
    try:
        found: dict[int, _Built] = _THREAD.built
    except AttributeError:
        found = _THREAD.built = {}
    return found


def _engine_class() -> Callable[[], Engine]:
    try:
        import regorus  # noqa: PLC0415  importing the package loads no engine
    except ImportError as error:
        raise UnavailableError(
            f"the embedded engine cannot be loaded: {one_line(error)}", hint=_NO_WHEEL
        ) from error
    engine: Callable[[], Engine] = regorus.Engine
    return engine


def _data_texts(bundle: Bundle, data: JsonObject) -> tuple[str, ...]:
    owned = {root.split("/")[0] for root in bundle.roots} | bundle.data.keys()
    owned |= {package.split(".")[0] for package in bundle.packages}
    for key in data:
        if key in owned:
            raise ConfigurationError(f"the data `{key}` belongs to the bundle")
    try:
        return render(bundle.data), render(data)
    except ValueError as error:
        raise ConfigurationError(f"the data beside the bundle is no JSON: {error}") from error

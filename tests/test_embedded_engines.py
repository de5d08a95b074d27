"""How engines are made, proven, dropped and kept to their thread; design §7 numbers the rules."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import types
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest
import regorus  # noqa: TID251  a stub passes on to the real one

from compliance_toolkit.engines import embedded as module
from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.errors import (
    PolicyError,
    UnavailableError,
)
from small_bundles import RULES, SILENT, bundle, check


@pytest.fixture
def engine():
    return EmbeddedEngine(bundle(RULES, check(), SILENT), data={"deployments": {"a": 1}})


def test_after_a_failure_no_answer_comes_from_the_input_before(engine):
    """§7.3: a failed `set_input` leaves the previous tenant's input in place."""
    assert engine.evaluate("compliance.rules.echo", {"x": "tenant-a"}) == "tenant-a"
    for _ in range(3):
        with pytest.raises(PolicyError, match="wrong_type` failed"):
            engine.evaluate("compliance.rules.wrong_type", {"x": 1})
        with pytest.raises(PolicyError, match="undefined"):
            engine.evaluate("compliance.rules.echo", {})


class Stub:
    """Stands for `regorus.Engine`: passes on to a real one, and can be told to misbehave."""

    built = 0
    fault: BaseException | None = None
    backtraces: ClassVar[set[str | None]] = set()

    def __init__(self) -> None:
        type(self).built += 1
        self._engine = regorus.Engine()

    def set_input_json(self, text: str) -> None:
        if self.fault is not None and "poison" in text:
            raise self.fault
        self._engine.set_input_json(text)

    def __getattr__(self, name):
        if name.startswith("eval"):
            self.backtraces.add(os.environ.get("RUST_LIB_BACKTRACE"))
        return getattr(self._engine, name)


@pytest.fixture
def stub(monkeypatch):
    kind = type("Stub", (Stub,), {"backtraces": set()})
    monkeypatch.setitem(sys.modules, "regorus", types.SimpleNamespace(Engine=kind))
    return kind


PanicException = type("PanicException", (BaseException,), {})


@pytest.mark.parametrize(
    "fault", [RuntimeError("error: bad"), ValueError("bad"), PanicException("bad")]
)
def test_an_engine_that_failed_is_not_used_again(stub, fault):
    engine = EmbeddedEngine(bundle(RULES))
    before = stub.built
    engine.evaluate("compliance.rules.echo", {"x": 1})
    assert stub.built == before
    stub.fault = fault
    with pytest.raises(PolicyError, match=r"`data\.compliance\.rules\.echo` failed: bad"):
        engine.evaluate("compliance.rules.echo", {"x": "poison"})
    assert engine.evaluate("compliance.rules.echo", {"x": 2}) == 2
    assert stub.built == before + 1


def test_an_interruption_passes_and_the_engine_is_not_used_again(stub):
    engine = EmbeddedEngine(bundle(RULES))
    before = stub.built
    stub.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        engine.evaluate("compliance.rules.echo", {"x": "poison"})
    assert engine.evaluate("compliance.rules.echo", {"x": 2}) == 2
    assert stub.built == before + 1


def test_a_rule_that_is_undefined_costs_no_new_engine(stub):
    engine = EmbeddedEngine(bundle(RULES))
    before = stub.built
    for _ in range(3):
        with pytest.raises(PolicyError):
            engine.evaluate("compliance.rules.echo", {})
    assert stub.built == before


def test_threads_answer_each_for_its_own_input(engine):
    def ask(n):
        return [
            engine.evaluate("compliance.rules.echo", {"x": [n, i]}) == [n, i] for i in range(200)
        ]

    with ThreadPoolExecutor(8) as threads:
        answers = [answer for some in threads.map(ask, range(16)) for answer in some]
    assert answers == [True] * 3200


@pytest.mark.filterwarnings("error")
def test_engines_are_dropped_by_their_own_thread_even_after_a_failure(engine):
    """§7.1: dropped elsewhere, an engine panics; an exception that travels must not carry it."""

    def fail():
        engine.evaluate("compliance.rules.wrong_type", {"x": 1})

    with ThreadPoolExecutor(2) as threads:
        failures = [threads.submit(fail).exception() for _ in range(4)]
    assert all(isinstance(failure, PolicyError) for failure in failures)
    del failures
    gc.collect()


@pytest.mark.filterwarnings("error")
def test_an_owner_that_goes_leaves_no_engine_behind_once_the_thread_asks_again(stub):
    owner = EmbeddedEngine(bundle(RULES))
    kept = len(module._built())
    del owner
    gc.collect()
    other = EmbeddedEngine(bundle(RULES))
    assert other.evaluate("compliance.rules.echo", {"x": 1}) == 1
    assert len(module._built()) == kept


@pytest.mark.filterwarnings("error")
def test_an_owner_may_go_while_another_thread_has_built_for_it():
    owners = [EmbeddedEngine(bundle(RULES))]
    built, gone = threading.Event(), threading.Event()

    def ask():
        assert owners[0].evaluate("compliance.rules.echo", {"x": 1}) == 1
        built.set()
        gone.wait(10)

    thread = threading.Thread(target=ask)
    thread.start()
    assert built.wait(10)
    owners.clear()
    gc.collect()
    gone.set()
    thread.join(10)
    assert not thread.is_alive()


def test_backtraces_are_off_before_the_first_evaluation_even_if_regorus_is_loaded(
    stub, monkeypatch
):
    """§7.6: with RUST_BACKTRACE=1 every undefined path is four times slower."""
    monkeypatch.setenv("RUST_BACKTRACE", "1")
    monkeypatch.delenv("RUST_LIB_BACKTRACE", raising=False)
    EmbeddedEngine(bundle(RULES)).evaluate("compliance.rules.null_value", {})
    assert stub.backtraces == {"0"}


class Yes:
    """An engine that allows everything."""

    def __getattr__(self, name):
        return lambda *_: '{"result": [{"expressions": [{"value": "allowed"}]}]}'


class Mute(Yes):
    def __getattr__(self, name):
        return lambda *_: "{}"


class Panics(Yes):
    def __getattr__(self, name):
        raise PanicException("out of luck")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(Yes, "did not deny `{"), (Mute, "failed its self-test"), (Panics, "out of luck")],
)
def test_an_engine_that_does_not_deny_what_is_bad_never_answers(monkeypatch, kind, reason):
    monkeypatch.setitem(sys.modules, "regorus", types.SimpleNamespace(Engine=kind))
    with pytest.raises(UnavailableError, match=reason) as caught:
        EmbeddedEngine(bundle(RULES))
    assert "--engine URL" in str(caught.value.hint)


@pytest.mark.parametrize("routes", ['["eu"]', '{"eu"}', '"eu"', "true", "null"])
def test_policies_that_give_an_empty_request_a_route_are_refused(routes):
    with pytest.raises(PolicyError, match="give an empty request a route"):
        EmbeddedEngine(bundle(f"package compliance.resolve\n\nroutes := {routes}\n"))


def test_the_shipped_policies_give_an_empty_request_no_route(embedded):
    assert embedded.evaluate("compliance.resolve.routes", {}) == []


def test_a_platform_without_a_wheel_is_told_so_and_of_the_server(monkeypatch):
    monkeypatch.setitem(sys.modules, "regorus", None)
    with pytest.raises(UnavailableError, match="the embedded engine cannot be loaded") as caught:
        EmbeddedEngine(bundle(RULES))
    for words in ("glibc 2.34", "musl", "`--engine URL`"):
        assert words in str(caught.value.hint)


def test_importing_the_engine_loads_no_regorus():
    program = (
        "import sys, compliance_toolkit.engines.embedded\nsys.exit('regorus' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-Ic", program], check=True)

"""What the server engine does when the server is down, busy, slow, hostile or somebody else."""

from __future__ import annotations

import time

import pytest

from compliance_toolkit.engines import transport
from compliance_toolkit.engines.server import Patience, ServerEngine
from compliance_toolkit.errors import ConfigurationError, PolicyError, UnavailableError
from fake_server import (
    FakeServer,
    Reply,
    Time,
    dripping,
    engine_for,
    hang_up,
    refusal,
    reply,
    silent,
)

TOKEN = "s3cret"  # noqa: S105  of nobody
YES = {"result": True}


@pytest.fixture
def time_():
    return Time()


@pytest.mark.parametrize(
    "body",
    ["", "<html>sign in</html>", '{"result": tr', b'{"result": "\xff"}', "[" * 100_000],
)
def test_what_is_no_json_is_no_answer(body):
    with engine_for(Reply(body)) as (engine, server):
        assert "did not answer with JSON" in str(refusal(engine, UnavailableError))
        assert len(server.paths) == 1


@pytest.mark.parametrize("broken", [Reply('{"result": true}', length=99), hang_up])
def test_an_answer_that_breaks_off_is_asked_for_again(broken):
    with engine_for(broken, broken, reply(YES)) as (engine, server):
        assert engine.evaluate("compliance.rule", {}) is True
        assert len(server.paths) == 3


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_after_longer_and_longer_waits(status, time_):
    busy = reply({}, status)
    with engine_for(busy, busy, reply(YES), times=time_) as (engine, server):
        assert engine.evaluate("compliance.rule", {}) is True
        assert len(server.paths) == 3
    first, second = time_.slept
    assert 0.05 <= first <= 0.075
    assert 0.1 <= second <= 0.15


def test_attempts_are_bounded_and_the_last_failure_is_told():
    with engine_for(reply({}, 503)) as (engine, server):
        assert "did not answer: status 503" in str(refusal(engine, UnavailableError))
        assert len(server.paths) == 4


def test_a_server_that_asks_for_patience_is_given_it_within_the_deadline(time_):
    busy = reply({}, 429, Retry_After="3")
    with engine_for(busy, reply(YES), times=time_) as (engine, _):
        assert engine.evaluate("compliance.rule", {}) is True
    assert time_.slept == [3]
    busy = reply({}, 429, Retry_After="3600")
    with engine_for(busy, reply(YES), times=time_) as (engine, server):
        refusal(engine, UnavailableError)
        assert len(server.paths) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_server_that_refuses_us_is_the_operators_to_fix(status):
    with engine_for(reply({}, status), token=TOKEN) as (engine, server):
        error = refusal(engine, ConfigurationError)
        assert f"status {status}" in str(error)
        assert "s3cret" not in f"{error}{error.hint}"
        assert server.authorizations == ["Bearer s3cret"]


@pytest.mark.parametrize("status", [404, 405])
def test_an_address_without_a_data_api_is_the_operators_to_fix(status):
    with engine_for(Reply("<html>", status)) as (engine, _):
        assert "has no data API" in str(refusal(engine, ConfigurationError))


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, '{"code": "x", "message": "bad path"}', "status 400: bad path"),
        (500, '{"message": "m", "errors": [{"message": "two\\nlines"}]}', "status 500: two lines"),
        (500, "<html>", "status 500: without a message"),
        (418, "[]", "status 418: without a message"),
    ],
)
def test_a_failed_evaluation_tells_opas_own_words(status, body, expected):
    with engine_for(Reply(body, status)) as (engine, server):
        assert expected in str(refusal(engine, PolicyError))
        assert len(server.paths) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status):
    with FakeServer(reply(YES)) as elsewhere:
        moved = Reply("", status, {"Location": f"{elsewhere.url}/v1/data/compliance/rule"})
        with engine_for(moved, token=TOKEN) as (engine, _):
            assert "sends us elsewhere" in str(refusal(engine, ConfigurationError))
        assert elsewhere.paths == []


@pytest.mark.parametrize(
    "script",
    [silent, dripping(headers=True), dripping(headers=False)],
    ids=["silent", "slow headers", "slow body"],
)
def test_a_round_trip_ends_by_its_deadline_even_if_no_single_read_is_late(script):
    with engine_for(script, deadline=0.5) as (engine, _):
        began = time.monotonic()
        assert "timed out" in str(refusal(engine, UnavailableError))
        assert time.monotonic() - began < 5


def test_an_answer_without_an_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(transport, "MAX_BYTES", 10_000)
    with engine_for(reply({"result": "x" * 20_000})) as (engine, server):
        assert "exceeds 10000 bytes" in str(refusal(engine, UnavailableError))
        assert len(server.paths) == 1


def test_nothing_listening_is_unavailable(time_):
    with FakeServer(reply(YES)) as server:
        url = server.url
    engine = ServerEngine(url, None, patience=Patience(sleep=time_.sleep, clock=time_.clock))
    assert "did not answer: Connection refused" in str(refusal(engine, UnavailableError))
    assert len(time_.slept) == 3


def test_the_breaker_opens_after_failures_in_a_row_and_lets_one_call_find_out(time_):
    scripts = [hang_up, hang_up, hang_up, reply(YES)]
    with engine_for(*scripts, times=time_, attempts=1, failures=2) as (engine, server):
        refusal(engine, UnavailableError)
        assert engine.breaker.state.value == "closed"
        refusal(engine, UnavailableError)
        assert engine.breaker.state.value == "open"
        assert "did not answer 2 times in a row" in str(refusal(engine, UnavailableError))
        assert len(server.paths) == 2
        time_.now += 5
        assert "did not answer: " in str(refusal(engine, UnavailableError))
        assert "2 times in a row" in str(refusal(engine, UnavailableError))
        time_.now += 5
        assert engine.evaluate("compliance.rule", {}) is True
        assert engine.breaker.state.value == "closed"
        assert len(server.paths) == 4


def test_while_one_call_finds_out_the_others_are_refused(time_):
    with engine_for(hang_up, reply(YES), times=time_, attempts=1, failures=1) as (engine, server):
        refusal(engine, UnavailableError)
        time_.now += 5
        with engine.breaker.call():
            assert engine.breaker.state.value == "half-open"
            refusal(engine, UnavailableError)
        assert engine.evaluate("compliance.rule", {}) is True
        assert len(server.paths) == 2


def test_an_interrupted_attempt_to_find_out_leaves_the_next_one_free(time_):
    with engine_for(hang_up, reply(YES), times=time_, attempts=1, failures=1) as (engine, _):
        refusal(engine, UnavailableError)
        time_.now += 5
        with pytest.raises(KeyboardInterrupt), engine.breaker.call():
            raise KeyboardInterrupt
        assert engine.breaker.state.value == "open"
        time_.now += 5
        assert engine.evaluate("compliance.rule", {}) is True


def test_a_server_that_answers_that_a_rule_is_wrong_has_answered():
    scripts = [reply({}), reply({}, 500), reply({}, 401)]
    with engine_for(*scripts, attempts=1, failures=1) as (engine, _):
        for kind in (PolicyError, PolicyError, ConfigurationError):
            refusal(engine, kind)
            assert engine.breaker.state.value == "closed"

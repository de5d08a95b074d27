"""The server engine against the real OPA: the packed bundle, and a server that comes and goes."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from compliance_toolkit.engines.server import Patience, ServerEngine
from compliance_toolkit.errors import ConfigurationError, PolicyError, UnavailableError
from compliance_toolkit.policy.bundle import load
from compliance_toolkit.policy.engine import Question
from compliance_toolkit.resolve.decision import digest
from opa_server import OpaServer, build_bundle
from samples import SAMPLES

pytestmark = pytest.mark.opa

QUESTIONS = [Question((sample.path,), sample.given) for sample in SAMPLES]

ECHO = """package compliance.echo

value := {"x": input.x, "put": data.deployments.put}

conflict := 1 if input.x

conflict := 2 if input.x
"""


@pytest.fixture(scope="module")
def packed(opa, policies, bundle, tmp_path_factory):
    """The shipped bundle as a release packs it."""
    target = tmp_path_factory.mktemp("bundle") / "bundle.tar.gz"
    return build_bundle(opa, policies, target, bundle.revision)


@pytest.fixture(scope="module")
def server(opa, packed):
    with OpaServer(opa, "-b", packed) as running:
        yield running


@pytest.fixture
def echo(opa, tmp_path):
    """A server of a small bundle that is up, and not yet killed."""
    root = tmp_path / "policies"
    (root / "compliance/echo").mkdir(parents=True)
    (root / "compliance/echo/echo.rego").write_text(ECHO)
    (root / ".manifest").write_text('{"revision": "r1", "roots": ["compliance"]}')
    target = build_bundle(opa, root, tmp_path / "bundle.tar.gz", "r1")
    with OpaServer(opa, "-b", target) as running:
        yield running, load(root)


def test_the_packed_bundle_gives_the_same_findings_as_the_embedded_engine(server, bundle, embedded):
    engine = ServerEngine(server.url, bundle)
    answers = engine.judge(QUESTIONS)
    assert answers == embedded.judge(QUESTIONS)
    assert {answer.verdict.value for each in answers for answer in each} == {
        "pass",
        "fail",
        "unknown",
    }
    engine.close()


def test_a_bundle_packed_without_a_revision_is_served_but_not_taken_for_the_expected_one(
    opa, policies, bundle, tmp_path, embedded
):
    packed = build_bundle(opa, policies, tmp_path / "plain.tar.gz")
    with OpaServer(opa, "-b", packed) as running:
        anything = ServerEngine(running.url, None)
        assert anything.judge(QUESTIONS) == embedded.judge(QUESTIONS)
        with pytest.raises(ConfigurationError, match="expected `digest:") as caught:
            ServerEngine(running.url, bundle).judge(QUESTIONS)
        assert "--revision digest:" in str(caught.value.hint)


def test_a_server_of_loose_files_serves_no_bundle(opa, policies, bundle):
    with (
        OpaServer(opa, policies / "compliance") as running,
        pytest.raises(ConfigurationError, match="serves no bundle"),
    ):
        ServerEngine(running.url, bundle).evaluate("compliance.jurisdictions.eu.name", {})


def test_another_revision_is_refused(server, bundle):
    engine = ServerEngine(server.url, replace(bundle, revision="2026.11.1"))
    with pytest.raises(ConfigurationError, match=r"expected `2026\.11\.1`"):
        engine.judge(QUESTIONS)


def test_the_law_can_be_read_and_a_segment_with_a_hyphen_too(server, bundle):
    engine = ServerEngine(server.url, bundle)
    assert engine.evaluate("compliance.regions.aws.us-gov-west-1.country", {}) == "US"
    with pytest.raises(
        PolicyError, match=r"`data\.compliance\.regions\.aws\.nowhere` is undefined"
    ):
        engine.evaluate("compliance.regions.aws.nowhere", {})


@pytest.mark.parametrize("check", ["residency/missing", "missing/allowed_country"])
def test_a_check_that_is_not_there_is_an_error_not_a_pass(server, bundle, check):
    engine = ServerEngine(server.url, bundle)
    with pytest.raises(PolicyError, match=f"check `{check}` gave"):
        engine.judge([*QUESTIONS, Question((check,), QUESTIONS[0].given)])


def test_deployments_are_put_beside_the_bundle_and_never_inside_it(server, bundle):
    engine = ServerEngine(server.url, bundle)
    engine.put_data("deployments", {"one": {}})
    assert engine.evaluate("deployments", {}) == {"one": {}, "digest": digest({"one": {}})}
    with pytest.raises(PolicyError, match="owned by bundle"):
        engine.put_data("compliance.jurisdictions", {})


def test_a_rule_that_contradicts_itself_is_told_in_opas_words(echo):
    running, bundle = echo
    with pytest.raises(PolicyError, match="conflict"):
        ServerEngine(running.url, bundle).evaluate("compliance.echo.conflict", {"x": 1})


def test_killed_and_restarted_under_load_it_gives_right_answers_or_none(echo):
    running, bundle = echo
    patience = Patience(deadline=5, attempts=3, backoff=0.01, failures=3, cooldown=0.05)
    engine = ServerEngine(running.url, bundle, patience=patience)
    engine.put_data("deployments", {"put": 7})
    counts = {"right": 0, "unavailable": 0}
    wrong: list[object] = []
    changed = threading.Condition()
    stop = threading.Event()

    def ask(n: int) -> None:
        for i in range(10**9):
            if stop.is_set():
                return
            outcome = "right"
            try:
                answer = engine.evaluate("compliance.echo.value", {"x": [n, i]})
                if answer != {"x": [n, i], "put": 7}:
                    wrong.append(answer)
            except UnavailableError:
                outcome = "unavailable"
            except BaseException as error:  # noqa: BLE001  any other outcome is what is looked for
                wrong.append(error)
            with changed:
                counts[outcome] += 1
                changed.notify_all()

    def until_more(outcome: str, number: int) -> None:
        with changed:
            goal = counts[outcome] + number
            assert changed.wait_for(lambda: counts[outcome] >= goal or wrong, timeout=60)

    with ThreadPoolExecutor(6) as threads:
        asking = [threads.submit(ask, n) for n in range(6)]
        try:
            for _ in range(3):
                until_more("right", 100)
                running.kill()
                until_more("unavailable", 6)
                running.start()
            until_more("right", 100)
        finally:
            stop.set()
    assert [each.result() for each in asking] == [None] * 6
    assert wrong == []
    engine.close()


def test_a_restart_while_nobody_asks_loses_no_deployment(echo):
    running, bundle = echo
    engine = ServerEngine(running.url, bundle)
    engine.put_data("deployments", {"put": 7})
    assert engine.evaluate("compliance.echo.value", {"x": 1}) == {"x": 1, "put": 7}
    running.kill()
    running.start()
    assert engine.evaluate("compliance.echo.value", {"x": 2}) == {"x": 2, "put": 7}


def test_a_server_that_is_down_is_told_within_the_deadline(echo):
    running, bundle = echo
    running.kill()
    began = time.monotonic()
    with pytest.raises(UnavailableError, match="did not answer"):
        ServerEngine(running.url, bundle).judge(QUESTIONS)
    assert time.monotonic() - began < 10

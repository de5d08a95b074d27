"""The server engine believes only whole answers of the expected bundle, and ends in time."""

from __future__ import annotations

import pytest

from compliance_toolkit.engines.server import ServerEngine
from compliance_toolkit.errors import (
    ConfigurationError,
    PolicyError,
    SourceError,
)
from compliance_toolkit.models import Verdict
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.engine import Answer, Question
from compliance_toolkit.resolve.decision import digest
from fake_server import FakeServer, Reply, engine_for, hang_up, refusal, reply

BUNDLE = Bundle((), {}, ("compliance",), "r1", "sha256:0")
YES = {"result": True}
FOUND = {
    "question": 0,
    "path": "area/good",
    "check": "AAA-001",
    "verdict": "pass",
    "evidence": {},
}


@pytest.mark.parametrize("value", [None, False, 0, "", [], {}, "<undefined>", {"a": [1]}])
def test_a_value_that_looks_like_nothing_is_a_value(value):
    with engine_for(reply({"result": value})) as (engine, _):
        assert engine.evaluate("compliance.rule", {}) == value


@pytest.mark.parametrize("document", [{}, {"decision_id": "7"}, {"provenance": {}}])
def test_an_answer_without_a_result_is_undefined(document):
    with engine_for(reply(document)) as (engine, server):
        assert str(refusal(engine, PolicyError)) == "`data.compliance.rule` is undefined"
        assert len(server.paths) == 1


@pytest.mark.parametrize(
    "document", [None, [], "x", 7, {"result": 1, "warning": {}}, {"results": 1}, {"allow": True}]
)
def test_an_answer_of_another_shape_is_an_error(document):
    with engine_for(reply(document)) as (engine, _):
        assert "out of shape" in str(refusal(engine, PolicyError))


def test_the_rules_path_is_quoted_and_comes_below_the_given_address():
    with FakeServer(reply(YES)) as server:
        engine = ServerEngine(f"{server.url}/proxy/opa/", None)
        assert engine.evaluate("compliance.regions.us-gov", {"x": 1}) is True
        engine.close()
        assert server.paths == ["/proxy/opa/v1/data/compliance/regions/us-gov"]
        assert server.bodies == [{"input": {"x": 1}}]


@pytest.mark.parametrize(
    "rule", ["", "a/b", "a?b", "../health", "a b", "a.b/../../policies", "a%2f"]
)
def test_a_path_that_is_no_path_is_refused_before_it_is_asked(rule):
    with engine_for(reply(YES)) as (engine, server):
        with pytest.raises(PolicyError, match="is no path of a rule"):
            engine.evaluate(rule, {})
        assert server.paths == []


@pytest.mark.parametrize("given", [None, {"x": "\ud800"}, {"x": float("nan")}, {"x": 2**63}])
def test_an_input_that_is_no_json_is_never_sent(given):
    with engine_for(reply(YES)) as (engine, server):
        with pytest.raises(SourceError):
            engine.evaluate("compliance.rule", given)
        with pytest.raises(SourceError):
            engine.judge([Question(("area/good",), given)])
        assert server.paths == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "opa",
        "opa:8181",
        "ftp://opa",
        "http://",
        "http://opa:port",
        "http://opa:99999",
        "http://opa?x=1",
        "http://opa#x",
        "file:///etc",
    ],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ConfigurationError):
        ServerEngine(url, None)


def test_credentials_in_an_address_are_refused_and_not_repeated():
    with pytest.raises(ConfigurationError) as caught:
        ServerEngine("http://me:s3cret@opa", None)
    assert "s3cret" not in f"{caught.value}{caught.value.hint}"


def test_nothing_ambient_is_used(monkeypatch, tmp_path):
    with (
        FakeServer(reply({"result": "proxied"})) as proxy,
        engine_for(reply(YES)) as (engine, server),
    ):
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login me password s3cret\n")
        monkeypatch.setenv("NETRC", str(netrc))
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        assert engine.evaluate("compliance.rule", {}) is True
        assert proxy.paths == []
        assert server.authorizations == [None]


def served(revision):
    return {"result": 1, "provenance": {"bundles": {"main": {"revision": revision}}}}


def test_the_expected_revision_is_demanded_of_every_answer():
    with engine_for(reply(served("r1")), reply(served("r2")), bundle=BUNDLE) as (engine, server):
        assert engine.evaluate("compliance.rule", {}) == 1
        error = refusal(engine, ConfigurationError)
        assert "serves `r2`, expected `r1`" in str(error)
        assert server.paths == ["/v1/data/compliance/rule?provenance=true"] * 2


@pytest.mark.parametrize(
    "document",
    [
        {"result": 1},
        {"result": 1, "provenance": None},
        {"result": 1, "provenance": {"revision": "r1"}},
        {"result": 1, "provenance": {"bundles": {}}},
        {"result": 1, "provenance": {"bundles": ["r1"]}},
        {"result": 1, "provenance": {"bundles": {"main": "r1"}}},
        {"result": 1, "provenance": {"bundles": {"r1": {}}}},
        served(""),
        served(None),
        {},
    ],
)
def test_a_server_that_does_not_say_its_revision_is_refused(document):
    with engine_for(reply(document), bundle=BUNDLE) as (engine, _):
        assert "expected `r1`" in str(refusal(engine, ConfigurationError))


def test_one_bundle_among_several_may_be_the_expected_one():
    document = served("r0")
    document["provenance"]["bundles"]["law"] = {"revision": "r1"}
    with engine_for(reply(document), bundle=BUNDLE) as (engine, _):
        assert engine.evaluate("compliance.rule", {}) == 1


def test_checks_are_asked_together_and_answer_in_order():
    fail = {**FOUND, "question": 1, "verdict": "fail", "evidence": {"x": 1}}
    questions = [Question(("area/good",), {"a": 1}), Question((), {}), Question(("area/good",), {})]
    found = [FOUND, {**fail, "question": 2}]
    with engine_for(reply({"result": found})) as (engine, server):
        assert engine.judge(questions) == [
            [Answer("AAA-001", Verdict.PASS, {})],
            [],
            [Answer("AAA-001", Verdict.FAIL, {"x": 1})],
        ]
        assert server.paths == ["/v1/data/compliance/audit/findings"]
        asked = server.bodies[0]["input"]["questions"]
        assert asked[0] == {"checks": ["area/good"], "input": {"a": 1}}


def test_many_questions_go_in_several_round_trips():
    with engine_for(reply({"result": [FOUND]}), batch=1) as (engine, server):
        assert len(engine.judge([Question(("area/good",), {"n": n}) for n in range(3)])) == 3
        assert [body["input"]["questions"][0]["input"]["n"] for body in server.bodies] == [0, 1, 2]


def test_no_question_is_no_round_trip():
    with engine_for(reply({})) as (engine, server):
        assert engine.judge([]) == []
        assert server.paths == []


@pytest.mark.parametrize(
    "found",
    [
        [],
        {},
        None,
        "pass",
        [FOUND, FOUND],
        [{**FOUND, "question": 1}],
        [{**FOUND, "path": "area/other"}],
        [{**FOUND, "more": 1}],
        [{key: value for key, value in FOUND.items() if key != "evidence"}],
        [{key: value for key, value in FOUND.items() if key != "check"}],
        [None],
        [{}],
        [["pass"]],
    ],
)
def test_findings_that_are_not_one_a_question_and_check_are_an_error(found):
    with (
        engine_for(reply({"result": found})) as (engine, _),
        pytest.raises(PolicyError, match="one finding a question and check"),
    ):
        engine.judge([Question(("area/good",), {})])


@pytest.mark.parametrize(
    "part",
    [
        {"verdict": None},
        {"verdict": "skip"},
        {"verdict": True},
        {"verdict": ["pass"]},
        {"check": None},
        {"check": ""},
        {"evidence": None},
        {"evidence": []},
    ],
)
def test_a_finding_of_another_shape_is_an_error_that_names_the_check(part):
    with (
        engine_for(reply({"result": [{**FOUND, **part}]})) as (engine, _),
        pytest.raises(PolicyError, match="check `area/good`"),
    ):
        engine.judge([Question(("area/good",), {})])


def test_put_data_sends_the_document_and_tells_a_refusal():
    refused = reply({"code": "invalid_parameter", "message": "path is owned by bundle"}, 400)
    with engine_for(Reply("", 204), refused) as (engine, server):
        engine.put_data("deployments", {"a": {"x": (1, 2)}})
        assert server.paths == ["/v1/data/deployments"]
        (put,) = server.bodies
        assert put == {"a": {"x": [1, 2]}, "digest": digest({"a": {"x": [1, 2]}})}
        with pytest.raises(PolicyError, match="status 400: path is owned by bundle"):
            engine.put_data("compliance", {})
        with pytest.raises(ConfigurationError, match="is no JSON"):
            engine.put_data("deployments", {"a": float("nan")})
        assert len(server.paths) == 2


def test_data_is_put_again_where_the_server_may_have_been_restarted():
    rule, data = "/v1/data/compliance/rule", "/v1/data/deployments"
    first, broken = Reply("", 204), [reply(YES), hang_up]
    again = [reply({"result": "without deployments"}), Reply("", 204), reply({"result": "with"})]
    with engine_for(first, *broken, *again) as (engine, server):
        engine.put_data("deployments", {"a": {}})
        assert engine.evaluate("compliance.rule", {}) is True
        assert engine.evaluate("compliance.rule", {}) == "with"
        assert server.paths == [data, rule, rule, rule, data, rule]

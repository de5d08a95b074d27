"""One real OPA server that others write to as well: no answer is made from what they left there."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest

from compliance_toolkit import Compliance, Limits, UnavailableError
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.bundle import load as load_bundle
from fake_server import Reply, engine_for, reply
from opa_server import OpaServer, build_bundle
from small_project import CLAUDE_US, DAY, MODEL, write

NOTHING_KEPT = Limits(total=0)
TENANTS = {
    "acme": {"jurisdictions": ["global"]},
    "acme/clinic": {
        "jurisdictions": ["us"],
        "regimes": ["hipaa"],
        "retention": {"prompts": {"max_days": 0}},
    },
}
LAST = {"by": "legal@acme.example", "reference": "MSA-7", "until": "2027-03-31"}
ATTESTED = {**CLAUDE_US, "attestations": dict.fromkeys(("zero_data_retention", "baa"), LAST)}
WITHDRAWN = {**CLAUDE_US, "attestations": {}}
ROUTES = "compliance.resolve.routes"


@pytest.fixture(scope="module")
def server(opa, policies, bundle, tmp_path_factory):
    target = tmp_path_factory.mktemp("bundle") / "bundle.tar.gz"
    with OpaServer(opa, "-b", build_bundle(opa, policies, target, bundle.revision)) as running:
        yield running


def program(server: OpaServer, folder: Any, deployment: Any) -> Compliance:
    """What a process of its own has: connections and deployments that no other knows of."""
    folder.mkdir(exist_ok=True)
    path = write(folder, deployments={"claude-us": deployment}, tenants=TENANTS)
    return Compliance.load(path, engine=server.url, limits=NOTHING_KEPT)


def ask(compliance: Compliance, **more: Any) -> Any:
    return compliance.resolve(tenant="acme/clinic", model=MODEL, at=DAY, **more)


def at(server: OpaServer, path: str, method: str = "GET", document: Any = None) -> Any:
    """Speak to the server as anybody can who may write beside the bundle."""
    given = None if document is None else json.dumps(document).encode()
    asked = urllib.request.Request(  # noqa: S310  http, to a server of ours
        f"{server.url}/v1/data/{path}",
        data=given,
        method=method,
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
        text = answer.read()
    return json.loads(text)["result"] if text else None


@pytest.mark.opa
def test_law_that_somebody_plants_beside_the_bundle_earns_no_route(server, tmp_path):
    compliance = program(server, tmp_path, WITHDRAWN)
    assert ask(compliance).outcome == "denied"
    tables = at(server, "compliance/resolve/settled/models")
    for table in tables.values():
        for regime in table["regimes"].values():
            everything = dict.fromkeys(table["cases"], "9999-12-31")
            regime.update(terms=[], need=None, limit=None, obligations=[], transfers=None)
            regime.update(lets=[everything for _ in table["spans"]])
        for case in table["cases"].values():
            case["kept"]["alone"] = [0, "9999-12-31"]
    at(server, "settled", "PUT", tables)
    try:
        for explain in (False, True):
            found = ask(program(server, tmp_path, WITHDRAWN), explain=explain)
            assert found.outcome == "denied"
            assert {denial.rule for denial in found.denials} >= {"TRM-101", "RET-101"}
    finally:
        at(server, "settled", "DELETE")


@pytest.mark.opa
@pytest.mark.parametrize("explain", [False, True])
def test_no_answer_is_made_from_the_deployments_of_another_program(server, tmp_path, explain):
    new = program(server, tmp_path / "new", WITHDRAWN)
    assert ask(new, explain=explain).outcome == "denied"
    old = program(server, tmp_path / "old", ATTESTED)
    assert ask(old, explain=explain).outcome == "resolved"
    with pytest.raises(UnavailableError, match="from the deployments of somebody else") as caught:
        ask(new, explain=explain)
    assert "a server of its own" in str(caught.value.hint)
    assert ask(old, explain=explain).outcome == "resolved"


@pytest.mark.opa
def test_programs_of_one_project_share_a_server(server, tmp_path):
    one, two = (program(server, tmp_path / name, ATTESTED) for name in ("one", "two"))
    for each in (one, two, one):
        assert ask(each).outcome == "resolved"


@pytest.mark.opa
def test_the_evidence_of_a_decision_is_the_digest_that_the_server_answered_by(server, tmp_path):
    decision = ask(program(server, tmp_path, ATTESTED))
    assert decision.digests.data == at(server, "deployments/digest")


@pytest.mark.opa
def test_deployments_that_somebody_took_away_are_no_deployments(server, tmp_path):
    compliance = program(server, tmp_path, ATTESTED)
    assert ask(compliance).outcome == "resolved"
    at(server, "deployments", "DELETE")
    with pytest.raises(UnavailableError, match="from no deployments that we put"):
        ask(compliance)


@pytest.mark.opa
def test_what_any_client_asks_is_what_it_was(server, tmp_path):
    compliance = program(server, tmp_path, ATTESTED)
    given = ask(compliance).given
    asked = {"input": json.loads(json.dumps(given, default=dict))}
    (route,) = at(server, ROUTES.replace(".", "/"), "POST", asked)
    assert route["deployment"] == "claude-us"


@pytest.mark.parametrize(
    "found",
    [
        [],
        None,
        {"answer": []},
        {"deployments": "x"},
        {"answer": [], "deployments": 7},
        {"answer": [], "deployments": "x", "more": 1},
    ],
)
def test_an_answer_that_does_not_say_whose_deployments_it_is_from_is_none(found):
    with engine_for(Reply("", 204), reply({"result": found})) as (engine, asked):
        engine.put_data("deployments", {})
        with pytest.raises(PolicyError, match=r"answered `data\.compliance\.resolve\.routes` out"):
            engine.evaluate(ROUTES, {})
        assert asked.paths[-1] == "/v1/data/compliance/resolve/sourced/routes"


def test_a_bundle_that_cannot_say_whose_deployments_it_answers_from_is_not_asked(tmp_path):
    (tmp_path / ".manifest").write_text('{"revision": "r1", "roots": ["compliance"]}')
    (tmp_path / "routes.rego").write_text("package compliance.resolve\n\nroutes := []\n")
    bundle = load_bundle(tmp_path)
    with engine_for(Reply("", 204), bundle=bundle) as (engine, asked):
        engine.put_data("deployments", {})
        with pytest.raises(PolicyError, match="does not say from whose deployments"):
            engine.evaluate(ROUTES, {})
        assert asked.paths == ["/v1/data/deployments"]

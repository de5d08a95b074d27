"""Both engines give the same answers, to whole inputs and to inputs with holes.

Every sample of every check and a table of requests, and each copy of them with one place left out
or given another value: null, "", [], {}, 0, false or a wrong type.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from agreement import NOTHING, Decision, assert_engines_agree, value_of
from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.engines.server import Patience, ServerEngine
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.bundle import Bundle, load
from compliance_toolkit.policy.engine import Question
from compliance_toolkit.registry import registry as registries
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.resolve.candidates import candidates
from opa_server import OpaServer, build_bundle
from samples import LAW, SAMPLES, Place, at, places, with_value, without

pytestmark = pytest.mark.opa

PROJECT = Path(__file__).resolve().parents[1] / "terraform" / "examples" / "compliance.yaml"
RULES = ("compliance.resolve.routes", "compliance.resolve.denials")

NOTHING_OWN: dict[str, Any] = {
    "countries": None,
    "providers": None,
    "features": None,
    "obligations": [],
    "max_price": None,
}
TENANTS: tuple[dict[str, Any], ...] = (
    {"jurisdictions": ["global"], "regimes": [], "data_classes": []},
    {"jurisdictions": ["eu"], "regimes": ["gdpr"], "data_classes": ["personal"]},
    {
        "jurisdictions": ["us"],
        "regimes": ["hipaa"],
        "data_classes": ["health"],
        "countries": ["US"],
        "providers": ["anthropic"],
        "features": ["prompt_caching"],
        "obligations": ["tell-the-patient"],
        "max_price": 1.1,
    },
    {"jurisdictions": ["de", "eu"], "regimes": ["gdpr", "hipaa"], "data_classes": []},
    {"jurisdictions": ["uk"], "regimes": ["uk-gdpr"], "data_classes": ["card"]},
    {"jurisdictions": ["global"], "regimes": ["gdpr", "dora"], "data_classes": ["phi"]},
    {"jurisdictions": ["us-gov"], "regimes": ["fedramp-high"], "data_classes": []},
)
REQUESTS = (
    {"model": "claude-opus-5-5", "features": ["prompt_caching"], "at": "2026-11-25"},
    {"model": "claude-opus-5-5", "features": [], "at": "2027-03-31"},
    {"model": "claude-haiku-4-5", "features": [], "at": "2027-04-01"},
)


def requests() -> Iterator[dict[str, Any]]:
    """Every tenant with every request, some of them keeping nothing."""
    for n, (tenant, request) in enumerate(product(TENANTS, REQUESTS)):
        kept = {"prompts": {"max_days": (None, 0, 30)[n % 3]}}
        yield {
            "request": {**request, "data_classes": tenant["data_classes"]},
            "tenant": {"name": "acme/one", **NOTHING_OWN, **tenant, "retention": kept},
        }


def with_gaps(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The input, and every copy of it with one place left out or null."""
    yield given
    for place in places(given):
        yield without(given, place)
        yield with_value(given, place, None)


def with_holes(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same, and every copy with nothing in its other forms or a wrong type in one place."""
    yield from with_gaps(given)
    for place in places(given):
        wrong: Any = 7 if isinstance(at(given, place), str) else "no such word"
        instead: tuple[Any, ...] = ("", [], {}, 0, False, wrong)
        yield from (with_value(given, place, value) for value in instead)


def decisions(inputs) -> Iterator[Decision]:
    for given in inputs:
        yield from ((rule, given) for rule in RULES)


@pytest.fixture(scope="module")
def project(bundle):
    law = KnownLaw.from_bundle(bundle.data["compliance"])
    return list(registries.load(PROJECT, law=law).deployments.values())


@pytest.fixture(scope="module")
def serve(opa, tmp_path_factory):
    """Start a real server of a folder of policies; all end with the module."""
    running = []

    def start(folder: Path, bundle: Bundle) -> ServerEngine:
        target = tmp_path_factory.mktemp("packed") / "bundle.tar.gz"
        build_bundle(opa, folder, target, bundle.revision)
        server = OpaServer(opa, "-b", target)
        server.start()
        running.append(server)
        # Hundreds of questions go in one round trip: a busy machine is no failure.
        engine = ServerEngine(server.url, bundle, patience=Patience(deadline=300))
        running.append(engine)
        return engine

    yield start
    for each in running:
        each.kill() if isinstance(each, OpaServer) else each.close()


@pytest.fixture(scope="module")
def shipped(serve, policies, bundle):
    return serve(policies, bundle)


def questions(inputs_of) -> Iterator[Question]:
    for sample in SAMPLES:
        yield from (Question((sample.path,), given) for given in inputs_of(sample.given))


def test_no_check_is_left_out(bundle):
    assert {sample.path for sample in SAMPLES} == set(bundle.checks)


def test_checks_agree_under_the_law_of_their_samples(serve, policies, bundle, tmp_path):
    """The samples' law gives each check a pass and a fail, so that there is something to lose."""
    shutil.copytree(policies, tmp_path / "policies", ignore=shutil.ignore_patterns("data.json"))
    (tmp_path / "policies/compliance/data.json").write_text(json.dumps(LAW))
    small = load(tmp_path / "policies")
    engine = EmbeddedEngine(small)
    whole = [answer.verdict for (answer,) in engine.judge(list(questions(lambda given: [given])))]
    assert whole == [sample.verdict for sample in SAMPLES]
    count = assert_engines_agree(engine, serve(tmp_path / "policies", small), questions(with_holes))
    assert count > 20_000


def test_checks_agree_under_the_shipped_law(shipped, embedded):
    assert assert_engines_agree(embedded, shipped, questions(with_gaps)) > 5_000


def test_decisions_agree_on_requests_with_holes(shipped, bundle, project):
    deployments = candidates(project, bundle.data["compliance"])
    engine = EmbeddedEngine(bundle, data={"deployments": deployments})
    shipped.put_data("deployments", deployments)
    routes = [engine.evaluate(RULES[0], given) for given in requests()]
    assert any(routes)
    assert not all(routes)
    inputs = [given for whole in requests() for given in with_holes(whole)]
    assert assert_engines_agree(engine, shipped, decisions=decisions(inputs)) > 3_000


def shapes(value: Any) -> Iterator[Place]:
    """The first place of each shape: in a list one entry stands for all."""
    seen = set()
    for place in places(value):
        shape = tuple("*" if isinstance(key, int) else key for key in place)
        if shape not in seen:
            seen.add(shape)
            yield place


def alone(bundle: Bundle, deployments: Any, given: dict[str, Any]) -> Any:
    """What an engine of its own answers over deployments that it may refuse to begin with."""
    try:
        engine = EmbeddedEngine(bundle, data={"deployments": deployments})
    except PolicyError:
        return NOTHING
    return value_of(engine, RULES[0], given)


def test_a_deployment_with_holes_gets_no_route_from_one_engine_alone(shipped, bundle, project):
    """Our own program writes these facts; if it fails to, the embedded engine may refuse more."""
    law = bundle.data["compliance"]
    (one,) = (x for x in project if x.provider == "bedrock")
    whole = candidates([one.model_copy(update={"models": ("claude-opus-5-5",)})], law)
    _, asked, refused, *_ = (x for x in requests() if x["request"]["at"] == "2026-11-25")
    assert value_of(EmbeddedEngine(bundle, data={"deployments": whole}), RULES[0], asked)
    count = 0
    for place in shapes(whole):
        for changed in (without(whole, place), with_value(whole, place, None)):
            shipped.put_data("deployments", changed)
            for given in (asked, refused):
                count += 1
                ours = alone(bundle, changed, given)
                assert ours in (value_of(shipped, RULES[0], given), NOTHING), (place, given)
    assert count > 200


FRAGILE = """package compliance.checks.area.fragile

id := "AAA-001"

default verdict := "unknown"

verdict := "fail" if not input.resource.region in ["r1"]

evidence := {}
"""


def test_the_comparison_sees_where_engines_part(serve, policies, tmp_path):
    """Style §4.7: with no region OPA does not apply the rule, and the embedded engine says fail."""
    folder = tmp_path / "policies"
    for path, text in {
        ".manifest": '{"revision": "r1", "roots": ["compliance"]}',
        "compliance/checks/area/fragile/fragile.rego": FRAGILE,
        "compliance/audit/audit.rego": (policies / "compliance/audit/audit.rego").read_text(),
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    bundle = load(folder)
    asked = [Question(("area/fragile",), {"resource": r}) for r in ({"region": "r2"}, {})]
    with pytest.raises(AssertionError, match="1 of 2 differ"):
        assert_engines_agree(EmbeddedEngine(bundle), serve(folder, bundle), asked)

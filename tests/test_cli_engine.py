"""`--engine URL`: a real OPA server answers the same through the same command."""

import json
from pathlib import Path

import pytest

from compliance_toolkit.cli.main import main
from opa_server import OpaServer, build_bundle

EXAMPLES = Path(__file__).parents[1] / "terraform" / "examples"
CONFIG = str(EXAMPLES / "compliance.yaml")


@pytest.fixture(scope="module")
def server(opa, policies, bundle, tmp_path_factory):
    packed = tmp_path_factory.mktemp("bundle") / "bundle.tar.gz"
    build_bundle(opa, policies, packed, bundle.revision)
    with OpaServer(opa, "-b", packed) as running:
        yield running


def both(capsys, server, *arguments: str):
    """Exit code and document, embedded and by the server."""
    answers = []
    for engine in ([], ["--engine", server.url]):
        code = main([*arguments, "--config", CONFIG, "--format", "json", *engine])
        answers.append((code, json.loads(capsys.readouterr().out)))
    return answers


def test_an_audit_by_the_server_is_the_same_report(capsys, server):
    embedded, served = both(capsys, server, "check")
    assert embedded == served
    assert embedded[0] == 1
    assert len(embedded[1]["findings"]) > 10


@pytest.mark.parametrize("tenant", ["acme/bank", "acme/bank/vault", "acme/health"])
def test_a_decision_by_the_server_is_the_same_document(capsys, server, tenant):
    embedded, served = both(
        capsys,
        server,
        *("resolve", "--tenant", tenant, "--model", "claude-opus-5-5", "--at", "2026-11-25"),
    )
    assert embedded == served


def test_a_server_with_another_bundle_is_refused(capsys, opa, policies, tmp_path):
    packed = build_bundle(opa, policies, tmp_path / "bundle.tar.gz", "somebody-elses")
    with OpaServer(opa, "-b", packed) as other:
        code = main(
            ["check", str(EXAMPLES / "london"), "--jurisdiction", "eu", "--engine", other.url]
        )
    said = capsys.readouterr()
    assert code == 2
    assert "somebody-elses" in said.err
    assert said.out == ""

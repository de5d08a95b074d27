"""A server has the deployments of one revision: no question meets those of another."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from compliance_toolkit import Compliance, ConfigurationError, Limits, UnavailableError
from opa_server import OpaServer, build_bundle
from small_project import DAY, MODEL, load, numbered, write

pytestmark = pytest.mark.opa

NOTHING_KEPT = Limits(total=0)


@pytest.fixture(scope="module")
def packed(opa, policies, bundle, tmp_path_factory):
    target = tmp_path_factory.mktemp("bundle") / "bundle.tar.gz"
    return build_bundle(opa, policies, target, bundle.revision)


@pytest.fixture
def server(opa, packed):
    with OpaServer(opa, "-b", packed) as running:
        yield running


def number_of(decision: Any) -> int:
    (route,) = decision.routes
    number = int(route.deployment.removeprefix("bedrock-"))
    assert decision.config.as_json()["account"] == f"{number:012d}"
    return number


def served(compliance: Compliance) -> int:
    return number_of(compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY))


def test_while_deployments_change_no_answer_mixes_two_revisions(server, tmp_path):
    path = numbered(tmp_path, 1)
    compliance = Compliance.load(path, engine=server.url, limits=NOTHING_KEPT)
    begun = done = 1
    start = threading.Barrier(4)
    over = threading.Event()

    def read() -> set[int]:
        seen = set()
        start.wait()
        while not over.is_set():
            least = done
            number = served(compliance)
            assert least <= number <= begun
            seen.add(number)
        return seen

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        start.wait()
        try:
            for number in range(2, 10):
                numbered(tmp_path, number)
                begun = number
                assert compliance.reload() is True
                done = number
        finally:
            over.set()
        seen = set().union(*(reader.result() for reader in readers))
    assert len(seen) > 2
    assert served(compliance) == 9


def test_a_server_that_does_not_answer_gives_no_answer_and_none_is_kept(server, tmp_path):
    compliance = load(tmp_path, engine=server.url)
    asked = {"tenant": "acme/bank", "model": MODEL, "at": DAY}
    before = compliance.resolve(**asked)
    server.kill()
    with pytest.raises(UnavailableError):
        compliance.resolve(**{**asked, "at": "2026-11-26"})
    assert compliance.resolve(**asked) is before  # its revision and its day are what they were
    server.start()
    assert compliance.resolve(**{**asked, "at": "2026-11-26"}).outcome == "resolved"


def test_a_reload_that_fails_leaves_the_servers_deployments_as_they_were(
    opa, packed, policies, tmp_path
):
    with OpaServer(opa, "-b", packed) as server:
        path = numbered(tmp_path, 1)
        compliance = Compliance.load(path, engine=server.url, limits=NOTHING_KEPT)
        assert served(compliance) == 1
        numbered(tmp_path, 2)
        server.kill()
        with pytest.raises(UnavailableError):
            compliance.reload()
        server.start()
        assert served(compliance) == 1
        assert compliance.reload() is True
        assert served(compliance) == 2
        other = build_bundle(opa, policies, tmp_path / "other.tar.gz", "somebody-elses")
    with OpaServer(opa, "-b", other) as server:
        compliance = Compliance.load(path, engine=server.url, limits=NOTHING_KEPT)
        write(tmp_path)
        with pytest.raises(ConfigurationError, match="somebody-elses"):
            compliance.reload()
        with pytest.raises(ConfigurationError, match="somebody-elses"):
            served(compliance)

"""Shadow mode tells what the law would have, and never gets in the way."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from compliance_toolkit import (
    ConfigurationError,
    FakeCompliance,
    Shadow,
    ShadowRecord,
    UnavailableError,
)
from small_project import BEDROCK_EU, CLAUDE_US, DAY, MODEL

SONNET = "claude-sonnet-5"
DEPLOYMENTS: Mapping[str, Any] = {
    "bedrock-eu": BEDROCK_EU,
    "claude-us": CLAUDE_US,
    "claude-kept": {**CLAUDE_US, "workspace": "wrkspc_2", "attestations": {}},
    "vertex-eu": {"provider": "vertex", "project": "acme-eu", "location": "eu", "models": [MODEL]},
}
TENANTS: Mapping[str, Any] = {
    "bank": {"jurisdictions": ["eu"]},
    "clinic": {"jurisdictions": ["us"], "retention": {"prompts": {"max_days": 0}}},
}
BEDROCK_URL = "https://bedrock-runtime.eu-central-1.amazonaws.com"
BEDROCK_ID = "eu.anthropic.claude-opus-5-5"
LOGGER = "compliance_toolkit.shadow"


@pytest.fixture
def fake() -> FakeCompliance:
    return FakeCompliance(deployments=DEPLOYMENTS, tenants=TENANTS, today=DAY)


def agrees(fake: FakeCompliance, tenant: str, **chosen: str) -> bool | None:
    record = Shadow(fake).ask(tenant=tenant, model=MODEL, chosen=chosen)
    assert record.error is None
    assert record.why
    return record.agrees


@pytest.mark.parametrize(
    ("tenant", "deployment", "expected"),
    [
        ("bank", "bedrock-eu", True),
        ("bank", "vertex-eu", True),  # not the best route, and a compliant one
        ("bank", "claude-us", False),
        ("bank", "claude-eu", None),  # nothing is known of it
        ("clinic", "claude-us", True),
        ("clinic", "claude-kept", False),
    ],
)
def test_a_deployment_agrees_if_it_is_a_compliant_route(fake, tenant, deployment, expected):
    assert agrees(fake, tenant, deployment=deployment) is expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"provider": "bedrock", "region": "eu-central-1", "model_id": BEDROCK_ID}, True),
        ({"base_url": BEDROCK_URL, "model_id": BEDROCK_ID}, True),
        ({"base_url": f"{BEDROCK_URL}:443/", "model_id": BEDROCK_ID}, True),
        ({"provider": "vertex", "region": "eu", "model_id": MODEL}, True),
        ({"deployment": "bedrock-eu", "region": "eu-central-1"}, True),
        # One contradiction is enough.
        ({"deployment": "bedrock-eu", "region": "us-east-1"}, False),
        ({"base_url": BEDROCK_URL, "model_id": "global.anthropic.claude-opus-5-5"}, False),
        ({"base_url": "https://bedrock-runtime.us-east-1.amazonaws.com"}, False),
        ({"base_url": f"https://user:secret@evil.example/?{BEDROCK_URL}"}, False),
        ({"base_url": BEDROCK_URL.replace("https", "http"), "model_id": BEDROCK_ID}, False),
        ({"base_url": f"{BEDROCK_URL}:8443", "model_id": BEDROCK_ID}, False),
        ({"base_url": "https://[", "model_id": BEDROCK_ID}, False),
        ({"provider": "anthropic"}, False),
        ({"region": "us-east-1"}, False),
        ({"provider": "bedrock", "account": "999999999999"}, False),
        # What is not said is not taken to be right.
        ({"provider": "bedrock"}, None),
        ({"provider": "bedrock", "region": "eu-central-1"}, None),
        ({"provider": "bedrock", "model_id": BEDROCK_ID}, None),
        ({"region": "eu-central-1", "model_id": BEDROCK_ID}, None),
        ({"model_id": BEDROCK_ID}, None),
    ],
    ids=str,
)
def test_facts_agree_if_they_can_be_nothing_but_a_compliant_route(fake, chosen, expected):
    assert agrees(fake, "bank", **chosen) is expected


VERTEX_URL = "https://aiplatform.eu.rep.googleapis.com"
OURS = f"{VERTEX_URL}/v1/projects/acme-eu/locations/eu"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (VERTEX_URL, True),
        (f"{VERTEX_URL}/", True),
        (f"{VERTEX_URL}/v1", True),
        (f"{OURS}/", True),
        (f"{OURS}/publishers/anthropic/models/{MODEL}:streamRawPredict", True),
        (f"{VERTEX_URL}/v1/projects/acme%2Deu/locations/eu", True),
        # It says another one.
        (f"{VERTEX_URL}/v1/projects/evil/locations/eu", False),
        (f"{VERTEX_URL}/v1/projects/evil", False),
        (f"{VERTEX_URL}/v1/projects/acme-eu/locations/global", False),
        (f"{VERTEX_URL}/v1/projects/acme-eu/locations/eu/../global", None),
        (f"{VERTEX_URL}/v1/projects/acme-eu/locations/%67lobal", False),
        (f"{VERTEX_URL}/v1beta1/projects/evil/locations/eu", False),
        (f"{VERTEX_URL}/proxy/projects/acme-eu/locations/global", False),
        (f"{OURS}/publishers/anthropic/models/claude-sonnet-5:rawPredict", False),
        # Nobody can tell what it says.
        (f"{VERTEX_URL}/v1beta1/projects/acme-eu/locations/eu", None),
        (f"{VERTEX_URL}/v1/projects/123456789012/locations/eu", None),
        (f"{VERTEX_URL}/v1//projects/acme-eu", None),
        (f"{VERTEX_URL}/v1/projects%2Fevil%2Flocations%2Fglobal", None),
        (f"{OURS}/endpoints/1", None),
        (f"{OURS}/publishers/other", None),
        (f"{VERTEX_URL}/somewhere", None),
    ],
)
@pytest.mark.parametrize("more", [{"deployment": "vertex-eu"}, {"model_id": MODEL}], ids=str)
def test_what_an_address_says_after_its_host_counts(fake, address, expected, more):
    assert agrees(fake, "bank", base_url=address, **more) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"/model/{BEDROCK_ID}/invoke", True),
        (f"/model/{BEDROCK_ID}", True),
        ("/model/global.anthropic.claude-opus-5-5/invoke", False),
        ("/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/invoke", None),
        (f"/model/{BEDROCK_ID}/other", None),
        ("/openai/v1/chat/completions", None),
        ("/projects/evil", None),
    ],
)
def test_so_does_a_path_of_bedrock(fake, path, expected):
    assert agrees(fake, "bank", base_url=BEDROCK_URL + path, deployment="bedrock-eu") is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/v1", True), ("/v1/messages", True), ("/v1/messages/batches", True), ("/v1/files", None)],
)
def test_a_path_of_anthropic_says_nothing_of_a_place_and_must_be_known(fake, path, expected):
    chosen = {"deployment": "claude-us", "base_url": f"https://api.anthropic.com{path}"}
    assert agrees(fake, "clinic", **chosen) is expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"inference_geo": "us", "workspace": "wrkspc_1"}, True),
        ({"inference_geo": "us", "workspace": "wrkspc_2"}, False),
        ({"inference_geo": "us"}, None),  # the project has a refused workspace of the same geo
        ({"inference_geo": "global", "workspace": "wrkspc_1"}, False),
        ({"workspace": "wrkspc_1"}, None),
    ],
    ids=str,
)
def test_a_workspace_is_told_from_one_that_keeps_prompts(fake, more, expected):
    chosen = {"base_url": "https://api.anthropic.com", "model_id": MODEL, **more}
    assert agrees(fake, "clinic", **chosen) is expected


def test_where_nothing_is_compliant_every_choice_differs(fake):
    with fake.deny("bank", rule="RES-101"):
        for chosen in ({"deployment": "bedrock-eu"}, {"provider": "bedrock"}):
            record = Shadow(fake).ask(tenant="bank", model=MODEL, chosen=chosen)
            assert record.agrees is False
            assert record.decision is not None
            assert record.decision.outcome == "denied"


@pytest.mark.parametrize(
    "mistake",
    [
        {"tenant": "bnak"},
        {"tenant": None},
        {"tenant": ["bank"]},
        {"model": "claude-opus"},
        {"model": object()},
        {"features": "batches"},
        {"data_classes": {"helth"}},
        {"at": "someday"},
        {"chosen": {}},
        {"chosen": None},
        {"chosen": "bedrock-eu"},
        {"chosen": {"regoin": "eu-central-1"}},
        {"chosen": {"region": None}},
        {"chosen": {7: "eu-central-1"}},
    ],
    # By its types: the text of an object is another in each process.
    ids=lambda mistake: " ".join(
        f"{key} {value!r:.30}".split(" at 0x")[0] for key, value in mistake.items()
    ),
)
@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_mistake_is_part_of_the_record_and_is_no_agreement(fake, mistake, asynchronous):
    asked = {"tenant": "bank", "model": MODEL, "chosen": {"deployment": "bedrock-eu"}, **mistake}
    shadow = Shadow(fake)
    record = asyncio.run(shadow.aask(**asked)) if asynchronous else shadow.ask(**asked)
    assert record.agrees is None
    assert isinstance(record.error, ConfigurationError)
    assert record.why == record.error.message
    assert shadow.counts.unknown == 1


@pytest.mark.parametrize("asynchronous", [False, True])
def test_an_outage_or_a_bug_is_part_of_the_record(fake, asynchronous, monkeypatch):
    asked: Any = {"tenant": "bank", "model": MODEL, "chosen": {"deployment": "bedrock-eu"}}
    shadow = Shadow(fake)

    def ask() -> ShadowRecord:
        return asyncio.run(shadow.aask(**asked)) if asynchronous else shadow.ask(**asked)

    with fake.unavailable():
        record = ask()
    assert (record.agrees, record.decision) == (None, None)
    assert isinstance(record.error, UnavailableError)
    monkeypatch.setattr(FakeCompliance, "aresolve" if asynchronous else "resolve", lambda _: 1 / 0)
    record = ask()
    assert record.agrees is None
    assert isinstance(record.error, TypeError)
    assert record.why == "this is a bug in compliance: TypeError"


def test_who_ends_the_program_is_not_held_up(fake, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeCompliance, "resolve", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Shadow(fake).ask(tenant="bank", model=MODEL, chosen={"deployment": "bedrock-eu"})


def test_each_record_is_given_on_and_counted(fake):
    records: list[ShadowRecord] = []
    shadow = Shadow(fake, record=records.append)
    for deployment in ("bedrock-eu", "vertex-eu", "claude-us", "nobodys"):
        shadow.ask(tenant="bank", model=MODEL, chosen={"deployment": deployment})
    assert [one.agrees for one in records] == [True, True, False, None]
    counts = shadow.counts
    assert (counts.agreed, counts.differed, counts.unknown, counts.asked) == (2, 1, 1, 4)
    assert counts.record_failed == 0


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_bug_in_what_takes_the_records_stops_nobody(fake, asynchronous):
    def record(_: ShadowRecord) -> None:
        raise RuntimeError("a bug of the application")

    shadow = Shadow(fake, record=record)
    asked: Any = {"tenant": "bank", "model": MODEL, "chosen": {"deployment": "bedrock-eu"}}
    given = asyncio.run(shadow.aask(**asked)) if asynchronous else shadow.ask(**asked)
    assert given.agrees is True
    assert (shadow.counts.agreed, shadow.counts.record_failed) == (1, 1)


def test_a_log_that_fails_stops_nobody(fake, monkeypatch):
    class Broken(logging.Handler):
        def handle(self, _: logging.LogRecord) -> bool:
            raise OSError("the disk is full")

    logger = logging.getLogger(LOGGER)
    handler = Broken()
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "level", logging.INFO)
    records: list[ShadowRecord] = []
    shadow = Shadow(fake, record=records.append)
    shadow.ask(tenant="bank", model=MODEL, chosen={"deployment": "bedrock-eu"})
    assert len(records) == 1


def test_one_line_is_logged_without_secrets_and_without_a_line_break(fake, caplog):
    shadow = Shadow(fake)
    with caplog.at_level(logging.INFO, LOGGER):
        shadow.ask(
            tenant="bank",
            model=MODEL,
            chosen={"base_url": f"{BEDROCK_URL}/?key=hunter2", "model_id": BEDROCK_ID},
        )
        shadow.ask(tenant="ba\nnk", model="m\x1b[31m", chosen={"region": "eu\nFAKE agrees: yes"})
        shadow.ask(tenant="bank", model=MODEL, chosen={"api_key": "sk-ant-hunter2-hunter2"})
        shadow.ask(tenant="bank", model=MODEL, chosen={"region": "sk-ant-hunter2-hunter2"})
    said = [one.getMessage() for one in caplog.records if one.name == LOGGER]
    assert len(said) == 4
    assert said[0] == (
        "tenant `bank`, model `claude-opus-5-5`: agrees: yes;"
        " chosen: base_url `bedrock-runtime.eu-central-1.amazonaws.com`,"
        " model_id `eu.anthropic.claude-opus-5-5`; it is `bedrock-eu`, which is compliant"
    )
    assert all("hunter2" not in one and one.isprintable() for one in said)
    assert all(one.levelno == logging.INFO for one in caplog.records)


def test_a_record_is_frozen_and_a_copy_of_what_was_said(fake):
    chosen = {"deployment": "bedrock-eu"}
    record: Any = Shadow(fake).ask(tenant="bank", model=MODEL, chosen=chosen)
    chosen["deployment"] = "claude-us"
    assert record.chosen == {"deployment": "bedrock-eu"}
    with pytest.raises(FrozenInstanceError):
        record.agrees = False
    with pytest.raises(TypeError):
        record.chosen["deployment"] = "claude-us"


def test_threads_count_together(fake):
    shadow = Shadow(fake)
    start = threading.Barrier(8)

    def ask(_: int) -> None:
        start.wait()
        for _ in range(50):
            shadow.ask(tenant="bank", model=MODEL, chosen={"deployment": "bedrock-eu"})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    assert shadow.counts.agreed == shadow.counts.asked == 400

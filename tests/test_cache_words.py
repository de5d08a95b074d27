"""A text that says it is another's: nobody else ever finds what was decided for it."""

from __future__ import annotations

import asyncio
import datetime as dt
import enum
import json
from typing import Any, Self

import pytest

from compliance_toolkit import Compliance, ConfigurationError, Decision, FakeCompliance, Shadow
from registry_store import FakeStore
from small_project import DAY, DEPLOYMENTS, MODEL, TENANTS, load, write

EU: dict[str, Any] = {"jurisdictions": ["eu"]}
US: dict[str, Any] = {"jurisdictions": ["us"]}
HONEST: dict[str, Any] = {
    "tenant": "acme/bank",
    "model": MODEL,
    "features": ["prompt_caching"],
    "data_classes": ["personal"],
    "at": DAY,
}


class Posing(str):  # noqa: SLOT000  mypy has no slots of a `str`
    """Holds one text, and passes for another wherever it is compared or looked up."""

    passes_for: str

    def __new__(cls, text: str, passes_for: str) -> Self:
        made = super().__new__(cls, text)
        made.passes_for = passes_for
        return made

    def __hash__(self) -> int:
        return hash(self.passes_for)

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False


class Day(dt.date):
    """Tells another day each time."""

    told = 0

    def isoformat(self) -> str:
        Day.told += 1
        return "2026-12-24" if Day.told % 2 else DAY


class Model(enum.StrEnum):
    OPUS = MODEL


def essence(decision: Decision) -> tuple[object, ...]:
    request = decision.request
    return (
        str.__str__(decision.tenant),
        [route.deployment for route in decision.routes],
        json.dumps(decision.given["tenant"]),
        request.as_input(),
    )


POSED = [
    ("tenant", "acme/bank", "acme/clinic", Posing("acme/bank", "acme/clinic")),
    ("model", MODEL, "claude-sonnet-5", Posing(MODEL, "claude-sonnet-5")),
    ("features", ["prompt_caching"], ["batches"], [Posing("prompt_caching", "batches")]),
    ("features", ["prompt_caching"], ["batches"], {Posing("prompt_caching", "batches")}),
    ("features", ["prompt_caching"], ["batches"], frozenset([Posing("prompt_caching", "batches")])),
    ("data_classes", ["personal"], ["phi"], (Posing("personal", "phi"),)),
    ("at", DAY, "2026-12-24", Day(2026, 11, 25)),
    ("at", DAY, "2026-12-24", Posing(DAY, "2026-12-24")),
]


@pytest.mark.parametrize("first", ["posing", "honest"])
@pytest.mark.parametrize("case", POSED, ids=range(len(POSED)))
def test_what_passes_for_another_is_decided_as_what_it_holds(tmp_path, case, first):
    key, held, other, posing = case
    fresh = load(tmp_path)
    truth = {name: essence(fresh.resolve(**{**HONEST, key: one})) for name, one in
             (("held", held), ("other", other))}  # fmt: skip
    compliance = load(tmp_path)
    asks = [("held", posing), ("other", other), ("held", held)]
    for name, value in asks if first == "posing" else asks[1:] + asks:
        assert essence(compliance.resolve(**{**HONEST, key: value})) == truth[name]
        awaited = asyncio.run(compliance.aresolve(**{**HONEST, key: value}))
        assert essence(awaited) == truth[name]


def test_words_that_pass_for_each_other_are_still_two(tmp_path):
    words = [Posing("prompt_caching", "citations"), "citations"]
    decision = load(tmp_path).resolve(**{**HONEST, "features": words})
    assert decision.request.features == {"prompt_caching", "citations"}
    assert {type(word) for word in decision.request.features} == {str}


def test_a_decision_holds_exact_text_and_an_exact_day(tmp_path):
    asked = {"tenant": Posing("acme/bank", "acme"), "model": Model.OPUS, "at": Day(2026, 11, 25)}
    decision = load(tmp_path).resolve(**{**HONEST, **asked})
    request = decision.request
    assert [type(one) for one in (decision.tenant, request.model, request.at)] == [
        str,
        str,
        dt.date,
    ]
    assert decision.given["request"]["model"] == MODEL


@pytest.mark.parametrize("source", [True, False])
def test_a_tenant_that_passes_for_another_leaves_nothing_under_the_others_name(tmp_path, source):
    store = FakeStore({"bank": EU, "shop": US}) if source else None
    files = {} if source else {"bank": EU, "shop": US}
    compliance = Compliance.load(write(tmp_path, tenants=files), tenants=store)
    posing = Posing("bank", "shop")
    for _ in range(2):
        assert compliance.tenant(posing).jurisdictions == ("eu",)
        assert compliance.registry.tenant(posing, audited=True).name == "bank"
        assert compliance.tenant("shop").jurisdictions == ("us",)
        assert compliance.registry.sources(posing)[0].tenant == "bank"


def repr_of(value: object) -> str:
    return type(value).__name__


class Claiming:
    """Says of itself that it is a text."""

    __class__ = str  # type: ignore[assignment]

    def __hash__(self) -> int:
        return hash(MODEL)

    def __eq__(self, other: object) -> bool:
        return True


@pytest.mark.parametrize("key", ["tenant", "model", "features", "data_classes", "at"])
@pytest.mark.parametrize("odd", [Claiming(), True, 1, 1.5, None, b"acme/bank"], ids=repr_of)
def test_what_is_no_text_is_refused_whatever_it_says_of_itself(tmp_path, key, odd):
    if key == "at" and odd is None:
        return  # today
    compliance = load(tmp_path)
    compliance.resolve(**HONEST)
    value = [odd] if key in {"features", "data_classes"} else odd
    for _ in range(2):
        with pytest.raises(ConfigurationError, match=r"no text|no day"):
            compliance.resolve(**{**HONEST, key: value})


def test_shadow_compares_what_a_choice_holds():
    fake = FakeCompliance(deployments=DEPLOYMENTS, tenants=TENANTS, today=DAY)
    chosen = {"deployment": "bedrock-eu", "model_id": Posing("elsewhere", "x")}
    record = Shadow(fake).ask(tenant="acme/bank", model=MODEL, chosen=chosen)
    assert record.error is None
    assert record.agrees is False

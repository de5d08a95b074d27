"""What each regime asks of the firm beside a route, as duties that a decision names."""

import json
from pathlib import Path

import pytest

REGIMES = Path(__file__).resolve().parents[2] / "policies" / "compliance" / "regimes"
OBLIGATIONS = {
    "ai-act": {"keep-documentation", "keep-own-logs", "log-in-region"},
    "ccpa": {"disclose-retention"},
    "dora": {"exit-plan", "notify-location-change", "register-of-information"},
    "fadp": {"log-in-region"},
    "fedramp-high": {"keep-ninety-days-at-hand", "log-in-region"},
    "gdpr": {"log-in-region"},
    "hipaa": {"log-in-region"},
    "pci-dss": {"keep-ninety-days-at-hand"},
    "sec-17a-4": {"archive-immutably", "archive-prompts", "keep-two-years-at-hand"},
    "sox": {"archive-audit-papers"},
    "uk-gdpr": {"log-in-region"},
}


def test_every_regime_is_listed():
    assert set(OBLIGATIONS) == {folder.name for folder in REGIMES.iterdir()}


@pytest.mark.parametrize(("code", "expected"), OBLIGATIONS.items())
def test_a_regime_obliges_to_all_of_this_and_no_more(code, expected):
    regime = json.loads((REGIMES / code / "data.json").read_text())
    assert set(regime["obligations"]) == expected
    assert len(regime["obligations"]) == len(expected)

"""Which checks and rules can fail by what a law says, against what fails under it."""

import json
import shutil

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.policy.catalog import Catalog, Per
from explaining import ROOT, explained, flat, text

VIOLATING = str(ROOT / "terraform" / "examples" / "eu-violating")
KINDS = {"jurisdiction": Per.JURISDICTION, "regime": Per.REGIME}


def driven(code, kind="regime"):
    """The checks and rules that read what a law says, by dimension."""
    (answer,) = [one for one in explained("law", code)["laws"] if one["law"]["kind"] == kind]
    return {dimension: {*rules} for dimension, rules in answer["driven"].items()}


@pytest.fixture(scope="module")
def catalog(bundle):
    return Catalog.load(bundle.data)


@pytest.fixture(scope="module")
def laws(bundle):
    """Jurisdictions and regimes, with their kinds."""
    law = bundle.data["compliance"]
    return [(kind, code) for kind in KINDS for code in law[f"{kind}s"]]


def test_a_law_names_what_fails_by_each_thing_that_it_states():
    gdpr = driven("gdpr")
    assert gdpr["logs.bounded"] == {"RET-002", "RET-004", "RET-005"}
    assert gdpr["terms"] == {"TRM-101"}
    assert "TRF-101" in gdpr["transfers"]
    assert driven("hipaa")["evidence.min_days"] == {"LOG-002"}
    assert driven("card", "data_class") == {"admitted": {"DAT-101"}}


def test_what_it_does_not_limit_drives_nothing():
    assert "prompts.max_days" not in driven("hipaa")
    assert not any("RET-101" in rules for rules in driven("hipaa").values())
    assert driven("global", "jurisdiction") == {}
    said = flat(text("law", "hipaa"))
    read, _, evidence = said.partition("evidence for it")
    assert "RET-101" not in read
    assert "RET-101: Prompts are kept no longer" in evidence


def test_a_limit_of_prompts_drives_the_checks_of_what_keeps_them(policies, tmp_path):
    shutil.copytree(policies, tmp_path / "policies")
    data = tmp_path / "policies" / "compliance" / "regimes" / "hipaa" / "data.json"
    own = json.loads(data.read_text())
    own["retention"]["prompts"]["max_days"] = 0
    data.write_text(json.dumps(own))
    (answer,) = explained("law", "hipaa", "--policies", str(tmp_path / "policies"))["laws"]
    assert answer["driven"]["prompts.max_days"] == ["RET-006", "RET-007", "RET-101"]


def test_each_check_that_is_asked_once_a_law_is_driven_by_some_law_of_that_kind(catalog, laws):
    for kind, per in KINDS.items():
        found = {
            rule
            for other, code in laws
            if other == kind
            for rules in driven(code, kind).values()
            for rule in rules
        }
        asked = {check.id for check in catalog.checks if check.per is per}
        assert asked
        assert asked <= found


@pytest.mark.parametrize("code", ["gdpr", "hipaa", "dora", "sec-17a-4", "pci-dss", "sox"])
def test_whatever_fails_under_a_regime_is_driven_by_it(code, capsys):
    asked = ("--jurisdiction", "eu", "--regime", code, "--format", "json")
    assert main(["check", VIOLATING, *asked]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    failing = {
        (one["jurisdiction"], one["regime"], one["check"])
        for one in found
        if one["verdict"] == "fail"
    }
    reading = {rule for rules in driven(code).values() for rule in rules}
    assert {check for _, regime, check in failing if regime == code} <= reading
    places = {rule for rules in driven("eu", "jurisdiction").values() for rule in rules}
    under = {check for law, _, check in failing if law == "eu"}
    assert under
    assert under <= places

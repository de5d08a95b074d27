"""What the registry knows of the law comes from a bundle, and one without it is refused."""

from __future__ import annotations

import copy
import json
import shutil
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.bundle import default_root
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.project import Attestations
from compliance_toolkit.registry.registry import load
from compliance_toolkit.registry.schemas import schemas_root
from registry_files import WHOLE, write

ANY = {"countries": "any"}
GROUNDS = ("safeguard", "adequacy")


def test_the_shipped_law_reads_the_project_file_of_the_design(tmp_path, bundle):
    law = KnownLaw.from_bundle(bundle.data["compliance"])
    assert load(write(tmp_path, WHOLE), law=law).tenant("acme/health").jurisdictions == ("us",)


@pytest.mark.parametrize(
    "part", ["jurisdictions", "regimes", "data_classes", "models", "regions", "routes"]
)
def test_a_bundle_without_a_part_of_the_law_knows_nothing(bundle, part):
    law = {key: value for key, value in bundle.data["compliance"].items() if key != part}
    for empty in (law, {**law, part: {}}, {**law, part: None}):
        with pytest.raises(PolicyError, match=f"`compliance.{part}`"):
            KnownLaw.from_bundle(empty)


@pytest.mark.parametrize(
    ("kind", "entry", "told"),
    [
        (
            "jurisdictions",
            {"fr": {"inference": {"countries": []}, "storage": ANY}},
            (
                "`compliance/jurisdictions/fr/data.json` of the bundle: `inference.countries`: "
                "expected a list of countries, or `any`, found a list"
            ),
        ),
        ("jurisdictions", {"fr": {"inference": ANY}}, "`storage`: expected a mapping, found noth"),
        (
            "jurisdictions",
            {"fr": {"inference": {"countries": "FR"}, "storage": ANY}},
            "`inference.countries`: expected a list of countries, or `any`, found `FR`",
        ),
        (
            "jurisdictions",
            {"fr": {"inference": ANY, "storage": {"countries": ["FR", 1]}}},
            "`storage.countries[1]`: expected text, found `1`",
        ),
        ("jurisdictions", {"fr": None}, "fr/data.json` of the bundle: expected a mapping, found"),
        ("regimes", {"gdpr": {}}, "`compliance/regimes/gdpr/data.json` of the bundle: `retention`"),
        (
            "regimes",
            {"gdpr": {"retention": {"logs": {"max_days": "30"}}}},
            "`retention.logs.max_days`: expected a whole number of days, or `null`, found `30`",
        ),
        (
            "regimes",
            {"gdpr": {"retention": {"logs": {"min_days": True}}}},
            "`retention.logs.min_days`: expected a whole number of days, or `null`, found `true`",
        ),
        ("regimes", {"gdpr": {"retention": {"logs": None}}}, "`retention.logs`: expected a map"),
        ("models", {"claude-x": []}, "`compliance/models/data.json` of the bundle: `claude-x`: ex"),
        ("data_classes", {"health": 1}, "`compliance/data_classes/data.json` of the bundle: `heal"),
        ("regions", {"aws": []}, "`compliance/regions/aws/data.json` of the bundle: expected a m"),
        (
            "routes",
            {"vertex": {}},
            "`compliance/routes/vertex/data.json` of the bundle: `offers`: expected a list of off",
        ),
        ("routes", {"vertex": {"offers": [3]}}, "`offers[0]`: expected a mapping, found `3`"),
        ("routes", {"vertex": {"offers": [{}]}}, "`offers[0].scope`: expected text, found nothing"),
    ],
)
def test_a_bundle_of_another_shape_is_told_by_file_key_and_what_was_expected(
    bundle, kind, entry, told
):
    with pytest.raises(PolicyError) as caught:
        KnownLaw.from_bundle({**bundle.data["compliance"], kind: entry})
    assert told in caught.value.message
    assert "schemas/" in (caught.value.hint or "")


_Keys = tuple[str | int, ...]
COUNTRIES: dict[str, _Keys] = {
    "inference.countries[0]": ("jurisdictions", "eu", "inference", "countries", 0),
    "storage.countries[3]": ("jurisdictions", "eu", "storage", "countries", 3),
    "transfers.free[0]": ("regimes", "gdpr", "transfers", "free", 0),
    "transfers.adequate[0].country": ("regimes", "gdpr", "transfers", "adequate", 0, "country"),
    "eu-central-1.country": ("regions", "aws", "eu-central-1", "country"),
    "us.countries[0]": ("regions", "anthropic", "us", "countries", 0),
    "offers[0].countries[0]": ("routes", "anthropic", "offers", 0, "countries", 0),
    "offers[0].storage[0]": ("routes", "anthropic", "offers", 0, "storage", 0),
}
PARTITIONS: dict[str, _Keys] = {
    "partitions[0]": ("jurisdictions", "us-gov", "partitions", 0),
    "partitions[0] of a regime": ("regimes", "fedramp-high", "partitions", 0),
    "eu-central-1.partition": ("regions", "aws", "eu-central-1", "partition"),
}


def planted(law: Any, keys: _Keys, value: Any) -> Any:
    """The law with another value in one place."""
    changed = there = copy.deepcopy(law)
    *above, last = keys
    for key in above:
        there = there[key]
    assert last in there or isinstance(last, int)
    there[last] = value
    return changed


@pytest.mark.parametrize("where", COUNTRIES)
def test_a_country_without_a_code_is_refused_with_its_file_and_key(bundle, where):
    kind, name, *_ = keys = COUNTRIES[where]
    for word in ("unspecified", "any", "de", "DEU", "", "DE\n", "ÄÖ", 1, ["DE"]):
        with pytest.raises(PolicyError) as caught:
            KnownLaw.from_bundle(planted(bundle.data["compliance"], keys, word))
        told = f"`compliance/{kind}/{name}/data.json` of the bundle: `{where}`: expected "
        assert caught.value.message.startswith(told), word
    KnownLaw.from_bundle(planted(bundle.data["compliance"], keys, "ZZ"))


@pytest.mark.parametrize("where", PARTITIONS)
def test_a_partition_that_nobody_specifies_is_refused_with_its_file_and_key(bundle, where):
    kind, name, *_ = keys = PARTITIONS[where]
    for word in ("unspecified", "", 1, ["aws"]):
        with pytest.raises(PolicyError) as caught:
            KnownLaw.from_bundle(planted(bundle.data["compliance"], keys, word))
        told = f"`compliance/{kind}/{name}/data.json` of the bundle: `{where.split(' ', 1)[0]}`: "
        assert caught.value.message.startswith(told), word
    KnownLaw.from_bundle(planted(bundle.data["compliance"], keys, "aws-iso"))


def test_law_may_say_any_country_and_a_region_none(bundle):
    law = planted(bundle.data["compliance"], COUNTRIES["eu-central-1.country"], None)
    law = planted(law, ("jurisdictions", "eu", "storage", "countries"), "any")
    assert KnownLaw.from_bundle(law).storage["eu"] is None


@pytest.mark.parametrize("verb", ["check", "resolve"])
def test_no_verb_uses_a_law_that_lists_what_nobody_specifies(tmp_path, policies, capsys, verb):
    shutil.copytree(policies, tmp_path / "policies")
    file = tmp_path / "policies/compliance/jurisdictions/eu/data.json"
    law = json.loads(file.read_text())
    law["storage"]["countries"].append("unspecified")
    file.write_text(json.dumps(law))
    (tmp_path / "main.tf").write_text('resource "aws_s3_bucket" "b" {\n  region = "eu-west-1"\n}\n')
    project = write(tmp_path, WHOLE)
    asked = {
        "check": f"{tmp_path}/main.tf --jurisdiction eu",
        "resolve": f"--config {project} --tenant acme/health --model claude-opus-5-5",
    }
    assert main([verb, *asked[verb].split(), "--policies", str(tmp_path / "policies")]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert "`compliance/jurisdictions/eu/data.json` of the bundle: `storage.count" in told.err


def test_the_file_that_is_told_is_where_the_shipped_bundle_keeps_it(bundle):
    law = bundle.data["compliance"]
    kinds = ("jurisdictions", "regimes", "data_classes", "models", "regions", "routes")
    places = [(kind, name) for kind in kinds for name in law[kind]]
    for kind, name in places:
        with pytest.raises(PolicyError) as caught:
            KnownLaw.from_bundle({**law, kind: {name: None}})
        file, schema = (
            one.split("`")[1] for one in (caught.value.message, caught.value.hint or "")
        )
        assert (default_root() / file).is_file()
        assert (schemas_root().parent / schema).is_file()
    assert len(places) > 20


def grounded(law: Any, regime: str, **transfers: Any) -> Any:
    changed = json.loads(json.dumps(law))
    changed["regimes"][regime]["transfers"].update(transfers)
    return changed


@pytest.mark.parametrize("regime", ["gdpr", "uk-gdpr", "fadp"])
@pytest.mark.parametrize(
    "term",
    ["dpa", "baa", "zero_data_retention", "locations", "retention", "dpf", "dpf_uk", "sccs", ""],
)
def test_nothing_is_transferred_on_what_is_no_ground_of_transfers(bundle, regime, term):
    law = grounded(bundle.data["compliance"], regime, mechanisms=["scc", term])
    with pytest.raises(PolicyError) as caught:
        KnownLaw.from_bundle(law)
    assert f"regimes/{regime}/data.json` of the bundle: `transfers.mechanisms[1]`: expected a " in (
        caught.value.message
    )
    assert "(`bcr`, `idta`, `scc`)" in caught.value.message
    assert caught.value.hint == "correct it by `schemas/regime.json`"


@pytest.mark.parametrize("term", ["dpa", "scc", "dpff", 1, ["dpf"]])
def test_adequacy_hangs_on_nothing_but_what_certifies_it(bundle, term):
    country = {"country": "US", "requires": term, "valid_from": "2026-01-01", "valid_to": None}
    law = grounded(bundle.data["compliance"], "gdpr", adequate=[country])
    with pytest.raises(PolicyError, match=r"`transfers\.adequate\[0\]\.requires`: expected"):
        KnownLaw.from_bundle(law)


@pytest.mark.parametrize("mechanisms", ["scc", {"scc": True}, [None], [["scc"]]])
def test_mechanisms_are_a_list_of_terms(bundle, mechanisms):
    law = grounded(bundle.data["compliance"], "gdpr", mechanisms=mechanisms)
    with pytest.raises(PolicyError, match=r"`transfers\.mechanisms"):
        KnownLaw.from_bundle(law)


def test_a_law_that_does_not_say_what_a_term_is_has_no_ground_of_transfers(bundle):
    law = {key: value for key, value in bundle.data["compliance"].items() if key != "terms"}
    with pytest.raises(PolicyError, match="has as such a ground, found"):
        KnownLaw.from_bundle(law)
    for empty in ({}, None, {"scc": None}):
        with pytest.raises(PolicyError, match=r"terms"):
            KnownLaw.from_bundle({**law, "terms": empty})


def test_the_law_says_of_each_attestation_whether_it_is_a_ground(bundle):
    terms: Any = bundle.data["compliance"]["terms"]
    assert terms.keys() == Attestations.model_fields.keys()
    said = {
        ground: {name for name in terms if terms[name]["ground"] == ground} for ground in GROUNDS
    }
    assert said["safeguard"] == {"scc", "bcr", "idta"}
    assert said["adequacy"] == {"dpf", "dpf_uk", "dpf_swiss"}

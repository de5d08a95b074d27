"""What the registry knows of the law comes from a bundle, and one without it is refused."""

import pytest

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.bundle import default_root
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.registry import load
from compliance_toolkit.registry.schemas import schemas_root
from registry_files import WHOLE, write

ANY = {"countries": "any"}


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

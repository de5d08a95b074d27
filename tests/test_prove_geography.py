"""Places and countries of the data are held to geography, which stands beside the data."""

import json
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.prove import gazetteer
from compliance_toolkit.prove.consistency import contradictions
from compliance_toolkit.prove.geography import unheld
from compliance_toolkit.prove.ways import countries_of
from proofs import DEPLOYMENTS, edit_json, law_of, small_policies

TEXT = json.dumps(law_of(bundles.load(bundles.default_root())))
SHIPPED = json.loads(TEXT)
REGIONS = [(cloud, name) for cloud, table in SHIPPED["regions"].items() for name in table]
PURPOSES = ("inference", "storage")


@pytest.fixture
def law() -> Any:
    return json.loads(TEXT)


def says(law):
    return [one.says for one in contradictions(law)]


def first(law):
    return next(contradictions(law)).says


def place(law, cloud, name, **stated):
    """State anew where a region is."""
    region = law["regions"][cloud][name]
    for key in ("country", "countries", "unspecified"):
        region.pop(key, None)
    region.update(stated)


def test_everything_that_is_shipped_is_held_to_geography(law):
    assert list(unheld(law)) == []
    places = [region.get("place") for table in law["regions"].values() for region in table.values()]
    names = [one["name"] for one in law["jurisdictions"].values()]
    known = [gazetteer.of_place(text) for text in (*filter(None, places), *names)]
    assert {name for _, unknown in known for name in unknown} == {"no restriction of place"}
    assert sum(bool(facts) for facts, _ in known) > 100


@pytest.mark.parametrize(("cloud", "name"), REGIONS)
def test_a_region_that_is_moved_to_another_country_is_found(law, cloud, name):
    here = countries_of(law["regions"][cloud][name]) or frozenset()
    for country in ("DE", "US", "IE", "GB", "BR", "RU", "CN"):
        if country not in here:
            place(law, cloud, name, country=country)
            assert f"`{name}` of {cloud} is stated to be in {country}, and " in first(law)


@pytest.mark.parametrize(
    ("cloud", "name", "country", "said"),
    [
        ("aws", "eu-west-1", "US", "is in Ireland, which is in IE"),
        ("aws", "us-iso-east-1", "US", "nobody specifies where that is"),
        ("aws", "global", "DE", "nobody specifies where that is"),
        ("azure", "northeurope", "DE", "its name means ireland, which is in IE"),
        ("azure", "germanywestcentral", "FR", "its name means germany, which is in DE"),
        ("azure", "us", "CA", "is in United States data zone, which is in US"),
        ("google", "europe-west4", "US", "is in Netherlands, which is in NL"),
        ("google", "eur4", "DE", "is in dual region Finland and Netherlands, which is in FI, NL"),
        ("google", "us-east7", "CA", "its name means united states, which is in US"),
        ("google", "asia", "JP", "nobody specifies where that is"),
        ("google_groups", "europe-locations", "US", "is in Europe, which has no US"),
        ("google_groups", "europe-locations", "DE", "is in Europe, which is more than a country"),
        ("google_groups", "global", "DE", "nobody specifies where that is"),
    ],
)
def test_what_is_said_of_a_region_that_is_moved(law, cloud, name, country, said):
    place(law, cloud, name, country=country)
    assert first(law) == f"`{name}` of {cloud} is stated to be in {country}, and {said}"


def test_a_region_that_is_moved_with_its_place_is_found_by_its_name(law):
    place(law, "aws", "eu-west-1", country="US", place="Ohio")
    assert first(law).endswith("its name means ireland, which is in IE")


def test_a_region_that_is_stated_to_be_in_two_ways_is_found(law):
    law["regions"]["google"]["us"]["country"] = "CA"
    assert says(law) == ["`us` of google is stated to be in CA, and in US"]


def test_a_region_that_nobody_specifies_and_that_states_a_country_is_found(law):
    law["regions"]["google"]["global"]["country"] = "DE"
    assert says(law) == [
        "nobody specifies where `global` of google is, and it is stated to be in DE"
    ]


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ({"country": "DE", "place": "Falkenstein"}, "`fsn1` of own, in `Falkenstein`"),
        ({"country": "DE", "place": "Berlin (Spandau)"}, "`fsn1` of own, in `Berlin (Spandau)`"),
        ({"country": "DE"}, "`fsn1` of own, which names no place"),
    ],
)
def test_a_place_that_the_gazetteer_does_not_know_is_reported_and_no_contradiction(
    law, region, said
):
    law["regions"]["own"] = {"fsn1": region}
    assert list(unheld(law)) == [said]
    assert says(law) == []


def test_a_region_that_only_its_area_is_known_of_is_reported(law):
    law["regions"]["aws"]["eu-east-1"] = {"country": "PL", "place": None, "partition": "aws"}
    assert list(unheld(law)) == ["`eu-east-1` of aws, which names no place"]


@pytest.mark.parametrize("place", ["São Paulo", "Zürich (north)", "Bosnia and Herzegovina"])
def test_accents_and_words_that_part_names_are_understood(place):
    facts, unknown = gazetteer.of_place(place)
    assert (len(facts), unknown) == (1, ())


def written():
    return json.loads(Path(gazetteer.__file__).with_name("gazetteer.json").read_text())


def test_each_name_means_one_place():
    file = written()
    names = [name for some in file["countries"].values() for name in some]
    every = [*names, *file["unions"], *file["areas"], *file["worldwide"]]
    assert len(every) == len(set(every)) > 400
    assert {place for some in file["regions"].values() for place in some.values()} <= set(every)


def test_its_countries_are_those_of_iso_and_each_lies_somewhere():
    file = written()
    lists = [*file["unions"].values(), *file["areas"].values()]
    assert len(file["countries"]) == 249
    assert {code for some in lists for code in some} == set(file["countries"])
    assert not {"UK", "EU", "XK"} & set(file["countries"])


@pytest.mark.parametrize("kind", PURPOSES)
@pytest.mark.parametrize("code", sorted(set(SHIPPED["jurisdictions"]) - {"global"}))
def test_a_country_that_is_added_to_a_jurisdiction_is_found(law, code, kind):
    places = law["jurisdictions"][code][kind]
    own = places["countries"]
    for more in ("US", "GB", "CH", "RU", "CN", "DE", "unspecified"):
        if more not in own:
            places["countries"] = [*own, more]
            assert first(law).startswith(f"jurisdiction `{code}` lets {kind} be in ")
    places["countries"] = "any"
    assert first(law).startswith(f"jurisdiction `{code}` lets {kind} be in any country, and")


def add(law, code, name, inference, storage):
    more = {"name": name, "inference": {"countries": inference}, "storage": {"countries": storage}}
    law["jurisdictions"][code] = law["jurisdictions"]["de"] | more


def test_a_law_that_binds_one_purpose_alone_is_found(law):
    add(law, "half", "Half a law", ["JP"], "any")
    wrong = (
        "jurisdiction `half` binds where inference is, and nothing else: "
        "countries that are listed for one purpose are listed for the other"
    )
    assert says(law) == [wrong]


def test_a_jurisdiction_that_is_called_like_no_place_is_reported_and_no_contradiction(law):
    add(law, "apac", "Two of many", ["JP", "SG"], ["JP", "SG"])
    assert list(unheld(law)) == ["jurisdiction `apac`, `Two of many`"]
    assert says(law) == []


def test_a_jurisdiction_of_two_places_that_it_is_called_by_is_held_to_them(law):
    add(law, "two", "Japan and Singapore", ["JP", "SG"], ["JP", "SG", "CN"])
    assert list(unheld(law)) == []
    wrong = (
        "jurisdiction `two` lets storage be in CN, JP, SG, "
        "and is called Japan and Singapore, which is in JP, SG"
    )
    assert says(law) == [wrong]


@pytest.mark.parametrize("regime", ["gdpr", "uk-gdpr", "fadp"])
@pytest.mark.parametrize("country", ["US", "IN", "RU", "CN", "unspecified"])
def test_a_country_abroad_that_data_goes_to_freely_is_found_whether_it_is_adequate_or_not(
    law, regime, country
):
    transfers = law["regimes"][regime]["transfers"]
    transfers["free"].append(country)
    transfers["adequate"] = [one for one in transfers["adequate"] if one["country"] != country]
    wrong = f"`{regime}` lets data go freely to {country}, where it is not at home"
    assert wrong in says(law)


@pytest.mark.parametrize("regime", ["gdpr", "uk-gdpr", "fadp"])
def test_a_regime_that_is_known_to_bind_transfers_and_does_not_is_found(law, regime):
    law["regimes"][regime]["transfers"] = None
    assert says(law) == [f"`{regime}` binds no transfer, and it is known to"]


@pytest.mark.parametrize(
    ("regime", "term"), [("gdpr", "dpf"), ("uk-gdpr", "dpf_uk"), ("fadp", "dpf_swiss")]
)
def test_an_adequacy_that_hangs_on_no_certificate_any_more_is_found(law, regime, term):
    for one in law["regimes"][regime]["transfers"]["adequate"]:
        one["requires"] = None
    assert says(law) == [
        f"`{regime}` finds US adequate without `{term}`, and only who attests that is"
    ]


def test_what_is_listed_and_is_no_country_is_found(law):
    law["regimes"]["gdpr"]["transfers"]["free"].append("unspecified")
    law["jurisdictions"]["uk"]["storage"]["countries"].append("UK")
    law["regions"]["google_groups"]["europe-locations"]["countries"].append("EU")
    law["routes"]["anthropic"]["offers"][0].update(name="us", storage=["USA"])
    found = says(law)
    for wrong in (
        "`gdpr` lists `unspecified`, which is no country",
        "jurisdiction `uk` lists `UK`, which is no country",
        "`europe-locations` of google_groups lists `EU`, which is no country",
        "the offer `us` of anthropic lists `USA`, which is no country",
    ):
        assert wrong in found


def project(tmp_path, **deployments):
    config = tmp_path / "compliance.yaml"
    tenants = {"acme": {"jurisdictions": ["us"]}}
    whole = {"version": 1, "organization": "acme", "deployments": deployments, "tenants": tenants}
    config.write_text(json.dumps(whole))
    return config


def prove(config, policies):
    given = ["--config", str(config), "--policies", str(policies), "--at", "2026-11-25"]
    return main(["prove", *given, "--jobs", "1", "--format", "json"])


def test_prove_refutes_a_law_in_which_ireland_is_american_and_shows_who_gets_there(
    tmp_path, capsys
):
    root = small_policies(tmp_path)
    regions = root / "compliance" / "regions" / "aws" / "data.json"
    edit_json(regions, lambda some: some["eu-west-1"].update(country="US"))
    assert prove(project(tmp_path), root) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["contradictions"][0] == {
        "says": "`eu-west-1` of aws is stated to be in US, and is in Ireland, which is in IE",
        "where": ["compliance/regions/aws/data.json: eu-west-1"],
    }
    (example,) = document["counterexamples"]
    assert example["invariant"] == "consistency"
    assert example["wrong"].endswith("reached under `us`")


def test_prove_names_what_it_holds_to_nothing(tmp_path, capsys):
    root = small_policies(tmp_path)
    jurisdictions = root / "compliance" / "jurisdictions"
    edit_json(jurisdictions / "uk" / "data.json", lambda law: law.update(name="The island"))
    assert prove(project(tmp_path), root) == 4
    document = json.loads(capsys.readouterr().out)
    assert document["unheld"] == ["jurisdiction `uk`, `The island`"]
    (consistency,) = [one for one in document["invariants"] if one["name"] == "consistency"]
    assert "held to nothing but itself" in consistency["says"]


@pytest.mark.parametrize(
    ("provider", "name", "changes"),
    [
        ("anthropic", "global", {"countries": ["DE"]}),
        ("bedrock", "global-33", {"countries": ["DE"]}),
        ("vertex", "eu", {"countries": ["DE"], "destinations": ["global"]}),
    ],
)
def test_an_offer_of_countries_whose_destinations_nobody_specifies_is_refused_when_loading(
    tmp_path, capsys, provider, name, changes
):
    root = small_policies(tmp_path)
    file = f"compliance/routes/{provider}/data.json"

    def place(route):
        next(one for one in route["offers"] if one["name"] == name).update(changes)

    edit_json(root / file, place)
    assert prove(project(tmp_path, gov=DEPLOYMENTS["gov"]), root) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    wrong = "lists countries, and its destinations are unspecified"
    assert f"`{file}`: the offer `{name}` {wrong}" in printed.err

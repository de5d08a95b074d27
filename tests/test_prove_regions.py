"""Each region is held to the place and the partition that its name means, whatever it states."""

import json
from typing import Any

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.prove import gazetteer
from compliance_toolkit.prove.consistency import contradictions
from compliance_toolkit.prove.geography import unheld
from compliance_toolkit.prove.ways import countries_of
from proofs import edit_json, law_of, small_policies

TEXT = json.dumps(law_of(bundles.load(bundles.default_root())))
SHIPPED = json.loads(TEXT)["regions"]
ELSEWHERE = {
    "BR": "Sao Paulo",
    "DE": "Frankfurt",
    "GB": "London",
    "IE": "Ireland",
    "US": "Ohio",
}
"""Countries, and a place in each."""

REGIONS = [(cloud, name) for cloud, table in SHIPPED.items() for name in table]
AWS = [name for name in SHIPPED["aws"] if SHIPPED["aws"][name]["partition"] == "aws"]


@pytest.fixture
def law() -> Any:
    return json.loads(TEXT)


def says(law):
    return [one.says for one in contradictions(law)]


@pytest.mark.parametrize(("cloud", "name"), REGIONS)
def test_a_region_that_is_moved_is_found_with_another_place_and_with_none(law, cloud, name):
    region = law["regions"][cloud][name]
    here = countries_of(region) or ()
    for key in ("countries", "unspecified"):
        region.pop(key, None)
    for country in ELSEWHERE.keys() - here:
        for place in (ELSEWHERE[country], None):
            region.update(country=country, place=place)
            said = f"`{name}` of {cloud} is stated to be in {country}, and "
            assert any(one.says.startswith(said) for one in contradictions(law))


@pytest.mark.parametrize(
    ("cloud", "name", "moved", "said"),
    [
        ("aws", "eu-west-2", ("IE", "Ireland"), "its name means london, which is in GB"),
        ("aws", "eu-central-2", ("DE", "Frankfurt"), "its name means zurich, which is in CH"),
        ("google", "europe-west6", ("DE", "Berlin"), "its name means zurich, which is in CH"),
        ("azure", "westeurope", ("IE", "Dublin"), "its name means netherlands, which is in NL"),
    ],
)
def test_what_is_said_of_a_region_that_is_moved_with_its_place(law, cloud, name, moved, said):
    country, place = moved
    law["regions"][cloud][name].update(country=country, place=place)
    assert f"`{name}` of {cloud} is stated to be in {country}, and {said}" in says(law)


def test_a_place_of_another_region_in_the_same_country_is_found(law):
    law["regions"]["aws"]["ap-northeast-1"]["place"] = "Osaka"
    said = "`ap-northeast-1` of aws is stated to be in Osaka, where `ap-northeast-3` is"
    assert says(law) == [f"{said}, and its name means tokyo"]


def test_another_name_of_a_place_in_the_same_country_contradicts_nothing(law):
    law["regions"]["aws"]["eu-west-1"]["place"] = "Dublin"
    law["regions"]["aws"]["us-east-1"]["place"] = None
    assert (says(law), list(unheld(law))) == ([], [])


@pytest.mark.parametrize("name", AWS)
@pytest.mark.parametrize("partition", ["aws-us-gov", "aws-eusc", "aws-cn"])
def test_a_region_of_another_partition_than_its_name_says_is_found(law, name, partition):
    law["regions"]["aws"][name]["partition"] = partition
    said = f"`{name}` of aws is stated to be in partition `{partition}`, and its name says `aws`"
    assert any(one.says == said for one in contradictions(law))


@pytest.mark.parametrize("name", sorted(SHIPPED["aws"].keys() - set(AWS)))
def test_a_region_apart_that_joins_the_others_is_found(law, name):
    own = law["regions"]["aws"][name]["partition"]
    law["regions"]["aws"][name]["partition"] = "aws"
    said = f"`{name}` of aws is stated to be in partition `aws`, and its name says `{own}`"
    assert said in says(law)


@pytest.mark.parametrize(("cloud", "name"), [("google", "us-east4"), ("anthropic", "us")])
def test_a_region_of_another_cloud_in_a_partition_of_aws_is_found(law, cloud, name):
    law["regions"][cloud][name]["partition"] = "aws-us-gov"
    said = f"`{name}` of {cloud} is stated to be in partition `aws-us-gov`, and that is one of aws"
    assert said in says(law)


def test_a_cloud_of_somebody_has_partitions_of_its_own(law):
    law["regions"]["own"] = {"fsn1": {"country": "DE", "place": "Berlin", "partition": "own-gov"}}
    assert says(law) == []
    assert list(unheld(law)) == ["`fsn1` of own, which is held to its own place `Berlin` alone"]


def test_the_facts_are_of_regions_that_are_shipped_and_have_a_source():
    facts = gazetteer._read().places
    for cloud, known in facts.items():
        assert known.source
        assert known.confidence in {"V", "S", "K"}
        assert (known.read is None) != (known.as_of is None)
        extra = known.regions.keys() - SHIPPED[cloud].keys()
        assert extra <= {"eastasia", "southeastasia"}
    clear = {name for name, one in SHIPPED["aws"].items() if countries_of(one) is not None}
    assert facts["aws"].regions.keys() == clear


@pytest.fixture
def prove(tmp_path):
    """Prove the small law over a project without deployments."""
    config = tmp_path / "compliance.yaml"
    tenants = {"acme": {"jurisdictions": ["us"]}}
    config.write_text(json.dumps({"version": 1, "organization": "acme", "tenants": tenants}))

    def run(file: str, change: Any) -> int:
        root = small_policies(tmp_path)
        edit_json(root / "compliance" / file, change)
        given = ["--config", str(config), "--policies", str(root), "--at", "2026-11-25"]
        return main(["prove", *given, "--jobs", "1", "--format", "json"])

    return run


def test_prove_refutes_a_law_in_which_london_is_in_ireland(prove, capsys):
    london = {"country": "IE", "place": "Ireland"}
    assert prove("regions/aws/data.json", lambda some: some["eu-west-2"].update(london)) == 1
    document = json.loads(capsys.readouterr().out)
    said = "`eu-west-2` of aws is stated to be in IE, and its name means london, which is in GB"
    assert said in [one["says"] for one in document["contradictions"]]


@pytest.mark.parametrize("term", ["dpa", "dpf"])
def test_prove_proves_nothing_of_a_law_that_rests_transfers_on_what_is_no_ground(
    prove, capsys, term
):
    def add(law: Any) -> None:
        law["transfers"]["mechanisms"].append(term)

    assert prove("regimes/gdpr/data.json", add) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "`transfers.mechanisms[2]`: expected a term that" in printed.err

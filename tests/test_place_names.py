"""A bare name of a region counts where an attribute speaks of places, and a path wherever it is."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_plans import change, only, plan

ABROAD = "us-east-1"
GOOGLE = {
    "google": {"name": "google", "expressions": {"region": {"constant_value": "europe-west3"}}}
}
AZURE = {"azurerm": {"name": "azurerm"}}
FAR = "projects/p/locations/us-central1/things/x"
EAST = {"name": "eastus", "regionalReplicaCount": 1}


@pytest.fixture
def said(tmp_path, capsys):
    """Verdict, evidence and reason of RES-001 on the one resource of a plan."""

    def ask(kind, values, **more):
        file = tmp_path / "plan.json"
        file.write_bytes(plan(change(f"{kind}.x", values), **more))
        code = main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        (found,) = [one for one in findings if one["check"] == "RES-001"]
        assert (code == 0) <= (found["verdict"] == "pass")
        return found["verdict"], found["evidence"], found["reason"]

    return ask


BARE = [
    ("aws_sqs_queue", {"peer_region": ABROAD}, "us-east-1"),
    ("aws_sqs_queue", {"deep": [{"regionName": ABROAD}]}, "us-east-1"),
    ("aws_sqs_queue", {"region_settings": [{"name": ABROAD}]}, "us-east-1"),
    ("aws_sqs_queue", {"s3_location": {"bucket": {"regions": [ABROAD, "eu-west-1"]}}}, "us-east-1"),
    ("google_x", {"copy_locations": ["US"]}, "us"),
    ("google_x", {"remote_location": "us-east4-b"}, "us-east4"),
    ("google_x", {"sink": f"//x.googleapis.com/{FAR}"}, "us-central1"),
    ("google_x", {"sink": "projects/p/zones/us-central1-a/disks/x"}, "us-central1"),
    ("google_x", {"sink": "locations/us-central1/pools/x"}, "us-central1"),
    ("google_x", {"sink": "projects/p/locations/global/buckets/_Default"}, "global"),
    ("aws_sqs_queue", {"sink": FAR}, "google:us-central1"),
    ("azurerm_x", {"remote_location": "East US 2"}, "eastus2"),
    ("azurerm_x", {"targetRegions": [EAST]}, "eastus"),
    ("azurerm_x", {"regions": ["usgovvirginia"]}, "usgovvirginia"),
    ("azurerm_x", {"regions": ["East US", 101]}, "eastus"),
]


@pytest.mark.parametrize(("kind", "values", "place"), BARE)
def test_a_bare_name_counts_where_an_attribute_speaks_of_places(said, kind, values, place):
    home = {"google_x": "europe-west3", "azurerm_x": "westeurope"}.get(kind)
    given = values if home is None else {"location": home, **values}
    providers = {"google_x": GOOGLE, "azurerm_x": AZURE}.get(kind)
    verdict, evidence, reason = said(kind, given, providers=providers)
    assert verdict == "unknown"
    assert place in evidence["places"]
    assert place in reason["reference"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("google_x", {"remote_location": "EU"}),
        ("google_x", {"node_locations": ["europe-west3-a", "europe-west3-c"]}),
        ("google_x", {"sink": "projects/p/regions/europe-west4/subnetworks/x"}),
        ("google_x", {"sink": "projects/p/locations/global/workloadIdentityPools/x"}),
        ("google_x", {"key": "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k"}),
        ("google_x", {"labels": {"region": "us"}, "effective_labels": {"region": "us"}}),
        ("google_x", {"anything": "us-east4", "allocation": "us-east4", "region_policy": "usa"}),
        ("azurerm_x", {"remote_location": "North Europe", "locations": ["Global"]}),
        ("azurerm_x", {"allocation_method": "eastus", "location_mode": "LastSamplingTime"}),
        ("aws_sqs_queue", {"replica_region": "eu-central-1", "regions": ["all"]}),
        ("aws_sqs_queue", {"tags": {"region": ABROAD}, "anything": ABROAD}),
        ("aws_sqs_queue", {"policy": {"Statement": [{"aws:RequestedRegion": ABROAD}]}}),
        ("aws_sqs_queue", {"region_policy": "us-east-1-is-far"}),
        ("aws_securityhub_finding_aggregator", {"specified_regions": [ABROAD]}),
        (
            "aws_config_configuration_aggregator",
            {"account_aggregation_source": [{"regions": [ABROAD]}]},
        ),
    ],
)
def test_what_is_no_name_of_a_place_abroad_is_no_doubt(said, kind, values):
    home = {"google_x": "europe-west3", "azurerm_x": "westeurope"}.get(kind)
    given = values if home is None else {"location": home, **values}
    providers = {"google_x": GOOGLE, "azurerm_x": AZURE}.get(kind)
    assert said(kind, given, providers=providers)[0] == "pass"


def test_the_reason_names_all_that_is_mentioned_for_one_of_them_is_abroad(said):
    _, _, reason = said("aws_sqs_queue", {"regions": [ABROAD, "eu-west-2", "eu-central-1"]})
    assert reason["reference"] == "eu-central-1, eu-west-2, us-east-1, which it names"
    many = [f"us-{way}-{number}" for way in ("east", "west") for number in (1, 2)]
    told = said("aws_sqs_queue", {"regions": [*many, "sa-east-1", "ca-west-1", "il-central-1"]})[2]
    assert told["reference"].endswith("us-west-1 and 1 more, which it names")


def test_a_registry_of_addresses_that_names_regions_is_not_asked(tmp_path, capsys):
    file = tmp_path / "plan.json"
    file.write_bytes(
        plan(change("aws_vpc_ipam.x", {"operating_regions": [{"region_name": ABROAD}]}))
    )
    main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
    assert "RES-001" not in {
        one["check"] for one in json.loads(capsys.readouterr().out)["findings"]
    }


def test_a_region_whose_name_begins_with_that_of_the_home_is_another_one():
    for kind, home, other in (
        ("google_x", "europe-west1", "europe-west12"),
        ("azurerm_x", "eastus", "eastus2"),
        ("azurerm_x", "centralus", "centraluseuap"),
    ):
        found = only(change(f"{kind}.x", {"location": home, "copy_location": other}))
        assert [place.region for place in found.regions or ()] == [home, other]
    path = {"location": "europe-west1", "sink": "projects/p/locations/europe-west12/things/x"}
    found = only(change("google_x.x", path))
    assert [place.region for place in found.regions or ()] == ["europe-west1", "europe-west12"]


def test_one_of_many_that_names_a_region_abroad_is_found(tmp_path, capsys):
    file = tmp_path / "plan.json"
    changes = [change(f"aws_sqs_queue.x{number}", {"name": f"x{number}"}) for number in range(300)]
    changes[177]["change"]["after"]["peer_region"] = ABROAD
    file.write_bytes(plan(*changes))
    assert main(["check", str(file), "--jurisdiction", "eu", "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    doubted = [one["resource"]["address"] for one in findings if one["verdict"] == "unknown"]
    assert doubted == ["aws_sqs_queue.x177"]

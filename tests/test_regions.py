"""Where a resource is: its own word, its provider's, or not known. Never a guess."""

from __future__ import annotations

import pytest

from compliance_toolkit.models import Place, ReasonCode, Unknown
from compliance_toolkit.terraform.regions import effective_region, provider_name

VARIABLE = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.x")


def where(kind, values=None, *, unknown=None, provider="eu-west-1", references=None):
    return effective_region(kind, values or {}, unknown or {}, provider, references or {})


def further(kind, values, unknown=None):
    _, places = where(kind, values, unknown=unknown)
    return None if places is None else [place.region for place in places if place.role != "home"]


def test_a_place_that_is_spelled_alike_is_another_one_in_another_cloud():
    place = "projects/p/locations/EUROPE-WEST1"
    for _ in range(2):  # what is remembered of one cloud is no answer to another
        assert where("google_compute_network", provider=place)[0] == "europe-west1"
        assert where("aws_sqs_queue", provider=place)[0] == place


BUCKET = "aws_s3_bucket"
RULES = "/replication_configuration/0/rules"


@pytest.mark.parametrize(
    ("pointer", "known"),
    [
        (RULES, False),
        ("/replication_configuration", False),
        (f"{RULES}/0/destination/0/bucket", False),
        ("/replication_configurations", True),
        (f"{RULES}/0/filter", True),
        ("/rules", True),
    ],
)
def test_only_what_may_be_a_further_place_leaves_them_unknown(pointer, known):
    places = further(BUCKET, {}, unknown={pointer: VARIABLE})
    assert places == ([] if known else None)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("aws_s3_bucket", "aws"),
        ("awscc_awsexternalanthropic_workspace", "aws"),
        ("google_storage_bucket", "google"),
        ("google-beta", "google"),
        ("azurerm_subnet", "azure"),
        ("azuread_user", "azure"),
        ("azapi_resource", "azure"),
        ("anthropic_workspace", "anthropic"),
        ("anthropic-enterprise_workspace", "anthropic"),
        ("random_id", "random"),
    ],
)
def test_a_type_names_its_provider(kind, name):
    assert provider_name(kind) == name


def test_an_aws_region_that_is_unknown_is_not_the_providers():
    region, places = where("aws_sqs_queue", unknown={"/region": VARIABLE})
    assert region == VARIABLE
    assert places == ()


@pytest.mark.parametrize("odd", ["", "  ", 7, ["eu-west-1"], {"name": "eu-west-1"}, False])
def test_an_aws_region_that_is_no_region_is_unknown(odd):
    region, _ = where("aws_sqs_queue", {"region": odd})
    assert isinstance(region, Unknown)


@pytest.mark.parametrize("values", [{}, {"region": None}])
def test_without_a_region_of_its_own_an_aws_resource_has_the_providers(values):
    assert where("aws_sqs_queue", values) == ("eu-west-1", (Place("eu-west-1", "home"),))


def test_a_provider_without_a_region_leaves_it_to_the_environment():
    region, _ = where("aws_sqs_queue", provider=None)
    assert region == Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, "provider.aws")


def test_an_awscc_resource_has_no_region_of_its_own():
    assert where("awscc_s3_bucket", {"region": "us-east-1"})[0] == "eu-west-1"


def test_an_unknown_object_has_an_unknown_region():
    assert where("aws_sqs_queue", unknown={"": VARIABLE}) == (VARIABLE, ())
    assert where("aws_dynamodb_table", unknown={"": VARIABLE}) == (VARIABLE, None)


def test_what_is_of_no_cloud_has_no_region():
    assert where("random_id", {"region": "eu-west-1"}, provider=None) == (None, ())


@pytest.mark.parametrize(
    ("values", "region"),
    [
        ({"location": "EU", "region": "us-west1"}, "eu"),
        ({"location": "EUR4"}, "eur4"),
        ({"location": None, "region": "europe-west4"}, "europe-west4"),
        ({"zone": "us-west1-a"}, "us-west1"),
        ({"location": "europe-west1-b"}, "europe-west1"),
        (
            {"region": "https://www.googleapis.com/compute/v1/projects/p/regions/us-west1"},
            "us-west1",
        ),
        ({}, "europe-north1"),
    ],
)
def test_a_google_place_is_brought_to_its_region(values, region):
    assert where("google_redis_instance", values, provider="europe-north1-c")[0] == region


def test_an_unknown_google_location_is_not_replaced_by_its_region():
    region, _ = where(
        "google_redis_instance", {"region": "europe-west4"}, unknown={"/location": VARIABLE}
    )
    assert region == VARIABLE


def test_a_dataset_without_a_location_is_in_the_services_default():
    assert where("google_bigquery_dataset", provider="europe-west4")[0] == "us"


def test_a_secret_that_google_places_as_it_likes_is_global():
    assert where("google_secret_manager_secret", {"replication": [{"auto": [{}]}]})[0] == "global"


def test_a_secret_is_where_its_replicas_are():
    replicas = [{"location": "europe-west1"}, {"location": "us-east1"}]
    region, places = where(
        "google_secret_manager_secret",
        {"replication": [{"user_managed": [{"replicas": replicas}]}]},
    )
    assert region == "europe-west1"
    assert [place.region for place in places] == ["europe-west1", "us-east1"]


@pytest.mark.parametrize("kind", ["google_pubsub_topic", "google_spanner_instance"])
def test_a_type_that_places_itself_does_not_borrow_the_providers_region(kind):
    assert isinstance(where(kind)[0], Unknown)


def test_spanner_says_its_region_in_its_config():
    assert where("google_spanner_instance", {"config": "regional-europe-west1"})[0] == (
        "europe-west1"
    )


@pytest.mark.parametrize("written", ["West Europe", "westeurope", "WESTEUROPE"])
def test_an_azure_location_is_written_in_one_way(written):
    assert where("azurerm_storage_account", {"location": written})[0] == "westeurope"


def test_an_azure_resource_without_a_location_names_what_it_is_part_of():
    region, _ = where(
        "azurerm_storage_container",
        references={"/storage_account_id": ("azurerm_storage_account.a",)},
    )
    assert region == Unknown(ReasonCode.UNKNOWN_REGION, "azurerm_storage_account.a")


@pytest.mark.parametrize(
    ("kind", "values", "regions"),
    [
        ("aws_dynamodb_table", {"replica": [{"region_name": "us-east-1"}]}, ["us-east-1"]),
        ("aws_dynamodb_table", {"replica": []}, []),
        ("aws_dynamodb_table", {"replica": None}, []),
        ("aws_dynamodb_table", {"replica": {"region_name": "us-east-1"}}, ["us-east-1"]),
        ("aws_secretsmanager_secret", {"replica": [{"region": "us-east-1"}]}, ["us-east-1"]),
        ("aws_vpc_endpoint", {"service_region": "us-east-1"}, ["us-east-1"]),
        ("aws_vpc_endpoint", {"service_region": "eu-west-1"}, []),
        ("aws_ssmincidents_replication_set", {"region": [{"name": "us-east-1"}]}, ["us-east-1"]),
        (
            "aws_ecr_replication_configuration",
            {"replication_configuration": [{"rule": [{"destination": [{"region": "us-east-1"}]}]}]},
            ["us-east-1"],
        ),
        (
            "aws_backup_plan",
            {
                "rule": [
                    {"copy_action": [{"destination_vault_arn": "arn:aws:backup:us-east-1:1:b:v"}]}
                ]
            },
            ["us-east-1"],
        ),
        (
            "google_storage_bucket",
            {"location": "EU", "custom_placement_config": [{"data_locations": ["US-EAST1"]}]},
            ["us-east1"],
        ),
        (
            "azurerm_cosmosdb_account",
            {"location": "westeurope", "geo_location": [{"location": "East US"}]},
            ["eastus"],
        ),
    ],
)
def test_further_regions_are_read_where_a_type_states_them(kind, values, regions):
    assert further(kind, values) == regions


@pytest.mark.parametrize("pointer", ["/replica", "/replica/0", "/replica/1/region_name"])
def test_a_further_region_that_is_unknown_leaves_all_of_them_unknown(pointer):
    values = {"replica": [{"region_name": "eu-north-1"}]}
    assert further("aws_dynamodb_table", values, {pointer: VARIABLE}) is None


def test_what_is_unknown_beside_the_regions_does_not_matter_to_them():
    unknown = {"/replica/0/kms_key_arn": VARIABLE, "/name": VARIABLE}
    values = {"replica": [{"region_name": "eu-north-1"}]}
    assert further("aws_dynamodb_table", values, unknown) == ["eu-north-1"]


@pytest.mark.parametrize("odd", ["us-east-1", 7, [7], [{"region_name": 7}], [{"region_name": {}}]])
def test_replicas_of_another_shape_are_unknown_and_not_none(odd):
    assert further("aws_dynamodb_table", {"replica": odd}) is None


def test_a_vault_without_a_region_in_its_arn_is_unknown():
    rule = {"copy_action": [{"destination_vault_arn": "arn:aws:backup"}]}
    assert further("aws_backup_plan", {"rule": [rule]}) is None

"""A region abroad that a resource names, wherever it does, is never passed over in silence."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write
from terraform_plans import block, change, only, plan

ABROAD = "us-east-1"
SINK = f"arn:aws:kinesis:{ABROAD}:111122223333:stream/x"
GOOGLE = {
    "google": {"name": "google", "expressions": {"region": {"constant_value": "europe-west3"}}}
}
AZURE = {"azurerm": {"name": "azurerm"}, "azapi": {"name": "azapi"}}
FAR = "projects/p/locations/us-central1/things/x"
EAST = {"name": "eastus", "regionalReplicaCount": 1}


@pytest.fixture
def said(tmp_path, capsys):
    """Verdict, evidence and reason of RES-001 on the one resource of a plan."""

    def ask(kind, values, unknown=None, **more):
        file = tmp_path / "plan.json"
        file.write_bytes(plan(change(f"{kind}.x", values, unknown), **more))
        code = main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        (found,) = [one for one in findings if one["check"] == "RES-001"]
        assert (code == 0) <= (found["verdict"] == "pass")
        return found["verdict"], found["evidence"], found["reason"]

    return ask


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("aws_opensearch_outbound_connection", {"remote_domain_info": [{"region": ABROAD}]}),
        ("aws_securitylake_data_lake", {"configuration": [{"region": ABROAD}]}),
        (
            "aws_securitylake_data_lake",
            {"configuration": [{"replication_configuration": [{"regions": [ABROAD]}]}]},
        ),
        ("aws_directory_service_region", {"region_name": ABROAD}),
        ("aws_msk_replicator", {"replication_info_list": [{"source_kafka_cluster_arn": SINK}]}),
        (
            "aws_msk_replicator",
            {"kafka_cluster": [{"amazon_msk_cluster": [{"msk_cluster_arn": SINK}]}]},
        ),
        ("aws_elasticache_global_replication_group", {"primary_replication_group_id": SINK}),
        ("aws_route53_query_log", {"cloudwatch_log_group_arn": SINK}),
        ("aws_bedrockagent_agent_collaborator", {"agent_descriptor": [{"alias_arn": SINK}]}),
        ("aws_codepipeline", {"artifact_store": [{"location": "b", "region": ABROAD}]}),
        ("aws_codepipeline", {"stage": [{"action": [{"region": ABROAD}]}]}),
        ("awscc_codepipeline_pipeline", {"artifact_stores": [{"region": ABROAD}]}),
        ("awscc_codepipeline_pipeline", {"stages": [{"actions": [{"region": ABROAD}]}]}),
        ("aws_rds_cluster_snapshot_copy", {"destination_region": ABROAD}),
        ("aws_ssm_association", {"output_location": [{"s3_region": ABROAD}]}),
        (
            "aws_dlm_lifecycle_policy",
            {"policy_details": [{"action": [{"cross_region_copy": [{"target": ABROAD}]}]}]},
        ),
        ("aws_cognito_user_pool", {"sms_configuration": [{"sns_region": ABROAD}]}),
        ("aws_globalaccelerator_endpoint_group", {"endpoint_group_region": ABROAD}),
        (
            "aws_globalaccelerator_custom_routing_endpoint_group",
            {"endpoint_group_region": ABROAD},
        ),
        (
            "aws_servicecatalog_provisioned_product",
            {"stack_set_provisioning_preferences": [{"regions": [ABROAD]}]},
        ),
        ("aws_chime_voice_connector", {"aws_region": ABROAD}),
        ("aws_chime_voice_connector", {"aws_region": None}),  # there it is made by default
    ],
)
def test_where_content_is_known_to_go_abroad_fails(said, kind, values):
    verdict, evidence, _ = said(kind, values)
    assert (verdict, evidence["outside"]) == ("fail", ["us-east-1 (US)"])


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (
            "google_redis_cluster",
            {"cross_cluster_replication_config": [{"secondary_clusters": [{"cluster": FAR}]}]},
        ),
        (
            "google_redis_cluster",
            {"cross_cluster_replication_config": [{"primary_cluster": [{"cluster": FAR}]}]},
        ),
        (
            "google_netapp_volume_replication",
            {"destination_volume_parameters": [{"storage_pool": FAR}]},
        ),
    ],
)
def test_what_google_replicates_abroad_fails(said, kind, values):
    verdict, evidence, _ = said(kind, {"location": "europe-west3", **values}, providers=GOOGLE)
    assert (verdict, evidence["outside"]) == ("fail", ["us-central1 (US)"])


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("azurerm_gallery_application_version", {"target_region": [{"name": "East US"}]}),
        (
            "azapi_resource",
            {"body": {"properties": {"publishingProfile": {"targetRegions": [EAST]}}}},
        ),
    ],
)
def test_what_azure_copies_abroad_fails(said, kind, values):
    verdict, evidence, _ = said(kind, {"location": "westeurope", **values}, providers=AZURE)
    assert (verdict, evidence["outside"]) == ("fail", ["eastus (US)"])


@pytest.mark.parametrize(
    ("kind", "given", "unknown", "written"),
    [
        (
            "aws_codepipeline",
            {
                "artifact_store": [{"location": "b"}],
                "stage": [{"name": "a", "action": [{"name": "b"}]}],
            },
            {"artifact_store": [{"region": True}], "stage": [{"action": [{"region": True}]}]},
            {
                "artifact_store": [{"location": {"constant_value": "b"}}],
                "stage": [{"name": {}, "action": [{"name": {}}]}],
            },
        ),
        (
            "aws_cognito_user_pool",
            {"sms_configuration": [{"external_id": "x"}]},
            {"sms_configuration": [{"sns_region": True}]},
            {"sms_configuration": [{"external_id": {}}]},
        ),
    ],
)
def test_a_place_that_only_the_provider_computes_is_that_of_the_resource(
    said, kind, given, unknown, written
):
    blocks = [block(f"{kind}.x", **written)]
    assert said(kind, given, unknown, blocks=blocks)[0] == "pass"


def test_a_snapshot_kept_abroad_fails(said):
    kept = {"snapshot_properties": [{"storage_locations": ["us"]}]}
    values = {"region": "europe-west3", "snapshot_schedule_policy": [kept]}
    verdict, evidence, _ = said("google_compute_resource_policy", values, providers=GOOGLE)
    assert verdict == "fail"
    assert evidence["outside"] == ["us (US)"]


def test_a_name_of_a_replication_group_stays_at_home(said):
    kind = "aws_elasticache_global_replication_group"
    assert said(kind, {"primary_replication_group_id": "main"})[0] == "pass"


MENTIONS = [
    ("aws_sfn_state_machine", {"definition": json.dumps({"Resource": SINK})}),
    (
        "aws_cloudwatch_log_account_policy",
        {"policy_document": json.dumps({"DestinationArn": SINK})},
    ),
    ("aws_osis_pipeline", {"pipeline_configuration_body": f"sink:\n  - s3:\n      arn: {SINK}\n"}),
    ("aws_sqs_queue", {"anything": {"deep": [{"er": SINK}]}}),
    ("aws_sqs_queue", {"anything": f"https://sqs.{ABROAD}.amazonaws.com/111122223333/q"}),
    ("aws_sqs_queue", {"anything": f"db.c1.{ABROAD}.rds.amazonaws.com:5432"}),
    ("aws_sqs_queue", {"anything": f"arn:aws-us-gov:sqs:us-gov-west-1:1:q and {SINK}"}),
]


@pytest.mark.parametrize(("kind", "values"), MENTIONS)
def test_a_region_abroad_that_is_only_mentioned_is_unknown_by_its_name(said, kind, values):
    verdict, evidence, reason = said(kind, values)
    assert verdict == "unknown"
    assert ABROAD in evidence["places"]
    assert "outside" not in evidence
    assert reason["code"] == "unknown-value"
    assert "which it names" in reason["reference"]


def test_another_cloud_that_names_a_region_of_aws_does_so_too(said):
    values = {
        "location": "europe-west3",
        "external_dataset_reference": [
            {"external_source": f"aws-glue://arn:aws:glue:{ABROAD}:1:x"}
        ],
    }
    assert said("google_bigquery_dataset", values, providers=GOOGLE)[0] != "pass"
    mentioned = only(change("google_x.x", {"location": "europe-west3", "sink": SINK}))
    assert [place.region for place in mentioned.regions or ()] == ["europe-west3", "aws:us-east-1"]


@pytest.mark.parametrize(
    "values",
    [
        {"anything": "arn:aws:sqs:eu-central-1:111122223333:q"},
        {"anything": "arn:aws:sqs:eu-west-1:111122223333:q"},
        {"anything": "arn:aws:iam::111122223333:role/x"},
        {"policy": json.dumps({"Statement": [{"Resource": SINK}]})},
        {"policy_document": {"Statement": [{"Resource": SINK}]}},
        {"redrive": json.dumps({"Statement": [{"Resource": SINK}]})},
        {"tags": {"sink": SINK}, "description": SINK, "name": SINK},
        {"certificate_arn": f"arn:aws:acm:{ABROAD}:111122223333:certificate/x"},
        {"web_acl_arn": f"arn:aws:wafv2:{ABROAD}:111122223333:global/webacl/x"},
        {"layers": [f"arn:aws:lambda:{ABROAD}:111122223333:layer:x:1"]},
        {"kms_master_key_id": f"arn:aws:kms:{ABROAD}:111122223333:key/x"},
        {"image": f"111122223333.dkr.ecr.{ABROAD}.amazonaws.com/x"},
        {"models": [f"arn:aws:bedrock:{ABROAD}::foundation-model/x"]},
    ],
)
def test_what_is_at_home_or_in_the_law_or_no_content_is_no_doubt(said, values):
    assert said("aws_sqs_queue", values)[0] == "pass"


def test_a_source_says_the_same_as_a_plan(tmp_path, capsys):
    queue = f'resource "aws_sqs_queue" "x" {{\n  anything = "{SINK}"\n}}\n'
    write(tmp_path, {"main.tf": 'provider "aws" {\n  region = "eu-west-1"\n}\n' + queue})
    assert main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["check"], found["verdict"]) == ("RES-001", "unknown")


def test_a_pipeline_tells_the_programs_that_it_starts_where_to_call(tmp_path, capsys):
    told = [{"name": "AWS_REGION", "value": ABROAD, "type": "PLAINTEXT"}]
    action = {"name": "b", "configuration": {"EnvironmentVariables": json.dumps(told)}}
    values = {"stage": [{"name": "a", "action": [action]}]}
    file = tmp_path / "plan.json"
    file.write_bytes(plan(change("aws_codepipeline.x", values)))
    assert main(["check", str(file), "--jurisdiction", "eu", "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert ("RES-020", "fail") in {(one["check"], one["verdict"]) for one in findings}

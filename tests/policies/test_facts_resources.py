"""Facts about types of resources: what holds content, what a mode keeps, and where copies go.

What is expected is written out here and never computed from the data that it is compared with.
"""

from __future__ import annotations

import pytest

JUDGED = """
anthropic_workspace aws_bedrock_inference_profile aws_bedrockagent_agent
aws_bedrockagent_knowledge_base aws_cloudtrail aws_cloudwatch_log_group aws_kms_key aws_s3_bucket
awscc_awsexternalanthropic_workspace azapi_resource azurerm_cognitive_deployment
azurerm_log_analytics_workspace azurerm_storage_account cloudflare_ai_gateway
google_bigquery_dataset google_vertex_ai_endpoint
google_logging_billing_account_bucket_config google_logging_folder_bucket_config
google_logging_organization_bucket_config google_logging_project_bucket_config
"""
"""Types that hold prompts, answers, logs or keys, or that say where a request goes."""

SETTINGS = {
    "aws_bedrock_account_data_retention",
    "aws_bedrock_model_invocation_logging_configuration",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_replication_configuration",
    "aws_vpc_endpoint",
}
"""Types that hold nothing of their own, and of which checks of their own are asked."""

PAIRS = {
    ("westeurope", "northeurope"),
    ("francecentral", "francesouth"),
    ("germanywestcentral", "germanynorth"),
    ("swedencentral", "swedensouth"),
    ("uksouth", "ukwest"),
    ("switzerlandnorth", "switzerlandwest"),
    ("norwayeast", "norwaywest"),
    ("eastus", "westus"),
    ("eastus2", "centralus"),
    ("northcentralus", "southcentralus"),
    ("westus2", "westcentralus"),
}
"""Regions of Azure that copy to each other."""


@pytest.mark.parametrize("kind", JUDGED.split())
def test_a_type_that_holds_content_is_never_said_to_hold_none(kind, law):
    assert kind not in law["resources"]["without_content"]


def test_every_type_whose_values_are_computed_is_looked_at(law):
    assert set(law["resources"]["computed"]) == {*JUDGED.split(), *SETTINGS}


def test_a_mode_of_bedrock_keeps_what_the_handbook_says(law):
    days = law["resources"]["facts"]["aws_bedrock_account_data_retention"]["days"]
    assert days == {
        "none": 0,
        "default": None,
        "aws_review": 30,
        "provider_data_share": 30,
        "inherit": None,
    }


def test_a_vector_store_is_in_the_account_or_with_a_third_party(law):
    facts = law["resources"]["facts"]["aws_bedrockagent_knowledge_base"]
    assert set(facts["third_party"]) == {"PINECONE", "REDIS_ENTERPRISE_CLOUD", "MONGO_DB_ATLAS"}
    assert set(facts["own_account"]) == {
        *("OPENSEARCH_SERVERLESS", "OPENSEARCH_MANAGED_CLUSTER", "RDS", "NEPTUNE_ANALYTICS"),
        "S3_VECTORS",
    }


def test_storage_of_azure_is_copied_to_the_paired_region_unless_it_is_local(law):
    facts = law["resources"]["facts"]["azurerm_storage_account"]
    assert set(facts["local"]) == {"LRS", "ZRS"}
    assert set(facts["pairing"]) == {"GRS", "RAGRS", "GZRS", "RAGZRS"}
    both = {**dict(PAIRS), **{second: first for first, second in PAIRS}}
    assert facts["pairs"] == both | {"westus3": "eastus"}  # which does not copy back

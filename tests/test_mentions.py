"""What leads to Claude from where no other check looks, in resources of any type."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from access_world import LAW, resource
from compliance_toolkit.models import AuditInput, ReasonCode, Resource, Unknown
from compliance_toolkit.policy import bundle
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.terraform.workloads.callers import left_out
from compliance_toolkit.terraform.workloads.mentions import state_mentions

US = "us.anthropic.claude-opus-4-6-v1"
EU = "eu.anthropic.claude-opus-4-6-v1"
GLOBAL = "arn:aws:bedrock:eu-central-1:111122223333:inference-profile/global.anthropic.claude-x"
MODEL = "arn:aws:bedrock:{}::foundation-model/anthropic.claude-opus-4-6-v1"
HOST = "https://bedrock-runtime.us-east-1.amazonaws.com"
CLAUDE = "https://api.anthropic.com"
VERTEX = "projects/p/locations/{0}/publishers/anthropic/models/claude-opus-4-6:rawPredict"
LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_x.y.arn")


def stated(*resources: Resource) -> tuple[Resource, ...]:
    return state_mentions(AuditInput("infra", "terraform-plan", resources), LAW).resources


def fact(kind: str, values: Any, unknown: Any = None, region: Any = "eu-central-1") -> Any:
    """What is stated of one resource; `None` where nothing is."""
    one = resource(f"{kind}.x", values, unknown, region=region)
    return stated(one)[0].values.get("mentioned")


def places(found: Any) -> set[str]:
    """The places where routes end."""
    ends = [one["destinations"] for one in found["routes"]]
    return {place for end in ends for place in (["?"] if end == "unspecified" else end)}


def leads_out(found: Any) -> bool:
    return any(not place.startswith(("eu-", "europe-")) for place in places(found))


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def call(model: str, resource: str = "arn:aws:states:::bedrock:invokeModel") -> str:
    step = {"Type": "Task", "Resource": resource, "Parameters": {"ModelId": model}}
    return json.dumps({"States": {"Ask": step}})


def template(**properties: Any) -> str:
    return json.dumps({"Resources": {"App": {"Type": "AWS::X", "Properties": properties}}})


def deployment(sku: str, form: str = "Anthropic") -> Any:
    model = {"format": form, "name": "claude-opus-5"}
    inner = {
        "type": "Microsoft.CognitiveServices/accounts/deployments",
        "name": "c",
        "sku": {"name": sku},
        "properties": {"model": model},
    }
    return {"properties": {"template": {"resources": [inner]}}}


ARM = "Microsoft.Resources/deployments@2021-04-01"
APP = "Microsoft.App/containerApps@2024-03-01"
ABROAD = [
    (
        "aws_bedrockagent_agent",
        {
            "foundation_model": EU,
            "prompt_override_configuration": [
                {"prompt_configurations": [{"foundation_model": US}]}
            ],
        },
    ),
    ("aws_bedrockagent_flow", {"definition": [{"node": [{"inline": [{"model_id": US}]}]}]}),
    ("aws_bedrockagent_data_source", {"parsing": [{"model_arn": MODEL.format("us-east-1")}]}),
    ("aws_bedrockagent_data_source", {"parsing": [{"model_arn": GLOBAL}]}),
    ("aws_bedrockagentcore_memory_strategy", {"configuration": [{"model_id": US}]}),
    ("aws_cloudcontrolapi_resource", {"desired_state": json.dumps({"Model": {"CopyFrom": US}})}),
    (
        "aws_cloudformation_stack",
        {"template_body": template(Environment={"Variables": {"AWS_REGION": "us-east-1"}})},
    ),
    (
        "aws_cloudformation_stack",
        {"template_body": f"Resources:\n  A:\n    Url: !Sub {HOST}\n    Role: !GetAtt R.Arn\n"},
    ),
    ("awscc_bedrock_agent", {"foundation_model": US}),
    ("awscc_bedrock_application_inference_profile", {"model_source": {"copy_from": US}}),
    ("aws_sfn_state_machine", {"definition": call(US)}),
    (
        "aws_scheduler_schedule",
        {
            "target": [
                {
                    "arn": "arn:aws:scheduler:::aws-sdk:bedrockruntime:invokeModel",
                    "input": json.dumps({"ModelId": "global.anthropic.claude-opus-4-6-v1"}),
                }
            ]
        },
    ),
    (
        "google_cloud_scheduler_job",
        {"http_target": [{"uri": f"https://us-east5-aiplatform.googleapis.com/v1/{VERTEX}"}]},
    ),
    ("google_workflows_workflow", {"source_contents": "call: /v1/" + VERTEX.format("us-east5")}),
    (
        "google_bigquery_job",
        {
            "query": [
                {"query": "CREATE MODEL m OPTIONS(ENDPOINT='/" + VERTEX.format("global") + "')"}
            ]
        },
    ),
    ("azapi_resource", {"type": ARM, "body": deployment("GlobalStandard")}),
    ("azapi_resource", {"type": ARM, "body": json.dumps(deployment("datazonestandard"))}),
    (
        "azapi_resource",
        {
            "type": APP,
            "body": {"containers": [{"env": [{"name": "ANTHROPIC_BASE_URL", "value": CLAUDE}]}]},
        },
    ),
    (
        "azurerm_linux_web_app",
        {"connection_string": [{"name": "X", "type": "Custom", "value": CLAUDE}]},
    ),
    (
        "azurerm_linux_virtual_machine_scale_set",
        {"custom_data": coded(f"ANTHROPIC_BASE_URL={CLAUDE}")},
    ),
    (
        "google_compute_region_instance_template",
        {"metadata": {"startup-script": "export CLOUD_ML_REGION=us-east5\n./run\n"}},
    ),
    (
        "aws_elastic_beanstalk_environment",
        {"setting": [{"namespace": "n", "name": "AWS_REGION", "value": "us-east-1"}]},
    ),
    ("aws_amplify_app", {"environment_variables": {"ANTHROPIC_BEDROCK_BASE_URL": HOST}}),
    (
        "aws_lightsail_container_service_deployment_version",
        {"container": [{"environment": {"AWS_REGION": "us-east-1"}}]},
    ),
    ("aws_glue_job", {"default_arguments": {"--AWS_REGION": "us-east-1"}}),
    (
        "aws_ssm_document",
        {"content": json.dumps({"inputs": {"runCommand": ["AWS_REGION=us-east-1 run"]}})},
    ),
    (
        "google_composer_environment",
        {"config": [{"software_config": [{"env_variables": {"CLOUD_ML_REGION": "us-east5"}}]}]},
    ),
    ("google_workflows_workflow", {"user_env_vars": {"CLOUD_ML_REGION": "us-east5"}}),
    ("azurerm_static_web_app", {"app_settings": {"ANTHROPIC_BASE_URL": CLAUDE}}),
    (
        "aws_cloudwatch_event_target",
        {
            "input": json.dumps(
                {
                    "containerOverrides": [
                        {"environment": [{"name": "AWS_REGION", "value": "us-east-1"}]}
                    ]
                }
            )
        },
    ),
    ("a_type_nobody_knows", {"deep": [{"er": [{"url": HOST.upper()}]}]}),
    ("a_type_nobody_knows", {"url": "https%3A%2F%2Fbedrock-runtime.us-east-1.amazonaws.com"}),
    (
        "aws_api_gateway_integration",
        {"uri": "arn:aws:apigateway:us-east-1:bedrock-runtime:path/model/x/invoke"},
    ),
    ("google_compute_project_metadata", {"metadata": {"startup-script": "AWS_REGION=us-east-1 x"}}),
    ("terraform_data", {"input": US}),
    ("terraform_data", {"triggers_replace": [{"arn": MODEL.format("us-east-1")}]}),
    ("null_resource", {"triggers": {"url": HOST}}),
    (
        "null_resource",
        {"triggers": {"model": US}, "provisioner": [{"command": "run --region us-east-1"}]},
    ),
]


@pytest.mark.parametrize(("kind", "values"), ABROAD)
def test_whatever_leads_abroad_is_stated(kind, values):
    assert leads_out(fact(kind, values))


HOME = [
    ("aws_bedrockagent_flow", {"definition": [{"node": [{"inline": [{"model_id": EU}]}]}]}),
    ("aws_bedrockagent_data_source", {"parsing": [{"model_arn": MODEL.format("eu-central-1")}]}),
    ("aws_sfn_state_machine", {"definition": call(EU)}),
    ("aws_sfn_state_machine", {"definition": call("anthropic.claude-opus-4-6-v1")}),
    (
        "google_cloud_scheduler_job",
        {
            "http_target": [
                {
                    "uri": "https://europe-west1-aiplatform.googleapis.com/v1/"
                    + VERTEX.format("europe-west1")
                }
            ]
        },
    ),
    ("aws_glue_job", {"default_arguments": {"--AWS_REGION": "eu-central-1", "--MODEL": EU}}),
]


@pytest.mark.parametrize(("kind", "values"), HOME)
def test_what_leads_nowhere_else_is_stated_to_its_end(kind, values):
    found = fact(kind, values)
    assert found["routes"]
    assert not leads_out(found)
    assert found["unknown"] == []


STATEMENT = {
    "Effect": "Deny",
    "Action": "bedrock:InvokeModel",
    "Resource": MODEL.format("us-east-1"),
}
CALLS_NOBODY = [
    ("aws_s3_bucket", {"tags": {"model": US}, "tags_all": {"model": US}, "bucket": "bedrock-logs"}),
    ("aws_sqs_queue", {"name": US, "policy": json.dumps({"Statement": [STATEMENT]})}),
    ("aws_sns_topic", {"delivery": json.dumps({"Statement": [STATEMENT]})}),
    (
        "aws_cloudformation_stack",
        {"template_body": template(PolicyDocument={"Statement": [STATEMENT]})},
    ),
    ("aws_iam_role", {"description": US, "managed": [MODEL.format("us-east-1")]}),
    ("aws_cloudwatch_metric_alarm", {"metric_query": [{"expression": US}]}),
    ("aws_cloudwatch_event_rule", {"event_pattern": json.dumps({"model": [US]})}),
    ("aws_route53_resolver_firewall_domain_list", {"domains": ["api.anthropic.com"]}),
    ("datadog_monitor", {"query": f"avg:modelid:{US}"}),
    ("aws_bedrockagent_agent", {"foundation_model": US, "agent_arn": MODEL.format("us-east-1")}),
    ("aws_bedrock_inference_profile", {"model_source": [{"copy_from": US}], "arn": GLOBAL}),
    ("aws_bedrockagent_prompt", {"variant": [{"model_id": US}]}),
    ("aws_lambda_function", {"environment": [{"variables": {"MODEL": US}}], "description": US}),
    (
        "azapi_resource",
        {"type": "microsoft.cognitiveservices/accounts/Deployments@x", "body": {"u": US}},
    ),
    ("azapi_resource", {"type": ARM, "body": deployment("GlobalStandard", "OpenAI")}),
    ("aws_kms_key", {"description": f"for {US}", "region": "us-east-1"}),
    ("aws_iam_instance_profile", {"role": "arn:aws:iam::111122223333:role/bedrock-runtime"}),
    (
        "aws_ecs_service",
        {"guard": "arn:aws:bedrock:us-east-1:111122223333:guardrail/x", "text": "we use claude-"},
    ),
    ("terraform_data", {"input": "built", "output": US}),
    ("null_resource", {"triggers": {"build": "7", "AWS_REGION": "us-east-1"}}),
    ("aws_sqs_queue", {"text": "AWS_REGION=us-east-1"}),
    ("aws_sqs_queue", {"settings": {"AWS_REGION": "us-east-1", "ANTHROPIC_API_KEY": "k"}}),
]


@pytest.mark.parametrize(("kind", "values"), CALLS_NOBODY)
def test_names_rights_and_what_others_judge_are_no_calls(kind, values):
    assert fact(kind, values) is None


@pytest.mark.parametrize("key", ["name", "id"])
def test_a_block_may_be_called_what_it_calls(key):
    arn = MODEL.format("us-east-1")
    assert leads_out(fact("aws_thing", {"model": [{key: US}]}))
    assert leads_out(fact("aws_thing", {"model": [{key: arn}]}))
    assert fact("aws_thing", {"model": [{key: "claude-logs"}], "name": US}) is None


def test_a_region_counts_beside_a_call():
    found = fact("litellm_model", {"base_model": EU, "aws_region_name": "us-east-1"}, region=None)
    assert "us-east-1" in places(found)


def test_a_call_without_a_model_is_not_known():
    step = {"Resource": "arn:aws:states:::bedrock:invokeModel", "Parameters": {"ModelId.$": "$.m"}}
    found = fact("aws_sfn_state_machine", {"definition": json.dumps({"States": {"A": step}})})
    assert [one["code"] for one in found["unknown"]] == ["unknown-value"]
    assert found["unknown"][0]["name"] == "definition.States.A.Resource"


def test_a_model_without_a_region_is_not_known():
    found = fact("aws_sfn_state_machine", {"definition": call(EU)}, region=LATE)
    assert found["unknown"]


def test_a_deployment_type_that_nobody_read_is_not_known():
    found = fact("azapi_resource", {"type": ARM, "body": deployment("ProvisionedManaged")})
    assert found["routes"] == []
    assert [one["code"] for one in found["unknown"]] == ["unknown-value"]


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [
        ("aws_sfn_state_machine", "definition"),
        ("aws_cloudformation_stack", "template_body"),
        ("google_workflows_workflow", "source_contents"),
    ],
)
def test_a_document_that_is_not_known_may_call_anybody(kind, attribute):
    found = fact(kind, {}, {f"/{attribute}": LATE})
    assert found["unknown"] == [
        {"name": attribute, "code": "known-after-apply", "reference": "aws_x.y.arn"}
    ]


def test_a_template_elsewhere_may_call_anybody():
    found = fact("aws_cloudformation_stack", {"template_url": "https://s3.amazonaws.com/b/t.json"})
    assert [(one["name"], one["code"]) for one in found["unknown"]] == [
        ("template_url", "outside-input")
    ]


def test_the_reason_stands_where_policies_look_for_it():
    one = resource("aws_sfn_state_machine.x", {}, {"/definition": LATE}, region="eu-central-1")
    assert stated(one)[0].unknown["/mentioned/unknown"] == LATE


def test_a_script_that_cannot_be_decoded_is_not_known_where_it_is_not_known():
    found = fact("azurerm_linux_virtual_machine_scale_set", {}, {"/custom_data": LATE})
    assert [one["name"] for one in found["unknown"]] == ["custom_data"]


@pytest.mark.parametrize("odd", [{"n": 2**70, "url": HOST}, {"text": "\ud800", "url": HOST}])
def test_what_cannot_be_written_is_searched_value_by_value(odd):
    assert leads_out(fact("a_type_nobody_knows", odd))


def test_one_among_many_is_found_and_the_others_are_left_as_they_are():
    quiet = [resource(f"aws_sqs_queue.q{at}", {"url": "x"}) for at in range(300)]
    loud = resource("aws_sqs_queue.loud", {"redrive": HOST}, region="eu-central-1")
    found = stated(*quiet[:150], loud, *quiet[150:])
    assert [one.address for one in found if "mentioned" in one.values] == ["aws_sqs_queue.loud"]
    assert found[0] is quiet[0]


def test_an_input_without_any_word_is_given_back():
    given = AuditInput("infra", "terraform-plan", (resource("aws_sqs_queue.q", {"name": "x"}),))
    assert state_mentions(given, LAW) is given


def test_what_is_left_to_others_is_what_others_read():
    checks = Catalog.load(bundle.load(bundle.default_root()).data).checks
    for kind in (
        "aws_bedrock_inference_profile",
        "aws_bedrockagent_agent",
        "aws_bedrockagent_knowledge_base",
        "aws_bedrockagent_prompt",
    ):
        asked = {name for one in checks if kind in (one.types or ()) for name in one.attributes}
        assert {one for one in left_out(kind) if not one.endswith("arn")} <= asked, kind


def test_a_text_of_any_depth_is_an_answer():
    deep: Any = HOST
    for _ in range(400):
        deep = [deep]
    assert fact("a_type_nobody_knows", {"x": deep})["unknown"]

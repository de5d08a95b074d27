"""Which types call models or start programs, and what of their values others judge already.

Read 2026-11 in the providers' schemas. A type that is listed nowhere here is searched all the same;
what is listed decides whether a region that an SDK would read counts by itself, and what nothing
can be said of.
"""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.terraform.workloads.types import WORKLOADS

MENTIONED = "mentioned"
"""The fact about what leads to Claude from where no other check looks."""

PROVISIONER = "provisioner"
"""Where what `provisioner` blocks run stands among the values of a resource."""

RUN = frozenset(("command", "environment", "inline"))
"""What a provisioner runs, and is told."""

HANDED_ON: Mapping[str, tuple[str, ...]] = {
    "archive_file": ("source", "source_content"),
    "cloudinit_config": ("part",),
    "external": ("program", "query"),
    "http": ("request_body", "request_headers", "url"),
    "local_file": ("content", "content_base64", "sensitive_content"),
    "local_sensitive_file": ("content", "content_base64"),
    "null_resource": ("triggers",),
    "template_cloudinit_config": ("part",),
    "template_file": ("template", "vars"),
    "terraform_data": ("input", "triggers_replace"),
}
"""Types without content of their own that hold values for others, their own provisioners among
them, or hand them on when they are read, and where."""

STORES: Mapping[str, tuple[str, ...]] = {
    "aws_secretsmanager_secret_version": ("secret_string", "secret_string_wo"),
    "aws_ssm_parameter": ("value", "value_wo"),
    "azurerm_key_vault_secret": ("value", "value_wo"),
    "azurerm_virtual_machine_extension": ("protected_settings",),
    "azurerm_virtual_machine_scale_set_extension": ("protected_settings",),
    "github_actions_environment_secret": ("plaintext_value",),
    "github_actions_secret": ("plaintext_value",),
    "google_parameter_manager_parameter_version": ("parameter_data",),
    "google_parameter_manager_regional_parameter_version": ("parameter_data",),
    "google_secret_manager_regional_secret_version": ("secret_data",),
    "google_secret_manager_secret_version": ("secret_data", "secret_data_wo"),
    "kubernetes_secret": ("data", "data_wo", "binary_data_wo"),
    "kubernetes_secret_v1": ("data", "data_wo", "binary_data_wo"),
    "local_file": ("sensitive_content",),
    "local_sensitive_file": ("content", "content_base64"),
    "vault_generic_secret": ("data_json",),
    "vault_kv_secret": ("data_json",),
    "vault_kv_secret_v2": ("data_json", "data_json_wo"),
}
"""Types that keep a secret, and where: their providers mark it as sensitive whatever it is."""

STORED = "stored"
"""Value of such a resource: what else is known of secrets whose value is not, by attribute."""

QUIET = "quiet"
"""Of a secret that is known to lead nowhere."""

UNREAD = "unread"
"""Of one that may lead somewhere, by the words of the configuration."""

_PROGRAMS = frozenset(
    (
        "aws_amplify_app",
        "aws_amplify_branch",
        "aws_cloudcontrolapi_resource",
        "aws_cloudformation_stack",
        "aws_cloudformation_stack_set",
        "aws_cloudwatch_event_target",
        "aws_codepipeline",
        "aws_ecs_service",
        "aws_elastic_beanstalk_configuration_template",
        "aws_elastic_beanstalk_environment",
        "aws_emr_cluster",
        "aws_emrserverless_application",
        "aws_glue_job",
        "aws_imagebuilder_component",
        "aws_lambda_invocation",
        "aws_lightsail_container_service_deployment_version",
        "aws_lightsail_instance",
        "aws_pipes_pipe",
        "aws_sagemaker_notebook_instance_lifecycle_configuration",
        "aws_scheduler_schedule",
        "aws_sfn_state_machine",
        "aws_spot_fleet_request",
        "aws_ssm_association",
        "aws_ssm_document",
        "azapi_data_plane_resource",
        "azapi_resource",
        "azapi_resource_action",
        "azapi_update_resource",
        "azurerm_automation_runbook",
        "azurerm_batch_pool",
        "azurerm_linux_virtual_machine_scale_set",
        "azurerm_logic_app_action_custom",
        "azurerm_logic_app_action_http",
        "azurerm_orchestrated_virtual_machine_scale_set",
        "azurerm_resource_deployment_script_azure_cli",
        "azurerm_resource_deployment_script_azure_power_shell",
        "azurerm_resource_group_template_deployment",
        "azurerm_spring_cloud_java_deployment",
        "azurerm_spring_cloud_container_deployment",
        "azurerm_static_site",
        "azurerm_static_web_app",
        "azurerm_subscription_template_deployment",
        "azurerm_virtual_machine",
        "azurerm_virtual_machine_extension",
        "azurerm_virtual_machine_run_command",
        "azurerm_virtual_machine_scale_set",
        "azurerm_virtual_machine_scale_set_extension",
        "azurerm_windows_virtual_machine_scale_set",
        "docker_container",
        "docker_service",
        "google_app_engine_flexible_app_version",
        "google_app_engine_standard_app_version",
        "google_cloud_scheduler_job",
        "google_cloudbuild_trigger",
        "google_composer_environment",
        "google_compute_instance_from_template",
        "google_compute_project_metadata",
        "google_compute_project_metadata_item",
        "google_compute_region_instance_template",
        "google_dataflow_flex_template_job",
        "google_dataflow_job",
        "google_dataproc_batch",
        "google_dataproc_job",
        "google_deployment_manager_deployment",
        "google_vertex_ai_custom_job",
        "google_workflows_workflow",
        "kustomization_resource",
        "nomad_job",
        "vercel_project_environment_variable",
    )
)

_CALLS_NOBODY = (
    "aws_cloudwatch_contributor_insight_rule",
    "aws_cloudwatch_query_definition",
    "aws_config_",
    "aws_controltower_",
    "aws_iam_",
    "aws_networkfirewall_",
    "aws_organizations_",
    "aws_route53_resolver_firewall_",
    "aws_ssoadmin_",
    "aws_wafv2_",
    "azurerm_application_insights_workbook",
    "azurerm_firewall_",
    "azurerm_monitor_",
    "cloudflare_ruleset",
    "cloudflare_zero_trust_",
    "datadog_",
    "google_logging_",
    "google_monitoring_",
    "google_network_security_",
    "grafana_",
    "newrelic_",
)
"""How types begin that watch, count, allow or forbid what others call."""

_ALWAYS = frozenset(("google_compute_project_metadata", "google_compute_project_metadata_item"))
"""Types without content of their own that start programs in others."""

DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    "aws_cloudcontrolapi_resource": ("desired_state",),
    "aws_cloudformation_stack": ("template_body", "template_url"),
    "aws_cloudformation_stack_set": ("template_body", "template_url"),
    "aws_imagebuilder_component": ("data",),
    "aws_sagemaker_notebook_instance_lifecycle_configuration": ("on_create", "on_start"),
    "aws_sfn_state_machine": ("definition",),
    "aws_ssm_document": ("content",),
    "azurerm_automation_runbook": ("content",),
    "azurerm_resource_deployment_script_azure_cli": ("script_content",),
    "azurerm_resource_deployment_script_azure_power_shell": ("script_content",),
    "azurerm_resource_group_template_deployment": ("template_content", "template_spec_version_id"),
    "azurerm_subscription_template_deployment": ("template_content", "template_spec_version_id"),
    "google_workflows_workflow": ("source_contents",),
    "kustomization_resource": ("manifest",),
    "nomad_job": ("jobspec",),
}
"""Attributes that hold all that such a resource does: without them nothing of it is known."""

ELSEWHERE = frozenset(("template_spec_version_id", "template_url"))
"""Of those, the ones that only say where it stands."""

LINKS: Mapping[str, str] = {
    "aws_imagebuilder_component": "uri",
    "azurerm_automation_runbook": "publish_content_link",
}
"""Attributes that lead to code instead: where one is set, the provider computes the document."""

ENCODED = frozenset(("custom_data", "user_data", "user_data_base64", "userdata", "customdata"))
"""Names under which a script stands, often encoded."""

_JUDGED: Mapping[str, frozenset[str]] = {
    "aws_bedrock_inference_profile": frozenset(("model_source",)),
    "aws_bedrockagent_agent": frozenset(("foundation_model",)),
    "aws_bedrockagent_knowledge_base": frozenset(("knowledge_base_configuration",)),
    "aws_bedrockagent_prompt": frozenset(("variant",)),
    "azurerm_cognitive_deployment": frozenset(("model", "sku")),
    **{
        type_: frozenset(pointer.split("/")[1] for pointer, _ in places)
        for type_, places in WORKLOADS.items()
    },
}
_ARM_DEPLOYMENT = "microsoft.cognitiveservices/accounts/deployments@"
_OWN = frozenset(
    (
        "agent_arn",
        "agent_alias_arn",
        "arn",
        "custom_model_arn",
        "flow_arn",
        "job_arn",
        "knowledge_base_arn",
        "provisioned_model_arn",
    )
)
"""What a resource of Bedrock is called itself."""


def starts_programs(type_: str) -> bool:
    """Whether what SDKs read counts by itself: the type starts programs, or makes such types."""
    return type_ in _PROGRAMS or type_.startswith("awscc_") or type_ in WORKLOADS


def is_always_searched(type_: str) -> bool:
    """Whether a type is searched whatever word stands in it."""
    return type_ in _PROGRAMS or type_.startswith("awscc_")


def calls_nobody(type_: str) -> bool:
    """Whether a type names models and hosts of others, and calls none."""
    return type_.replace("awscc_", "aws_", 1).startswith(_CALLS_NOBODY)


def calls_without_content(type_: str) -> bool:
    """Whether a type starts programs although it holds no content."""
    return type_ in _ALWAYS


def left_out(type_: str, arm_type: object = None) -> frozenset[str]:
    """Name the attributes that other checks judge, or that are what the resource is called.

    Args:
        type_: Terraform's type.
        arm_type: Of a resource of `azapi`, its type in ARM.
    """
    if type_.startswith("azapi_") and str(arm_type).lower().startswith(_ARM_DEPLOYMENT):
        return frozenset(("body",))
    own = _OWN if type_.startswith(("aws_bedrock", "awscc_bedrock")) else frozenset(("arn",))
    return _JUDGED.get(type_, frozenset()) | own

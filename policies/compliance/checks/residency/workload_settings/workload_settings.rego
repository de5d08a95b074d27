# METADATA
# title: Workloads are told to call models and regions in allowed countries alone
# description: |
#   Fails a workload of which an environment variable, a command line or a value of its chart names
#   a region, an endpoint or a model that computes outside of its jurisdiction, or nowhere in
#   particular. A credential counts as its provider's own endpoint, unless another setting leads
#   elsewhere, and what a container takes from a config map of the same input counts as its own.
#   Unknown where a value is not known, where a profile, a header or a host that no provider owns
#   may lead anywhere, for a model without a region and an endpoint without a model, and when the
#   law is missing. A workload that was proven to set nothing of this kind is not asked; what its
#   code says is not seen.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
# custom:
#   id: RES-017
#   severity: high
#   per: jurisdiction
#   applies_to:
#     types: [
#       aws_apprunner_service, aws_batch_job_definition, aws_bedrockagentcore_agent_runtime,
#       aws_codebuild_project, aws_ecs_task_definition, aws_instance, aws_lambda_function,
#       aws_launch_configuration, aws_launch_template, aws_sagemaker_model,
#       aws_spot_instance_request, azurerm_app_service, azurerm_container_app,
#       azurerm_container_app_job, azurerm_container_group, azurerm_function_app,
#       azurerm_function_app_flex_consumption, azurerm_linux_function_app,
#       azurerm_linux_function_app_slot, azurerm_linux_virtual_machine, azurerm_linux_web_app,
#       azurerm_linux_web_app_slot, azurerm_logic_app_standard, azurerm_windows_function_app,
#       azurerm_windows_function_app_slot, azurerm_windows_virtual_machine,
#       azurerm_windows_web_app, azurerm_windows_web_app_slot, google_cloud_run_service,
#       google_cloud_run_v2_job, google_cloud_run_v2_service, google_cloud_run_v2_worker_pool,
#       google_cloudfunctions2_function, google_cloudfunctions_function, google_compute_instance,
#       google_compute_instance_template, helm_release, kubectl_manifest, kubernetes_config_map,
#       kubernetes_config_map_v1, kubernetes_config_map_v1_data, kubernetes_cron_job,
#       kubernetes_cron_job_v1, kubernetes_daemon_set, kubernetes_daemon_set_v1,
#       kubernetes_daemonset, kubernetes_deployment, kubernetes_deployment_v1, kubernetes_env,
#       kubernetes_job, kubernetes_job_v1, kubernetes_manifest, kubernetes_pod, kubernetes_pod_v1,
#       kubernetes_replication_controller, kubernetes_replication_controller_v1,
#       kubernetes_stateful_set, kubernetes_stateful_set_v1]
#   attributes: [ambient]
#   rationale: What a client is not told in its code it takes from its environment, without a word
#   remediation: >-
#     Name a region in an allowed country and a profile whose destinations all are, and leave
#     endpoints to the client
#   controls:
#     gdpr: ["Art. 44", "Art. 25(2)"]
#     nist-800-53: ["sa-9.5", "cm-6"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.workload_settings

import data.compliance.jurisdictions
import data.compliance.lib.ambient

id := "RES-017"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["outside"] := ambient.settings(_beyond)

evidence["countries"] := ambient.countries(_beyond)

evidence["unclear"] := ambient.unclear(_fact, _beyond)

_met := ambient.met(_fact, _law.countries)

_beyond := ambient.beyond(_fact, _law.countries)

_fact := input.resource.values.ambient

_law := jurisdictions[input.jurisdiction].inference

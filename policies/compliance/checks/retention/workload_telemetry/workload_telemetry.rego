# METADATA
# title: Workloads write no prompts into logs and spans that the tenant forbids
# description: |
#   Fails a workload that tells its SDK to write prompts and replies into spans or into its log,
#   where the tenant, or one of its regimes, lets none be kept. Unknown where they may be kept for
#   some days, for a setting does not say how long; for a value that is not known or a missing
#   limit. A workload that was proven to set nothing of this kind is not asked.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://github.com/anthropics/anthropic-sdk-python
# custom:
#   id: RET-007
#   severity: high
#   per: tenant
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
#   attributes: [telemetry]
#   rationale: A prompt in a span or in a log is kept as long as those are, wherever they go
#   remediation: >-
#     Leave `ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE` unset, and `ANTHROPIC_LOG` above `debug`
#   controls:
#     gdpr: ["Art. 5(1)(e)", "Art. 25(2)"]
#     hipaa: ["164.502(b)"]
#     nist-800-53: ["si-12", "au-3.3"]
#     csa-ccm: ["DSP-16", "LOG-03"]
package compliance.checks.retention.workload_telemetry

import data.compliance.lib

id := "RET-007"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["content"] := _fact.content

evidence["limits"] := _limits

_met if {
	_limits
	_writes == false
}

_met if {
	is_boolean(_writes)
	lib.every_true([lib.unset(limit) | some limit in _limits])
}

_met := false if {
	_writes == true
	lib.every_true([_lets(limit) | some limit in _limits]) == false
}

_writes if {
	lib.found(_fact.content)
} else := false if {
	_fact.content == []
	_fact.unknown == []
}

_limits := array.concat([input.tenant.retention.prompts.max_days], of_regimes) if {
	regimes := lib.items(input.tenant.regimes)
	of_regimes := [_limit(code) | some code in regimes]
}

_limit(code) := limit if {
	limit := data.compliance.regimes[code].retention.prompts.max_days
} else := "unknown"

_lets(limit) if {
	lib.unset(limit)
} else := false if {
	limit == 0
} else := "unknown"

_fact := input.resource.values.telemetry

package compliance.lib.guardrails

# What each holds that no check of its own would see left weaker, and how it is weighed.
_contents := {
	"aws_backup_vault_lock_configuration": {
		"changeable_for_days": "first",
		"max_retention_days": "longest",
		"min_retention_days": "shortest",
	},
	"aws_bedrock_account_data_retention": {"mode": "prompts"},
	"aws_cloudcontrolapi_resource": {"desired_state": "same"},
	"aws_cloudformation_stack": {"template_body": "same", "template_url": "same"},
	"aws_cloudformation_stack_set": {"template_body": "same", "template_url": "same"},
	"aws_cloudtrail": object.union(_trail, {"enable_logging": "on"}),
	"aws_controltower_control": {"parameters": "control"},
	"aws_iam_group_policies_exclusive": {"policy_names": "inside"},
	"aws_iam_group_policy": {"policy": "denials"},
	"aws_iam_group_policy_attachments_exclusive": {"policy_arns": "policies"},
	"aws_iam_policy": {"policy": "denials"},
	"aws_iam_policy_attachment": {"groups": "each", "roles": "each", "users": "each"},
	"aws_iam_role_policies_exclusive": {"policy_names": "inside"},
	"aws_iam_role_policy": {"policy": "denials"},
	"aws_iam_role_policy_attachments_exclusive": {"policy_arns": "policies"},
	"aws_iam_user_policies_exclusive": {"policy_names": "inside"},
	"aws_iam_user_policy": {"policy": "denials"},
	"aws_iam_user_policy_attachments_exclusive": {"policy_arns": "policies"},
	"aws_organizations_organization": {"enabled_policy_types": "each"},
	"aws_organizations_policy": {"content": "bounds"},
	"aws_s3_bucket_lifecycle_configuration": {"rule": "expiry"},
	"aws_s3_bucket_object_lock_configuration": {"rule": "lock"},
	"aws_s3_bucket_policy": {"policy": "denials"},
	"aws_ssoadmin_permission_set_inline_policy": {"inline_policy": "denials"},
	"aws_ssoadmin_permissions_boundary_attachment": {"permissions_boundary": "same"},
	"aws_vpc_endpoint": {"policy": "whole", "private_dns_enabled": "leading"},
	"aws_vpc_endpoint_policy": {"policy": "whole"},
	"awscc_cloudformation_stack": {"template_body": "same", "template_url": "same"},
	"awscc_cloudformation_stack_set": {"template_body": "same", "template_url": "same"},
	"awscc_cloudtrail_trail": object.union(_trail, {"is_logging": "on"}),
	"awscc_controltower_enabled_control": {"parameters": "control"},
	"awscc_ec2_vpc_endpoint": {"policy_document": "whole", "private_dns_enabled": "leading"},
	"awscc_iam_group_policy": {"policy_document": "denials"},
	"awscc_iam_managed_policy": {
		"groups": "each",
		"policy_document": "denials",
		"roles": "each",
		"users": "each",
	},
	"awscc_iam_role_policy": {"policy_document": "denials"},
	"awscc_iam_user_policy": {"policy_document": "denials"},
	"awscc_organizations_policy": {"content": "bounds", "target_ids": "each"},
	"awscc_s3_bucket_policy": {"policy_document": "denials"},
	"awscc_sso_permission_set": {"inline_policy": "denials"},
	"azapi_resource": {"body": "body"},
	"azurerm_management_group_policy_assignment": _assignment,
	"azurerm_management_group_policy_set_definition": _initiative,
	"azurerm_policy_assignment": object.union(_assignment, {"enforcement_mode": "on"}),
	"azurerm_policy_definition": {
		"mode": "all",
		"parameters": "parameters",
		"policy_rule": "effect",
	},
	"azurerm_policy_set_definition": _initiative,
	"azurerm_resource_group_policy_assignment": _assignment,
	"azurerm_resource_group_template_deployment": {"template_content": "same"},
	"azurerm_resource_policy_assignment": _assignment,
	"azurerm_storage_container_immutability_policy": {
		"immutability_period_in_days": "shortest",
		"locked": "switch",
	},
	"azurerm_storage_management_policy": {"rule": "expiry"},
	"azurerm_subscription_policy_assignment": _assignment,
	"azurerm_subscription_template_deployment": {"template_content": "same"},
	"google_access_context_manager_service_perimeter": {
		"perimeter_type": "same",
		"status": "perimeter",
	},
	"google_access_context_manager_service_perimeters": {"service_perimeters": "same"},
	"google_compute_firewall": {
		"deny": "block",
		"destination_ranges": "longer",
		"direction": "one",
		"disabled": "off",
		"network": "same",
		"priority": "sooner",
		"target_service_accounts": "aimed",
		"target_tags": "aimed",
	},
	"google_compute_firewall_policy_rule": _rule,
	"google_compute_network_firewall_policy_rule": _rule,
	"google_compute_region_network_firewall_policy_rule": _rule,
	"google_folder_organization_policy": {"boolean_policy": "same", "list_policy": "same"},
	"google_iam_deny_policy": {"rules": "same"},
	"google_org_policy_policy": {"spec": "same"},
	"google_organization_policy": {"boolean_policy": "same", "list_policy": "same"},
	"google_project_organization_policy": {"boolean_policy": "same", "list_policy": "same"},
	"google_storage_bucket": {"lifecycle_rule": "expiry", "retention_policy": "kept"},
	"google_vertex_ai_cache_config": {"disable_cache": "switch"},
}

# What a trail records, and where.
_trail := {
	"advanced_event_selector": "selected",
	"advanced_event_selectors": "selected",
	"enable_log_file_validation": "switch",
	"event_selector": "selected",
	"event_selectors": "selected",
	"include_global_service_events": "on",
	"is_multi_region_trail": "switch",
	"is_organization_trail": "switch",
}

# What an assignment of a definition of Azure's does, and what a set of definitions is.
_assignment := {
	"enforce": "on",
	"not_scopes": "excluded",
	"overrides": "overrides",
	"parameters": "parameters",
	"resource_selectors": "selectors",
}

_initiative := {"parameters": "parameters", "policy_definition_reference": "references"}

# What a rule of a firewall's policy is, in each kind of them.
_rule := {
	"action": "one",
	"direction": "one",
	"disabled": "off",
	"match": "same",
	"priority": "one",
	"target_resources": "aimed",
	"target_secure_tags": "aimed",
	"target_service_accounts": "aimed",
}

# Google's one control of where inference runs is a perimeter with a list of the hosts that may be
# reached, so its rules of egress guard. Those of AWS's and Azure's firewalls (all of
# `aws_networkfirewall_` and `azurerm_firewall_`) are left out: who may call Bedrock from where is
# said by policies of organisations, identities and endpoints, and where Foundry computes by the
# type of a deployment; a firewall binds one network of many, whoever may call.
# https://docs.cloud.google.com/vpc/docs/about-vpc-service-controls (K)
# https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-interface-endpoints.html (K)
_egress := {
	"google_compute_firewall",
	"google_compute_firewall_policy_rule",
	"google_compute_network_firewall_policy_rule",
	"google_compute_region_network_firewall_policy_rule",
}

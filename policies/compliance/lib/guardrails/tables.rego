package compliance.lib.guardrails

# What tells one guardrail of a type from another, beside its region.
_names := {
	"aws_backup_vault_lock_configuration": ["backup_vault_name"],
	"aws_bedrock_account_data_retention": [],
	"aws_bedrock_model_invocation_logging_configuration": [],
	"aws_cloudcontrolapi_resource": ["type_name", "id"],
	"aws_cloudformation_stack": ["name"],
	"aws_cloudformation_stack_set": ["name"],
	"aws_cloudtrail": ["name"],
	"aws_cloudwatch_log_group": ["name"],
	"aws_controltower_control": ["control_identifier", "target_identifier"],
	"aws_iam_group_policies_exclusive": ["group_name"],
	"aws_iam_group_policy": ["group", "name"],
	"aws_iam_group_policy_attachment": ["group", "policy_arn"],
	"aws_iam_group_policy_attachments_exclusive": ["group_name"],
	"aws_iam_policy": ["name"],
	"aws_iam_policy_attachment": ["name", "policy_arn"],
	"aws_iam_role_policies_exclusive": ["role_name"],
	"aws_iam_role_policy": ["role", "name"],
	"aws_iam_role_policy_attachment": ["role", "policy_arn"],
	"aws_iam_role_policy_attachments_exclusive": ["role_name"],
	"aws_iam_user_policies_exclusive": ["user_name"],
	"aws_iam_user_policy": ["user", "name"],
	"aws_iam_user_policy_attachment": ["user", "policy_arn"],
	"aws_iam_user_policy_attachments_exclusive": ["user_name"],
	"aws_organizations_organization": [],
	"aws_organizations_policy": ["name"],
	"aws_organizations_policy_attachment": ["policy_id", "target_id"],
	"aws_s3_bucket_lifecycle_configuration": ["bucket"],
	"aws_s3_bucket_object_lock_configuration": ["bucket"],
	"aws_s3_bucket_policy": ["bucket"],
	"aws_ssoadmin_customer_managed_policy_attachment": [
		"instance_arn",
		"permission_set_arn",
		"customer_managed_policy_reference",
	],
	"aws_ssoadmin_managed_policy_attachment": [
		"instance_arn",
		"permission_set_arn",
		"managed_policy_arn",
	],
	"aws_ssoadmin_permission_set_inline_policy": ["instance_arn", "permission_set_arn"],
	"aws_ssoadmin_permissions_boundary_attachment": ["instance_arn", "permission_set_arn"],
	"aws_vpc_endpoint": ["vpc_id", "service_name"],
	"aws_vpc_endpoint_policy": ["vpc_endpoint_id"],
	"awscc_cloudformation_stack": ["stack_name"],
	"awscc_cloudformation_stack_set": ["stack_set_name"],
	"awscc_cloudtrail_trail": ["trail_name"],
	"awscc_controltower_enabled_control": ["control_identifier", "target_identifier"],
	"awscc_ec2_vpc_endpoint": ["vpc_id", "service_name"],
	"awscc_iam_group_policy": ["group_name", "policy_name"],
	"awscc_iam_managed_policy": ["managed_policy_name"],
	"awscc_iam_role_policy": ["role_name", "policy_name"],
	"awscc_iam_user_policy": ["user_name", "policy_name"],
	"awscc_logs_log_group": ["log_group_name"],
	"awscc_organizations_policy": ["name"],
	"awscc_s3_bucket_policy": ["bucket"],
	"awscc_sso_permission_set": ["instance_arn", "name"],
	"azapi_resource": ["parent_id", "name", "type"],
	"azurerm_log_analytics_workspace": ["resource_group_name", "name"],
	"azurerm_management_group_policy_assignment": ["management_group_id", "policy_definition_id"],
	"azurerm_management_group_policy_set_definition": ["management_group_id", "name"],
	"azurerm_policy_assignment": ["scope", "policy_definition_id"],
	"azurerm_policy_definition": ["name"],
	"azurerm_policy_set_definition": ["name"],
	"azurerm_resource_group_policy_assignment": ["resource_group_id", "policy_definition_id"],
	"azurerm_resource_group_template_deployment": ["name", "resource_group_name"],
	"azurerm_resource_policy_assignment": ["resource_id", "policy_definition_id"],
	"azurerm_storage_container_immutability_policy": ["storage_container_resource_manager_id"],
	"azurerm_storage_management_policy": ["storage_account_id"],
	"azurerm_subscription_policy_assignment": ["subscription_id", "policy_definition_id"],
	"azurerm_subscription_template_deployment": ["name"],
	"google_access_context_manager_service_perimeter": ["name"],
	"google_access_context_manager_service_perimeter_resource": ["perimeter_name", "resource"],
	"google_access_context_manager_service_perimeters": ["parent"],
	"google_compute_firewall": ["project", "name"],
	"google_compute_firewall_policy_rule": ["firewall_policy"],
	"google_compute_network_firewall_policy_rule": ["project", "firewall_policy"],
	"google_compute_region_network_firewall_policy_rule": ["project", "region", "firewall_policy"],
	"google_folder_organization_policy": ["folder", "constraint"],
	"google_iam_deny_policy": ["parent", "name"],
	"google_logging_billing_account_bucket_config": ["billing_account", "location", "bucket_id"],
	"google_logging_folder_bucket_config": ["folder", "location", "bucket_id"],
	"google_logging_organization_bucket_config": ["organization", "location", "bucket_id"],
	"google_logging_project_bucket_config": ["project", "location", "bucket_id"],
	"google_org_policy_policy": ["parent", "name"],
	"google_organization_policy": ["org_id", "constraint"],
	"google_project_organization_policy": ["project", "constraint"],
	"google_storage_bucket": ["name"],
	"google_vertex_ai_cache_config": ["project"],
}

# How types begin whose names are told apart by region too. Of those of the other clouds a name
# means one thing alone.
_regional := ["aws_", "awscc_"]

# How those of them begin of which a name means one thing in all regions.
_regionless := [
	"aws_controltower_",
	"aws_iam_",
	"aws_organizations_",
	"aws_s3_bucket_",
	"aws_ssoadmin_",
	"awscc_controltower_",
	"awscc_iam_",
	"awscc_organizations_",
	"awscc_s3_bucket_",
	"awscc_sso_",
]

# A name that may be left out, and then is the same as another's that is left out too.
_further := {
	"aws_organizations_policy": ["type"],
	"azurerm_policy_definition": ["management_group_id"],
	"azurerm_policy_set_definition": ["management_group_id"],
	"awscc_organizations_policy": ["type"],
}

_role := {"by": "role", "to": "aws_iam_role", "named": "name"}

_user := {"by": "user", "to": "aws_iam_user", "named": "name"}

_role_cc := {"by": "role_name", "to": "awscc_iam_role", "named": "role_name"}

_user_cc := {"by": "user_name", "to": "awscc_iam_user", "named": "user_name"}

_bucket := {"by": "bucket", "to": "aws_s3_bucket", "named": "bucket"}

_set := {"by": "permission_set_arn", "to": "aws_ssoadmin_permission_set", "named": "arn"}

_endpoint := {"by": "vpc_endpoint_id", "to": "aws_vpc_endpoint", "named": "id"}

_vault := {"by": "backup_vault_name", "to": "aws_backup_vault", "named": "name"}

_container := {
	"by": "storage_container_resource_manager_id",
	"to": "azurerm_storage_container",
	"named": "resource_manager_id",
}

_store := {"by": "storage_account_id", "to": "azurerm_storage_account", "named": "id"}

# What a guardrail binds and nothing else, so that it may go with it. A group is none of these: who
# was in it stays.
_bound := {
	"aws_backup_vault_lock_configuration": _vault,
	"aws_iam_role_policy": _role,
	"aws_iam_role_policy_attachment": _role,
	"aws_iam_role_policy_attachments_exclusive": object.union(_role, {"by": "role_name"}),
	"aws_iam_user_policy": _user,
	"aws_iam_user_policy_attachment": _user,
	"aws_iam_user_policy_attachments_exclusive": object.union(_user, {"by": "user_name"}),
	"aws_s3_bucket_lifecycle_configuration": _bucket,
	"aws_s3_bucket_object_lock_configuration": _bucket,
	"aws_s3_bucket_policy": _bucket,
	"aws_ssoadmin_customer_managed_policy_attachment": _set,
	"aws_ssoadmin_managed_policy_attachment": _set,
	"aws_ssoadmin_permission_set_inline_policy": _set,
	"aws_ssoadmin_permissions_boundary_attachment": _set,
	"aws_vpc_endpoint_policy": _endpoint,
	"awscc_iam_role_policy": _role_cc,
	"awscc_iam_user_policy": _user_cc,
	"azurerm_storage_container_immutability_policy": _container,
	"azurerm_storage_management_policy": _store,
}

# Owners whose name is made anew with each, so that what replaces one never has it; and by what else
# they are told, where nothing may be bound to the new one that was to the old.
_made_anew := {
	"aws_ssoadmin_permission_set": ["instance_arn", "name"],
	"aws_vpc_endpoint": ["service_name", "vpc_id"],
}

# What keeps records from being deleted: with what held them they may go only if it was empty.
_locks := [
	"aws_backup_vault_lock_configuration",
	"aws_s3_bucket_object_lock_configuration",
	"azurerm_storage_container_immutability_policy",
]

# Whom policies bind: they may go, and while they stay so must what binds them. `named` tells one
# from another, and `inside` is where policies stand in it, with their documents.
_bearers := {
	"aws_iam_role": {
		"by": "permissions_boundary",
		"named": "name",
		"inside": ["inline_policy", "policy"],
	},
	"aws_iam_user": {"by": "permissions_boundary", "named": "name", "inside": null},
	"aws_organizations_account": {"by": "parent_id", "named": null, "inside": null},
	"aws_organizations_organizational_unit": {"by": "parent_id", "named": null, "inside": null},
	"awscc_iam_role": {
		"by": "permissions_boundary",
		"named": "role_name",
		"inside": ["policies", "policy_document"],
	},
	"awscc_iam_user": {
		"by": "permissions_boundary",
		"named": "user_name",
		"inside": ["policies", "policy_document"],
	},
}

# Those of them that may be made again under their name.
_bearing := {type | some type, bearer in _bearers; bearer.named != null}

# The name of each type that something is bound to.
_owning := {bound.to: bound.named | some bound in _bound}

# Where a policy's document stands. Most guard only by what they deny: without one, less is allowed.
_documents := {
	"aws_iam_group_policy": "policy",
	"aws_iam_policy": "policy",
	"aws_iam_role_policy": "policy",
	"aws_iam_user_policy": "policy",
	"aws_s3_bucket_policy": "policy",
	"aws_ssoadmin_permission_set_inline_policy": "inline_policy",
	"aws_vpc_endpoint": "policy",
	"aws_vpc_endpoint_policy": "policy",
	"awscc_ec2_vpc_endpoint": "policy_document",
	"awscc_iam_group_policy": "policy_document",
	"awscc_iam_managed_policy": "policy_document",
	"awscc_iam_role_policy": "policy_document",
	"awscc_iam_user_policy": "policy_document",
	"awscc_s3_bucket_policy": "policy_document",
	"awscc_sso_permission_set": "inline_policy",
}

# Those of them that may have none.
_optional := ["aws_vpc_endpoint", "awscc_ec2_vpc_endpoint", "awscc_sso_permission_set"]

# Those that guard by what they leave out as well: where nobody sets any, everything is allowed.
_bounding := ["aws_vpc_endpoint", "aws_vpc_endpoint_policy", "awscc_ec2_vpc_endpoint"]

# Constraints of which checks of their own judge what is left.
_judged := ["gcp.resourceLocations", "vertexai.allowedModels"]

# What is made through CloudFormation or Azure's own templates: where it says of what types.
_stacks := {
	"aws_cloudcontrolapi_resource": "type_name",
	"aws_cloudformation_stack": "template_body",
	"aws_cloudformation_stack_set": "template_body",
	"awscc_cloudformation_stack": "template_body",
	"awscc_cloudformation_stack_set": "template_body",
	"azurerm_resource_group_template_deployment": "template_content",
	"azurerm_subscription_template_deployment": "template_content",
}

# How those name the types that may guard, and stacks in which such may be.
_made_there := [
	"AWS::CloudFormation::Stack",
	"AWS::CloudTrail::Trail",
	"AWS::ControlTower::EnabledControl",
	"AWS::EC2::VPCEndpoint",
	"AWS::IAM::GroupPolicy",
	"AWS::IAM::ManagedPolicy",
	"AWS::IAM::Policy",
	"AWS::IAM::RolePolicy",
	"AWS::IAM::UserPolicy",
	"AWS::Logs::LogGroup",
	"AWS::Organizations::Policy",
	"AWS::S3::BucketPolicy",
	"AWS::SSO::PermissionSet",
	"Microsoft.Authorization/policy",
	"Microsoft.OperationalInsights/workspaces",
	"Microsoft.Resources/deployments",
	"immutabilityPolicies",
	"managementPolicies",
]

# Policies of an organisation that say nothing of what may be done with data.
_harmless := ["CHATBOT_POLICY", "TAG_POLICY", "UPGRADE_ROLLOUT_POLICY"]

# What binds such a policy to somebody, by its ARN or by a list of them.
_attachments := {
	"aws_iam_group_policy_attachment": "policy_arn",
	"aws_iam_group_policy_attachments_exclusive": "policy_arns",
	"aws_iam_policy_attachment": "policy_arn",
	"aws_iam_role_policy_attachment": "policy_arn",
	"aws_iam_role_policy_attachments_exclusive": "policy_arns",
	"aws_iam_user_policy_attachment": "policy_arn",
	"aws_iam_user_policy_attachments_exclusive": "policy_arns",
	"aws_ssoadmin_customer_managed_policy_attachment": "customer_managed_policy_reference",
	"aws_ssoadmin_managed_policy_attachment": "managed_policy_arn",
}

# What lists all the policies that stand inside of one, and strikes out what it does not list: their
# type, and where each names its owner.
_listing := {
	"aws_iam_group_policies_exclusive": {"of": "aws_iam_group_policy", "by": "group"},
	"aws_iam_role_policies_exclusive": {"of": "aws_iam_role_policy", "by": "role"},
	"aws_iam_user_policies_exclusive": {"of": "aws_iam_user_policy", "by": "user"},
}

# Types of Azure's own that are guardrails where they are made through its API.
_arm := [
	"microsoft.authorization/policyassignments@",
	"microsoft.authorization/policydefinitions@",
	"microsoft.authorization/policysetdefinitions@",
	"microsoft.operationalinsights/workspaces@",
	"microsoft.storage/storageaccounts/managementpolicies@",
]

package compliance.lib.guardrails

# What tells one guardrail of a type from another, beside its region.
_names := {
	"aws_bedrock_account_data_retention": [],
	"aws_bedrock_model_invocation_logging_configuration": [],
	"aws_cloudtrail": ["name"],
	"aws_cloudwatch_log_group": ["name"],
	"aws_iam_group_policy": ["group", "name"],
	"aws_iam_group_policy_attachment": ["group", "policy_arn"],
	"aws_iam_group_policy_attachments_exclusive": ["group_name"],
	"aws_iam_policy": ["name"],
	"aws_iam_policy_attachment": ["name", "policy_arn"],
	"aws_iam_role_policy": ["role", "name"],
	"aws_iam_role_policy_attachment": ["role", "policy_arn"],
	"aws_iam_role_policy_attachments_exclusive": ["role_name"],
	"aws_iam_user_policy": ["user", "name"],
	"aws_iam_user_policy_attachment": ["user", "policy_arn"],
	"aws_iam_user_policy_attachments_exclusive": ["user_name"],
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
	"aws_vpc_endpoint_policy": ["vpc_endpoint_id"],
	"azapi_resource": ["parent_id", "name", "type"],
	"azurerm_log_analytics_workspace": ["resource_group_name", "name"],
	"azurerm_management_group_policy_assignment": ["management_group_id", "policy_definition_id"],
	"azurerm_management_group_policy_set_definition": ["management_group_id", "name"],
	"azurerm_policy_assignment": ["scope", "policy_definition_id"],
	"azurerm_policy_definition": ["name"],
	"azurerm_policy_set_definition": ["name"],
	"azurerm_resource_group_policy_assignment": ["resource_group_id", "policy_definition_id"],
	"azurerm_resource_policy_assignment": ["resource_id", "policy_definition_id"],
	"azurerm_storage_management_policy": ["storage_account_id"],
	"azurerm_subscription_policy_assignment": ["subscription_id", "policy_definition_id"],
	"google_folder_organization_policy": ["folder", "constraint"],
	"google_logging_billing_account_bucket_config": ["billing_account", "location", "bucket_id"],
	"google_logging_folder_bucket_config": ["folder", "location", "bucket_id"],
	"google_logging_organization_bucket_config": ["organization", "location", "bucket_id"],
	"google_logging_project_bucket_config": ["project", "location", "bucket_id"],
	"google_org_policy_policy": ["parent", "name"],
	"google_organization_policy": ["org_id", "constraint"],
	"google_project_organization_policy": ["project", "constraint"],
}

# How types begin that are in no region, whichever their provider names.
_regionless := ["aws_iam_", "aws_organizations_"]

# A name that may be left out, and then is the same as another's that is left out too.
_further := {
	"azurerm_policy_definition": ["management_group_id"],
	"azurerm_policy_set_definition": ["management_group_id"],
}

_role := {"by": "role", "to": "aws_iam_role", "named": "name"}

_user := {"by": "user", "to": "aws_iam_user", "named": "name"}

_bucket := {"by": "bucket", "to": "aws_s3_bucket", "named": "bucket"}

_set := {"by": "permission_set_arn", "to": "aws_ssoadmin_permission_set", "named": "arn"}

_endpoint := {"by": "vpc_endpoint_id", "to": "aws_vpc_endpoint", "named": "id"}

_store := {"by": "storage_account_id", "to": "azurerm_storage_account", "named": "id"}

# What a guardrail binds and nothing else, so that it may go with it. A group is none of these: who
# was in it stays.
_bound := {
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
	"aws_vpc_endpoint_policy": _endpoint,
	"azurerm_storage_management_policy": _store,
}

# The name of each type that something is bound to.
_owning := {bound.to: bound.named | some bound in _bound}

# Where a policy's document stands that guards only by what it denies: without it, less is allowed.
_documents := {
	"aws_iam_group_policy": "policy",
	"aws_iam_policy": "policy",
	"aws_iam_role_policy": "policy",
	"aws_iam_user_policy": "policy",
	"aws_s3_bucket_policy": "policy",
	"aws_ssoadmin_permission_set_inline_policy": "inline_policy",
}

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

# Types of Azure's own that are guardrails where they are made through its API.
_arm := [
	"microsoft.authorization/policyassignments@",
	"microsoft.authorization/policydefinitions@",
	"microsoft.authorization/policysetdefinitions@",
	"microsoft.operationalinsights/workspaces@",
	"microsoft.storage/storageaccounts/managementpolicies@",
]

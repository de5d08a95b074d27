# METADATA
# title: What a guardrail is, and when one may go
# description: Answers that are true, false, or "unknown" when what decides is not known.
# scope: package
package compliance.lib.guardrails

import data.compliance.lib

# What tells one guardrail of a type from another, beside its region.
_names := {
	"aws_bedrock_account_data_retention": [],
	"aws_bedrock_model_invocation_logging_configuration": [],
	"aws_cloudwatch_log_group": ["name"],
	"aws_organizations_policy": ["name"],
	"aws_organizations_policy_attachment": ["policy_id", "target_id"],
	"aws_s3_bucket_lifecycle_configuration": ["bucket"],
	"azurerm_management_group_policy_assignment": ["management_group_id", "policy_definition_id"],
	"azurerm_resource_group_policy_assignment": ["resource_group_id", "policy_definition_id"],
	"azurerm_resource_policy_assignment": ["resource_id", "policy_definition_id"],
	"azurerm_subscription_policy_assignment": ["subscription_id", "policy_definition_id"],
	"google_folder_organization_policy": ["folder", "constraint"],
	"google_org_policy_policy": ["parent", "name"],
	"google_organization_policy": ["org_id", "constraint"],
	"google_project_organization_policy": ["project", "constraint"],
}

# METADATA
# description: |
#   Whether a thing that a change takes away leaves an estate as well guarded as it was: it guards
#   nothing, another stands in for it, or what it guarded goes too. "unknown" where nobody can tell.
stays(one, estate) if {
	_guards(one) == false
} else if {
	_replaced(one, estate)
} else if {
	_gone_with_its_bucket(one, estate)
} else := false if {
	_guards(one)
	_replaced(one, estate) == false
	_gone_with_its_bucket(one, estate) == false
} else := "unknown"

# Nobody knows what was in a module that goes as a whole.
_guards(one) := false if {
	is_string(one.type)
	one.type != "module"
	object.get(_names, one.type, null) == null
} else := false if {
	is_string(one.deposed)
	one.deposed != ""
} else := answer if {
	one.deposed == null
	one.type != "module"
	answer := _in_force(one)
}

_in_force(one) if {
	is_string(one.type)
	one.type != "aws_cloudwatch_log_group"
} else := answer if {
	one.type == "aws_cloudwatch_log_group"
	answer := _expires(one.values.retention_in_days)
}

_expires(days) := false if {
	lib.unset(days)
} else := answer if {
	answer := lib.at_least(days, 1)
}

_replaced(one, estate) := answer if {
	others := lib.items(estate.resources)
	answer := lib.any_true([_same(one, other) | some other in others])
}

# One that differs in a name that both are known by is another, whatever else is not known.
_same(one, other) := false if {
	is_string(other.type)
	other.type != one.type
} else := answer if {
	other.type == one.type
	is_object(one.values)
	is_object(other.values)
	named := [_same_name(one.values, other.values, name) | some name in _names[one.type]]
	answer := lib.every_true(array.concat([_same_region(one, other)], named))
} else := "unknown"

_same_region(one, other) if {
	lib.unset(one.region)
	lib.unset(other.region)
} else := answer if {
	answer := _same_name(one, other, "region")
}

_same_name(one, other, name) := one[name] == other[name] if {
	_is_name(one[name])
	_is_name(other[name])
} else := "unknown"

_is_name(value) if {
	is_string(value)
	value != ""
}

_gone_with_its_bucket(one, estate) := false if {
	one.type != "aws_s3_bucket_lifecycle_configuration"
} else := answer if {
	one.type == "aws_s3_bucket_lifecycle_configuration"
	answer := lib.any_true([_its_bucket(one, other) | some other in lib.items(estate.removed)])
}

# A bucket that is forgotten, or that a source takes away nobody knows how, may stay.
_its_bucket(one, other) := false if {
	is_string(other.type)
	other.type != "aws_s3_bucket"
} else := false if {
	lib.within(other.action, ["forget", "removed"])
} else := answer if {
	other.type == "aws_s3_bucket"
	lib.within(other.action, ["delete", "gone"])
	answer := _same_name(one.values, other.values, "bucket")
} else := "unknown"

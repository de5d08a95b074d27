package compliance.lib.guardrails_bound_test

import data.compliance.lib.guardrails

_one(type, values) := {"type": type, "region": "eu-west-1", "values": values, "deposed": null}

_stays(one, others, removed) := answer if {
	answer := guardrails.stays(one, {"resources": others, "removed": removed})
}

_deny := json.marshal({"Statement": [{"Effect": "Deny", "Action": "*"}]})

# Each guards: it denies, or it is of a kind that always does.
_bound := {
	"aws_iam_role_policy": ["role", "aws_iam_role", "name"],
	"aws_iam_role_policy_attachment": ["role", "aws_iam_role", "name"],
	"aws_iam_role_policy_attachments_exclusive": ["role_name", "aws_iam_role", "name"],
	"aws_iam_user_policy": ["user", "aws_iam_user", "name"],
	"aws_iam_user_policy_attachment": ["user", "aws_iam_user", "name"],
	"aws_iam_user_policy_attachments_exclusive": ["user_name", "aws_iam_user", "name"],
	"aws_s3_bucket_object_lock_configuration": ["bucket", "aws_s3_bucket", "bucket"],
	"aws_s3_bucket_policy": ["bucket", "aws_s3_bucket", "bucket"],
	"aws_ssoadmin_permission_set_inline_policy": [
		"permission_set_arn",
		"aws_ssoadmin_permission_set", "arn",
	],
	"aws_vpc_endpoint_policy": ["vpc_endpoint_id", "aws_vpc_endpoint", "id"],
	"awscc_iam_role_policy": ["role_name", "awscc_iam_role", "role_name"],
	"awscc_iam_user_policy": ["user_name", "awscc_iam_user", "user_name"],
	"azurerm_storage_management_policy": ["storage_account_id", "azurerm_storage_account", "id"],
}

_denying := {
	"policy": _deny,
	"policy_document": _deny,
	"inline_policy": _deny,
	"policy_arn": "p",
	"policy_arns": ["p"],
	"groups": null,
	"roles": ["x"],
	"users": null,
	"rule": [],
	"enable_logging": true,
	"enforce": true,
	"enforcement_mode": null,
	"not_scopes": null,
	"overrides": [],
	"parameters": null,
	"policy_definition_reference": [],
	"resource_selectors": [],
	"advanced_event_selector": [],
	"advanced_event_selectors": null,
	"enable_log_file_validation": false,
	"event_selector": [],
	"event_selectors": null,
	"include_global_service_events": true,
	"is_multi_region_trail": true,
	"is_organization_trail": false,
}

_known := [_one("aws_iam_policy", {"arn": "p", "policy": _deny})]

test_what_binds_one_thing_alone_may_go_with_it if {
	every type, bound in _bound {
		[by, to, named] := bound
		one := _one(type, object.union(_denying, {by: "x"}))
		gone := object.union(_one(to, {named: "x", "force_destroy": null}), {"action": "delete"})
		_stays(one, _known, []) == false
		_stays(one, _known, [gone]) == true
		_stays(one, _known, [object.union(gone, {"action": "forget"})]) == false
		_stays(one, _known, [object.union(gone, {"values": {named: "y"}})]) == false
		_stays(one, _known, [object.union(gone, {"values": {named: null}})]) == "unknown"
		_stays(one, _known, [object.union(gone, {"type": "aws_x"})]) == false
	}
}

test_nobody_can_tell_what_goes_with_it_without_a_list_of_what_goes if {
	one := _one("aws_s3_bucket_object_lock_configuration", {"bucket": "x"})
	guardrails.stays(one, {"resources": [], "removed": []}) == false
	every removed in [null, "", {}, 7] {
		guardrails.stays(one, {"resources": [], "removed": removed}) == "unknown"
	}
	guardrails.stays(one, {"resources": []}) == "unknown"
}

test_nobody_can_tell_what_goes_with_what_has_no_name if {
	one := _one("aws_s3_bucket_object_lock_configuration", {"bucket": null})
	bucket := _one("aws_s3_bucket", {"bucket": "x"})
	_stays(one, [], [object.union(bucket, {"action": "delete"})]) == "unknown"
	_stays(one, [], [object.union(bucket, {"action": "moved"})]) == "unknown"
	_stays(one, [], [object.union(bucket, {"action": "forget"})]) == false
	_stays(one, [], []) == false
}

test_whom_a_group_bound_stays_when_it_goes if {
	every type in ["aws_iam_group_policy", "aws_iam_group_policy_attachment"] {
		one := _one(type, object.union(_denying, {"group": "x", "name": "n"}))
		gone := object.union(_one("aws_iam_group", {"name": "x"}), {"action": "delete"})
		_stays(one, _known, [gone]) == false
	}
}

_names := {
	"aws_cloudtrail": ["name"],
	"aws_iam_group_policy": ["group", "name"],
	"aws_iam_group_policy_attachment": ["group", "policy_arn"],
	"aws_iam_policy": ["name"],
	"aws_iam_policy_attachment": ["name", "policy_arn"],
	"aws_iam_role_policy": ["role", "name"],
	"aws_iam_role_policy_attachment": ["role", "policy_arn"],
	"aws_iam_user_policy": ["user", "name"],
	"aws_iam_user_policy_attachment": ["user", "policy_arn"],
	"aws_s3_bucket_object_lock_configuration": ["bucket"],
	"aws_s3_bucket_policy": ["bucket"],
	"aws_ssoadmin_permission_set_inline_policy": ["instance_arn", "permission_set_arn"],
	"aws_vpc_endpoint_policy": ["vpc_endpoint_id"],
	"azurerm_log_analytics_workspace": ["resource_group_name", "name"],
	"azurerm_management_group_policy_set_definition": ["management_group_id", "name"],
	"azurerm_policy_assignment": ["scope", "policy_definition_id"],
	"azurerm_storage_management_policy": ["storage_account_id"],
	"google_logging_billing_account_bucket_config": ["billing_account", "location", "bucket_id"],
	"google_logging_folder_bucket_config": ["folder", "location", "bucket_id"],
	"google_logging_organization_bucket_config": ["organization", "location", "bucket_id"],
	"google_logging_project_bucket_config": ["project", "location", "bucket_id"],
}

# A policy that denies, under the ARN that an attachment names.
_attached := [_one("aws_iam_policy", {"arn": "x", "policy": _deny})]

test_each_type_is_told_apart_by_its_own_names if {
	every type, own in _names {
		values := {name: "x" | some name in own}
		one := _one(type, object.union(_denying, values))
		_stays(one, [one], _attached) == true
		every name in own {
			other := _one(type, object.union(one.values, {name: "y"}))
			_stays(one, [other], _attached) == false
			untold := _one(type, object.union(one.values, {name: null}))
			_stays(one, [untold], _attached) == "unknown"
		}
	}
}

test_a_name_that_may_be_left_out_is_the_same_where_both_leave_it_out if {
	every type in ["azurerm_policy_definition", "azurerm_policy_set_definition"] {
		same := {
			"name": "x",
			"mode": "All",
			"policy_rule": "{}",
			"parameters": null,
			"policy_definition_reference": [],
		}
		one := _one(type, object.union(same, {"management_group_id": null}))
		_stays(one, [one], []) == true
		within := _one(type, object.union(same, {"management_group_id": "g"}))
		_stays(within, [within], []) == true
		_stays(one, [within], []) == "unknown"
		_stays(within, [_one(type, {"name": "x", "management_group_id": "h"})], []) == false
		_stays(one, [_one(type, {"name": "y", "management_group_id": null})], []) == false
	}
}

test_blocks_are_the_same_or_nobody_can_tell if {
	type := "aws_ssoadmin_customer_managed_policy_attachment"
	set := {"instance_arn": "i", "permission_set_arn": "s"}
	reference := {"customer_managed_policy_reference": [{"name": "deny", "path": "/"}]}
	one := _one(type, object.union(set, reference))
	_stays(one, [one], []) == true
	every other in [[], null, [{"name": "deny"}], [{"name": "x", "path": "/"}]] {
		values := object.union(set, {"customer_managed_policy_reference": other})
		_stays(one, [_one(type, values)], []) == "unknown"
	}
}

test_identities_and_organisations_are_in_no_region if {
	every type in ["aws_iam_policy", "aws_organizations_policy"] {
		one := _one(type, {"name": "x", "policy": _deny, "content": _deny, "type": null})
		_stays(one, [object.remove(one, ["region"])], []) == true
		_stays(one, [object.union(one, {"region": "us-east-1"})], []) == true
	}
	trail := _one("aws_cloudtrail", {"name": "x"})
	_stays(trail, [object.remove(trail, ["region"])], []) == "unknown"
	_stays(trail, [object.union(trail, {"region": "us-east-1"})], []) == false
}

test_what_has_an_arn_of_its_own_does_not_stand_in if {
	every type in ["aws_iam_policy", "aws_cloudtrail"] {
		one := _one(type, object.union(_denying, {"name": "x", "arn": "arn:1"}))
		_stays(one, [one], []) == true
		every arn in [null, ""] {
			made := _one(type, object.union(one.values, {"arn": arn}))
			_stays(one, [made], []) == true
			_stays(made, [one], []) == true
		}
		_stays(one, [_one(type, object.union(one.values, {"arn": "arn:2"}))], []) == false
	}
}

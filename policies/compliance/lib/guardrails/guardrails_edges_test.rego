package compliance.lib.guardrails_edges_test

import data.compliance.lib.guardrails

# What mutants of the policies showed that no other test looked at.

_one(type, region, values) := {
	"type": type,
	"region": region,
	"values": values,
	"deposed": null,
}

_stays(one, others, removed) := answer if {
	answer := guardrails.stays(one, {"resources": others, "removed": removed})
}

_folder(constraint, folder) := _one(
	"google_folder_organization_policy", null,
	{"constraint": constraint, "folder": folder},
)

test_another_stands_in_only_under_the_same_names if {
	one := _folder("gcp.resourceLocations", "f1")
	_stays(one, [one], []) == true
	_stays(one, [_folder("gcp.resourceLocations", "f2")], []) == false
	_stays(one, [_folder("another", "f1")], []) == false
	_stays(one, [_folder("another", "f2"), one], []) == true
}

_left_out := {
	"boolean_policy": null,
	"content": "{}",
	"enforce": true,
	"list_policy": null,
	"not_scopes": null,
	"overrides": [],
	"parameters": null,
	"resource_selectors": [],
	"spec": null,
	"type": null,
}

test_each_type_is_told_apart_by_its_own_names if {
	names := {
		"aws_organizations_policy": ["name"],
		"aws_organizations_policy_attachment": ["policy_id", "target_id"],
		"azurerm_management_group_policy_assignment": [
			"management_group_id",
			"policy_definition_id",
		],
		"azurerm_resource_group_policy_assignment": ["resource_group_id", "policy_definition_id"],
		"azurerm_resource_policy_assignment": ["resource_id", "policy_definition_id"],
		"azurerm_subscription_policy_assignment": ["subscription_id", "policy_definition_id"],
		"google_folder_organization_policy": ["folder", "constraint"],
		"google_org_policy_policy": ["parent", "name"],
		"google_organization_policy": ["org_id", "constraint"],
		"google_project_organization_policy": ["project", "constraint"],
	}
	every type, own in names {
		one := _one(type, null, object.union(_left_out, {name: "x" |
			some name in own
		}))
		_stays(one, [one], []) == true
		every name in own {
			other := _one(type, null, object.union(one.values, {name: "y"}))
			_stays(one, [other], []) == false
		}
	}
}

test_nobody_can_tell_whether_one_without_a_name_stands_in if {
	one := _folder("gcp.resourceLocations", "f1")
	every name in ["", null, 7] {
		_stays(one, [_folder("gcp.resourceLocations", name)], []) == "unknown"
		_stays(_folder("gcp.resourceLocations", name), [one], []) == "unknown"
		_stays(one, [_folder("another", name)], []) == false
	}
	_stays(one, [object.remove(one, ["values"])], []) == "unknown"
	_stays(object.remove(one, ["values"]), [one], []) == "unknown"
	_stays(one, [object.remove(one, ["type"])], []) == "unknown"
	_stays(one, [object.union(one, {"type": 7})], []) == "unknown"
}

test_another_stands_in_only_in_the_same_region if {
	mode := "aws_bedrock_account_data_retention"
	one := _one(mode, "eu-west-1", {"mode": "none"})
	_stays(one, [_one(mode, "eu-west-2", {"mode": "none"})], []) == false
	_stays(one, [_one(mode, null, {"mode": "none"})], []) == "unknown"
	_stays(_one(mode, null, {"mode": "none"}), [one], []) == "unknown"
	_stays(_one(mode, null, {"mode": "none"}), [_one(mode, null, {"mode": "none"})], []) == true
	logging := _one("aws_bedrock_model_invocation_logging_configuration", "eu-west-1", {})
	_stays(one, [logging], []) == false
	_stays(logging, [logging], []) == true
}

_group(days, action) := object.union(
	_one("aws_cloudwatch_log_group", "eu-west-1", {
		"name": "a",
		"retention_in_days": days,
		"skip_destroy": null,
	}),
	{"action": action},
)

_actions := ["delete", "gone", "replace", "forget", "update", "removed", null]

test_a_log_group_guards_what_it_deletes_in_time if {
	every action in _actions {
		_stays(_group(30, action), [], []) == false
		_stays(_group(1, action), [], []) == false
		_stays(_group("x", action), [], []) == "unknown"
		_stays(json.remove(_group(30, action), ["values/retention_in_days"]), [], []) == "unknown"
	}
}

test_a_log_group_that_keeps_for_ever_is_missed_with_its_records if {
	every days in [0, null] {
		told := [_stays(_group(days, action), [], []) | some action in _actions]
		told == [false, false, false, true, true, "unknown", "unknown"]
		left := json.patch(_group(days, "delete"), [{
			"op": "replace",
			"path": "values/skip_destroy",
			"value": true,
		}])
		_stays(left, [], []) == true
		_stays(_group(days, "delete"), [_group(30, "update")], []) == true
		untold := json.remove(_group(days, "delete"), ["values/skip_destroy"])
		_stays(untold, [], []) == "unknown"
	}
}

test_what_was_deposed_guards_nothing_any_more if {
	one := _folder("gcp.resourceLocations", "f1")
	_stays(object.union(one, {"deposed": "0123abcd"}), [], []) == true
	_stays(object.union(one, {"deposed": ""}), [], []) == "unknown"
	_stays(object.union(one, {"deposed": 7}), [], []) == "unknown"
	_stays({"type": "module", "deposed": "0123abcd"}, [], []) == true
	odd := {"type": 7, "deposed": null, "values": {"retention_in_days": 30}}
	_stays(odd, [], []) == "unknown"
}

_lifecycle(bucket) := _one(
	"aws_s3_bucket_lifecycle_configuration", "eu-west-1",
	{"bucket": bucket},
)

_bucket(name, action) := object.union(
	_one("aws_s3_bucket", "eu-west-1", {"bucket": name}),
	{"action": action},
)

test_a_lifecycle_may_go_with_its_bucket if {
	one := _lifecycle("logs")
	_stays(one, [], [_bucket("logs", "delete")]) == true
	_stays(one, [], [_bucket("logs", "gone")]) == true
	_stays(one, [], [_bucket("other", "delete")]) == false
	_stays(one, [], [_bucket("logs", "forget")]) == false
	_stays(one, [], [_bucket("logs", "removed")]) == false
	_stays(one, [], [object.union(_bucket("logs", "delete"), {"type": "aws_kms_key"})]) == false
	_stays(one, [], [_bucket("other", "delete"), _bucket("logs", "delete")]) == true
}

test_nobody_can_tell_of_a_bucket_that_is_not_known if {
	one := _lifecycle("logs")
	_stays(one, [], [_bucket(null, "delete")]) == "unknown"
	_stays(one, [], [_bucket("logs", "moved")]) == "unknown"
	_stays(one, [], [object.remove(_bucket("logs", "delete"), ["action"])]) == "unknown"
	_stays(one, [], [object.remove(_bucket("logs", "delete"), ["type"])]) == "unknown"
	_stays(one, [], [object.union(_bucket("logs", "delete"), {"type": 7})]) == "unknown"
	_stays(object.remove(one, ["type"]), [], [_bucket("logs", "delete")]) == "unknown"
	_stays(_lifecycle(null), [], [_bucket("logs", "delete")]) == "unknown"
	_stays(one, "x", [_bucket("logs", "delete")]) == "unknown"
}

test_only_a_lifecycle_goes_with_a_bucket if {
	group := _one("aws_cloudwatch_log_group", "eu-west-1", {
		"name": "a",
		"bucket": "logs",
		"retention_in_days": 30,
	})
	_stays(group, [], [_bucket("logs", "delete")]) == false
}

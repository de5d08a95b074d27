package compliance.checks.estate.guardrails_kept_test

import data.compliance.checks.estate.guardrails_kept as check

_guardrail(type, values) := {
	"address": concat("", [type, ".old"]),
	"type": type,
	"provider": "aws",
	"region": "eu-west-1",
	"values": values,
	"unknown": {},
}

_taken(type, values) := object.union(
	_guardrail(type, values),
	{"action": "delete", "deposed": null},
)

_estate(removed, resources) := {"estate": {
	"removed": removed,
	"resources": resources,
	"deployments": [],
	"complete": true,
}}

_logs(days) := _taken("aws_cloudwatch_log_group", {
	"name": "chat",
	"retention_in_days": days,
	"skip_destroy": null,
})

_lifecycle := _taken("aws_s3_bucket_lifecycle_configuration", {"bucket": "logs"})

_attached := {"policy_id": "p-1", "target_id": "r-1"}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
}

test_fails_for_each_guardrail_that_nothing_stands_in_for if {
	every type in [
		"aws_bedrock_account_data_retention",
		"aws_bedrock_model_invocation_logging_configuration",
		"aws_organizations_policy",
		"aws_organizations_policy_attachment",
		"aws_s3_bucket_lifecycle_configuration",
		"azurerm_management_group_policy_assignment",
		"azurerm_resource_group_policy_assignment",
		"azurerm_resource_policy_assignment",
		"azurerm_subscription_policy_assignment",
		"google_folder_organization_policy",
		"google_org_policy_policy",
		"google_organization_policy",
		"google_project_organization_policy",
	] {
		_verdict(_estate([_taken(type, {"type": null})], [])) == "fail"
	}
}

test_evidence_names_what_is_taken_away_and_no_more if {
	given := _estate([_logs(30), _taken("aws_sqs_queue", {})], [])
	check.evidence == {"taken_away": ["aws_cloudwatch_log_group.old"]} with input as given
}

test_what_is_no_guardrail_may_go if {
	_verdict(_estate([_taken("aws_sqs_queue", {})], [])) == "pass"
}

test_a_log_group_guards_only_if_it_expires if {
	_verdict(_estate([_logs(30)], [])) == "fail"
	_verdict(_estate([object.union(_logs(0), {"action": "forget"})], [])) == "pass"
	_verdict(_estate([object.union(_logs(null), {"action": "update"})], [])) == "pass"
	_verdict(_estate([_logs(0)], [])) == "fail" # it goes with all its records
	_verdict(_estate([_logs(null)], [])) == "fail"
	_verdict(_estate([_logs("30")], [])) == "unknown"
	_verdict(_estate([_taken("aws_cloudwatch_log_group", {"name": "chat"})], [])) == "unknown"
}

test_one_of_the_same_name_and_region_stands_in if {
	stands := _guardrail("aws_cloudwatch_log_group", {"name": "chat", "retention_in_days": 7})
	_verdict(_estate([_logs(30)], [stands])) == "pass"
	_verdict(_estate([_logs(30)], [object.union(stands, {"region": "eu-west-2"})])) == "fail"
	_verdict(_estate([_logs(30)], [object.union(stands, {"values": {"name": "x"}})])) == "fail"
	_verdict(_estate([_logs(30)], [object.union(stands, {"type": "aws_sqs_queue"})])) == "fail"
	_verdict(_estate([_logs(30)], [object.remove(stands, ["region"])])) == "unknown"
	unnamed := json.remove(stands, ["values/name"])
	_verdict(_estate([_logs(30)], [unnamed])) == "unknown"
}

test_each_name_of_an_attachment_counts if {
	old := _taken("aws_organizations_policy_attachment", _attached)
	_verdict(_estate([old], [_guardrail(old.type, _attached)])) == "pass"
	other := _guardrail(old.type, {"policy_id": "p-2", "target_id": "r-1"})
	_verdict(_estate([old], [other])) == "fail"
	untold := _guardrail(old.type, {"target_id": "r-1"})
	_verdict(_estate([old], [untold])) == "unknown"
	_verdict(_estate([old], [_guardrail(old.type, {"target_id": "r-2"})])) == "fail"
}

test_what_its_name_tells_apart_is_compared_without_a_region if {
	values := {"parent": "organizations/1", "name": "organizations/1/policies/gcp.resourceLocations"}
	old := object.union(_taken("google_org_policy_policy", values), {"region": null})
	stands := object.union(_guardrail(old.type, values), {"region": null})
	_verdict(_estate([old], [stands])) == "pass"
	_verdict(_estate([old], [object.union(stands, {"region": "us"})])) == "pass"
	_verdict(_estate([old], [object.remove(stands, ["region"])])) == "pass"
}

test_a_lifecycle_may_go_with_its_bucket if {
	bucket := _taken("aws_s3_bucket", {"bucket": "logs"})
	_verdict(_estate([_lifecycle, bucket], [])) == "pass"
	gone := object.union(bucket, {"action": "gone"})
	_verdict(_estate([_lifecycle, gone], [])) == "pass"
	_verdict(_estate([_lifecycle, object.union(bucket, {"action": "forget"})], [])) == "fail"
	_verdict(_estate([_lifecycle, object.union(bucket, {"action": "removed"})], [])) == "fail"
	_verdict(_estate([_lifecycle, object.union(bucket, {"values": {"bucket": "x"}})], [])) == "fail"
	_verdict(_estate([_lifecycle, object.union(bucket, {"action": "moved"})], [])) == "unknown"
	untold := json.remove(bucket, ["values/bucket"])
	_verdict(_estate([_lifecycle, untold], [])) == "unknown"
}

test_what_was_replaced_before_may_go if {
	_verdict(_estate([object.union(_logs(30), {"deposed": "a1"})], [])) == "pass"
	_verdict(_estate([object.union(_logs(30), {"deposed": ""})], [])) == "unknown"
}

test_forgetting_is_taking_away if {
	_verdict(_estate([object.union(_lifecycle, {"action": "forget"})], [])) == "fail"
}

test_what_was_not_read_whole_never_passes if {
	harmless := _estate([_taken("aws_sqs_queue", {})], [])
	open := [{"op": "replace", "path": "/estate/complete", "value": false}]
	_verdict(json.patch(harmless, open)) == "unknown"
	_verdict(json.patch(_estate([_lifecycle], []), open)) == "fail"
}

test_unknown_without_any_one_field if {
	given := _estate([_taken("aws_sqs_queue", {})], [])
	every path in ["estate", "estate/removed", "estate/complete", "estate/removed/0/type"] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
	guarded := _estate([_logs(30)], [])
	every path in [
		"estate/removed",
		"estate/resources",
		"estate/removed/0/type",
		"estate/removed/0/deposed",
		"estate/removed/0/values",
		"estate/removed/0/values/retention_in_days",
	] {
		_verdict(json.remove(guarded, [path])) == "unknown"
	}
}

test_unknown_when_nothing_is_taken_away if {
	_verdict(_estate([], [])) == "unknown"
}

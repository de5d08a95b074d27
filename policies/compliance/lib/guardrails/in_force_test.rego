package compliance.lib.guardrails_in_force_test

import data.compliance.lib.guardrails

_one(type, values) := {"type": type, "region": null, "values": values, "deposed": null}

_stays(one, others, removed) := answer if {
	answer := guardrails.stays(one, {"resources": others, "removed": removed})
}

_alone(type, values) := _stays(_one(type, values), [], [])

_allow := {"Effect": "Allow", "Action": "bedrock:*"}

_deny := {"Effect": "Deny", "Action": "bedrock:*"}

_text(statements) := json.marshal({"Version": "2012-10-17", "Statement": statements})

_policy(arn, statements) := _one("aws_iam_policy", {"arn": arn, "policy": _text(statements)})

_documents := {
	"aws_iam_group_policy": "policy",
	"aws_iam_policy": "policy",
	"aws_iam_role_policy": "policy",
	"aws_iam_user_policy": "policy",
	"aws_s3_bucket_policy": "policy",
	"aws_ssoadmin_permission_set_inline_policy": "inline_policy",
}

_attachments := [
	"aws_iam_group_policy_attachment",
	"aws_iam_policy_attachment",
	"aws_iam_role_policy_attachment",
	"aws_iam_user_policy_attachment",
]

_exclusive := [
	"aws_iam_group_policy_attachments_exclusive",
	"aws_iam_role_policy_attachments_exclusive",
	"aws_iam_user_policy_attachments_exclusive",
]

test_a_policy_guards_by_what_it_denies if {
	every type, place in _documents {
		_alone(type, {place: _text([_allow, _deny])}) == false
		_alone(type, {place: _text(_deny)}) == false
		_alone(type, {place: _text([_allow])}) == true
		_alone(type, {place: _text(_allow)}) == true
	}
}

test_nobody_can_tell_what_a_policy_denies_that_cannot_be_read if {
	every type, place in _documents {
		every text in [null, "", "{", "[]", "{}", "7", 7, {}, _text([]), _text(null)] {
			_alone(type, {place: text}) == "unknown"
		}
		every odd in [{}, {"Effect": "deny"}, {"Effect": null}, {"effect": "Deny"}, 7, null] {
			_alone(type, {place: _text([_allow, odd])}) == "unknown"
			_alone(type, {place: _text([odd, _deny])}) == false
		}
		_alone(type, {}) == "unknown"
	}
}

test_an_attachment_guards_by_what_it_attaches if {
	every type in _attachments {
		one := _one(type, {"policy_arn": "p"})
		_stays(one, [_policy("p", [_deny])], []) == false
		_stays(one, [], [_policy("p", [_deny])]) == false
		_stays(one, [_policy("p", [_allow])], []) == true
		_stays(one, [_policy("p", [_allow])], [_policy("p", [_deny])]) == false
		_stays(one, [_policy("other", [_allow])], []) == "unknown"
		_stays(one, [object.union(_policy("p", [_allow]), {"type": "aws_x"})], []) == "unknown"
		_stays(one, [_one("aws_iam_policy", {"arn": "p"})], []) == "unknown"
		every odd in [null, "", [], 7] {
			_stays(_one(type, {"policy_arn": odd}), [_policy("p", [_allow])], []) == "unknown"
		}
	}
}

test_each_policy_of_a_list_counts if {
	known := [_policy("p", [_deny]), _policy("q", [_allow])]
	every type in _exclusive {
		_stays(_one(type, {"policy_arns": ["q", "p"]}), known, []) == false
		_stays(_one(type, {"policy_arns": ["q"]}), known, []) == true
		_stays(_one(type, {"policy_arns": ["q", "z"]}), known, []) == "unknown"
		_stays(_one(type, {"policy_arns": ["p", "z"]}), known, []) == false
		_stays(_one(type, {"policy_arns": []}), known, []) == "unknown"
		_stays(_one(type, {}), known, []) == "unknown"
	}
}

test_nobody_can_tell_what_a_permission_set_is_attached if {
	every type in [
		"aws_ssoadmin_customer_managed_policy_attachment",
		"aws_ssoadmin_managed_policy_attachment",
	] {
		values := {
			"managed_policy_arn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
			"customer_managed_policy_reference": [{"name": "deny", "path": "/"}],
		}
		_alone(type, values) == "unknown"
		set := _one("aws_ssoadmin_permission_set", {"arn": "s"})
		gone := object.union(set, {"action": "delete"})
		_stays(_one(type, object.union(values, {"permission_set_arn": "s"})), [], [gone]) == true
	}
}

test_what_is_made_through_azures_api_guards_by_its_type if {
	every type in [
		"Microsoft.Authorization/policyAssignments@2024-04-01",
		"microsoft.authorization/policydefinitions@2023-04-01",
		"Microsoft.Authorization/policySetDefinitions@2023-04-01",
		"Microsoft.OperationalInsights/workspaces@2023-09-01",
		"Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01",
	] {
		_alone("azapi_resource", {"type": type}) == false
	}
	_alone("azapi_resource", {"type": "Microsoft.CognitiveServices/accounts@2024-10-01"}) == true
	_alone("azapi_resource", {"type": "Microsoft.Authorization/policyExemptions@2022-07-01"}) == true
	every odd in [null, "", 7, []] { _alone("azapi_resource", {"type": odd}) == "unknown" }
}

_untold(one, removed) := [told.untold |
	some told in guardrails.told({"resources": [], "removed": array.concat([one], removed)})
][0]

test_what_goes_is_told_or_it_is_not if {
	_untold(_one("aws_iam_policy", {"policy": "{"}), []) == true
	_untold(_policy("p", [_deny]), []) == false
	_untold(_policy("p", [_allow]), []) == false
	_untold(_one("aws_cloudtrail", {}), []) == false
	_untold({"type": "module", "deposed": null}, []) == true
	lost := _one("aws_iam_role_policy", {"role": "r", "policy": "{"})
	role := object.union(_one("aws_iam_role", {"name": "r"}), {"action": "delete"})
	_untold(lost, []) == true
	_untold(lost, [role]) == false
}

test_all_that_goes_is_told_of_in_its_order if {
	removed := [_policy("p", [_deny]), _policy("q", [_allow]), null, _one("aws_iam_policy", {})]
	told := guardrails.told({"resources": [], "removed": removed})
	[each.one | some each in told] == removed
	[each.stays | some each in told] == [false, true, "unknown", "unknown"]
	[each.stays | some each in guardrails.told({"removed": removed})] == [
		"unknown", true,
		"unknown", "unknown",
	]
}

package compliance.lib.guardrails_bearers_test

import data.compliance.lib.guardrails

_text(effect) := json.marshal({"Statement": [{"Effect": effect, "Action": "bedrock:*"}]})

_one(type, values) := {"type": type, "region": null, "values": values, "deposed": null}

_role(changed) := _one("aws_iam_role", object.union(
	{
		"name": "r",
		"name_prefix": null,
		"permissions_boundary": null,
		"inline_policy": [],
		"managed_policy_arns": [],
	},
	changed,
))

_left(was, action, then, standing) := guardrails.stays(
	object.union(was, {"action": action, "then": then.values}),
	{"resources": standing, "removed": []},
)

_updated(was, then) := _left(_role(was), "update", _role(then), [])

_gone(was, action, standing) := _left(_role(was), action, {"values": null}, standing)

_denying := {"inline_policy": [{"policy": _text("Deny")}]}

_granting := {"inline_policy": [{"policy": _text("Allow")}]}

_unread := {"inline_policy": [{"policy": "{"}]}

_boundary := {"permissions_boundary": "p"}

_guard := _one("aws_iam_policy", {"arn": "p", "policy": _text("Deny")})

test_what_bound_a_role_that_stays_must_stay if {
	_updated(_denying, {}) == false
	_updated(_denying, _granting) == false
	_updated(_denying, _denying) == true
	_updated(_denying, {"inline_policy": [_denying.inline_policy[0], {"policy": "{"}]}) == "unknown"
	_updated(_denying, {"inline_policy": null}) == false
	_updated(_denying, {"inline_policy": 7}) == "unknown"
	_updated(_granting, {}) == true
	_updated(_unread, {}) == "unknown"
	_updated(_unread, _unread) == true
	_updated({"inline_policy": 7}, {}) == "unknown"
	_updated({"inline_policy": 7}, {"inline_policy": 7}) == true
	_updated(_boundary, {}) == false
	_updated(_boundary, {"permissions_boundary": ""}) == false
	_updated(_boundary, {"permissions_boundary": "q"}) == "unknown"
	_updated({"permissions_boundary": 7}, {}) == "unknown"
	_updated(object.union(_boundary, _granting), _boundary) == true
	_left(_role(_boundary), "replace", {"values": 7}, []) == "unknown"
}

test_what_was_attached_to_a_role_counts_by_what_it_denies if {
	was := _role({"managed_policy_arns": ["p"]})
	then := _role({})
	attached := _one("aws_iam_role_policy_attachment", {"role": "r", "policy_arn": "p"})
	nobody := _one("aws_iam_role_policy_attachment", {"role": null, "policy_arn": "p"})
	other := _one("aws_iam_role_policy_attachment", {"role": "x", "policy_arn": "p"})
	_left(was, "update", then, []) == "unknown"
	_left(was, "update", then, [_guard]) == false
	_left(was, "update", then, [_guard, other]) == false
	_left(was, "update", then, [_guard, nobody]) == "unknown"
	_left(was, "update", then, [_guard, attached]) == true
	_left(was, "update", was, [_guard]) == true
	_left(_role({"managed_policy_arns": 7}), "update", then, []) == "unknown"
	_left(was, "update", _role({"managed_policy_arns": 7}), [_guard]) == "unknown"
	_left(_role({"managed_policy_arns": null}), "replace", {"values": {}}, []) == true
}

test_a_role_that_goes_binds_nobody_unless_it_stands_again if {
	every was in [_denying, _boundary] {
		_gone(was, "delete", []) == true
		_gone(was, "gone", []) == true
		_gone(was, "delete", [_role(was)]) == true
		_gone(was, "delete", [_role({})]) == false
		_gone(was, "delete", [_role(was), _role({})]) == false
		_gone(was, "delete", [_role({"name": "x"})]) == true
		_gone(was, "delete", [_role({"name": null})]) == "unknown"
		_gone(was, "delete", [_role({"name": null, "name_prefix": "r-"})]) == true
		_gone(object.union(was, {"name": null}), "delete", [_role({})]) == "unknown"
		_gone(was, "delete", 7) == "unknown"
		_gone(was, "forget", []) == "unknown"
		_gone(was, "removed", []) == "unknown"
		_gone(was, "moved", []) == "unknown"
	}
	_gone(_granting, "forget", []) == true
	_gone({"managed_policy_arns": ["p"]}, "forget", [_guard]) == "unknown"
	_gone({"managed_policy_arns": ["p"]}, "forget", []) == true
	_gone({}, "delete", [_role({"name": null})]) == true
}

test_where_an_account_is_binds_it_whoever_manages_it if {
	one := _one("aws_organizations_account", {"parent_id": "ou-1"})
	every action in ["delete", "gone", "forget", "removed"] {
		_left(one, action, {"values": null}, [one]) == true
	}
	_left(one, "update", one, []) == true
	_left(one, "update", _one(one.type, {"parent_id": "ou-2"}), []) == "unknown"
	_left(one, "update", _one(one.type, {"parent_id": null}), []) == false
}

test_users_of_either_provider_are_bound_alike if {
	user := _one("aws_iam_user", {"name": "u", "permissions_boundary": "p"})
	_left(user, "update", _one(user.type, {"permissions_boundary": null}), []) == false
	_is_bound_inside("awscc_iam_role", "role_name")
	_is_bound_inside("awscc_iam_user", "user_name")
}

_is_bound_inside(type, name) if {
	inside := [{"policy_document": _text("Deny")}]
	values := {"permissions_boundary": null, "managed_policy_arns": null, "policies": inside}
	one := _one(type, object.union(values, {name: "x"}))
	_left(one, "update", _one(type, {name: "x", "policies": []}), []) == false
	_left(one, "delete", {"values": null}, [_one(type, {name: "x", "policies": []})]) == false
	_left(one, "delete", {"values": null}, [_one(type, {name: "y", "policies": []})]) == true
}

package compliance.resolve.provider_permitted_test

import data.compliance.resolve.provider_permitted as rule

_denied(allowed) := _denied_to({"providers": allowed})

_denied_to(tenant) := {denial.deployment: denial.facts |
	some denial in rule.denied({
		"tenant": tenant,
		"deployed": {"names": ["a", "b"], "providers": {"bedrock": {}, "vertex": {}}},
		"today": {"somewhere": [
			{"provider": "bedrock", "routes": [{"deployment": "a"}]},
			{"provider": "vertex", "routes": [{"deployment": "b"}]},
		]},
	})
}

test_refuses_a_provider_that_the_list_leaves_out if {
	_denied(["bedrock"]) == {"b": {"provider": "vertex", "allowed": ["bedrock"]}}
	object.keys(_denied([])) == {"a", "b"}
}

test_refuses_nothing_on_the_list_or_without_one if {
	_denied(["vertex", "bedrock", "foundry"]) == {}
	_denied(null) == {}
}

test_refuses_every_deployment_where_the_tenant_does_not_say if {
	_denied_to({}).b == {"providers": "unstated"}
	every allowed in ["", {}, 0, false] {
		_denied(allowed) == {"a": {"providers": allowed}, "b": {"providers": allowed}}
	}
}

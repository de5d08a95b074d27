package compliance.resolve.retention_required_test

import data.compliance.resolve.retention_required as rule

_blocked := {"mode": "none", "regions": ["r1"], "until": "2027-03-31"}

_denied(cases) := {denial.deployment: denial.facts |
	some denial in rule.denied({"served": {"blocks": true}, "today": {"somewhere": cases}})
}

test_refuses_what_the_account_blocks_and_says_why if {
	cases := [
		{"blocked": _blocked, "routes": [{"deployment": "a"}, {"deployment": "b"}]},
		{"blocked": null, "routes": [{"deployment": "c"}]},
	]
	_denied(cases) == {"a": _blocked, "b": _blocked}
}

test_refuses_what_does_not_say_whether_it_is_blocked if {
	_denied([{"routes": [{"deployment": "a"}]}]) == {"a": {}}
	every blocked in [false, "", 0, [], {}] {
		_denied([{"blocked": blocked, "routes": [{"deployment": "a"}]}]) == {"a": blocked}
	}
}

test_refuses_nothing_that_is_not_blocked if {
	_denied([{"blocked": null, "routes": [{"deployment": "a"}]}]) == {}
	_denied([]) == {}
	cases := [{"blocked": null, "routes": [{"deployment": "a"}]}]
	rule.denied({"served": {"blocks": false}, "today": {"somewhere": cases}}) == []
}

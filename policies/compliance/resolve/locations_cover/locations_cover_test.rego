package compliance.resolve.locations_cover_test

import data.compliance.resolve.locations_cover as rule

_denied(needed, covers) := {denial.deployment: denial.facts |
	some denial in rule.denied({
		"needed": needed,
		"today": {"somewhere": [{
			"contract": {"covers": covers, "missing": ["SE"]},
			"routes": [{"deployment": "a"}, {"deployment": "b"}],
		}]},
	})
}

test_refuses_what_the_contract_leaves_out if {
	facts := {"missing": ["SE"]}
	_denied({"locations", "dpa"}, "some") == {"a": facts, "b": facts}
}

test_refuses_nothing_that_is_covered_or_where_no_regime_asks if {
	_denied({"locations"}, "all") == {}
	_denied({"dpa"}, "some") == {}
	_denied(set(), "some") == {}
}

test_leaves_a_contract_that_is_not_there_to_the_rule_of_terms if {
	_denied({"locations"}, "none") == {}
}

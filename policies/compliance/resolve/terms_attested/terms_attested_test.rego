package compliance.resolve.terms_attested_test

import data.compliance.resolve.terms_attested as rule

_asked(duties, terms) := {
	"duties": duties,
	"regimes": ["x"],
	"deployed": {"names": ["a", "b"]},
	"at": "2026-06-01",
	"past": {"2026-01-01": true, "2026-06-01": true},
	"served": {"attested": [terms]},
	"dated": [{"route": {"deployment": "a"}, "terms": terms}],
}

_denied(duties, terms) := {denial.deployment: denial.facts |
	some denial in rule.denied(_asked(duties, terms))
}

test_refuses_what_is_missing_and_what_has_expired if {
	_denied([{"terms": ["baa", "dpa"]}], {"dpa": "2026-01-01"}) == {"a": {
		"needed": {"baa", "dpa"},
		"missing": {"baa"},
		"expired": {"dpa": "2026-01-01"},
	}}
}

test_refuses_what_one_of_two_regimes_needs if {
	duties := [{"terms": ["dpa"]}, {"terms": ["baa", "dpa"]}, {"terms": []}]
	_denied(duties, {"dpa": "2027-01-01"}).a.missing == {"baa"}
}

test_refuses_nothing_on_the_last_day if {
	_denied([{"terms": ["dpa"]}], {"dpa": "2026-06-01"}) == {}
}

test_refuses_nothing_where_nothing_is_needed if {
	_denied([{"terms": []}], {}) == {}
	_denied([], {}) == {}
}

test_needs_nothing_of_a_regime_that_lists_nothing if {
	every terms in [null, "dpa", {}, 0] { _denied([{"terms": terms}], {}) == {} }
}

test_refuses_every_deployment_where_the_regimes_are_not_known if {
	_denied(null, {}) == {"a": {"regimes": ["x"]}, "b": {"regimes": ["x"]}}
}

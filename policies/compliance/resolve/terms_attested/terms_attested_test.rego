package compliance.resolve.terms_attested_test

import data.compliance.resolve.terms_attested as rule

_asked(duties, terms) := _given(duties, needed, terms) if {
	needed := {term | some duty in duties; some term in duty.terms}
}

_given(regimes, needed, terms) := {
	"regimes": regimes,
	"needed": needed,
	"tenant": {"regimes": ["x"], "obligations": []},
	"deployed": {"names": ["a", "b"]},
	"request": {"at": "2026-06-01"},
	"ahead": {"2026-06-01": true, "2027-01-01": true},
	"served": {"attested": {"this way": terms}},
	"today": {"somewhere": [{"routes": [{"deployment": "a"}], "attested": "this way"}]},
}

_denied(duties, terms) := {denial.deployment: denial.facts |
	some denial in rule.denied(_asked(duties, terms))
}

test_terms_end_with_what_is_attested_and_are_met_by_nothing_that_is_missing_or_over if {
	ahead := {"2026-12-31": true, "2027-03-31": true}
	attested := {"dpa": "2027-03-31", "baa": "2026-12-31", "scc": "2025-01-01", "odd": null}
	rule.ends(["dpa", "baa"], attested, ahead) == {"2027-03-31", "2026-12-31", "9999-12-31"}
	rule.ends([], {}, {}) == {"9999-12-31"}
	every terms in [["scc"], ["odd"], ["dpa", "bcr"], ["dpa", "scc"], [null]] {
		not rule.ends(terms, attested, ahead)
	}
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

test_refuses_every_deployment_where_the_regimes_are_not_known if {
	facts := {"regimes": ["x"], "obligations": []}
	denied := {denial.deployment: denial.facts | some denial in rule.denied(_given(null, set(), {}))}
	denied == {"a": facts, "b": facts}
}

test_refuses_every_deployment_where_the_obligations_are_not_stated if {
	every stated in ["unstated", null, "", {}, 0, false] {
		asked := json.patch(_asked([], {}), [{
			"op": "replace",
			"path": "/tenant/obligations",
			"value": stated,
		}])
		[denial.deployment | some denial in rule.denied(asked)] == ["a", "b"]
	}
}

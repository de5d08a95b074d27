package compliance.resolve.terms_attested_test

import data.compliance.resolve.terms_attested as rule

_days := {
	"past": {"2026-01-01": true, "2026-06-01": true},
	"ahead": {"2026-06-01": true, "2027-01-01": true},
}

_offer(terms) := {"route": {"deployment": "a"}, "terms": terms}

_asked(duties, terms) := {
	"duties": duties,
	"regimes": ["x"],
	"names": ["a", "b"],
	"at": "2026-06-01",
	"days": _days,
	"dated": [_offer(terms)],
}

test_needs_what_any_regime_needs if {
	rule.needed([{"terms": ["dpa"]}, {"terms": ["baa", "dpa"]}, {"terms": []}]) == {"baa", "dpa"}
	rule.needed([]) == set()
}

test_has_no_answer_where_a_regime_is_silent if {
	silent := [[{}], [{"terms": null}], [{"terms": "dpa"}], [{"terms": ["dpa"]}, {}], null]
	answers := [1 | some duties in silent; rule.needed(duties)]
	answers == []
}

test_is_met_where_nothing_is_needed if {
	rule.met(_offer({}), set(), _days)
}

test_is_met_through_the_last_day_and_not_after if {
	rule.met(_offer({"dpa": "2027-01-01"}), {"dpa"}, _days)
	rule.met(_offer({"dpa": "2026-06-01"}), {"dpa"}, _days)
	unmet := [{"dpa": "2026-01-01"}, {"dpa": "2026-05-31"}, {"dpa": null}, {"baa": "2027-01-01"}, {}]
	answers := [1 | some terms in unmet; rule.met(_offer(terms), {"dpa"}, _days)]
	answers == []
}

test_is_met_by_all_terms_together_only if {
	answers := [1 | rule.met(_offer({"dpa": "2027-01-01"}), {"dpa", "baa"}, _days)]
	answers == []
}

test_refuses_what_is_missing_and_what_has_expired if {
	denied := rule.denied(_asked([{"terms": ["baa", "dpa"]}], {"dpa": "2026-01-01"}))
	denied == {"a": {
		"needed": {"baa", "dpa"},
		"missing": {"baa"},
		"expired": {"dpa": "2026-01-01"},
	}}
}

test_refuses_nothing_on_the_last_day if {
	rule.denied(_asked([{"terms": ["dpa"]}], {"dpa": "2026-06-01"})) == {}
}

test_refuses_every_deployment_where_the_regimes_are_not_known if {
	rule.denied(_asked(null, {})) == {"a": {"regimes": ["x"]}, "b": {"regimes": ["x"]}}
}

package compliance.resolve_test

# What mutants of the policies showed that no other test looked at.

test_codes_in_anything_but_a_list_earn_nothing if {
	_refused_to({"/tenant/jurisdictions": {"x": "eu"}}, {}, {})
	_refused_to({"/tenant/regimes": {"x": "gdpr"}}, {}, {})
}

_two(changes) := {"/regimes": {
	"gdpr": _law.regimes.gdpr,
	"other": object.union(_law.regimes.gdpr, changes),
}}

_of_both := {"/tenant/regimes": ["gdpr", "other"]}

test_what_one_of_two_regimes_excludes_is_excluded if {
	_served(_of_both, {}, _two({}))
	_refused_to(_of_both, {}, _two({"excluded_features": ["caching"]}))
}

test_a_provider_is_eligible_for_all_that_two_regimes_ask if {
	fit := {"available": true, "confidence": "V"}
	laws := {"/regimes": {
		"gdpr": object.union(_law.regimes.gdpr, {"eligibility": "hipaa"}),
		"other": object.union(_law.regimes.gdpr, {"eligibility": "high"}),
	}}
	no_feature := object.union(_of_both, {"/request/features": []})
	_served(no_feature, {"/providers/p/eligibility": {"hipaa": fit, "high": fit}}, laws)
	_refused_to(no_feature, {"/providers/p/eligibility": {"hipaa": fit}}, laws)
	_refused_to(no_feature, {"/providers/p/eligibility": {"high": fit}}, laws)
}

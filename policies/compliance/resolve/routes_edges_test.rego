package compliance.resolve_test

# What mutants of the policies showed that no other test looked at.

test_codes_in_anything_but_a_list_earn_nothing if {
	_refused_to({"/tenant/jurisdictions": {"x": "eu"}}, {}, {})
	_refused_to({"/tenant/regimes": {"x": "gdpr"}}, {}, {})
}

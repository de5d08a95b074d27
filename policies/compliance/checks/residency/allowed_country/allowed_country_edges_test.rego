package compliance.checks.residency.allowed_country_edges_test

import data.compliance.checks.residency.allowed_country as check

# What mutants of the policies showed that no other test looked at.

_law := {"eu": {"storage": {"countries": ["DE", "IE"]}}}

_regions := {
	"aws": {"eu-west-1": {"country": "IE"}, "eu-west-2": {"country": "GB"}},
	"google": {"eur5": {"countries": ["BE", "GB"]}},
}

_verdict(resource) := verdict if {
	verdict := check.verdict with input as {"resource": resource, "jurisdiction": "eu"}
		with data.compliance.jurisdictions as _law
		with data.compliance.regions as _regions
}

test_fails_abroad_even_where_nobody_says_what_else_there_is if {
	_verdict({"provider": "aws", "region": "eu-west-2"}) == "fail"
	_verdict({"provider": "aws", "region": "eu-west-1"}) == "unknown"
}

test_unknown_with_a_copy_in_a_place_that_has_no_name if {
	every region in [5, null, ["eu-west-1"]] {
		places := [{"region": region, "role": "copy"}]
		_verdict({"provider": "aws", "region": "eu-west-1", "regions": places}) == "unknown"
	}
}

test_names_each_country_of_a_place_at_fault if {
	resource := {"provider": "google", "region": "eur5", "regions": []}
	evidence := check.evidence with input as {"resource": resource, "jurisdiction": "eu"}
		with data.compliance.jurisdictions as _law
		with data.compliance.regions as _regions
	evidence.outside == ["eur5 (BE, GB)"]
}

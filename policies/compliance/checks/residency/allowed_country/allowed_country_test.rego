package compliance.checks.residency.allowed_country_test

import data.compliance.checks.residency.allowed_country as check

_given(region, places) := {
	"resource": {"provider": "aws", "region": region, "regions": places},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

test_fails_in_london if _verdict(_given("eu-west-2", [])) == "fail"

test_names_the_places_at_fault_and_no_other if {
	places := [
		{"region": "eu-west-1", "role": "home"}, {"region": "us-east-1", "role": "replica"},
		{"region": "mars-1", "role": "replica"}, {"region": "anthropic:us", "role": "copy"},
		{"region": "anthropic:global", "role": "copy"},
	]
	_outside(_given("eu-west-1", places)) == [
		"anthropic:global (unspecified)", "anthropic:us (US)",
		"us-east-1 (US)",
	]
}

test_names_a_home_abroad_once if {
	places := [{"region": "eu-west-2", "role": "home"}]
	_outside(_given("eu-west-2", places)) == ["eu-west-2 (GB)"]
}

test_counts_the_countries_of_a_wide_place if {
	given := {
		"resource": {"provider": "google", "region": "wide", "regions": []},
		"jurisdiction": "eu",
	}
	_outside(given) == ["wide (7 countries)"]
}

test_names_no_place_where_none_is_at_fault if {
	given := _given("eu-west-1", [{"region": "mars-1", "role": "replica"}])
	_outside(given) == "none"
}

_outside(given) := found if {
	evidence := check.evidence with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
	found := object.get(evidence, "outside", "none")
}

test_passes_in_ireland if {
	given := _given("eu-west-1", [{"region": "eu-west-1", "role": "home"}])
	_verdict(given) == "pass"
}

test_fails_with_a_replica_abroad if {
	given := _given(
		"eu-west-1",
		[{"region": "eu-west-1", "role": "home"}, {"region": "us-east-1", "role": "replica"}],
	)
	_verdict(given) == "fail"
}

test_unknown_with_a_replica_nobody_can_place if {
	given := _given("eu-west-1", [{"region": "(unknown)", "role": "replica"}])
	_verdict(given) == "unknown"
}

test_fails_where_another_cloud_stores_the_content_abroad if {
	given := _given(
		"eu-west-1",
		[{"region": "anthropic:us", "role": "workspace"}],
	)
	_verdict(given) == "fail"
}

test_unknown_in_a_region_nobody_knows if _verdict(_given("us-central-1", [])) == "unknown"

test_unknown_without_any_region_of_its_own if _verdict(_given(null, [])) == "unknown"

test_unknown_with_an_empty_name_of_a_region if _verdict(_given("", [])) == "unknown"

test_unknown_without_any_one_field if {
	given := _given("eu-west-1", [{"region": "eu-west-1", "role": "home"}])
	every path in ["jurisdiction", "resource/provider", "resource/region", "resource/regions"] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}, "storage": {"countries": ["DE", "IE"]}},
	"global": {"inference": {"countries": "any"}, "storage": {"countries": "any"}},
	"us": {"inference": {"countries": ["US"]}, "storage": {"countries": ["US"]}},
}

_regions := {
	"aws": {
		"eu-west-1": {"country": "IE"},
		"eu-central-1": {"country": "DE"},
		"eu-west-2": {"country": "GB"},
		"us-east-1": {"country": "US"},
	},
	"anthropic": {"us": {"country": "US", "countries": ["US"]}, "global": {"unspecified": true}},
	"google": {
		"europe-west3": {"country": "DE"},
		"europe-west2": {"country": "GB"},
		"eu": {"countries": ["DE", "IE"]},
		"eur5": {"countries": ["BE", "GB"]},
		"global": {"unspecified": true},
		"wide": {"countries": ["AT", "BE", "BG", "CA", "CY", "CZ", "US"]},
	},
}

test_fails_with_a_replica_abroad_of_a_home_nobody_knows if {
	given := _given("eu-west-1", [{"region": "us-east-1", "role": "replica"}])
	_verdict(json.remove(given, ["resource/region"])) == "fail"
}

# What is only named abroad is a doubt, and within the law it is none.
test_a_place_that_is_only_mentioned_never_fails_and_passes_inside_alone if {
	home := {"region": "eu-west-1", "role": "home"}
	every region, verdict in {"eu-west-1": "pass", "eu-west-2": "unknown", "x": "unknown"} {
		_verdict(_given("eu-west-1", [home, {"region": region, "role": "mentioned"}])) == verdict
	}
}

package compliance.checks.residency.mentioned_calls_test

import data.compliance.checks.residency.mentioned_calls as check

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}},
	"global": {"inference": {"countries": "any"}},
}

_regions := {"aws": {
	"eu-west-1": {"country": "IE"},
	"eu-central-1": {"country": "DE"},
	"eu-west-2": {"country": "GB"},
}}

_routes := {"bedrock": {"cloud": "aws"}}

_route(name, source, destinations) := {
	"name": name,
	"provider": "bedrock",
	"scope": "eu",
	"source": source,
	"destinations": destinations,
}

_given(routes, missing) := {
	"resource": {"values": {"mentioned": {"routes": routes, "unknown": missing}}},
	"jurisdiction": "eu",
}

_home := _route("definition.ModelId", "eu-west-1", ["eu-west-1", "eu-central-1"])

_london := _route("definition.ModelId", "eu-west-2", ["eu-west-1", "eu-west-2"])

_proxy := {"name": "target.url", "code": "outside-input", "reference": "proxy.example"}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
		with data.compliance.routes as _routes
}

test_passes_where_every_setting_leads_inside if _verdict(_given([_home], [])) == "pass"

test_fails_for_a_profile_from_london if _verdict(_given([_home, _london], [])) == "fail"

test_fails_for_global_routing if {
	_verdict(_given([_route("definition.ModelId", "eu-west-1", "unspecified")], [])) == "fail"
}

test_passes_anywhere_where_any_country_is_allowed if {
	given := object.union(_given([_london], [_proxy]), {"jurisdiction": "global"})
	_verdict(given) == "pass"
}

test_unknown_for_a_proxy_that_nobody_owns if _verdict(_given([_home], [_proxy])) == "unknown"

test_fails_beside_a_proxy_for_what_is_known if _verdict(_given([_london], [_proxy])) == "fail"

test_names_the_setting if {
	evidence := check.evidence with input as _given([_london], [_proxy])
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
		with data.compliance.routes as _routes
	evidence == {
		"outside": ["definition.ModelId (bedrock eu eu-west-2)"],
		"countries": ["GB", "IE"],
		"unclear": ["target.url"],
	}
}

test_unknown_without_any_one_field if {
	given := _given([_home], [])
	every path in [
		"jurisdiction",
		"resource/values/mentioned",
		"resource/values/mentioned/routes",
		"resource/values/mentioned/unknown",
		"resource/values/mentioned/routes/0/destinations",
		"resource/values/mentioned/routes/0/provider",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

package compliance.lib.ambient_test

import data.compliance.lib.ambient

_regions := {
	"aws": {
		"eu-central-1": {"country": "DE"},
		"eu-west-1": {"country": "IE"},
		"eu-west-2": {"country": "GB"},
		"us-iso-east-1": {"country": null},
	},
	"anthropic": {"us": {"country": "US"}},
}

_routes := {"bedrock": {"cloud": "aws"}, "anthropic": {"cloud": "anthropic"}}

_eu := ["DE", "IE"]

_route(provider, source, destinations) := {
	"name": "AWS_REGION",
	"provider": provider,
	"scope": "region",
	"source": source,
	"destinations": destinations,
}

_fact(routes) := {"routes": routes, "unknown": []}

_home := _route("aws", "eu-west-1", ["eu-west-1"])

_london := _route("aws", "eu-west-2", ["eu-west-2"])

_global := _route("bedrock", "eu-west-1", "unspecified")

_missing := {"name": "ANTHROPIC_BASE_URL", "code": "outside-input", "reference": "proxy.example"}

_met(fact, allowed) := met if {
	met := ambient.met(fact, allowed) with data.compliance.regions as _regions
		with data.compliance.routes as _routes
} else := "undefined"

test_met_where_every_route_stays_inside if _met(_fact([_home]), _eu) == true

test_met_anywhere_where_the_law_allows_any_country if {
	_met({"routes": [_london, _global], "unknown": [_missing]}, "any") == true
}

test_not_met_by_one_route_outside if {
	_met(_fact([_home, _london]), _eu) == false
	_met(_fact([_home, _global]), _eu) == false
	_met({"routes": [_london], "unknown": [_missing]}, _eu) == false
}

test_a_provider_is_judged_by_the_table_of_its_cloud if {
	_met(_fact([_route("anthropic", null, ["us"])]), ["US"]) == true
	_met(_fact([_route("anthropic", null, ["us"])]), _eu) == false
	_met(_fact([_route("aws", null, ["us"])]), ["US"]) == "undefined"
}

test_open_where_a_setting_is_not_known if {
	_met({"routes": [_home], "unknown": [_missing]}, _eu) == "undefined"
	_met({"routes": [], "unknown": [_missing]}, _eu) == "undefined"
}

test_open_where_nothing_is_named if {
	_met(_fact([]), _eu) == "undefined"
	_met(_fact([]), "any") == "undefined"
	every name in ["routes", "unknown"] {
		_met(object.remove(_fact([_home]), [name]), _eu) == "undefined"
		_met(object.remove(_fact([_home]), [name]), "any") == "undefined"
	}
}

test_open_where_a_destination_has_no_country if {
	every name in ["us-iso-east-1", "mars", "", null, 7] {
		_met(_fact([_route("bedrock", "eu-west-1", ["eu-west-1", name])]), _eu) == "undefined"
	}
	every places in [[], "", null, {}, 7] {
		_met(_fact([_route("bedrock", "eu-west-1", places)]), _eu) == "undefined"
	}
	_met(_fact([object.remove(_home, ["destinations"])]), _eu) == "undefined"
	_met(_fact([_route("nobody", "eu-west-1", ["eu-west-1"])]), _eu) == "undefined"
	_met(_fact([_route(7, "eu-west-1", ["eu-west-1"])]), _eu) == "undefined"
}

test_names_the_settings_at_fault if {
	fact := _fact([_home, _london, _global])
	beyond := ambient.beyond(fact, _eu) with data.compliance.regions as _regions
		with data.compliance.routes as _routes
	ambient.settings(beyond) == [
		"AWS_REGION (aws region eu-west-2)",
		"AWS_REGION (bedrock region eu-west-1)",
	]
	countries := ambient.countries(beyond) with data.compliance.regions as _regions
		with data.compliance.routes as _routes
	countries == ["GB", "unspecified"]
}

test_names_the_settings_that_are_not_known if {
	ambient.unclear({"routes": [], "unknown": [_missing]}, []) == ["ANTHROPIC_BASE_URL"]
}

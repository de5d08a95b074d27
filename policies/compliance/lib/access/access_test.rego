package compliance.lib.access_test

import data.compliance.lib.access

_regions := {
	"aws": {
		"eu-central-1": {"country": "DE"},
		"eu-west-1": {"country": "IE"},
		"us-east-1": {"country": "US"},
		"us-iso-east-1": {"country": null},
	},
	"anthropic": {"us": {"country": "US"}},
}

_eu := ["DE", "IE"]

_call(scope, source, destinations) := {
	"service": "bedrock",
	"scope": scope,
	"source": source,
	"destinations": destinations,
}

_fact(calls) := {"asked": 9, "allowed": calls, "unknown": []}

_home := _call("in-region", "eu-west-1", ["eu-west-1"])

_abroad := _call("us", "us-east-1", ["us-east-1"])

_global := _call("global", "eu-west-1", "unspecified")

_met(fact, allowed) := met if {
	met := access.met(fact, allowed) with data.compliance.regions as _regions
} else := "undefined"

test_met_where_every_call_stays_inside if _met(_fact([_home]), _eu) == true

test_met_where_no_call_is_left if _met(_fact([]), _eu) == true

test_met_anywhere_where_the_law_allows_any_country if {
	_met(object.union(_fact([_abroad, _global]), {"unknown": [_home]}), "any") == true
}

test_not_met_by_one_call_outside if {
	_met(_fact([_home, _abroad]), _eu) == false
	_met(_fact([_home, _global]), _eu) == false
	_met(object.union(_fact([_abroad]), {"unknown": [_home]}), _eu) == false
}

test_open_where_a_call_is_not_known if {
	_met(object.union(_fact([_home]), {"unknown": [_abroad]}), _eu) == "undefined"
	_met(object.union(_fact([]), {"unknown": [_abroad]}), _eu) == "undefined"
}

test_met_where_a_call_that_is_not_known_would_stay_inside if {
	_met(object.union(_fact([]), {"unknown": [_home]}), _eu) == true
	_met(object.union(_fact([_home]), {"unknown": [_home]}), _eu) == true
	_met(object.union(_fact([_home]), {"unknown": [_home, _global]}), _eu) == "undefined"
	_met(object.union(_fact([_home]), {"unknown": ["x"]}), _eu) == "undefined"
}

test_open_where_nothing_was_asked if {
	_met(object.union(_fact([]), {"asked": 0}), _eu) == "undefined"
	_met(object.union(_fact([]), {"asked": 0}), "any") == "undefined"
	every name in ["asked", "allowed", "unknown"] {
		_met(object.remove(_fact([_home]), [name]), _eu) == "undefined"
		_met(object.remove(_fact([_home]), [name]), "any") == "undefined"
	}
	_met("x", _eu) == "undefined"
	_met(_fact([]), "atlantis") == "undefined"
}

test_open_where_a_region_is_not_known if {
	_met(_fact([_call("x", "y", ["atlantis"])]), _eu) == "undefined"
	_met(_fact([_call("x", "y", ["us-iso-east-1"])]), _eu) == "undefined"
	_met(_fact([_call("x", "y", [])]), _eu) == "undefined"
	_met(_fact([object.union(_home, {"service": "another"})]), _eu) == "undefined"
}

test_a_platform_is_where_its_own_cloud_says if {
	call := {
		"service": "claude_platform_aws",
		"scope": "us",
		"source": "eu-west-1",
		"destinations": ["us"],
	}
	_met(_fact([call]), _eu) == false
	_met(_fact([call]), ["US"]) == true
}

_beyond(calls) := beyond if {
	beyond := access.beyond(_fact(calls), _eu) with data.compliance.regions as _regions
}

test_tells_what_is_outside if {
	calls := _beyond([_home, _abroad, _global])
	calls == [_abroad, _global]
	access.outside(calls) == ["bedrock global", "bedrock us"]
	access.sources(calls) == ["eu-west-1", "us-east-1"]
	access.countries(calls) == ["US", "unspecified"] with data.compliance.regions as _regions
}

test_tells_who_can_make_a_call_where_only_some_can if {
	some_can := object.union(_abroad, {"depends_on": ["aws:principalarn"]})
	access.depends_on(_beyond([some_can])) == ["aws:principalarn"]
	access.depends_on(_beyond([some_can, _global])) == []
	access.depends_on(_beyond([_home])) == []
}

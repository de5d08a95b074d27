package compliance.lib.places_test

import data.compliance.lib.places

_regions := {
	"google": {
		"europe-west1": {"country": "BE"},
		"europe-west2": {"country": "GB"},
		"eu": {"countries": ["BE", "DE"]},
		"global": {"unspecified": true},
	},
	"google_groups": {
		"eu-locations": {"countries": ["BE", "DE"]},
		"europe-locations": {"countries": ["BE", "DE", "GB"]},
	},
	"azure": {"westeurope": {"country": "NL"}, "global": {"unspecified": true}},
}

_google(value) := found if {
	found := places.google({"allowed": [value]})[value] with data.compliance.regions as _regions
} else := "undefined"

_azure(value) := found if {
	found := places.azure({"allowed": [value]})[value] with data.compliance.regions as _regions
} else := "undefined"

test_reads_each_form_of_a_google_location if {
	_google("in:eu-locations") == ["BE", "DE"]
	_google("in:europe-west2-locations") == ["GB"]
	_google("is:europe-west1") == ["BE"]
	_google("europe-west1") == ["BE"]
	_google("europe-west1-b") == ["BE"]
	_google("is:europe-west2-a") == ["GB"]
	_google("eu") == ["BE", "DE"]
	_google("global") == "unspecified"
}

test_leaves_open_what_the_data_does_not_know if {
	every value in [
		"europe",
		"in:atlantis-locations",
		"in:europe-west1",
		"eu-locations",
		"under:organizations/1",
		"",
		7,
		null,
		["x"],
	] {
		_google(value) == "undefined"
	}
	_azure("atlantis") == "undefined"
	_azure(7) == "undefined"
}

test_reads_an_azure_location if {
	_azure("westeurope") == ["NL"]
	_azure("global") == "unspecified"
}

_met(locations, allowed) := met if {
	met := places.met(locations, {"a": ["BE"], "b": ["GB"]}, allowed)
} else := "undefined"

_locations(allowed) := {"enforced": true, "allowed": allowed, "denied": [], "inherits": false}

test_met_where_every_place_is_inside if {
	_met(_locations(["a"]), ["BE"]) == true
	_met(_locations([]), ["BE"]) == true
	_met(_locations("any"), "any") == true
	_met(object.union(_locations(["a"]), {"denied": ["b"]}), ["BE"]) == true
}

test_not_met_by_one_place_outside_or_where_nothing_is_enforced if {
	_met(_locations(["a", "b"]), ["BE"]) == false
	_met(_locations("any"), ["BE"]) == false
	_met(object.union(_locations("any"), {"denied": ["b"]}), ["BE"]) == false
	_met(object.union(_locations(["a"]), {"enforced": false}), ["BE"]) == false
}

test_open_where_what_is_outside_may_be_denied_again if {
	_met(object.union(_locations(["a", "b"]), {"denied": ["b"]}), ["BE"]) == "undefined"
}

test_open_where_something_is_not_known if {
	_met(_locations(["a", "c"]), ["BE"]) == "undefined"
	_met(_locations("x"), ["BE"]) == "undefined"
	_met(_locations(["a"]), "atlantis") == "undefined"
	_met({}, ["BE"]) == "undefined"
	_met({}, "any") == "undefined"
	every name in ["enforced", "allowed", "denied"] {
		_met(object.remove(_locations(["a"]), [name]), ["BE"]) == "undefined"
	}
}

test_tells_what_is_outside if {
	places.outside(_locations(["a", "b", "c"]), {"a": ["BE"], "b": ["GB"]}, ["BE"]) == ["b"]
	places.outside(_locations("any"), {}, ["BE"]) == []
}

package compliance.lib.places_edges_test

import data.compliance.lib.places

# What mutants of the policies showed that no other test looked at.

_met(changes, allowed) := met if {
	locations := object.union(
		{"enforced": true, "allowed": ["a"], "denied": [], "inherits": false},
		changes,
	)
	met := places.met(locations, {"a": ["BE"], "b": ["GB"]}, allowed)
} else := "undefined"

test_nobody_can_tell_of_a_law_or_a_list_of_another_type if {
	every allowed in [null, 7, "BE", {}] {
		_met({}, allowed) == "undefined"
		_met({"allowed": []}, allowed) == "undefined"
		_met({"allowed": "any"}, allowed) == "undefined"
		_met({"enforced": false}, allowed) == "undefined"
	}
	_met({"denied": null}, ["BE"]) == "undefined"
	_met({"denied": null, "allowed": []}, ["BE"]) == "undefined"
	_met({"denied": null, "allowed": ["b"]}, ["BE"]) == "undefined"
	_met({"enforced": null}, "any") == "undefined"
	_met({"enforced": null}, ["BE"]) == "undefined"
	_met({"enforced": null, "allowed": []}, ["BE"]) == "undefined"
	_met({"enforced": false}, "any") == true
}

test_a_list_that_denies_something_still_shows_what_is_wide_open if {
	_met({"allowed": "any", "denied": ["b"]}, ["BE"]) == false
	_met({"allowed": "any", "enforced": null}, ["BE"]) == false
}

_regions := {
	"google": {"europe-west1": {"country": "BE"}, "eu": {"countries": ["BE", "DE"]}},
	"google_groups": {"eu-locations": {"countries": ["BE"]}},
}

_google(value) := found if {
	found := places.google({"allowed": [value]})[value] with data.compliance.regions as _regions
} else := "undefined"

test_a_group_is_written_with_its_prefix_and_its_suffix if {
	_google("in:eu-locations") == ["BE"]
	_google("in:europe-west1-locations") == ["BE"]
	_google("europe-west1-locations") == "undefined"
	_google("in:europe-west1") == "undefined"
	_google("is:eu-locations") == "undefined"
	_google("europe-west1-bb") == "undefined"
	_google("x-europe-west1-b") == "undefined"
}

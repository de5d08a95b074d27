package compliance.lib.vertex_edges_test

import data.compliance.lib.vertex

# What mutants of the policies showed that no other test looked at.

_regions := {
	"google": {
		"europe-west1": {"country": "BE"},
		"eu": {"countries": ["BE", "DE"]},
		"us": {"country": "US"},
		"mars": {"country": null},
	},
}

_offer(destinations, mark, models) := {
	"destinations": destinations,
	"confidence": mark,
	"models": {id: {"model_id": id, "confidence": read} | some id, read in models},
}

_offers := [
	_offer(["europe-west1"], "V", {"home": "V", "dated@20251001": "S", "unread": "?"}),
	_offer(["us"], "V", {"abroad": "V", "dated@20251101": "V"}),
	_offer("unspecified", "V", {"open": "V"}),
	_offer(["mars"], "V", {"lost": "V"}),
	_offer(["eu", "us"], "V", {"wide": "V"}),
	_offer(["eu"], "K", {"heard": "V"}),
]

_met(changes, allowed) := met if {
	models := object.union(
		{"enforced": true, "allowed": ["home"], "denied": [], "inherits": false},
		changes,
	)
	met := vertex.met(models, allowed) with data.compliance.regions as _regions
		with data.compliance.routes as {"vertex": {"offers": _offers}}
} else := "undefined"

_only(name, allowed) := _met({"allowed": [name]}, allowed)

_eu := ["BE", "DE"]

test_a_model_that_is_offered_inside_can_be_used if {
	_only("home", _eu) == true
	_only("dated", _eu) == true
	_only("abroad", ["US"]) == true
	_only("wide", ["BE", "DE", "US"]) == true
	_met({"allowed": []}, _eu) == true
}

test_a_model_that_is_offered_outside_alone_cannot if {
	_only("abroad", _eu) == false
	_only("open", _eu) == false
	_only("wide", _eu) == false
	_only("heard", ["US"]) == false
	_met({"allowed": ["home", "abroad"]}, _eu) == false
	_met({"allowed": "any"}, _eu) == false
}

test_nobody_can_tell_of_an_offer_that_was_not_read if {
	every name in ["unread", "heard", "nobody", "", null, 7] {
		_only(name, _eu) == "undefined"
	}
	_met({"allowed": ["home", "unread"]}, _eu) == "undefined"
}

test_what_is_denied_is_left_out_of_all if {
	gone := ["abroad", "open", "lost", "wide", "heard", "unread"]
	_met({"allowed": "any", "denied": gone}, _eu) == true
	_met({"allowed": "any", "denied": array.slice(gone, 1, 6)}, _eu) == false
	_met({"allowed": "any", "denied": array.slice(gone, 0, 5)}, _eu) == "undefined"
}

test_a_policy_that_is_not_enforced_leaves_everything if {
	_met({"enforced": false}, _eu) == false
	_met({"enforced": null}, _eu) == "undefined"
	_met({"enforced": null, "allowed": []}, _eu) == "undefined"
}

test_whoever_is_free_may_use_every_model if {
	_met({"allowed": "any"}, "any") == true
	_met({"enforced": false}, "any") == true
	_met({"enforced": null}, "any") == "undefined"
}

test_a_place_that_nobody_can_name_is_inside_no_law if {
	_only("lost", _eu) == false
	_only("lost", "any") == true
}

test_nobody_can_tell_of_a_law_that_lists_no_country if {
	_only("home", []) == "undefined"
	_only("abroad", []) == "undefined"
}

test_nobody_can_tell_of_a_law_of_another_type if {
	every allowed in [null, "BE", 7, {"BE"}] {
		every changes in [{}, {"allowed": []}, {"enforced": false}, {"allowed": ["open"]}] {
			_met(changes, allowed) == "undefined"
		}
	}
}

test_names_what_can_be_used_outside_alone if {
	names := ["home", "abroad", "open", "unread", "nobody"]
	outside := vertex.outside({"allowed": names}, _eu) with data.compliance.regions as _regions
		with data.compliance.routes as {"vertex": {"offers": _offers}}
	outside == ["abroad", "open"]
}

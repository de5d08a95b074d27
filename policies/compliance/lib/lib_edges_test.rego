package compliance.lib_edges_test

import data.compliance.lib

# What mutants of the policies showed that no other test looked at.

_numbered := [{"x": 1}, "x", {"y": {"x": 1}}, null, 1]

test_the_values_of_an_object_are_no_collection if {
	[xs | some xs in _numbered; _ := lib.within(1, xs)] == []
	[ys | some ys in _numbered; _ := lib.all_within([1], ys)] == []
	[xs | some xs in _numbered; _ := lib.all_within(xs, [1])] == []
	lib.within(1, [1])
	lib.all_within([1], [1])
}

test_an_unspecified_place_is_refused_by_a_law_that_can_be_read_alone if {
	laws := [["DE"], {"DE"}, "any", [], {}, {"DE": true}, "DE", null, 7, true]
	[law | some law in laws; lib.permits(law, "unspecified") == false] == [["DE"], {"DE"}]
	[law | some law in laws; lib.permits(law, "unspecified") == true] == ["any"]
}

test_a_time_begins_on_its_first_day_and_ends_on_its_last if {
	times := [{"first": "2026-06-01", "last": "2026-06-30"}]
	every day in ["2026-06-01", "2026-06-15", "2026-06-30"] {
		lib.now(day, times) == times[0]
		lib.on(day, times) == times[0]
	}
	every day in ["2026-05-31", "2026-07-01"] {
		[time | time := lib.now(day, times)] == []
		[time | time := lib.on(day, times)] == []
	}
}

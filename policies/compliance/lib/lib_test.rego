package compliance.lib_test

import data.compliance.lib

# Nothing, and each type, for a function that takes one of them.
_values := [null, true, false, 0, 7, "", "x", [], ["x"], {}, {"x": 1}, set(), {"x"}]

_numbers := [0, 7]

_collections := [[], ["x"], set(), {"x"}]

test_within_is_true_for_a_member if {
	lib.within("x", ["x", "y"])
	lib.within("x", {"x"})
	lib.within(null, [null])
}

test_within_is_false_for_a_stranger_and_in_nothing if {
	lib.within("z", ["x", "y"]) == false
	lib.within("z", []) == false
}

test_within_is_undefined_for_what_is_no_collection if {
	[xs | some xs in _values; lib.within("x", xs) in {true, false}] == _collections
}

test_all_within_compares_sets if {
	lib.all_within(["x"], ["x", "y"])
	lib.all_within({"x"}, ["x"])
	lib.all_within(["x", "z"], ["x", "y"]) == false
}

test_all_within_is_undefined_for_nothing_and_for_other_types if {
	full := [["x"], {"x"}]
	[xs | some xs in _values; lib.all_within(xs, ["x"]) in {true, false}] == full
	[ys | some ys in _values; lib.all_within(["x"], ys) in {true, false}] == full
}

test_a_law_that_names_countries_permits_them_alone if {
	lib.permits(["DE", "IE"], ["DE"])
	lib.permits(["DE"], ["DE", "GB"]) == false
}

test_unspecified_satisfies_no_restriction if {
	lib.permits(["DE"], "unspecified") == false
	lib.permits("any", "unspecified")
}

test_no_law_permits_nothing_and_no_place_is_permitted if {
	[law | some law in _values; lib.permits(law, ["x"]) in {true, false}] == [["x"], {"x"}]
	[at | some at in _values; lib.permits(["x"], at) in {true, false}] == [["x"]]
	[at | some at in _values; lib.permits("any", at) in {true, false}] == [["x"]]
}

test_places_lie_beyond_a_law_that_does_not_list_them if {
	reach := {"DE": {"a": true}, "GB": {"b": true}, "unspecified": {"c": true}}
	lib.beyond(["DE"], reach) == {"GB": {"b": true}, "unspecified": {"c": true}}
	lib.beyond([], reach) == reach
	lib.beyond("any", reach) == {}
	[law | some law in _values; _ := lib.beyond(law, reach)] == [[], ["x"]]
}

test_what_is_on_a_day_is_what_has_begun_and_not_ended if {
	period := {"from": "2026-01-01", "to": "2026-12-31"}
	served := {"days": ["0001-01-01", "2026-01-01", "2026-12-31"], "periods": [period]}
	lib.on("2026-01-01", served).periods == [period]
	lib.on("2026-12-31", served) == {"periods": [period], "ahead": {"2026-12-31": true}}
	lib.on("2025-12-31", served).periods == []
	lib.on("2027-01-01", served) == {"periods": [], "ahead": {}}
	[at | some at in array.concat(_values, ["2026-6-1"]); lib.on(at, served)] == []
	broken := [[], [null], [0], ["zzzz"], ["2026-01-01", null], null, "2026-01-01", {}]
	[days | some days in broken; lib.on("2026-06-01", {"days": days, "periods": []})] == []
}

test_something_is_in_force_from_its_first_day_to_its_last_or_for_good if {
	lib.in_force("2026-06-01", "2026-06-01", "2026-06-01") == true
	lib.in_force("2026-06-01", "2026-06-02", "2026-06-30") == false
	lib.in_force("2026-06-01", "2026-05-01", "2026-05-31") == false
	lib.in_force("2026-06-01", "2026-05-01", null) == true
	lib.in_force("2026-06-01", "2026-06-02", null) == false
	[x | some x in _values; _ := lib.in_force("2026-06-01", x, null)] == ["", "x"]
	[x | some x in _values; _ := lib.in_force("2026-06-01", "2026-01-01", x)] == [null, "", "x"]
}

test_an_allow_list_lets_through_what_it_names_and_null_lets_all if {
	known := {"a": 1, "b": false}
	lib.let_through(null, known) == known
	lib.let_through(["a", "z"], known) == {"a": 1}
	lib.let_through([], known) == {}
	[xs | some xs in _values; lib.let_through(xs, known) == known] == [null]
	[xs | some xs in _values; lib.let_through(xs, known) != known] == [[], ["x"]]
}

test_numbers_are_compared if {
	lib.at_most(7, 7)
	lib.at_most(8, 7) == false
	lib.at_least(7, 7)
	lib.at_least(6, 7) == false
}

test_only_numbers_are_compared if {
	[x | some x in _values; lib.at_most(x, 7) in {true, false}] == _numbers
	[x | some x in _values; lib.at_most(7, x) in {true, false}] == _numbers
	[x | some x in _values; lib.at_least(x, 7) in {true, false}] == _numbers
}

test_days_are_compared if {
	lib.not_after("2026-11-25", "2026-11-25")
	lib.not_after("2026-11-26", "2026-11-25") == false
}

test_only_days_are_compared if {
	others := array.concat(_values, ["2026-13-01", "2026-1-01", "2026-01-01T00:00:00Z", "tomorrow"])
	[x | some x in others; lib.not_after(x, "2026-11-25") in {true, false}] == []
	[x | some x in others; lib.not_after("2026-11-25", x) in {true, false}] == []
	[x | some x in others; lib.is_day(x)] == []
	lib.is_day("2026-11-25")
}

test_many_days_lie_around_one if {
	days := ["2026-11-24", "2026-11-25", "2026-11-26"]
	lib.around("2026-11-25", days) == {
		"past": {"2026-11-24": true, "2026-11-25": true},
		"ahead": {"2026-11-25": true, "2026-11-26": true},
	}
}

test_nothing_lies_around_what_is_no_day if {
	[at | some at in _values; _ := lib.around(at, ["2026-11-25"])] == []
	[days | some days in _values; _ := lib.around("2026-11-25", days)] == []
	[day | some day in _values; _ := lib.around("2026-11-25", ["2026-11-25", day])] == []
}

test_unset_is_null_alone if {
	[x | some x in _values; lib.unset(x)] == [null]
	[x | some x in _values; lib.unset(x) in {true, false}] == _values
}

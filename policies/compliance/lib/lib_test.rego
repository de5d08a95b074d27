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

# The word is no place: what a list says cannot open what nobody specifies.
test_no_list_lets_data_be_where_nobody_specifies if {
	reach := {"DE": {"a": true}, "unspecified": {"c": true}}
	every law in [["unspecified"], ["DE", "unspecified"]] {
		lib.permits(law, "unspecified") == false
		lib.permits(law, ["unspecified"]) == false
		lib.permits(law, ["DE", "unspecified"]) == false
		lib.beyond(law, reach).unspecified == {"c": true}
		lib.sites_inside(law, {"c": {}}, reach) == set()
	}
	lib.permits(["DE", "unspecified"], ["DE"])
	lib.permits("any", ["DE", "unspecified"])
	lib.permits({"DE", "unspecified"}, ["unspecified"]) == false
	lib.beyond(["DE", "unspecified"], reach) == {"unspecified": {"c": true}}
	lib.beyond("any", reach) == {}
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

test_sites_are_inside_when_they_reach_no_place_beyond if {
	sites := {"a": {}, "b": {}, "c": {}}
	reach := {"DE": {"a": true, "c": true}, "GB": {"b": true}, "unspecified": {"c": true}}
	lib.sites_inside(["DE"], sites, reach) == {"a"}
	lib.sites_inside(["DE", "GB"], sites, reach) == {"a", "b"}
	lib.sites_inside([], sites, reach) == set()
	lib.sites_inside("any", sites, reach) == {"a", "b", "c"}
	[law | some law in _values; lib.sites_inside(law, sites, reach) == set()] == [[], ["x"]]
}

_times := [
	{"first": "0001-01-01", "last": "2026-05-31"},
	{"first": "2026-06-01", "last": "2026-06-30"},
]

test_a_day_is_in_the_time_from_its_first_day_to_its_last if {
	lib.on("2026-05-31", _times).last == "2026-05-31"
	lib.on("2026-06-01", _times).last == "2026-06-30"
	lib.on("2026-06-30", _times).last == "2026-06-30"
	lib.now("2026-06-30", _times).last == "2026-06-30"
}

test_one_time_lasts_through_another_from_its_first_day_to_its_last if {
	june := _times[1]
	lib.lasts_through(june, june)
	lib.lasts_through(june, {"first": "2026-06-02", "last": "2026-06-29"})
	not lib.lasts_through(june, {"first": "2026-05-31", "last": "2026-06-29"})
	not lib.lasts_through(june, {"first": "2026-06-02", "last": "2026-07-01"})
	not lib.lasts_through(june, _times[0])
}

test_what_is_no_day_or_in_no_time_is_in_none if {
	others := array.concat(_values, ["2026-07-01", "2026-6-1", "zzzz-zz-zz"])
	[at | some at in others; lib.on(at, _times)] == []
	[at | some at in ["2026-07-01", "2026-06-01"]; lib.on(at, [])] == []
}

test_days_are_texts_of_days if {
	lib.are_days(["2026-06-01", "0001-01-01", "9999-12-31"])
	lib.are_days(["2026-06-01", "2026-6-1"]) == false
	lib.are_days(["2026-06-01", null]) == false
	[days | some days in _values; lib.are_days(days) == false] == [["x"]]
	[days | some days in _values; lib.are_days(days) == true] == []
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

test_unset_is_null_alone if {
	[x | some x in _values; lib.unset(x)] == [null]
	[x | some x in _values; lib.unset(x) in {true, false}] == _values
}

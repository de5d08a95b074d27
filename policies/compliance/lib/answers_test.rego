package compliance.lib_test

import data.compliance.lib

test_items_are_the_list_and_nothing_else if {
	[xs | some xs in _values; _ := lib.items(xs)] == [[], ["x"]]
}

test_a_block_is_left_out_when_it_is_null_or_empty if {
	[x | some x in _values; lib.left_out(x)] == [null, []]
	[x | some x in _values; lib.left_out(x) == false] == [["x"], {}, {"x": 1}]
}

test_only_takes_the_one_object if {
	lib.only([{"x": 1}]) == {"x": 1}
	lib.only({"x": 1}) == {"x": 1}
	[x | some x in array.concat(_values, [[{}, {}]]); _ := lib.only(x)] == [{}, {"x": 1}]
}

test_a_region_has_the_countries_of_its_table if {
	table := {
		"eu-west-1": {"country": "IE"},
		"eur5": {"countries": ["BE", "GB"]},
		"us": {"country": "US", "countries": ["US"]},
		"global": {"unspecified": true, "country": "US"},
		"unread": {"country": null},
		"empty": {"countries": []},
	}
	lib.countries_of(table, "eu-west-1") == ["IE"]
	lib.countries_of(table, "eur5") == ["BE", "GB"]
	lib.countries_of(table, "us") == ["US"]
	lib.countries_of(table, "global") == "unspecified"
	names := array.concat(_values, ["unread", "empty", "mars"])
	[name | some name in names; _ := lib.countries_of(table, name)] == []
	[other | some other in _values; _ := lib.countries_of(other, "eu-west-1")] == []
}

test_one_false_answer_decides_for_all if {
	lib.every_true([true, true])
	lib.every_true([true, "unknown", false]) == false
	[x | some x in _values; lib.every_true(x) in {true, false}] == []
	[x | some x in _values; lib.every_true([true, x])] == [true]
}

test_one_true_answer_decides_for_any if {
	lib.any_true([false, "unknown", true])
	lib.any_true([false, false]) == false
	lib.any_true([]) == false
	[x | some x in _values; lib.any_true(x) in {true, false}] == [[]]
	[x | some x in _values; lib.any_true([false, x]) == false] == [false]
}

test_a_time_is_kept_within_limits if {
	lib.kept_within(30, 30, 30)
	lib.kept_within(30, null, null)
	lib.kept_within(29, 30, null) == false
	lib.kept_within(31, null, 30) == false
}

test_no_time_is_kept_within_anything if {
	[x | some x in _values; lib.kept_within(x, null, null) in {true, false}] == [7]
}

test_a_limit_of_another_type_leaves_open_what_the_other_does_not_refuse if {
	[x | some x in _values; lib.kept_within(7, x, null)] == [null, 0, 7]
	[x | some x in _values; lib.kept_within(7, null, x)] == [null, 7]
	lib.kept_within(7, "x", 6) == false
	lib.kept_within(7, 8, "x") == false
}

test_all_neighbours_are_inside if {
	table := {"eu-west-1": {"country": "IE"}, "us-east-1": {"country": "US"}}
	inside := {"region": "eu-west-1"}
	outside := {"region": "us-east-1"}
	lib.all_inside(["IE"], table, [inside])
	lib.all_inside(["IE"], table, [inside, outside, {}]) == false
	others := [[], [inside, {}], [inside, {"region": null}], inside, "x", null]
	[x | some x in others; lib.all_inside(["IE"], table, x) in {true, false}] == []
}

test_found_is_for_lists_alone if {
	[x | some x in _values; lib.found(x)] == [["x"]]
	[x | some x in _values; lib.found(x) == false] == [[]]
}

test_regions_of_those_that_have_one if {
	lib.regions([{"region": "eu-west-1"}, {}]) == ["eu-west-1"]
	lib.regions([]) == []
	[x | some x in _values; _ := lib.regions(x)] == [[], ["x"]]
}

test_neighbours_that_cannot_be_known_are_an_empty_list if {
	resource := {"related": {"bucket": [{"region": "eu-west-1"}], "odd": "x"}}
	lib.named(resource, "bucket") == [{"region": "eu-west-1"}]
	lib.named(resource, "odd") == []
	lib.named(resource, "other") == []
	[x | some x in _values; lib.named(x, "bucket") == []] == _values
}

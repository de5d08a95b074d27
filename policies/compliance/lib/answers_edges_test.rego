package compliance.lib_edges_test

import data.compliance.lib

# What mutants of the policies showed that no other test looked at.

test_only_a_list_of_answers_is_judged if {
	every answers in [{true}, {"a": true}, "true", 1] {
		not lib.every_true(answers)
		not lib.any_true(answers)
	}
	every answers in [{false}, {"a": false}] {
		[x | x := lib.every_true(answers)] == []
		[x | x := lib.any_true(answers)] == []
	}
}

test_only_a_list_of_countries_names_several if {
	table := {
		"one": {"countries": ["IE"]},
		"text": {"countries": "IE"},
		"set": {"countries": {"IE"}},
		"both": {"countries": "GB", "country": "IE"},
		"none": {"countries": [], "country": "IE"},
		"odd": {"country": ["IE"]},
		"open": {"unspecified": "yes", "country": "IE"},
	}
	lib.countries_of(table, "one") == ["IE"]
	lib.countries_of(table, "both") == ["IE"]
	lib.countries_of(table, "none") == ["IE"]
	lib.countries_of(table, "open") == ["IE"]
	[x | some name in ["text", "set", "odd"]; x := lib.countries_of(table, name)] == []
}

package compliance.lib.bedrock_marks_test

import data.compliance.lib
import data.compliance.lib.bedrock

# What mutants of the policies showed that no other test looked at.

_countries(changes) := countries if {
	offer := object.union(
		{
			"sources": ["eu-west-1"],
			"destinations": ["eu-west-1"],
			"countries": "by-destination",
			"confidence": "V",
			"models": {"opus": {
				"model_id": "eu.anthropic.claude-opus-5-5",
				"confidence": "V",
			}},
		},
		changes,
	)
	countries := bedrock.countries("eu.anthropic.claude-opus-5-5", "eu-west-1")
		with data.compliance.routes as {"bedrock": {"offers": [offer]}}
		with data.compliance.regions as {"aws": {"eu-west-1": {"country": "IE"}}}
}

test_an_offer_that_was_read_shows_its_countries if {
	_countries({}) == ["IE"]
	_countries({"countries": ["IE"]}) == ["IE"]
}

test_an_offer_that_nobody_has_read_shows_nothing if {
	marks := ["K", "?", "", null, false]
	[mark | some mark in marks; _ := _countries({"confidence": mark})] == []
}

test_an_offer_without_a_country_shows_nothing if {
	offers := [{"countries": []}, {"destinations": []}, {"destinations": "eu-west-1"}]
	[offer | some offer in offers; _ := _countries(offer)] == []
}

test_a_day_is_a_time_and_none_is_not if {
	lib.kept_within(1, null, null) == true
	times := [0, -1, null, "1", true]
	[time | some time in times; _ := lib.kept_within(time, null, null)] == []
}

test_no_list_of_answers_is_none if {
	answers := [null, {"a": true}, {true}, "true", true]
	[one | some one in answers; _ := lib.any_true(one)] == []
}

package compliance.lib.ambient_edges_test

import data.compliance.lib.ambient

# What mutants of the policies showed that no other test looked at.

test_a_setting_is_named_by_the_words_that_are_texts if {
	route := {"name": "AWS_REGION", "provider": "aws", "scope": "region", "source": "eu-west-2"}
	ambient.settings([route]) == ["AWS_REGION (aws region eu-west-2)"]
	ambient.settings([object.union(route, {"source": null})]) == ["AWS_REGION (aws region)"]
	ambient.settings([object.remove(route, ["source"])]) == ["AWS_REGION (aws region)"]
	ambient.settings([object.union(route, {"scope": 7})]) == ["AWS_REGION (aws eu-west-2)"]
	every name in [null, 7, ["x"]] {
		ambient.settings([object.union(route, {"name": name})]) == []
	}
	ambient.settings([object.remove(route, ["name"])]) == []
}

test_what_is_unclear_is_a_list_or_nothing if {
	ambient.unclear({"unknown": [{"name": "b"}, {"name": "a"}, {}]}, []) == ["a", "b"]
	ambient.unclear({"unknown": null}, []) == []
	ambient.unclear({}, []) == []
}

test_what_leads_elsewhere_already_is_not_unclear_as_well if {
	fact := {"unknown": [{"name": "b"}, {"name": "a"}]}
	ambient.unclear(fact, [{"name": "a"}, {}]) == ["b"]
	ambient.unclear(fact, [{"name": "c"}]) == ["a", "b"]
}

test_nothing_is_beyond_a_law_that_cannot_be_read if {
	route := {"name": "x", "provider": "aws", "destinations": ["us-east-1"]}
	regions := {"aws": {"us-east-1": {"country": "US"}}}
	beyond := ambient.beyond({"routes": [route]}, ["IE"]) with data.compliance.regions as regions
		with data.compliance.routes as {}
	beyond == [route]
	none := ambient.beyond({"routes": [route]}, "x") with data.compliance.regions as regions
		with data.compliance.routes as {}
	none == []
	ambient.beyond({"routes": "x"}, ["IE"]) == []
}

test_a_route_and_a_missing_setting_are_lists if {
	every fact in [{"routes": [], "unknown": "x"}, {"routes": "x", "unknown": []}] {
		not ambient.met(fact, "any")
		not ambient.met(fact, ["IE"])
	}
	ambient.met({"routes": [], "unknown": [{"name": "x"}]}, "any")
}

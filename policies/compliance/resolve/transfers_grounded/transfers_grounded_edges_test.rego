package compliance.resolve.transfers_grounded_edges_test

import data.compliance.resolve.transfers_grounded as rule

# What mutants of the policies showed that no other test looked at.

_settled(changes) := settled if {
	rules := object.union({"free": ["DE"], "adequate": [], "mechanisms": ["scc"]}, changes)
	settled := rule.settled("r", rules, {
		"sites": {},
		"attested": {},
		"cases": [],
		"spans": [],
		"reach": {"countries": {}},
	})
}

test_mechanisms_and_free_countries_are_lists if {
	[1 | _ := _settled({})] == [1]
	every odd in [{"a": "scc"}, {"scc"}, "scc", null, 7] {
		[1 | _ := _settled({"mechanisms": odd})] == []
		[1 | _ := _settled({"free": odd})] == []
	}
}

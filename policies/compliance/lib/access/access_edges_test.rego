package compliance.lib.access_edges_test

import data.compliance.lib.access

# What mutants of the policies showed that no other test looked at.

_met(fact) := met if {
	met := access.met(fact, ["IE"]) with data.compliance.regions as {"aws": {
		"eu-west-1": {"country": "IE"},
		"us-east-1": {"country": "US"},
	}}
} else := "undefined"

test_one_question_is_enough if {
	fact := {"asked": 1, "allowed": [], "unknown": []}
	_met(fact) == true
	access.met(fact, "any") == true
	_met(object.union(fact, {"asked": "1"})) == "undefined"
	_met(object.union(fact, {"unknown": null})) == "undefined"
	_met(object.union(fact, {"allowed": null})) == "undefined"
}

test_a_call_goes_unnamed_where_its_way_is_no_text if {
	calls := [
		{"service": "bedrock", "scope": "us"},
		{"service": null, "scope": "us"},
		{"service": 7, "scope": "us"},
		{"service": "bedrock", "scope": null},
		{"service": "bedrock", "scope": 7},
		{"service": "bedrock"},
		{"scope": "us"},
	]
	access.outside(calls) == ["bedrock us"]
	access.sources(calls) == []
}

test_one_call_that_anybody_can_make_depends_on_nothing if {
	access.depends_on([{"depends_on": ["b", "a"]}, {"depends_on": ["a"]}]) == ["a", "b"]
	access.depends_on([{"depends_on": ["a"]}, {"depends_on": []}]) == []
	access.depends_on([{"depends_on": ["a"]}, {}]) == []
	access.depends_on([]) == []
}

test_destinations_of_another_type_are_nowhere if {
	call := {"service": "bedrock", "scope": "us", "destinations": ["us-east-1"]}
	_met({"asked": 1, "allowed": [call], "unknown": []}) == false
	odd := ["us-east-1", null, 7, {"x": "us-east-1"}, [7], [["us-east-1"]], ["eu-west-1", "x"]]
	every places in odd {
		other := object.union(call, {"destinations": places})
		_met({"asked": 1, "allowed": [other], "unknown": []}) == "undefined"
	}
}

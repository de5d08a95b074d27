package compliance.resolve.partitions_named_test

import data.compliance.resolve.partitions_named as rule

_served := {
	"sites": {"here": {}, "both": {}, "gov": {}, "anywhere": {}},
	"reach": {"partitions": {
		"aws": {"here": true, "both": true},
		"aws-us-gov": {"gov": true, "both": true},
		"unspecified": {"anywhere": true},
	}},
}

_denied(laws) := {denial.deployment: denial.facts |
	some denial in rule.denied({
		"placed": laws,
		"today": {site: [{"partitions": [site], "routes": [{"deployment": site}]}] |
			some site in ["here", "both", "gov"]
		},
	})
}

_law(sites) := {
	"name": "FedRAMP",
	"partitions": ["aws-us-gov"],
	"beyond": {"partitions": {site: {} | some site in sites}},
}

test_lies_in_the_partitions_that_are_named_with_source_and_destinations if {
	rule.inside({"partitions": ["aws-us-gov"]}, _served) == {"gov"}
	rule.inside({"partitions": ["aws", "aws-us-gov"]}, _served) == {"here", "both", "gov"}
	rule.inside({"partitions": []}, _served) == set()
}

test_lies_anywhere_where_none_is_named if {
	rule.inside({"partitions": null}, _served) == {"here", "both", "gov", "anywhere"}
}

test_has_no_answer_where_the_law_does_not_say if {
	silent := [{}, {"partitions": "aws"}, {"partitions": {}}, {"partitions": false}]
	answers := [1 | some law in silent; rule.inside(law, _served)]
	answers == []
}

test_refuses_what_lies_elsewhere_and_names_the_law if {
	facts := {"partitions": ["here"], "allowed": ["aws-us-gov"], "law": "FedRAMP"}
	_denied([_law(["here"])]) == {"here": facts}
	object.keys(_denied([_law(["here"]), _law(["both"])])) == {"here", "both"}
}

test_refuses_nothing_where_all_lie_inside_or_no_law_is_known if {
	_denied([_law([])]) == {}
	_denied([]) == {}
}

package compliance.resolve.partitions_named_test

import data.compliance.resolve.partitions_named as rule

_reach := {"partitions": {
	"aws": {"here": true, "both": true},
	"aws-us-gov": {"gov": true, "both": true},
	"unspecified": {"anywhere": true},
}}

_law(name, partitions) := {"name": name, "partitions": partitions}

_asked(laws) := {
	"named": laws,
	"served": {"reach": _reach},
	"dated": {site: [{"routes": [{"deployment": site}]}] |
		some site in ["here", "both", "gov", "anywhere"]
	},
}

_denied(laws) := {denial.deployment: denial.facts | some denial in rule.denied(_asked(laws))}

test_leaves_out_every_partition_that_one_law_does_not_name if {
	rule.beyond([_law("x", null)], _reach) == []
	rule.beyond([_law("x", null), _law("y", ["aws-us-gov"])], _reach) == [{
		"aws": {"here": true, "both": true},
		"unspecified": {"anywhere": true},
	}]
	count(rule.beyond([_law("x", ["aws"]), _law("y", ["aws-us-gov"])], _reach)) == 2
}

test_has_no_answer_where_a_law_does_not_say if {
	silent := [[{}], [_law("x", null), {}], [_law("x", "aws")], [_law("x", {}), _law("y", null)]]
	answers := [1 | some laws in silent; rule.beyond(laws, _reach)]
	answers == []
}

test_refuses_what_lies_elsewhere_and_names_the_law if {
	_denied([_law("FedRAMP", ["aws-us-gov"])]) == {
		"here": {"outside": {"aws"}, "allowed": ["aws-us-gov"], "law": "FedRAMP"},
		"both": {"outside": {"aws"}, "allowed": ["aws-us-gov"], "law": "FedRAMP"},
		"anywhere": {"outside": {"unspecified"}, "allowed": ["aws-us-gov"], "law": "FedRAMP"},
	}
}

test_refuses_nothing_where_no_law_names_any if {
	_denied([_law("x", null)]) == {}
	_denied([]) == {}
}

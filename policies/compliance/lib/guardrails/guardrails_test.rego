package compliance.lib.guardrails_test

import data.compliance.lib.guardrails

_mode := {
	"type": "aws_bedrock_account_data_retention",
	"region": "eu-west-1",
	"values": {"mode": "none"},
	"deposed": null,
}

_nothing := {"resources": [], "removed": []}

test_a_guardrail_may_go_only_where_something_stands_in if {
	guardrails.stays(_mode, _nothing) == false
	guardrails.stays(_mode, {"resources": [_mode], "removed": []}) == true
	guardrails.stays({"type": "aws_sqs_queue"}, _nothing) == true
}

test_nobody_can_tell_what_guarded_in_a_module_that_goes_as_a_whole if {
	guardrails.stays({"type": "module", "deposed": null}, _nothing) == "unknown"
}

test_nobody_can_tell_without_what_stands_or_what_it_was if {
	guardrails.stays(_mode, {"removed": []}) == "unknown"
	guardrails.stays({}, _nothing) == "unknown"
	guardrails.stays(object.remove(_mode, ["deposed"]), _nothing) == "unknown"
}

test_an_estate_of_another_type_says_nothing if {
	every estate in [null, "x", [], 7] {
		guardrails.stays(_mode, estate) == "unknown"
	}
}

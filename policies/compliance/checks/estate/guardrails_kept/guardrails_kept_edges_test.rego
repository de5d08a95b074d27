package compliance.checks.estate.guardrails_kept_edges_test

import data.compliance.checks.estate.guardrails_kept as check

# What mutants of the policies showed that no other test looked at.

_evidence(removed) := evidence if {
	evidence := check.evidence with input as {"estate": {
		"removed": removed,
		"resources": [],
		"deployments": [],
		"complete": true,
	}}
}

_module(address) := {"address": address, "type": "module", "deposed": null, "action": "delete"}

_mode := {
	"address": "aws_bedrock_account_data_retention.old",
	"type": "aws_bedrock_account_data_retention",
	"region": "eu-west-1",
	"values": {},
	"deposed": null,
	"action": "delete",
}

test_names_what_nobody_can_tell_of_beside_what_is_missed if {
	_evidence([_module("module.b"), _mode, _module("module.a")]) == {
		"taken_away": [_mode.address],
		"untold": ["module.a", "module.b"],
	}
	_evidence([_mode]) == {"taken_away": [_mode.address]}
	_evidence([]) == {"taken_away": []}
}

package compliance.checks.retention.bedrock_mode_test

import data.compliance.checks.retention.bedrock_mode as check

_given(mode, regimes, limit) := {
	"resource": {"provider": "aws", "region": "eu-west-1", "values": {"mode": mode}},
	"tenant": {
		"name": "acme",
		"jurisdictions": ["eu"],
		"regimes": regimes,
		"data_classes": [],
		"retention": {"prompts": {"max_days": limit}},
	},
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.regimes as _regimes
		with data.compliance.resources as _resources
}

test_passes_for_none_without_retention if _verdict(_given("none", ["gdpr"], 0)) == "pass"

test_fails_for_review_without_retention if _verdict(_given("aws_review", ["gdpr"], 0)) == "fail"

test_fails_for_inherit_without_retention if _verdict(_given("inherit", [], 0)) == "fail"

test_passes_for_review_within_a_month if _verdict(_given("aws_review", [], 30)) == "pass"

test_fails_for_review_where_a_regime_allows_less if {
	given := _given("aws_review", ["archive"], 29)
	_verdict(given) == "fail"
}

test_unknown_for_inherit_within_a_month if _verdict(_given("inherit", [], 30)) == "unknown"

test_passes_for_inherit_without_a_limit if _verdict(_given("inherit", [], null)) == "pass"

test_unknown_for_a_mode_nobody_knows if _verdict(_given("sometimes", [], 0)) == "unknown"

test_unknown_for_a_regime_nobody_knows if {
	given := _given("aws_review", ["atlantis"], null)
	_verdict(given) == "unknown"
}

test_unknown_for_a_limit_that_is_no_number if _verdict(_given("none", [], "0")) == "unknown"

test_unknown_without_any_one_field if {
	given := _given("none", ["gdpr"], 0)
	every path in [
		"tenant",
		"tenant/regimes",
		"tenant/retention",
		"tenant/retention/prompts",
		"resource/values/mode",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_regimes := {
	"gdpr": {
		"retention": {
			"prompts": {"max_days": null},
			"logs": {"min_days": null, "max_days": 90, "bounded": true},
			"evidence": {"min_days": null},
		},
	},
	"hipaa": {
		"retention": {
			"prompts": {"max_days": null},
			"logs": {"min_days": 30, "max_days": null, "bounded": true},
			"evidence": {"min_days": 2190},
		},
	},
	"archive": {
		"retention": {
			"prompts": {"max_days": 30},
			"logs": {"min_days": 30, "max_days": null, "bounded": false},
			"evidence": {"min_days": null},
		},
	},
}

_resources := {
	"facts": {
		"azurerm_storage_account": {
			"local": ["LRS", "ZRS"],
			"pairing": ["GRS", "RAGRS", "GZRS", "RAGZRS"],
			"pairs": {"westeurope": "northeurope", "uksouth": "ukwest"},
		},
		"aws_bedrock_account_data_retention": {
			"days": {
				"none": 0,
				"aws_review": 30,
				"provider_data_share": 30,
				"default": null,
				"inherit": null,
			},
		},
		"aws_bedrockagent_knowledge_base": {
			"own_account": ["OPENSEARCH_SERVERLESS", "RDS"],
			"third_party": ["PINECONE"],
		},
	},
}

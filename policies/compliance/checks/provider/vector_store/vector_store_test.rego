package compliance.checks.provider.vector_store_test

import data.compliance.checks.provider.vector_store as check

_given(kind, jurisdiction) := {
	"resource": {
		"provider": "aws",
		"region": "eu-west-1",
		"values": {"storage_configuration": [{"type": kind}]},
	},
	"jurisdiction": jurisdiction,
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.resources as _resources
}

test_passes_for_a_store_of_the_account if _verdict(_given("RDS", "eu")) == "pass"

test_fails_for_a_third_party if _verdict(_given("PINECONE", "eu")) == "fail"

test_passes_for_a_third_party_where_no_place_is_required if {
	given := _given("PINECONE", "global")
	_verdict(given) == "pass"
}

test_unknown_for_a_store_nobody_knows if _verdict(_given("SHOEBOX", "eu")) == "unknown"

test_unknown_without_any_one_field if {
	given := _given("RDS", "eu")
	every path in [
		"jurisdiction",
		"resource/values/storage_configuration",
		"resource/values/storage_configuration/0/type",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}, "storage": {"countries": ["DE", "IE"]}},
	"global": {"inference": {"countries": "any"}, "storage": {"countries": "any"}},
	"us": {"inference": {"countries": ["US"]}, "storage": {"countries": ["US"]}},
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

package compliance.checks.residency.paired_region_test

import data.compliance.checks.residency.paired_region as check

_given(kind, region) := {
	"resource": {
		"provider": "azure",
		"region": region,
		"values": {"account_replication_type": kind},
	},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
		with data.compliance.resources as _resources
}

test_passes_with_a_pair_inside if _verdict(_given("GRS", "westeurope")) == "pass"

test_passes_without_a_copy if _verdict(_given("ZRS", "uksouth")) == "pass"

test_fails_with_a_pair_abroad if _verdict(_given("RAGZRS", "uksouth")) == "fail"

test_unknown_with_a_pair_nobody_knows if _verdict(_given("GRS", "austriaeast")) == "unknown"

test_unknown_for_a_type_nobody_knows if _verdict(_given("XRS", "westeurope")) == "unknown"

test_unknown_without_any_one_field if {
	given := _given("GRS", "westeurope")
	every path in [
		"jurisdiction",
		"resource/region",
		"resource/values/account_replication_type",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}, "storage": {"countries": ["DE", "IE"]}},
	"global": {"inference": {"countries": "any"}, "storage": {"countries": "any"}},
	"us": {"inference": {"countries": ["US"]}, "storage": {"countries": ["US"]}},
}

_regions := {
	"azure": {
		"westeurope": {"country": "DE"},
		"northeurope": {"country": "IE"},
		"uksouth": {"country": "GB"},
		"ukwest": {"country": "GB"},
		"austriaeast": {"country": "DE"},
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

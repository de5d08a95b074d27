package compliance.checks.residency.paired_region_edges_test

import data.compliance.checks.residency.paired_region as check

# What mutants of the policies showed that no other test looked at.

_evidence(kind) := evidence if {
	evidence := check.evidence with input as {
		"resource": {
			"provider": "azure",
			"region": "uksouth",
			"values": {"account_replication_type": kind},
		},
		"jurisdiction": "uk",
	}
		with data.compliance.resources as {"facts": {"azurerm_storage_account": {
			"local": ["ZRS"],
			"pairing": ["GRS"],
			"pairs": {"uksouth": "ukwest"},
		}}}
}

test_names_the_pair_only_where_something_is_copied_there if {
	_evidence("GRS") == {"account_replication_type": "GRS", "pair": "ukwest"}
	_evidence("ZRS") == {"account_replication_type": "ZRS"}
	_evidence("XRS") == {"account_replication_type": "XRS"}
}

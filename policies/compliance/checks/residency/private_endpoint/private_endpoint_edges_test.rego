package compliance.checks.residency.private_endpoint_edges_test

import data.compliance.checks.residency.private_endpoint as check

# What mutants of the policies showed that no other test looked at.

_evidence(name) := evidence if {
	evidence := check.evidence with input as {
		"resource": {"provider": "aws", "region": "x", "values": {"service_name": name}},
		"jurisdiction": "eu",
	}
		with data.compliance.regions as {"aws": {"us-east-1": {"country": "US"}}}
}

test_names_the_countries_of_the_regions_in_the_name_and_nothing_else if {
	name := "com.amazonaws.us-east-1.bedrock-runtime"
	_evidence(name) == {"service_name": name, "countries": ["US"]}
	_evidence("com.amazonaws.s3-global") == {"service_name": "com.amazonaws.s3-global"}
	_evidence(null) == {"service_name": null}
}

# METADATA
# title: Private endpoints lead to services in allowed countries
# description: |
#   Fails an endpoint to a service in a region outside of its jurisdiction: the region that the
#   service's name holds, wherever the endpoint itself lies. Unknown for a name without a region
#   that is known, and when the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
# custom:
#   id: RES-008
#   severity: medium
#   per: jurisdiction
#   applies_to: {types: [aws_vpc_endpoint]}
#   attributes: [service_name]
#   rationale: What goes through an endpoint is processed where its service runs
#   remediation: Connect to the service in a region of a country the jurisdiction lists
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.private_endpoint

import data.compliance.jurisdictions
import data.compliance.lib

id := "RES-008"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["service_name"] := _name

evidence["countries"] := sort(_countries) if _countries != set()

_countries contains "unspecified" if {
	some answer in _answers
	answer == "unspecified"
}

_countries contains country if {
	some answer in _answers
	some country in lib.items(answer)
}

_met := lib.every_true([lib.permits(_law.countries, list) | some list in _answers])

_answers := [countries |
	is_string(_name)
	some part in split(_name, ".")
	countries := lib.countries_of(_regions, part)
]

_regions := data.compliance.regions.aws

_name := input.resource.values.service_name

_law := jurisdictions[input.jurisdiction].inference

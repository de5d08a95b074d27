# METADATA
# title: Storage accounts copy to allowed countries alone
# description: |
#   Fails a storage account whose replication copies it to a paired region outside of its
#   jurisdiction. Unknown for a replication type or a pair that is not known, and when the region
#   or the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://learn.microsoft.com/azure/reliability/regions-paired
# custom:
#   id: RES-009
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [azurerm_storage_account]}
#   attributes: [account_replication_type]
#   rationale: >-
#     Geo-redundant storage keeps a whole copy in another region, which may be another country
#   remediation: Use `LRS` or `ZRS`, or a region whose pair lies in a country the jurisdiction lists
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "cp-6", "cp-9"]
#     csa-ccm: ["BCR-08", "DSP-19"]
package compliance.checks.residency.paired_region

import data.compliance.jurisdictions
import data.compliance.lib

id := "RES-009"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["account_replication_type"] := _type

evidence["pair"] := _pair if _paired

_met if {
	_law
	_paired == false
}

_met if {
	_paired
	_inside
}

_met := false if {
	_paired
	_inside == false
}

# A type that is in neither list is not known.
_paired if lib.within(_type, _facts.pairing)

_paired := false if lib.within(_type, _facts.local)

_inside := lib.permits(_law.countries, lib.countries_of(data.compliance.regions.azure, _pair))

_pair := _facts.pairs[input.resource.region]

_type := input.resource.values.account_replication_type

_facts := data.compliance.resources.facts.azurerm_storage_account

_law := jurisdictions[input.jurisdiction].storage

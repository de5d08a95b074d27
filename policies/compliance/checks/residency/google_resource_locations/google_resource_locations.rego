# METADATA
# title: Google resources may be made in allowed countries alone
# description: |
#   Fails an organisation policy on `gcp.resourceLocations` that lets resources be made outside of
#   its jurisdiction: by a location or a group of them, by allowing what it does not deny, by a
#   reset, or because it is a dry run, which enforces nothing. It binds where a resource is made and
#   what that resource stores, and not where a model computes: a call to another endpoint makes no
#   resource. Unknown for a location that the data does not know, for one that another value may
#   deny again, where the policy inherits what another input sets above it, and when the law is
#   missing. A policy of another constraint is not asked.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://cloud.google.com/resource-manager/docs/organization-policy/defining-locations
# custom:
#   id: RES-015
#   severity: medium
#   per: jurisdiction
#   applies_to:
#     types:
#       - google_org_policy_policy
#       - google_organization_policy
#       - google_folder_organization_policy
#       - google_project_organization_policy
#   attributes: [locations]
#   rationale: A group of locations is wider than its name, and a dry run is not enforced
#   remediation: >-
#     Allow the regions of allowed countries by name, such as `in:europe-west3-locations`, in `spec`
#     and not in `dry_run_spec`
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-3"]
#     csa-ccm: ["DSP-19", "IAM-05"]
package compliance.checks.residency.google_resource_locations

import data.compliance.jurisdictions
import data.compliance.lib.places

id := "RES-015"

default verdict := "unknown"

verdict := "pass" if {
	_met
	_locations.inherits == false
	_met_perhaps
}

verdict := "fail" if _met == false

evidence["enforced"] := _locations.enforced

evidence["allowed"] := _locations.allowed

evidence["denied"] := _locations.denied

evidence["perhaps"] := _locations.perhaps

evidence["outside"] := places.outside(_locations, _named, _law.countries)

_met := places.met(_locations, _named, _law.countries)

# What one rule allows and another denies is held to the law as well, and alone fails nobody.
_met_perhaps := places.met(_perhaps, places.google(_perhaps), _law.countries)

default _listed := []

_listed := _locations.perhaps

_perhaps := {
	"enforced": true,
	"allowed": _listed,
	"denied": [],
	"inherits": false,
}

_named := places.google(_locations)

_locations := input.resource.values.locations

_law := jurisdictions[input.jurisdiction].storage

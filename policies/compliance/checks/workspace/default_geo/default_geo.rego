# METADATA
# title: Workspaces compute in an allowed country by default
# description: |
#   Fails a workspace whose default geo lies outside of its jurisdiction, or is not among the geos
#   that it allows. Unknown for a geo that is not known, and when the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://platform.claude.com/docs/en/manage-claude/data-residency
# custom:
#   id: WSP-002
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [anthropic_workspace, awscc_awsexternalanthropic_workspace]}
#   attributes: [data_residency]
#   rationale: A request that names no geo is processed in the default one
#   remediation: Set the default to an allowed geo whose countries the jurisdiction lists
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.workspace.default_geo

import data.compliance.jurisdictions
import data.compliance.lib

id := "WSP-002"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["default_inference_geo"] := _default

evidence["allowed_inference_geos"] := _residency.allowed_inference_geos

_met := false if _inside == false

_met := false if {
	_law
	_member == false
}

_met if {
	_inside
	_member
}

_inside := lib.permits(_law.countries, lib.countries_of(_geos, _default))

_geos := data.compliance.regions.anthropic

_member if _residency.allowed_inference_geos == "unrestricted"

_member := lib.within(_default, _residency.allowed_inference_geos)

_default := _residency.default_inference_geo

_residency := input.resource.values.data_residency

_law := jurisdictions[input.jurisdiction].inference

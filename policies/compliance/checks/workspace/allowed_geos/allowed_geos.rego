# METADATA
# title: Workspaces allow inference in allowed countries alone
# description: |
#   Fails a workspace in which a request may ask for inference outside of its jurisdiction, or
#   anywhere. Unknown for an empty list, a geo that is not known, and when the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://platform.claude.com/docs/en/manage-claude/data-residency
# custom:
#   id: WSP-001
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [anthropic_workspace, awscc_awsexternalanthropic_workspace]}
#   attributes: [data_residency]
#   rationale: A default can be overridden by every request; only the allowed list holds
#   remediation: Allow only geos whose countries the jurisdiction lists, or use another provider
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.workspace.allowed_geos

import data.compliance.jurisdictions
import data.compliance.lib

id := "WSP-001"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["allowed_inference_geos"] := _geos

_met := lib.permits(_law.countries, "unspecified") if _geos == "unrestricted"

_met := lib.every_true([_inside(geo) | some geo in lib.items(_geos)])

_inside(geo) := answer if {
	answer := lib.permits(_law.countries, lib.countries_of(data.compliance.regions.anthropic, geo))
} else := "unknown"

_geos := input.resource.values.data_residency.allowed_inference_geos

_law := jurisdictions[input.jurisdiction].inference

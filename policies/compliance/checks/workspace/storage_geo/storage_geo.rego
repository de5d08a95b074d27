# METADATA
# title: Workspaces store in an allowed country
# description: |
#   Fails a workspace that stores files, batches and other content outside of its jurisdiction;
#   Anthropic stores in the United States alone. Unknown for a geo that is not known, and when the
#   law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://platform.claude.com/docs/en/manage-claude/data-residency
# custom:
#   id: WSP-003
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [anthropic_workspace, awscc_awsexternalanthropic_workspace]}
#   attributes: [data_residency]
#   rationale: Where inference runs says nothing of where content is stored and files are processed
#   remediation: Use a provider that stores in a country the jurisdiction lists
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.workspace.storage_geo

import data.compliance.jurisdictions
import data.compliance.lib

id := "WSP-003"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["workspace_geo"] := _geo

_met := lib.permits(_law.countries, lib.countries_of(data.compliance.regions.anthropic, _geo))

_geo := input.resource.values.data_residency.workspace_geo

_law := jurisdictions[input.jurisdiction].storage

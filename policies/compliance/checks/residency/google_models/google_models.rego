# METADATA
# title: Google policies leave only Claude models that can be kept in allowed countries
# description: |
#   Fails an organisation policy on `vertexai.allowedModels` that leaves a Claude model which Vertex
#   offers nowhere in its jurisdiction: by name, by allowing what it does not deny, by a reset, or
#   because it is a dry run, which enforces nothing. No such policy says where a model computes: one
#   that can be kept inside can be called at the global endpoint too, so what is judged is the
#   narrowest place that each can be used in. A policy on `gcp.restrictServiceUsage` is asked where
#   it closes Vertex as a whole, or tries that out. Unknown for a model that the data does not know,
#   one whose offer nobody has read, where the policy inherits what another input sets above it,
#   and when the law is missing. A policy of another constraint is not asked.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/control-model-access
# custom:
#   id: RES-018
#   severity: medium
#   per: jurisdiction
#   applies_to:
#     types:
#       - google_org_policy_policy
#       - google_organization_policy
#       - google_folder_organization_policy
#       - google_project_organization_policy
#   attributes: [models]
#   rationale: A model that is offered at the global endpoint alone can be used nowhere else
#   remediation: >-
#     Allow by name the models that Vertex offers in allowed countries, in `spec` and not in
#     `dry_run_spec`
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-3"]
#     csa-ccm: ["DSP-19", "IAM-05"]
package compliance.checks.residency.google_models

import data.compliance.jurisdictions
import data.compliance.lib.vertex

id := "RES-018"

default verdict := "unknown"

verdict := "pass" if {
	_met
	_models.inherits == false
	_met_perhaps
}

verdict := "fail" if _met == false

evidence["enforced"] := _models.enforced

evidence["allowed"] := _models.allowed

evidence["denied"] := _models.denied

evidence["perhaps"] := _models.perhaps

evidence["outside"] := vertex.outside(_models, _law.countries)

_met := vertex.met(_models, _law.countries)

# What one rule allows and another denies is held to the law as well, and alone fails nobody.
_met_perhaps := vertex.met(_perhaps, _law.countries)

default _listed := []

_listed := _models.perhaps

_perhaps := {
	"enforced": true,
	"allowed": _listed,
	"denied": [],
	"inherits": false,
}

_models := input.resource.values.models

_law := jurisdictions[input.jurisdiction].inference

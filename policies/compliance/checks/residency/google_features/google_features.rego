# METADATA
# title: Google policies open no feature of Claude that sends data to third parties
# description: |
#   Fails an organisation policy on `vertexai.allowedPartnerModelFeatures` that opens a feature of
#   partners' models which sends what it is given to third parties, as web search does: Google's
#   data residency does not hold there. By itself every such feature is closed, so a dry run and a
#   reset open nothing. Unknown for a feature that the data does not know, where the policy inherits
#   from above, and when the law is missing. A policy of another constraint is not asked.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/partner-models/claude/web-search
# custom:
#   id: RES-019
#   severity: medium
#   per: jurisdiction
#   applies_to:
#     types:
#       - google_org_policy_policy
#       - google_organization_policy
#       - google_folder_organization_policy
#       - google_project_organization_policy
#   attributes: [features]
#   rationale: What a search is made of goes to whoever searches, wherever the model computes
#   remediation: Leave out of the allowed values every feature that reaches the web
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.google_features

import data.compliance.jurisdictions
import data.compliance.lib
import data.compliance.lib.vertex

id := "RES-019"

default verdict := "unknown"

verdict := "pass" if {
	_met
	_features.inherits == false
	_met_perhaps
}

verdict := "fail" if _met == false

evidence["allowed"] := _features.allowed

evidence["denied"] := _features.denied

evidence["perhaps"] := _features.perhaps

evidence["sending"] := _sending

_met if {
	_law.countries == "any"
	is_boolean(_features.enforced)
} else if {
	_features.allowed == []
	is_array(_law.countries)
} else if {
	is_array(_law.countries)
	lib.every_true(_answers) == true
} else := false if {
	is_array(_law.countries)
	_said
	lib.every_true(_answers) == false
}

# What one rule allows and another denies is held to the law as well, and alone fails nobody.
_met_perhaps if _law.countries == "any"

_met_perhaps if {
	every name in vertex.opened(_listed, []) { vertex.keeps(name) == true }
}

default _listed := []

_listed := _features.perhaps

# Where any is open and more is inherited, what stands above may open less.
_said if is_array(_features.allowed)

_said if _features.inherits == false

_answers := [answer | some name in _opened; answer := vertex.keeps(name)]

_sending := [name | some name in _opened; vertex.keeps(name) == false]

_opened := vertex.opened(_features.allowed, _features.denied)

_features := input.resource.values.features

_law := jurisdictions[input.jurisdiction].inference

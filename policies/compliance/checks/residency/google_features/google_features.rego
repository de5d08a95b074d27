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

id := "RES-019"

default verdict := "unknown"

verdict := "pass" if {
	_met
	_features.inherits == false
}

verdict := "fail" if _met == false

evidence["allowed"] := _features.allowed

evidence["denied"] := _features.denied

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

# Where any is open and more is inherited, what stands above may open less.
_said if is_array(_features.allowed)

_said if _features.inherits == false

_answers := [answer | some name in _opened; answer := _kept(name)]

_sending := [name | some name in _opened; _kept(name) == false]

_opened := lib.items(_features.allowed)

# All that is not denied: of those that the data knows.
_opened := sort(object.keys(_known) - {name | some name in lib.items(_features.denied)}) if {
	_features.allowed == "any"
}

_kept(name) if {
	_known[name].third_party == false
} else := false if {
	_known[name].third_party == true
} else := "unknown"

_known := data.compliance.routes.vertex.features

_features := input.resource.values.features

_law := jurisdictions[input.jurisdiction].inference

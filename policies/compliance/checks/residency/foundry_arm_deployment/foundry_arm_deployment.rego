# METADATA
# title: Claude in Foundry, deployed through ARM, computes in allowed countries alone
# description: |
#   Judges a Cognitive Services deployment that `azapi` makes or changes as RES-006 does: fails an
#   Anthropic model on a deployment type that computes outside of its jurisdiction, or nowhere in
#   particular. Passes other ARM types and other vendors' models. Unknown when the type, the body
#   or the law is missing, and for a body that is neither an object nor JSON.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry
# custom:
#   id: RES-007
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [azapi_resource, azapi_update_resource]}
#   attributes: [body, type]
#   rationale: >-
#     Claude in Foundry is deployed through ARM, and its deployment type alone decides where
#   remediation: Use a deployment type whose countries the jurisdiction lists, or another provider
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.foundry_arm_deployment

import data.compliance.jurisdictions
import data.compliance.lib

id := "RES-007"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["type"] := input.resource.values.type

evidence["sku"] := _sku

evidence["countries"] := _countries

_met if {
	_law
	_deployment == false
}

_met if {
	_law
	_other_vendor
}

_met if _inside

_met := false if {
	_deployment
	_other_vendor == false
	_inside == false
}

_deployment := startswith(lower(type), "microsoft.cognitiveservices/accounts/deployments@") if {
	type := input.resource.values.type
	is_string(type)
	contains(type, "@")
}

# ARM takes its words in any case.
_other_vendor := lower(_body.properties.model.format) != "anthropic" if {
	is_string(_body.properties.model.format)
	_body.properties.model.format != ""
}

_inside := lib.permits(_law.countries, _countries)

_countries := offer.countries if {
	some offer in data.compliance.routes.foundry.offers
	offer.scope == _sku
}

_sku := _body.sku.name

_body := input.resource.values.body if is_object(input.resource.values.body)

_body := json.unmarshal(input.resource.values.body) if {
	is_string(input.resource.values.body)
	json.is_valid(input.resource.values.body)
}

_law := jurisdictions[input.jurisdiction].inference

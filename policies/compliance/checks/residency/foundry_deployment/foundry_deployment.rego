# METADATA
# title: Claude in Foundry computes in allowed countries alone
# description: |
#   Fails a deployment of an Anthropic model whose deployment type computes outside of its
#   jurisdiction, or nowhere in particular; where the account lies decides nothing. Passes a
#   deployment of another vendor's model. Unknown for a type that Claude is not offered on, and
#   when the model's format, the type or the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://platform.claude.com/docs/en/build-with-claude/claude-in-microsoft-foundry
# custom:
#   id: RES-006
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [azurerm_cognitive_deployment]}
#   attributes: [model, sku]
#   nested: [model/format, sku/name]
#   rationale: For Claude a data zone means the United States, also on an account in Europe
#   remediation: Use a deployment type whose countries the jurisdiction lists, or another provider
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.foundry_deployment

import data.compliance.jurisdictions
import data.compliance.lib

id := "RES-006"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["format"] := _format

evidence["sku"] := _sku

evidence["countries"] := _countries

_met if {
	_law
	_other_vendor
}

_met if _inside

_met := false if {
	_other_vendor == false
	_inside == false
}

# ARM takes its words in any case.
_other_vendor := lower(_format) != "anthropic" if {
	is_string(_format)
	_format != ""
}

_inside := lib.permits(_law.countries, _countries)

_countries := offer.countries if {
	some offer in data.compliance.routes.foundry.offers
	offer.scope == _sku
}

_format := lib.only(input.resource.values.model).format

_sku := lib.only(input.resource.values.sku).name

_law := jurisdictions[input.jurisdiction].inference

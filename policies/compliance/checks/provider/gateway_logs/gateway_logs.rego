# METADATA
# title: Third-party gateways keep no prompts
# description: |
#   Fails an AI gateway that collects logs with a third party, in a place that this configuration
#   does not name, under a jurisdiction that restricts storage. Unknown when it is not known
#   whether it does, and when the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://developers.cloudflare.com/ai-gateway/observability/logging/
# custom:
#   id: PRV-002
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [cloudflare_ai_gateway]}
#   attributes: [collect_logs]
#   rationale: >-
#     A gateway that keeps logs is one more processor of every prompt, wherever the model runs
#   remediation: Set `collect_logs` to false
#   controls:
#     gdpr: ["Art. 28(2)", "Art. 44"]
#     nist-800-53: ["sa-9", "sa-9.5", "sr-3"]
#     csa-ccm: ["DSP-13", "DSP-19"]
package compliance.checks.provider.gateway_logs

import data.compliance.jurisdictions
import data.compliance.lib

id := "PRV-002"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["collect_logs"] := input.resource.values.collect_logs

_met := lib.permits(_law.countries, "unspecified") if input.resource.values.collect_logs == true

_met if {
	_law
	input.resource.values.collect_logs == false
}

_law := jurisdictions[input.jurisdiction].storage

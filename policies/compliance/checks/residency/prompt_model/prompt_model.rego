# METADATA
# title: Bedrock prompts compute in allowed countries alone
# description: |
#   Fails a managed prompt of which a variant names a model or inference profile with a destination
#   outside of its jurisdiction, or with destinations that are not enumerated. Unknown without a
#   variant, for a variant that names no model or one whose destinations nobody has read, and when
#   the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-management.html
# custom:
#   id: RES-010
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [aws_bedrockagent_prompt]}
#   attributes: [variant]
#   nested: [variant/model_id]
#   rationale: Whoever runs a managed prompt sends it to the model that its variant names
#   remediation: >-
#     Name a geographic inference profile whose destinations are all allowed from this region
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.prompt_model

import data.compliance.jurisdictions
import data.compliance.lib
import data.compliance.lib.bedrock

id := "RES-010"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["references"] := [variant.model_id | some variant in _variants]

_met := lib.every_true([_answer(variant) | some variant in _variants])

_answer(variant) := answer if {
	answer := lib.permits(_law.countries, bedrock.countries(variant.model_id, _region))
} else := "unknown"

_variants := lib.items(input.resource.values.variant)

# Some references name their own place, and need no region to be judged.
default _region := null

_region := input.resource.region

_law := jurisdictions[input.jurisdiction].inference

# METADATA
# title: Bedrock agents compute in allowed countries alone
# description: |
#   Fails an agent whose model or inference profile has a destination outside of its jurisdiction,
#   or destinations that are not enumerated. Unknown for an application profile, another vendor's
#   model, a model whose destinations nobody has read, an unknown region, and when the law is
#   missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
# custom:
#   id: RES-004
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [aws_bedrockagent_agent]}
#   attributes: [foundation_model]
#   rationale: >-
#     An agent sends whole conversations to the model it names, and the profile decides where
#   remediation: >-
#     Name a geographic inference profile whose destinations are all allowed from this region
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.agent_model

import data.compliance.jurisdictions
import data.compliance.lib
import data.compliance.lib.bedrock

id := "RES-004"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["reference"] := _reference

evidence["countries"] := _countries

_met := lib.permits(_law.countries, _countries)

_countries := bedrock.countries(_reference, _region)

_reference := input.resource.values.foundation_model

# Some references name their own place, and need no region to be judged.
default _region := null

_region := input.resource.region

_law := jurisdictions[input.jurisdiction].inference

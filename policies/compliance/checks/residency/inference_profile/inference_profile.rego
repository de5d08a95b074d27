# METADATA
# title: Inference profiles compute in allowed countries alone
# description: |
#   Fails an application inference profile that copies from a profile with a destination outside of
#   its jurisdiction, or with destinations that are not enumerated. Unknown for an opaque source, a
#   model whose destinations nobody has read, and when the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
# custom:
#   id: RES-003
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [aws_bedrock_inference_profile]}
#   attributes: [model_source]
#   nested: [model_source/copy_from]
#   rationale: A profile decides where a prompt is processed, whatever region it is called from
#   remediation: >-
#     Copy from a foundation model or a geographic profile whose destinations are all allowed
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.inference_profile

import data.compliance.jurisdictions
import data.compliance.lib
import data.compliance.lib.bedrock

id := "RES-003"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["reference"] := _reference

evidence["countries"] := _countries

_met := lib.permits(_law.countries, _countries)

# An ARN names its own source region, so none is given.
_countries := bedrock.countries(_reference, null)

_reference := lib.only(input.resource.values.model_source).copy_from

_law := jurisdictions[input.jurisdiction].inference

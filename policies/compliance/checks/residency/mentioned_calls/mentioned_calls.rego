# METADATA
# title: Whatever calls Claude calls it in allowed countries alone
# description: |
#   Fails a resource of any type that names, where no other check looks, a model, a profile, an
#   endpoint or a deployment of Claude which computes outside of its jurisdiction, or nowhere in
#   particular: in a field of its own, in JSON, YAML or base64 in a text, in a call that the service
#   makes itself, and in what a provisioner runs. In what starts programs, regions count that SDKs
#   read. Unknown for a model without a region, a call without a model, a document that is not known
#   or stands elsewhere, and when the law is missing. Statements of policies, tags, descriptions and
#   names call nobody. A resource in which nothing of the kind stands is not asked.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
#   - https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrock.html
# custom:
#   id: RES-020
#   severity: high
#   per: jurisdiction
#   applies_to: {stating: mentioned}
#   attributes: [mentioned]
#   rationale: Services, templates and scripts call models too, and nobody reads there what they name
#   remediation: >-
#     Name a region in an allowed country and a profile whose destinations all are, or take the call
#     out
#   controls:
#     gdpr: ["Art. 44", "Art. 25(2)"]
#     nist-800-53: ["sa-9.5", "cm-6"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.mentioned_calls

import data.compliance.jurisdictions
import data.compliance.lib.ambient

id := "RES-020"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["outside"] := ambient.settings(_beyond)

evidence["countries"] := ambient.countries(_beyond)

evidence["unclear"] := ambient.unclear(_fact, _beyond)

_met := ambient.met(_fact, _law.countries)

_beyond := ambient.beyond(_fact, _law.countries)

_fact := input.resource.values.mentioned

_law := jurisdictions[input.jurisdiction].inference

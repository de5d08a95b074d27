# METADATA
# title: Knowledge bases embed their documents in allowed countries alone
# description: |
#   Fails a vector knowledge base whose embedding model computes outside of its jurisdiction.
#   Unknown for a model that is not named by an ARN with a region, and when the law is missing; a
#   knowledge base without a vector store has no embedding model to judge, and is unknown too.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-supported.html
# custom:
#   id: RES-005
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [aws_bedrockagent_knowledge_base]}
#   attributes: [knowledge_base_configuration]
#   nested:
#     - knowledge_base_configuration/vector_knowledge_base_configuration
#     - knowledge_base_configuration/vector_knowledge_base_configuration/embedding_model_arn
#   rationale: Every document of a knowledge base passes through its embedding model
#   remediation: Use an embedding model in a region of a country the jurisdiction lists
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.embedding_model

import data.compliance.jurisdictions
import data.compliance.lib
import data.compliance.lib.bedrock

id := "RES-005"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["reference"] := _reference

evidence["countries"] := _countries

_met := lib.permits(_law.countries, _countries)

_countries := bedrock.countries(_reference, null)

_reference := lib.only(_base.vector_knowledge_base_configuration).embedding_model_arn

_base := lib.only(input.resource.values.knowledge_base_configuration)

_law := jurisdictions[input.jurisdiction].inference

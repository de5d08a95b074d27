# METADATA
# title: Knowledge bases keep their vectors with the cloud provider
# description: |
#   Fails a knowledge base whose vectors are kept by a third party, in a place that this
#   configuration does not name, under a jurisdiction that restricts storage. Unknown for a kind of
#   store that is not known, and when the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-setup.html
# custom:
#   id: PRV-001
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [aws_bedrockagent_knowledge_base]}
#   attributes: [storage_configuration]
#   nested: [storage_configuration/type]
#   rationale: >-
#     Vectors are made of documents, and a third party is one more processor in one more place
#   remediation: Keep the vectors in a store of the cloud account itself
#   controls:
#     gdpr: ["Art. 28(2)", "Art. 44"]
#     nist-800-53: ["sa-9", "sa-9.5", "sr-3"]
#     csa-ccm: ["DSP-13", "DSP-19"]
package compliance.checks.provider.vector_store

import data.compliance.jurisdictions
import data.compliance.lib

id := "PRV-001"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["store"] := _type

_met := lib.permits(_law.countries, "unspecified") if lib.within(_type, _facts.third_party)

_met if {
	_law
	lib.within(_type, _facts.own_account)
}

_type := lib.only(input.resource.values.storage_configuration).type

_facts := data.compliance.resources.facts.aws_bedrockagent_knowledge_base

_law := jurisdictions[input.jurisdiction].storage

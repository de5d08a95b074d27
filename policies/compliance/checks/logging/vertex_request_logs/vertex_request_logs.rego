# METADATA
# title: Vertex request logs stay in allowed countries
# description: |
#   Fails an endpoint that logs requests and replies to a dataset where its jurisdiction does not
#   let data be stored. Passes where logging is left out or off. Unknown when the dataset is not
#   among what was read, and when the law is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://cloud.google.com/vertex-ai/docs/predictions/online-prediction-logging
# custom:
#   id: LOG-003
#   severity: high
#   per: jurisdiction
#   applies_to: {types: [google_vertex_ai_endpoint]}
#   attributes: [predict_request_response_logging_config]
#   nested: [predict_request_response_logging_config/enabled]
#   related:
#     dataset:
#       type: google_bigquery_dataset
#       pointed_at_by: /predict_request_response_logging_config/0/bigquery_destination/0/output_uri
#       by: [id, dataset_id]
#   rationale: >-
#     The logs hold whole prompts and replies, and the dataset's location is where they are kept
#   remediation: Log to a dataset in an allowed country, or switch the logging off
#   controls:
#     gdpr: ["Art. 44", "Art. 5(1)(e)"]
#     nist-800-53: ["sa-9.5", "au-9"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.logging.vertex_request_logs

import data.compliance.jurisdictions
import data.compliance.lib

id := "LOG-003"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["enabled"] := _config.enabled

evidence["datasets"] := lib.regions(_datasets)

_met if {
	_law
	lib.left_out(input.resource.values.predict_request_response_logging_config)
}

_met if {
	_law
	_config.enabled == false
}

_met if _inside

_met := false if {
	_config.enabled == true
	_inside == false
}

_inside := lib.all_inside(_law.countries, data.compliance.regions.google, _datasets)

_datasets := input.resource.related.dataset

_config := lib.only(input.resource.values.predict_request_response_logging_config)

_law := jurisdictions[input.jurisdiction].storage

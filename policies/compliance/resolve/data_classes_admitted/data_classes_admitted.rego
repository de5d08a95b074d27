# METADATA
# title: Every kind of data in the request may be sent to a model
# description: |
#   Refuses every deployment where the request, or its tenant, has a kind of data that may not be
#   sent to a model, or one that nobody knows.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
# custom:
#   id: DAT-101
#   kind: route
#   severity: critical
#   rationale: What a request need not contain is not sent, and an unknown kind has no ground
#   remediation: Take this data out of the request before it is sent
#   controls:
#     gdpr: ["Art. 5(1)(c)"]
package compliance.resolve.data_classes_admitted

# METADATA
# description: Whether each kind of data, of the request and of its tenant, is admitted
met(request, tenant, known) if {
	is_array(request)
	is_array(tenant)
	every class in array.concat(request, tenant) { known[class].admitted == true }
}

# METADATA
# description: Why deployments are refused, by name; it is the same for all of them
denied(asked) := {name: facts |
	some name in asked.names
	facts := asked.data_classes
} if {
	_silent(asked.data_classes)
} else := {name: facts |
	asked_for := array.concat(asked.data_classes.request, asked.data_classes.tenant)
	refused := {class | some class in asked_for} - {class |
		some class, fact in data.compliance.data_classes
		fact.admitted == true
	}
	refused != set()
	some name in asked.names
	facts := {"data_classes": refused}
}

_silent(classes) if classes.request == null

_silent(classes) if classes.tenant == null

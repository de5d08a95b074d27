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
# description: Why deployments are refused; it is the same for all of them
denied(asked) := [] if {
	asked.data_classes == {"request": [], "tenant": []}
} else := [{"deployment": name, "rule": "DAT-101", "facts": {"data_classes": refused}} |
	asked_for := array.concat(asked.data_classes.request, asked.data_classes.tenant)
	refused := {class | some class in asked_for} - {class |
		some class, fact in data.compliance.data_classes
		fact.admitted == true
	}
	refused != set()
	some name in asked.deployed.names
] if {
	is_array(asked.data_classes.request)
	is_array(asked.data_classes.tenant)
} else := [{"deployment": name, "rule": "DAT-101", "facts": asked.data_classes} |
	some name in asked.deployed.names
]

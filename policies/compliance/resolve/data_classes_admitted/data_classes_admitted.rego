# METADATA
# title: Every data class of the request may be sent to a model
# description: |
#   Refuses every deployment where the request, or its tenant, has a data class that may not be
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
# description: Why deployments are refused; it is the same for all of them
denied(asked) := [] if {
	asked.request.data_classes == []
	asked.tenant.data_classes == []
} else := [{"deployment": name, "rule": "DAT-101", "facts": {"data_classes": refused}} |
	asked_for := array.concat(asked.request.data_classes, asked.tenant.data_classes)
	refused := {class | some class in asked_for} - {class |
		some class, fact in data.compliance.data_classes
		fact.admitted == true
	}
	refused != set()
	some name in asked.deployed.names
] if {
	is_array(asked.request.data_classes)
	is_array(asked.tenant.data_classes)
} else := [{"deployment": name, "rule": "DAT-101", "facts": facts} |
	facts := {
		"request": object.get(asked.request, "data_classes", null),
		"tenant": object.get(asked.tenant, "data_classes", null),
	}
	some name in asked.deployed.names
]

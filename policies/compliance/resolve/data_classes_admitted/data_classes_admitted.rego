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

import data.compliance.lib

id := "DAT-101"

# METADATA
# description: Whether each kind of data is admitted; the question is not about routes
met if {
	known := data.compliance.data_classes
	every class in _classes { known[class].admitted == true }
}

denied[name] := {"data_classes": refused} if {
	refused := {class | some class in _classes} - {class |
		some class, fact in data.compliance.data_classes
		fact.admitted == true
	}
	refused != set()
	some name in data.deployments.names
}

denied[name] := {"request": _asked, "tenant": _always} if {
	_known == false
	some name in data.deployments.names
}

# What the request says it contains, and what every request of the tenant is taken to contain.
_classes := array.concat(lib.items(_asked), lib.items(_always))

default _asked := null

_asked := input.request.data_classes

default _always := null

_always := input.tenant.data_classes

default _known := false

_known if _classes

# METADATA
# title: The deployment serves the model
# description: |
#   Refuses a deployment that does not list the model, and one whose provider does not offer it
#   there.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/about-claude/models/overview
# custom:
#   id: RTE-101
#   kind: route
#   severity: medium
#   rationale: A model that is not set up fails, and a quick fallback may be too wide
#   remediation: Ask for a model that the deployment lists, and list it where its provider offers it
#   controls:
#     gdpr: ["Art. 24"]
package compliance.resolve.model_served

import data.compliance.lib

id := "RTE-101"

# METADATA
# description: The deployments that list the model, and whose provider offers it there
met := {name: true |
	some name, candidate in data.deployments.candidates[input.request.model]
	candidate.offered != []
}

denied[name] := {"model": model, "models": models} if {
	model := data.compliance.resolve.given.model
	some name, models in data.deployments.models
	lib.within(model, models) == false
}

denied[name] := _not_offered(model, candidate) if {
	model := data.compliance.resolve.given.model
	some name, candidate in data.deployments.candidates[model]
	candidate.offered == []
	candidate.elsewhere == []
}

denied[name] := _not_offered(model, candidate) if {
	model := data.compliance.resolve.given.model
	some name, candidate in data.deployments.candidates[model]
	candidate.offered == []
	candidate.pinned == false
}

_not_offered(model, candidate) := {
	"model": model,
	"provider": candidate.provider,
	"scope": candidate.scope,
	"source": candidate.source,
}

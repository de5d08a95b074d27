# METADATA
# title: The deployment serves the model
# description: |
#   Refuses a deployment that does not list the model, and one whose provider does not offer it there.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/about-claude/models/overview
# custom:
#   id: RTE-101
#   kind: route
#   severity: medium
#   rationale: A request for a model that is not set up fails, and a fallback for it may be wider than the law allows
#   remediation: Ask for a model that the deployment lists, or list it where its provider offers it
#   controls:
#     gdpr: ["Art. 24"]
package compliance.resolve.model_served

import data.compliance.lib
import data.compliance.resolve.given

id := "RTE-101"

# METADATA
# description: The deployments that list the model, and whose provider offers it there
met := {name |
	some name, candidate in data.deployments.candidates[given.model]
	candidate.offers != []
}

denied[name] := {"model": given.model, "models": models} if {
	some name, models in data.deployments.models
	lib.within(given.model, models) == false
}

denied[name] := _not_offered(candidate) if {
	some name, candidate in data.deployments.candidates[given.model]
	candidate.offers == []
	candidate.elsewhere == []
}

denied[name] := _not_offered(candidate) if {
	some name, candidate in data.deployments.candidates[given.model]
	candidate.offers == []
	candidate.pinned == false
}

_not_offered(candidate) := {
	"model": given.model,
	"provider": candidate.provider,
	"scope": candidate.scope,
	"source": candidate.source,
}

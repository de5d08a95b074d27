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

# METADATA
# description: Why deployments are refused
denied(asked) := array.concat(unlisted, unoffered) if {
	unlisted := [{"deployment": name, "rule": "RTE-101", "facts": facts} |
		some name in asked.served.unlisted
		facts := {
			"model": object.get(asked.request, "model", null),
			"models": asked.deployed.listed[name],
		}
	]
	unoffered := [{"deployment": name, "rule": "RTE-101", "facts": facts} |
		some name, candidate in asked.served.unoffered
		_nowhere(candidate)
		facts := {
			"model": object.get(asked.request, "model", null),
			"provider": candidate.provider,
			"scope": candidate.scope,
			"source": candidate.source,
		}
	]
}

_nowhere(candidate) if candidate.elsewhere == []

_nowhere(candidate) if candidate.pinned == false

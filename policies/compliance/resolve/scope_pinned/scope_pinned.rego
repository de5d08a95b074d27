# METADATA
# title: The model can be pinned to the deployment's scope
# description: |
#   Refuses a deployment whose scope pins inference to an area, where its provider serves the model
#   only on other scopes: models before 4.6 on the Anthropic API, or Fable on an `eu.` profile.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/manage-claude/data-residency#model-availability
#   - ref: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
# custom:
#   id: RTE-103
#   kind: route
#   severity: high
#   rationale: A model that cannot be pinned runs wherever its provider sends it
#   remediation: Use a model that can be pinned there, or a deployment on a route that pins this one
#   controls:
#     gdpr: ["Art. 44"]
package compliance.resolve.scope_pinned

# METADATA
# description: Why deployments are refused
denied(asked) := [{"deployment": name, "rule": "RTE-103", "facts": facts} |
	some name, candidate in asked.served.unoffered
	candidate.pinned == true
	candidate.elsewhere != []
	facts := {
		"model": object.get(asked.request, "model", null),
		"provider": candidate.provider,
		"scope": candidate.scope,
		"offered": candidate.elsewhere,
	}
]

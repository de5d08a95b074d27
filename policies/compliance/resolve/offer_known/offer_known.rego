# METADATA
# title: The route is known to serve the model on the day of the request
# description: |
#   Refuses a deployment whose offer of the model has not begun, has ended, or rests on nothing
#   better than general knowledge (marks K and ?): only what was read in a source earns a route.
# scope: package
# related_resources:
#   - ref: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
#   - ref: https://platform.claude.com/docs/en/about-claude/model-deprecations
# custom:
#   id: RTE-102
#   kind: route
#   severity: high
#   rationale: Where a model runs on a route that nobody has read of is not known
#   remediation: Use a model, scope or source region whose offer was read, or add what you have read
#   controls:
#     gdpr: ["Art. 24"]
package compliance.resolve.offer_known

# METADATA
# description: What is said of the deployments of those cases of a model that nobody has read of
refusals(model, cases) := [{"deployment": route.deployment, "rule": "RTE-102", "facts": facts} |
	some case in cases
	{"K": true, "?": true}[case.confidence] == true
	facts := {"model": model, "confidence": case.confidence, "source": case.source}
	some route in case.routes
]

# METADATA
# description: Why deployments are refused
denied(asked) := array.concat(idle, asked.span.refused.unread) if {
	idle := [{"deployment": name, "rule": "RTE-102", "facts": facts} |
		some name in asked.span.idle
		facts := {
			"model": asked.request.model,
			"at": object.get(asked.request, "at", null),
			"offered": asked.served.offered[name],
		}
	]
}

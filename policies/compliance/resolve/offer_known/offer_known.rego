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
# description: Why deployments are refused
denied(asked) := array.concat(untimely, unread) if {
	periods := asked.periods
	offered := asked.served.offered
	untimely := [{"deployment": name, "rule": "RTE-102", "facts": facts} |
		sum([count(period.names) | some period in periods]) != count(offered)
		dated := {name | some period in periods; some name in period.names}
		some name, days in object.remove(offered, dated)
		facts := {"model": asked.request.model, "at": asked.request.at, "offered": days}
	]
	unread := [{"deployment": route.deployment, "rule": "RTE-102", "facts": facts} |
		some period in periods
		asked.read[period.confidence] == false
		some _, cases in period.sites
		some case in cases
		facts := {
			"model": asked.request.model,
			"confidence": period.confidence,
			"source": case.source,
		}
		some route in case.routes
	]
}

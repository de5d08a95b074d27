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
# description: The offers that hold on the day and were read in a source, at most one a deployment
current(periods, days, read) := [offer |
	past := days.past
	ahead := days.ahead
	some period in periods
	past[period.from] == true
	ahead[period.to] == true
	read[period.confidence] == true
	some offer in period.offers
]

# METADATA
# description: Why deployments are refused, by name
denied(asked) := object.union(_untimely(asked), unread) if {
	read := asked.read
	unread := {name: facts |
		some offer in asked.dated
		read[offer.confidence] == false
		name := offer.route.deployment
		facts := {
			"model": asked.model,
			"confidence": offer.confidence,
			"source": offer.source,
		}
	}
}

_untimely(asked) := {name: facts |
	offered := {name | some name, candidate in asked.candidates; candidate.offered != []}
	some name in (offered - {offer.route.deployment | some offer in asked.dated})
	facts := {
		"model": asked.model,
		"at": asked.at,
		"offered": asked.candidates[name].offered,
	}
}

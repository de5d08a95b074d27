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

import data.compliance.lib

id := "RTE-102"

# METADATA
# description: The offers that hold on the day and were read in a source, at most one a deployment
offers := [offer |
	past := data.compliance.resolve.given.days.past
	ahead := data.compliance.resolve.given.days.ahead
	read := data.compliance.resolve.given.read
	some offer in data.deployments.offers[input.request.model]
	past[offer.from] == true
	ahead[offer.to] == true
	read[offer.confidence] == true
]

# METADATA
# description: The offers of the day, at most one a deployment, whether or not they were read
dated := [offer |
	past := data.compliance.resolve.given.days.past
	ahead := data.compliance.resolve.given.days.ahead
	some offer in data.deployments.offers[input.request.model]
	past[offer.from] == true
	ahead[offer.to] == true
]

denied[name] := {"model": model, "at": data.compliance.resolve.given.at} if {
	data.compliance.resolve.given.day_known == false
	model := data.compliance.resolve.given.model
	some name, candidate in data.deployments.candidates[model]
	candidate.offered != []
}

denied[name] := {"model": model, "at": at, "offered": candidate.offered} if {
	data.compliance.resolve.given.day_known == true
	at := data.compliance.resolve.given.at
	model := data.compliance.resolve.given.model
	current := {offer.route.deployment | some offer in dated}
	some name, candidate in data.deployments.candidates[model]
	candidate.offered != []
	lib.within(name, current) == false
}

denied[name] := {"model": model, "confidence": offer.confidence, "source": offer.source} if {
	model := data.compliance.resolve.given.model
	read := data.compliance.resolve.given.read
	some offer in dated
	read[offer.confidence] == false
	name := offer.route.deployment
}

# METADATA
# title: The route is known to serve the model on the day of the request
# description: |
#   Refuses a deployment whose offer of the model has not begun, has ended, or rests on nothing better
#   than general knowledge (marks K and ?): only what was read in a source earns a route.
# scope: package
# related_resources:
#   - ref: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
#   - ref: https://platform.claude.com/docs/en/about-claude/model-deprecations
# custom:
#   id: RTE-102
#   kind: route
#   severity: high
#   rationale: A route that nobody has read of may run anywhere, and a retired model may be replaced by a wider one
#   remediation: Use a model, scope or source region whose offer has been read, or add its source to the route's data
#   controls:
#     gdpr: ["Art. 24"]
package compliance.resolve.offer_known

import data.compliance.resolve.given

id := "RTE-102"

# METADATA
# description: The offer that holds on the day, by deployment
offers[name] := offer if {
	some name, candidate in data.deployments.candidates[given.model]
	some offer in candidate.offers
	given.past[offer.from]
	given.ahead[offer.to]
	given.read[offer.confidence] == true
}

# METADATA
# description: The deployments with such an offer
met := {name | some name, _ in offers}

# METADATA
# description: The offers of the day, whether or not they were read in a source
dated[name] := offer if {
	some name, candidate in data.deployments.candidates[given.model]
	some offer in candidate.offers
	given.past[offer.from]
	given.ahead[offer.to]
}

denied[name] := {"model": given.model, "at": given.at} if {
	given.day_known == false
	some name, candidate in data.deployments.candidates[given.model]
	candidate.offers != []
}

denied[name] := {"model": given.model, "at": given.at, "offered": offered} if {
	given.day_known == true
	some name, candidate in data.deployments.candidates[given.model]
	offered := [period |
		some offer in candidate.offers
		period := {"from": offer.from, "to": offer.to}
	]
	offered != []
	current := [offer.to |
		some offer in candidate.offers
		given.past[offer.from]
		given.ahead[offer.to]
	]
	current == []
}

denied[name] := {"model": given.model, "confidence": offer.confidence, "source": offer.source} if {
	some name, offer in dated
	given.read[offer.confidence] == false
}

# METADATA
# title: The provider has every requested feature
# description: |
#   Refuses a deployment whose provider lacks a feature of the request, or whose having it was not
#   read in a source, and every deployment for a feature that nobody knows.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/build-with-claude/overview
# custom:
#   id: FEA-101
#   kind: route
#   severity: medium
#   rationale: A feature that the route lacks fails, and the quick repair is a route outside the law
#   remediation: Leave the feature out, or use a deployment on a route that has it
#   controls:
#     gdpr: ["Art. 25"]
package compliance.resolve.features_available

import data.compliance.lib

id := "FEA-101"

# METADATA
# description: The providers that are known to have every requested feature
able := {provider: true |
	read := data.compliance.resolve.given.read
	some provider, facts in data.deployments.providers
	every feature in features {
		facts.features[feature].available == true
		read[facts.features[feature].confidence] == true
	}
} if {
	features := lib.items(input.request.features)
}

denied[name] := {"provider": offer.provider, "features": lacking} if {
	lacking_with := _lacking
	some offer in data.compliance.resolve.offer_known.dated
	lacking := lacking_with[offer.provider]
	lacking != set()
	name := offer.route.deployment
}

denied[name] := {"features": features} if {
	_listed == false
	features := data.compliance.resolve.given.features
	some name in data.deployments.names
}

# The requested features that each provider lacks, or is not known to have.
_lacking[provider] := wanted - had if {
	wanted := {feature | some feature in lib.items(input.request.features)}
	read := data.compliance.resolve.given.read
	some provider, facts in data.deployments.providers
	had := {feature |
		some feature in wanted
		facts.features[feature].available == true
		read[facts.features[feature].confidence] == true
	}
}

default _listed := false

_listed if lib.items(input.request.features)

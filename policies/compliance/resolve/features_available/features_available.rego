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
#   rationale: A feature that the route lacks fails there, and the quick repair is a route outside the law
#   remediation: Leave the feature out, or use a deployment on a route that has it
#   controls:
#     gdpr: ["Art. 25"]
package compliance.resolve.features_available

import data.compliance.lib
import data.compliance.resolve.given
import data.compliance.resolve.offer_known

id := "FEA-101"

# METADATA
# description: The deployments whose provider is known to have every requested feature
met := offer_known.met if given.features == []

met := {name |
	some name, offer in offer_known.offers
	every feature in lib.items(given.features) {
		offer.features[feature].available == true
		given.read[offer.features[feature].confidence] == true
	}
} if {
	lib.items(given.features) != []
}

denied[name] := {"features": sort(lacking)} if {
	some name, offer in offer_known.dated
	lacking := {feature | some feature in lib.items(given.features)} - {feature |
		some feature, fact in offer.features
		fact.available == true
		given.read[fact.confidence] == true
	}
	lacking != set()
}

denied[name] := {"features": given.features} if {
	_listed == false
	some name in data.deployments.names
}

default _listed := false

_listed if lib.items(given.features)

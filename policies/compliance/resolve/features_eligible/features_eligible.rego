# METADATA
# title: The provider and every requested feature are eligible for the tenant's regimes
# description: |
#   Refuses a deployment whose provider, or a feature of the request on it, is not known to be
#   eligible for a regime that asks for it, such as HIPAA. Providers accept some requests all the same.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/manage-claude/api-and-data-retention#feature-eligibility
# custom:
#   id: FEA-102
#   kind: route
#   severity: high
#   rationale: An agreement covers eligible services and features only, and nothing stops a request from stepping outside it
#   remediation: Leave out the features named, or use a deployment whose provider covers them
#   controls:
#     hipaa: ["45 CFR 164.504(e)"]
package compliance.resolve.features_eligible

import data.compliance.lib
import data.compliance.resolve.given
import data.compliance.resolve.offer_known

id := "FEA-102"

# METADATA
# description: The deployments that are eligible, and each requested feature with them
met := offer_known.met if {
	given.duties_known == true
	_needed == set()
}

met := {name |
	some name, offer in offer_known.offers
	every need in _needed {
		offer.eligibility[need].available == true
		given.read[offer.eligibility[need].confidence] == true
		every feature in lib.items(given.features) {
			offer.features[feature][need] == true
			given.read[offer.features[feature].confidence] == true
		}
	}
} if {
	given.duties_known == true
	_needed != set()
}

denied[name] := {"eligibility": sort(_needed), "provider": offer.provider, "features": []} if {
	some name, offer in offer_known.dated
	eligible := {need |
		some need, fact in offer.eligibility
		fact.available == true
		given.read[fact.confidence] == true
	}
	_needed - eligible != set()
}

denied[name] := facts if {
	some name, offer in offer_known.dated
	every need in _needed { offer.eligibility[need].available == true }
	wanted := {[need, feature] | some need in _needed; some feature in lib.items(given.features)}
	eligible := {[need, feature] |
		some [need, feature] in wanted
		offer.features[feature][need] == true
		given.read[offer.features[feature].confidence] == true
	}
	lacking := {feature | some [_, feature] in (wanted - eligible)}
	lacking != set()
	facts := {"eligibility": sort(_needed), "provider": offer.provider, "features": sort(lacking)}
}

# What the tenant's regimes ask of a provider and its features.
_needed := {regime.eligibility |
	some regime in given.duties
	lib.unset(regime.eligibility) == false
}

# METADATA
# title: The provider and every requested feature are eligible for the tenant's regimes
# description: |
#   Refuses a deployment whose provider, or a feature of the request on it, is not known to be
#   eligible for a regime that asks for it, such as HIPAA. Not every provider blocks what is not.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/manage-claude/api-and-data-retention
# custom:
#   id: FEA-102
#   kind: route
#   severity: high
#   rationale: An agreement covers eligible features only, and a provider may not stop the others
#   remediation: Leave out the features named, or use a deployment whose provider covers them
#   controls:
#     hipaa: ["45 CFR 164.504(e)"]
package compliance.resolve.features_eligible

import data.compliance.lib

id := "FEA-102"

# METADATA
# description: The providers that are eligible, and each requested feature with them
able := {provider: true |
	needs := _needed
	read := data.compliance.resolve.given.read
	some provider, facts in data.deployments.providers
	every need in needs {
		facts.eligibility[need].available == true
		read[facts.eligibility[need].confidence] == true
		every feature in features {
			facts.features[feature][need] == true
			read[facts.features[feature].confidence] == true
		}
	}
} if {
	features := lib.items(input.request.features)
}

denied[name] := facts if {
	needs := _needed
	some offer in data.compliance.resolve.offer_known.dated
	closed := needs - _open[offer.provider]
	lacking := _lacking[offer.provider]
	[closed, lacking] != [set(), set()]
	name := offer.route.deployment
	facts := {"provider": offer.provider, "eligibility": needs, "closed": closed, "features": lacking}
}

# What each provider as such is eligible for.
_open[provider] := open if {
	read := data.compliance.resolve.given.read
	some provider, facts in data.deployments.providers
	open := {need |
		some need, fact in facts.eligibility
		fact.available == true
		read[fact.confidence] == true
	}
}

# The requested features that are not known to be eligible with each provider.
_lacking[provider] := lacking if {
	needs := _needed
	read := data.compliance.resolve.given.read
	wanted := {feature | some feature in lib.items(input.request.features)}
	some provider, facts in data.deployments.providers
	lacking := {feature |
		some feature in wanted
		eligible := {need |
			some need in needs
			facts.features[feature][need] == true
			read[facts.features[feature].confidence] == true
		}
		eligible != needs
	}
}

# What the tenant's regimes ask of a provider and its features.
_needed := {regime.eligibility |
	some regime in duties
	lib.unset(regime.eligibility) == false
} if {
	duties := data.compliance.resolve.given.duties
}

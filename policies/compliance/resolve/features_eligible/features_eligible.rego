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

# METADATA
# description: |
#   Which providers are eligible for what the tenant's regimes ask for, and each requested feature
#   with them; undefined when a regime does not say what it asks for.
able(features, duties, providers, read) := {provider: true | some provider, _ in providers} if {
	is_array(features)
	_needed(duties) == set()
} else := {provider: true |
	some provider, facts in providers
	every need in needs {
		facts.eligibility[need].available == true
		read[facts.eligibility[need].confidence] == true
		every feature in features {
			facts.features[feature][need] == true
			read[facts.features[feature].confidence] == true
		}
	}
} if {
	is_array(features)
	needs := _needed(duties)
	needs != set()
}

# METADATA
# description: Why deployments are refused, by name
denied(asked) := {name: facts |
	needs := _needed(asked.duties)
	needs != set()
	wanted := {feature | some feature in lib.items(asked.features)}
	read := asked.read
	lacking := {provider: [closed, features] |
		some provider, facts in asked.providers
		closed := needs - {need |
			some need, fact in facts.eligibility
			fact.available == true
			read[fact.confidence] == true
		}
		features := {feature |
			some feature in wanted
			_eligible_for(facts.features[feature], needs, read) != needs
		}
	}
	some offer in asked.dated
	[closed, features] := lacking[offer.provider]
	[closed, features] != [set(), set()]
	name := offer.route.deployment
	facts := {"provider": offer.provider, "needed": needs, "closed": closed, "features": features}
}

_eligible_for(feature, needs, read) := {need |
	read[feature.confidence] == true
	some need in needs
	feature[need] == true
}

_needed(duties) := {regime.eligibility |
	some regime in duties
	regime.eligibility != null
} if {
	is_array(duties)
	count([1 | some regime in duties; is_boolean(lib.unset(regime.eligibility))]) == count(duties)
}

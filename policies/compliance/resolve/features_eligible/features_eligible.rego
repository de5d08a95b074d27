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

# METADATA
# description: Why deployments are refused
denied(asked) := [{"deployment": route.deployment, "rule": "FEA-102", "facts": facts} |
	needed != set()
	wanted := {feature | some feature in asked.features}
	lacking := {provider: facts |
		some provider, known in asked.deployed.providers
		closed := needed - {need |
			some need, fact in known.eligibility
			fact.available == true
			asked.read[fact.confidence] == true
		}
		features := {feature |
			some feature in wanted
			_eligible_for(known.features[feature], needed, asked.read) != needed
		}
		[closed, features] != [set(), set()]
		facts := {"provider": provider, "needed": needed, "closed": closed, "features": features}
	}
	some _, cases in asked.today
	some case in cases
	facts := lacking[case.provider]
	some route in case.routes
] if {
	needed := {duty.need | some duty in asked.duties} - {null}
}

_eligible_for(feature, needed, read) := {need |
	read[feature.confidence] == true
	some need in needed
	feature[need] == true
}

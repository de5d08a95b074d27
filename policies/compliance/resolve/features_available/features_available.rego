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

# METADATA
# description: Why deployments are refused
denied(asked) := [] if {
	is_array(asked.request.features)

	# Most is offered everywhere.
	every feature in asked.request.features {
		object.remove(asked.deployed.providers, asked.table.offering[feature]) == {}
	}
} else := [{"deployment": route.deployment, "rule": "FEA-101", "facts": facts} |
	wanted := {feature | some feature in asked.request.features}
	lacking := {provider: {"provider": provider, "features": wanted - had} |
		some provider, known in asked.deployed.providers
		had := {feature |
			some feature in wanted
			known.features[feature].available == true
			asked.read[known.features[feature].confidence] == true
		}
		had != wanted
	}
	lacking != {}
	some _, cases in asked.today
	some case in cases
	facts := lacking[case.provider]
	some route in case.routes
] if {
	is_array(asked.request.features)
} else := [{"deployment": name, "rule": "FEA-101", "facts": {"features": null}} |
	some name in asked.deployed.names
]

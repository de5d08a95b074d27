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
# description: Which providers are known to have every requested feature
able(features, providers, read) := {provider: true |
	some provider, facts in providers
	every feature in features {
		facts.features[feature].available == true
		read[facts.features[feature].confidence] == true
	}
} if {
	is_array(features)
}

# METADATA
# description: Why deployments are refused, by name
denied(asked) := {name: facts |
	some name in asked.names
	facts := {"features": null}
} if {
	asked.features == null
} else := {name: facts |
	wanted := {feature | some feature in asked.features}
	read := asked.read
	lacking := {provider: missing |
		some provider, facts in asked.providers
		had := {feature |
			some feature in wanted
			facts.features[feature].available == true
			read[facts.features[feature].confidence] == true
		}
		missing := wanted - had
	}
	some offer in asked.dated
	lacking[offer.provider] != set()
	name := offer.route.deployment
	facts := {"provider": offer.provider, "features": lacking[offer.provider]}
}

# METADATA
# title: The model has every requested feature there
# description: |
#   Refuses a deployment whose provider has a feature of the request for some models only, where the
#   requested one is not known to be among them.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/build-with-claude/overview
# custom:
#   id: FEA-104
#   kind: route
#   severity: medium
#   rationale: A model without the feature fails, or does without it in silence
#   remediation: Leave the feature out, or ask for a model that has it with this provider
#   controls:
#     gdpr: ["Art. 25"]
package compliance.resolve.features_supported

# METADATA
# description: Why deployments are refused
denied(asked) := [] if {
	asked.request.features == []
} else := [{"deployment": route.deployment, "rule": "FEA-104", "facts": facts} |
	lacking := {provider: facts |
		some provider, lacks in asked.served.lacks
		features := {feature | some feature in asked.request.features; lacks[feature]}
		features != set()
		facts := {"provider": provider, "model": asked.request.model, "features": features}
	}
	lacking != {}
	some _, cases in asked.today
	some case in cases
	facts := lacking[case.provider]
	some route in case.routes
] if {
	is_array(asked.request.features)
} else := []

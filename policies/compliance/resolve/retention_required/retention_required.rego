# METADATA
# title: The retention mode of the account lets the model be used
# description: |
#   Refuses a deployment of a Covered Model, whose prompts must be kept, where what is attested is
#   that the account keeps none of them, or only what a model's own policy says: it blocks the call.
# scope: package
# related_resources:
#   - ref: https://docs.aws.amazon.com/bedrock/latest/userguide/data-retention.html
# custom:
#   id: RTE-105
#   kind: route
#   severity: medium
#   rationale: What is blocked fails, and the quick repair keeps what was promised not to be kept
#   remediation: Ask for a model that is not covered, or use an account that reviews what it keeps
#   controls:
#     gdpr: ["Art. 5(1)(e)"]
package compliance.resolve.retention_required

# METADATA
# description: Why deployments are refused
denied(asked) := [{"deployment": route.deployment, "rule": "RTE-105", "facts": facts} |
	asked.served.blocks != false
	some _, cases in asked.today
	some case in cases
	facts := object.get(case, "blocked", {})
	facts != null
	some route in case.routes
]

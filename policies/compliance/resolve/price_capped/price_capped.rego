# METADATA
# title: The price is at most the tenant's ceiling
# description: |
#   Refuses a deployment whose price, as a multiple of the provider's list price, is above the
#   tenant's ceiling, and every deployment where the tenant does not say whether it has one.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/about-claude/pricing
# custom:
#   id: PRC-101
#   kind: route
#   severity: low
#   rationale: What residency may cost is the tenant's to say, and a dearer route is no fallback
#   remediation: Use a deployment at the list price, or have the ceiling raised
#   controls:
#     csa-ccm: [STA-09]
package compliance.resolve.price_capped

import data.compliance.lib

# METADATA
# description: |
#   Those of many prices, by name, that a ceiling allows: all where it is null, none where it is no
#   number
within(ceiling, tariffs) := tariffs if {
	ceiling == null
} else := {name: price | some name, price in tariffs; lib.at_most(price, ceiling) == true}

# METADATA
# description: Why deployments are refused
denied(asked) := [] if {
	asked.tenant.max_price == null
} else := [{"deployment": route.deployment, "rule": "PRC-101", "facts": facts} |
	dear := object.remove(asked.served.tariffs, within(asked.tenant.max_price, asked.served.tariffs))
	some _, cases in asked.today
	some case in cases
	price := dear[case.tariff]
	facts := {"price": price, "limit": asked.tenant.max_price}
	some route in case.routes
] if {
	is_number(asked.tenant.max_price)
} else := [{"deployment": name, "rule": "PRC-101", "facts": facts} |
	facts := {"max_price": object.get(asked.tenant, "max_price", "unstated")}
	some name in asked.deployed.names
]

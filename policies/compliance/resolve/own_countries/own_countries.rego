# METADATA
# title: Inference and storage stay in the countries that the tenant itself allows
# description: |
#   Refuses a deployment that may compute or keep data in a country that the tenant's own list
#   leaves out, and every deployment where the tenant does not say whether it has such a list.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
# custom:
#   id: RES-103
#   kind: route
#   severity: critical
#   rationale: What was promised to a customer may be narrower than the law, and binds like it
#   remediation: Use a deployment whose places all stand on the tenant's list
#   controls:
#     gdpr: ["Art. 28(3)(a)"]
package compliance.resolve.own_countries

import data.compliance.lib

# METADATA
# description: |
#   Those of the sites where the tenant lets data be: all where its own list is null; undefined
#   where it is neither
inside(own, sites, served) := sites if {
	own == null
} else := sites & lib.sites_inside(own, served.sites, served.reach.countries) if {
	is_array(own)
}

# METADATA
# description: Why deployments are refused
denied(asked) := [] if {
	asked.tenant.countries == null
} else := [{"deployment": route.deployment, "rule": "RES-103", "facts": facts} |
	some site, places in asked.served.sites
	outside := lib.beyond(asked.tenant.countries, places)
	outside != {}
	facts := {"outside": object.keys(outside), "allowed": asked.tenant.countries}
	some case in asked.today[site]
	some route in case.routes
] if {
	is_array(asked.tenant.countries)
} else := [{"deployment": name, "rule": "RES-103", "facts": facts} |
	facts := {"countries": object.get(asked.tenant, "countries", "unstated")}
	some name in asked.deployed.names
]

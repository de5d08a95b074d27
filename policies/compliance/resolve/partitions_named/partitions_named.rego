# METADATA
# title: Source and destinations lie in the cloud partitions that the law names
# description: |
#   Refuses a deployment that is called from, or may compute in, another cloud partition than a
#   jurisdiction or regime of the tenant names, such as that of the United States' government.
#   A place whose partition nobody states lies in none.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/build-with-claude/claude-platform-on-aws
#   - ref: https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/welcome.html
# custom:
#   id: RES-104
#   kind: route
#   severity: critical
#   rationale: An authorisation is given to a partition of a cloud, not to a country
#   remediation: Use a deployment in a partition that the law names, with all its destinations
#   controls:
#     nist-800-53: [sa-9.5]
package compliance.resolve.partitions_named

import data.compliance.lib

# METADATA
# description: |
#   The sites that lie in the partitions that a law names, all where it names none; undefined when
#   it does not say
inside(law, served) := object.keys(served.sites) if {
	law.partitions == null
} else := lib.sites_inside(law.partitions, served.sites, served.reach.partitions) if {
	is_array(law.partitions)
}

# METADATA
# description: Why deployments are refused
denied(asked) := [{"deployment": route.deployment, "rule": "RES-104", "facts": facts} |
	some law in asked.placed
	some site, _ in law.beyond.partitions
	some case in asked.today[site]
	facts := {"partitions": case.partitions, "allowed": law.partitions, "law": law.name}
	some route in case.routes
]

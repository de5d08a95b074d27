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

# METADATA
# description: |
#   The partitions that one of the laws does not name, each with the sites that reach it: none where
#   no law names any; undefined when one of them does not say
beyond(laws, reach) := [] if {
	every law in laws { law.partitions == null }
} else := places if {
	named := [law.partitions | some law in laws]
	count(named) == count(laws)
	places := [object.remove(reach.partitions, some_named) |
		some some_named in named
		is_array(some_named)
	]
	count(places) == count([1 | some one in named; one != null])
}

# METADATA
# description: Why deployments are refused
denied(asked) := [] if {
	every law in asked.named { law.partitions == null }
} else := [{"deployment": route.deployment, "rule": "RES-104", "facts": facts} |
	some law in asked.named
	is_array(law.partitions)
	outside := object.remove(asked.served.reach.partitions, law.partitions)
	some site, cases in asked.dated
	places := {place | some place, there in outside; there[site]}
	places != set()
	facts := {"outside": places, "allowed": law.partitions, "law": law.name}
	some case in cases
	some route in case.routes
]

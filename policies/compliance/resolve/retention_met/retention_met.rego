# METADATA
# title: Prompts are kept no longer than the tenant and its regimes allow
# description: |
#   Refuses a deployment that keeps prompts longer than the shortest limit of the tenant and its
#   regimes, and one for which nothing bounds the time. Zero retention is attested, covers no
#   Covered Model, and is lost with a feature that is not eligible for it.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/manage-claude/api-and-data-retention
#   - ref: https://docs.aws.amazon.com/bedrock/latest/userguide/data-retention.html
# custom:
#   id: RET-101
#   kind: route
#   severity: high
#   rationale: Data is kept no longer than its purpose needs, also by a provider
#   remediation: Attest zero retention for the source and every destination, or drop what breaks it
#   controls:
#     gdpr: ["Art. 5(1)(e)"]
#     hipaa: ["45 CFR 164.310(d)(2)(i)"]
package compliance.resolve.retention_met

import data.compliance.lib

# METADATA
# description: |
#   What the tenant and each of its regimes say: days, or null for no limit. Undefined when one of
#   them says nothing, or something else.
limits(prompts, duties) := limits if {
	is_array(duties)
	said := [days | some regime in duties; days := regime.retention.prompts.max_days]
	count(said) == count(duties)
	limits := {prompts.max_days} | {days | some days in said}
	{type_name(days) | some days in limits} - {"null", "number"} == set()
}

# METADATA
# description: Whether a deployment keeps prompts no longer than the shortest limit, if there is any
met(offer, limits, features) if {
	limits == {null}
} else if {
	limit := _shortest(limits)
	lib.at_most(_kept(offer, features), limit) == true
}

# METADATA
# description: The last day of the attestation by which a deployment keeps within them, if any
relied(offer, limits) := set() if {
	limits == {null}
} else := set() if {
	lib.at_most(offer.retention.standard, _shortest(limits)) == true
} else := {offer.retention.until} if {
	_exceeds(offer.retention.standard, _shortest(limits))
}

# METADATA
# description: Why deployments are refused, by name
denied(asked) := {name: facts |
	limit := _shortest(limits(asked.prompts, asked.duties))
	some offer in asked.dated
	days := _kept(offer, asked.features)
	_exceeds(days, limit)
	name := offer.route.deployment
	facts := {
		"days": days,
		"limit": limit,
		"covered": offer.covered,
		"attestation": offer.retention.attestation,
		"claim": offer.retention.claim,
		"features": _losing(offer, asked.features),
	}
} if {
	limits(asked.prompts, asked.duties)
} else := {name: facts |
	asked.duties != null
	some name in asked.names
	facts := {"prompts": asked.prompts}
}

# Days that the provider keeps prompts: as attested, unless a requested feature loses that.
_kept(offer, features) := offer.retention.days if {
	_losing(offer, features) == []
} else := offer.retention.standard if {
	_losing(offer, features) != []
}

_losing(offer, features) := [] if {
	offer.retention.eligibility == null
} else := sort(wanted - eligible) if {
	listed := lib.items(features)
	wanted := {feature | some feature in listed}
	known := data.deployments.providers[offer.provider].features
	eligible := {feature |
		some feature in wanted
		known[feature][offer.retention.eligibility] == true
	}
}

_exceeds("unspecified", _) := true

_exceeds(days, limit) if lib.at_most(days, limit) == false

# Undefined where nobody limits the time.
_shortest(limits) := min(numbers) if {
	numbers := {days | some days in limits; is_number(days)}
	numbers != set()
}

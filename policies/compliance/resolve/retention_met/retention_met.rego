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

id := "RET-101"

# METADATA
# description: Whether a deployment keeps prompts no longer than the limit, if there is any
met(_) if unlimited == true

met(offer) if lib.at_most(_kept(offer), _limit) == true

# METADATA
# description: Whether neither the tenant nor any of its regimes limits the time
unlimited if _limits == {null}

# METADATA
# description: The last day of the attestation by which a deployment keeps within the limit, if any
relied(offer) := {offer.retention.until} if _exceeds(offer.retention.standard, _limit)

relied(offer) := set() if lib.at_most(offer.retention.standard, _limit) == true

relied(_) := set() if unlimited == true

denied[name] := facts if {
	limit := _limit
	some offer in data.compliance.resolve.offer_known.dated
	_exceeds(_kept(offer), limit)
	name := offer.route.deployment
	facts := {
		"days": _kept(offer),
		"limit": limit,
		"covered": offer.covered,
		"attestation": offer.retention.attestation,
		"claim": offer.retention.claim,
		"features": _losing(offer),
	}
}

denied[name] := {"prompts": prompts} if {
	_limits_known == false
	data.compliance.resolve.given.duties_known == true
	prompts := data.compliance.resolve.given.prompts
	some name in data.deployments.names
}

# Days that the provider keeps prompts: as attested, unless a requested feature loses that.
_kept(offer) := offer.retention.days if _losing(offer) == []

_kept(offer) := offer.retention.standard if _losing(offer) != []

_losing(offer) := [] if {
	offer.retention.eligibility == null
} else := sort(wanted - eligible) if {
	wanted := {feature | some feature in lib.items(data.compliance.resolve.given.features)}
	eligible := {feature |
		some feature in wanted
		data.deployments.providers[offer.provider].features[feature][offer.retention.eligibility] == true
	}
}

_exceeds("unspecified", _) := true

_exceeds(days, limit) if lib.at_most(days, limit) == false

# The shortest time that anybody allows; undefined where nobody limits it, or somebody is silent.
_limit := min(numbers) if {
	numbers := {days | some days in _limits; is_number(days)}
	numbers != set()
}

# What the tenant and each of its regimes say: days, or null for no limit.
_limits := {days | some days in said} if {
	duties := data.compliance.resolve.given.duties
	said := array.concat(
		[input.tenant.retention.prompts.max_days],
		[days | some regime in duties; days := regime.retention.prompts.max_days],
	)
	count(said) == count(duties) + 1
	count([days | some days in said; _stated(days)]) == count(said)
}

default _limits_known := false

_limits_known if _limits

_stated(null) := true

_stated(days) if is_number(days)

# METADATA
# title: Prompts are kept no longer than the tenant and its regimes allow
# description: |
#   Refuses a deployment that keeps prompts longer than the shortest limit of the tenant and its
#   regimes, and one for which nothing bounds the time. Zero retention is attested, covers no Covered
#   Model, and is lost with a feature that is not eligible for it.
# scope: package
# related_resources:
#   - ref: https://platform.claude.com/docs/en/manage-claude/api-and-data-retention
#   - ref: https://docs.aws.amazon.com/bedrock/latest/userguide/data-retention.html
# custom:
#   id: RET-101
#   kind: route
#   severity: high
#   rationale: Personal data is kept no longer than its purpose needs, and what a provider keeps is kept in the tenant's name
#   remediation: Attest zero retention for the deployment's source and every destination, drop the features that break it, or raise the tenant's limit
#   controls:
#     gdpr: ["Art. 5(1)(e)"]
#     hipaa: ["45 CFR 164.310(d)(2)(i)"]
package compliance.resolve.retention_met

import data.compliance.lib
import data.compliance.resolve.given
import data.compliance.resolve.offer_known

id := "RET-101"

# METADATA
# description: The deployments that keep prompts no longer than the limit
met := offer_known.met if _limits == {null}

met := {name |
	some name, offer in offer_known.offers
	lib.at_most(_kept(offer), _limit) == true
} if {
	_limit
}

# METADATA
# description: The last day of the attestation by which a deployment keeps within the limit
relied[name] := offer.retention.until if {
	_limit
	some name, offer in offer_known.offers
	_exceeds(offer.retention.standard)
}

denied[name] := facts if {
	some name, offer in offer_known.dated
	_exceeds(_kept(offer))
	facts := {
		"days": _kept(offer),
		"limit": _limit,
		"covered": offer.covered,
		"attestation": offer.retention.attestation,
		"claim": offer.retention.claim,
		"features": _losing(offer),
	}
}

denied[name] := {"prompts": given.prompts} if {
	_limits_known == false
	given.duties_known == true
	some name in data.deployments.names
}

# Days that the provider keeps prompts: as attested, unless a requested feature loses that.
_kept(offer) := offer.retention.days if offer.retention.eligibility == null

_kept(offer) := offer.retention.days if _losing(offer) == []

_kept(offer) := offer.retention.standard if {
	offer.retention.eligibility != null
	_losing(offer) != []
}

_losing(offer) := sort(wanted - eligible) if {
	wanted := {feature | some feature in lib.items(given.features)}
	eligible := {feature |
		some feature in wanted
		offer.features[feature][offer.retention.eligibility] == true
	}
	offer.retention.eligibility != null
} else := []

_exceeds("unspecified") if _limit

_exceeds(days) if lib.at_most(days, _limit) == false

# The shortest time that anybody allows; undefined where nobody limits it, or somebody is silent.
_limit := min(numbers) if {
	numbers := {days | some days in _limits; is_number(days)}
	numbers != set()
}

# What the tenant and each of its regimes say: days, or null for no limit.
_limits := {days | some days in said} if {
	said := array.concat(
		[given.prompts.max_days],
		[days | some regime in given.duties; days := regime.retention.prompts.max_days],
	)
	count(said) == count(given.duties) + 1
	count([days | some days in said; _stated(days)]) == count(said)
}

default _limits_known := false

_limits_known if _limits

_stated(null) := true

_stated(days) if is_number(days)

package compliance.resolve

import data.compliance.lib
import data.compliance.resolve.inference_countries
import data.compliance.resolve.retention_met
import data.compliance.resolve.storage_countries

# METADATA
# title: Routes
# description: The deployments that may serve the request, and what holds for each
# entrypoint: true
routes := _earned(request, tenant, named) if {
	request := input.request
	tenant := input.tenant
	deployed := data.deployments

	# RTE-101, RTE-103: without an offer of the model there, there is nothing to earn.
	served := deployed.models[request.model]

	# RTE-102
	days := lib.around(request.at, served.days)
	is_array(tenant.jurisdictions)
	is_array(tenant.regimes)
	jurisdictions := data.compliance.jurisdictions
	regimes := data.compliance.regimes
	named := {
		"deployed": deployed,
		"served": served,
		"ahead": days.ahead,
		"periods": [period |
			some period in served.periods
			days.past[period.from] == true
			days.ahead[period.to] == true
		],
		"laws": [law | some code in tenant.jurisdictions; law := jurisdictions[code]],
		"duties": [regime | some code in tenant.regimes; regime := regimes[code]],
	}
} else := []

# The answers stand here in one body, one after the other, and its loops in bodies of their own: in
# the embedded engine a call costs more than its answer, and a loop copies the names beside it.
_earned(request, tenant, named) := earned if {
	providers := named.deployed.providers
	scopes := named.deployed.scopes
	ahead := named.ahead
	read := {"V": true, "S": true}
	endless := {"9999-12-31": null}

	# DAT-101
	is_array(request.data_classes)
	is_array(tenant.data_classes)
	every class in array.concat(request.data_classes, tenant.data_classes) {
		known := data.compliance.data_classes
		known[class].admitted == true
	}

	# RES-101, RES-102: the sets of countries, by name, that lie inside.
	named.laws != null
	count(named.laws) == count(tenant.jurisdictions)
	places := named.served.places
	inside := inference_countries.inside(named.laws, places)
	stored := storage_countries.inside(named.laws, places, inside)

	# What the regimes ask for; none of them may be unknown, or silent about a part of it.
	named.duties != null
	duties := [regime |
		some regime in named.duties
		is_array(regime.terms)
		is_array(regime.obligations)
		_ := regime.eligibility
		_ := regime.retention.prompts.max_days
	]
	count(duties) == count(tenant.regimes)
	terms := {term | some regime in duties; some term in regime.terms}
	needs := {regime.eligibility | some regime in duties} - {null}
	said := {regime.retention.prompts.max_days | some regime in duties}
	limits := ({tenant.retention.prompts.max_days} | said) - {null}
	obligations := sort({duty | some regime in duties; some duty in regime.obligations})

	# The providers that have every requested feature, and are eligible with it.
	is_array(request.features)
	able := {provider: true |
		some provider, facts in providers

		# FEA-101
		every feature in request.features {
			facts.features[feature].available == true
			read[facts.features[feature].confidence] == true
		}

		# FEA-102
		every need in needs {
			facts.eligibility[need].available == true
			read[facts.eligibility[need].confidence] == true
			every feature in request.features { facts.features[feature][need] == true }
		}
	}

	earned := [route |
		some period in named.periods
		read[period.confidence] == true # RTE-102
		some offer in period.offers
		inside[offer.inference] == true
		stored[offer.storage] == true
		able[offer.provider] == true
		offer.scope == scopes[offer.route.deployment]

		# RET-101
		every limit in limits {
			lib.at_most(retention_met.kept(offer, request.features), limit) == true
		}

		# TRM-101
		every term in terms { ahead[offer.terms[term]] == true }

		# No route outlasts what it rests on.
		attested := {offer.terms[term] | some term in terms}
		relied := {retention_met.until(offer.retention, limit) | some limit in limits}
		last := min(((attested | relied) | {offer.expires}))
		ahead[last] == true
		held := {"obligations": obligations, "expires_at": object.get(endless, last, last)}
		route := object.union(offer.route, held)
	]
}

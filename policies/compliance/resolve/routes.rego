package compliance.resolve

import data.compliance.lib
import data.compliance.resolve.features_contained
import data.compliance.resolve.features_permitted
import data.compliance.resolve.own_countries
import data.compliance.resolve.price_capped
import data.compliance.resolve.retention_met
import data.compliance.resolve.transfers_grounded

# METADATA
# title: Routes
# description: The deployments that may serve the request, and what holds for each
# entrypoint: true
routes := earned if {
	# RTE-101, RTE-103: without an offer of the model there, there is nothing to earn.
	table := data.compliance.resolve.settled.models[input.request.model]

	# RTE-102
	span := lib.on(input.request.at, table.served.spans)
	earned := _earned(input.request, input.tenant, table, span)
} else := []

# The answers stand here one after the other. What holds for places, for providers, for attestations
# and for prices is asked once for each of these, not for each deployment; and where a request or
# its tenant asks for nothing, nothing is looked for.
_earned(request, tenant, table, span) := earned if {
	served := table.served
	read := {"V": true, "S": true}

	# DAT-101: each kind of data is admitted, and all that is asked for is known.
	is_array(tenant.regimes)
	every code in tenant.regimes { table.regimes[code] }
	regimes := [table.regimes[code] | some code in tenant.regimes]
	duties := array.concat(regimes, _classes(request.data_classes, tenant.data_classes, table))
	terms := {term | some duty in duties; some term in duty.terms}
	needs := {duty.need | some duty in duties} - {null}
	limits := ({duty.limit | some duty in duties} | {tenant.retention.prompts.max_days}) - {null}
	is_array(tenant.obligations)
	bound := {one | some duty in duties; some one in duty.obligations}
	obligations := sort(bound | {one | some one in tenant.obligations})

	# FEA-103
	features := request.features
	is_array(features)
	features_permitted.met(features, tenant.features, regimes) == true

	# RES-101, RES-102, RES-104: the sites where every jurisdiction and every regime lets it run.
	is_array(tenant.jurisdictions)
	every code in tenant.jurisdictions { table.jurisdictions[code] }
	laws := [table.jurisdictions[code].sites | some code in tenant.jurisdictions]
	lawful := {site |
		some site, _ in laws[0]
		every law in laws { law[site] == true }
		every regime in regimes { regime.sites[site] == true }
	}

	# RES-103
	sites := own_countries.inside(tenant.countries, lawful, served)

	ahead := span.ahead

	# TRM-101: the ways of attestation that have every term, each with the first day that ends one.
	attested := {way: min(ends | {"9999-12-31"}) |
		some way, until in served.attested
		every term in terms { ahead[until[term]] == true }
		ends := {until[term] | some term in terms}
	}

	# TRF-101: the same, where data leaves a regime's free countries, with the end of its ground.
	lasting := transfers_grounded.lasting(regimes, sites, attested, served, request.at, ahead)

	# PRC-101
	affordable := price_capped.within(tenant.max_price, served.tariffs)

	# RTE-104, FEA-101, FEA-102, FEA-104
	offering := _able(tenant.providers, features, needs, table)

	# RES-105
	sending := object.filter(table.deployed.sending, features)
	able := features_contained.inside(sending, tenant, terms, offering)

	# RET-101
	keeping := object.filter(table.deployed.keeping, features)
	located := {"locations"} & terms
	scopes := table.deployed.scopes
	next := span.next
	earned := [route |
		some site, ways in lasting
		some number in span.sites[site]
		case := served.cases[number]
		read[case.confidence] == true
		case.blocked == null # RTE-105
		provider := able[case.provider]
		affordable[case.tariff] == case.price
		every _ in located { case.contract.covers == "all" } # TRM-102

		# RET-101
		retention := case.retention
		kept := retention_met.kept(retention, features, keeping, provider)
		every limit in limits { lib.at_most(kept, limit) == true }
		relied := retention_met.until(retention, kept)
		ahead[relied] == true
		ahead[case.expires] == true

		# No route outlasts what it rests on, nor the next day on which an offer begins or ends.
		last := min({next, case.expires, ways[case.attested], relied})
		held := {
			"obligations": obligations,
			"retention": kept,
			"expires_at": object.get({"9999-12-31": null}, last, last),
		}
		some own_route in case.routes
		case.scope == scopes[own_route.deployment]
		route := object.union(own_route, held)
	]
}

_classes(asked, always, table) := [] if {
	asked == []
	always == []
} else := classes if {
	is_array(asked)
	is_array(always)
	named := array.concat(asked, always)
	classes := [table.classes[name] | some name in named]
	count(classes) == count(named)
}

# The providers that the tenant allows, with every feature, and eligible with it.
_able(allowed, features, needs, table) := table.providers if {
	allowed == null
	features == []
	needs == set()
} else := {provider: facts |
	# RTE-104
	some provider, facts in lib.let_through(allowed, table.providers)

	# FEA-101, FEA-104
	every feature in features { facts.features[feature] }

	# FEA-102
	every need in needs {
		facts.eligible[need] == true
		every feature in features { facts.features[feature][need] == true }
	}
}

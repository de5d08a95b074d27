package compliance.resolve

import data.compliance.lib
import data.compliance.resolve.features_permitted
import data.compliance.resolve.inference_countries
import data.compliance.resolve.own_countries
import data.compliance.resolve.partitions_named
import data.compliance.resolve.price_capped
import data.compliance.resolve.retention_met
import data.compliance.resolve.storage_countries
import data.compliance.resolve.transfers_grounded

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
	now := lib.on(request.at, served)
	is_array(tenant.jurisdictions)
	is_array(tenant.regimes)
	jurisdictions := data.compliance.jurisdictions
	regimes := data.compliance.regimes
	named := {
		"request": request,
		"deployed": deployed,
		"served": served,
		"ahead": now.ahead,
		"read": {"V": true, "S": true},
		"periods": now.periods,
		"laws": [law | some code in tenant.jurisdictions; law := jurisdictions[code]],
		"regimes": [regime | some code in tenant.regimes; regime := regimes[code]],
		"classes": _classes(request.data_classes, tenant.data_classes),
	}
} else := []

_classes(asked, always) := [] if {
	asked == []
	always == []
} else := classes if {
	is_array(asked)
	is_array(always)
	known := data.compliance.data_classes
	classes := [class | some name in array.concat(asked, always); class := known[name]]
	count(classes) == count(asked) + count(always)
}

# The answers stand here one after the other, and their loops in bodies of their own: in the
# embedded engine a loop copies the names beside it. What holds for places, for providers, for
# attestations and for prices is asked once for each of these, not for each deployment.
_earned(request, tenant, named) := earned if {
	served := named.served

	# DAT-101
	classes := named.classes
	classes != null
	every class in classes { class.admitted == true }

	# What regimes and kinds of data ask for; none may be unknown, or silent about a part of it.
	laws := named.laws
	laws != null
	count(laws) == count(tenant.jurisdictions)
	regimes := named.regimes
	regimes != null
	count(regimes) == count(tenant.regimes)
	every regime in regimes {
		_ := regime.transfers
		is_array(regime.excluded_features)
	}
	duties := array.concat(regimes, classes)
	every duty in duties {
		is_array(duty.terms)
		is_array(duty.obligations)
		_ := duty.eligibility
		_ := duty.retention.prompts.max_days
	}
	is_array(tenant.obligations)
	terms := {term | some duty in duties; some term in duty.terms}
	needs := {duty.eligibility | some duty in duties} - {null}
	limits := {duty.retention.prompts.max_days | some duty in duties}
	bound := {one | some duty in duties; some one in duty.obligations}

	# FEA-103
	is_array(request.features)
	features_permitted.met(request.features, tenant.features, regimes) == true

	# RES-101, RES-102, RES-103, RES-104: the sites that reach no place that one of these leaves out.
	reach := served.reach
	sites := _without(served.sites, [
		inference_countries.beyond(laws, reach),
		storage_countries.beyond(laws, reach),
		own_countries.beyond(tenant.countries, reach),
		partitions_named.beyond(array.concat(laws, regimes), reach),
	])

	# TRM-101: the ways of attestation that have every term, each with the first day that ends one.
	attested := _attested(served.attested, terms, named.ahead)

	# TRF-101
	rules := [regime.transfers | some regime in regimes; regime.transfers != null]
	lasting := transfers_grounded.lasting(rules, sites, attested, named)

	# PRC-101
	affordable := price_capped.within(tenant.max_price, served.tariffs)

	# RTE-104
	permitted := lib.let_through(tenant.providers, named.deployed.providers)

	earned := _each(named, {
		"lasting": lasting,
		"affordable": affordable,
		"able": _able(permitted, needs, named),
		"limits": (limits | {tenant.retention.prompts.max_days}) - {null},
		"located": terms & {"locations"},
		"obligations": sort(bound | {one | some one in tenant.obligations}),
	})
}

_without(sites, parts) := object.remove(sites, {site |
	some part in parts
	some places in part
	some _, there in places
	some site, _ in there
})

_attested(ways, terms, ahead) := {way: min(array.concat(days, ["9999-12-31"])) |
	some way, until in ways
	days := [until[term] | some term in terms; ahead[until[term]] == true]
	count(days) == count(terms)
}

# The providers that have every feature, the model has it there, and they are eligible with it.
_able(providers, needs, named) := providers if {
	named.request.features == []
	needs == set()
} else := {provider: facts |
	read := named.read
	features := named.request.features
	some provider, facts in providers
	has := named.served.has[provider]

	# FEA-101, FEA-104
	every feature in features {
		facts.features[feature].available == true
		read[facts.features[feature].confidence] == true
		has[feature] == true
	}

	# FEA-102
	every need in needs {
		facts.eligibility[need].available == true
		read[facts.eligibility[need].confidence] == true
		every feature in features { facts.features[feature][need] == true }
	}
}

_each(named, answers) := [route |
	ahead := named.ahead
	scopes := named.deployed.scopes
	next := min([day | some day in named.served.turns; ahead[day] == true])
	some site, ways in answers.lasting
	some period in named.periods
	named.read[period.confidence] == true # RTE-102
	some case in period.sites[site]
	provider := answers.able[case.provider]
	answers.affordable[case.tariff] == case.price
	every _ in answers.located { case.contract.covers == "all" } # TRM-102

	# RET-101
	days := retention_met.kept(case.retention, named.request.features, provider)
	every limit in answers.limits { lib.at_most(days, limit) == true }
	relied := [retention_met.until(case.retention, limit) | some limit in answers.limits]
	every day in array.concat(relied, [case.expires]) { ahead[day] == true }

	# No route outlasts what it rests on, nor the next day on which an offer begins or ends.
	last := min(array.concat(relied, [next, case.expires, ways[case.attested]]))
	held := {
		"obligations": answers.obligations,
		"retention": days,
		"expires_at": object.get({"9999-12-31": null}, last, last),
	}
	some own_route in case.routes
	case.scope == scopes[own_route.deployment]
	route := object.union(own_route, held)
]

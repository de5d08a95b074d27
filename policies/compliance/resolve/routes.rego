package compliance.resolve

import data.compliance.lib
import data.compliance.resolve.features_contained
import data.compliance.resolve.features_permitted
import data.compliance.resolve.own_countries

# METADATA
# title: Routes
# description: The deployments that may serve the request, and what holds for each
# entrypoint: true
routes := earned if {
	# RTE-101, RTE-103: without an offer of the model there, there is nothing to earn.
	models := data.compliance.resolve.settled.models
	table := models[input.request.model]

	# RTE-102
	span := lib.on(input.request.at, table.spans)
	earned := _earned(input.request, input.tenant, table, span)
} else := []

# The answers stand here one after the other. Where a request or its tenant asks for nothing, nothing
# is looked for.
_earned(request, tenant, table, span) := earned if {
	# DAT-101: each data class is admitted, and all that is asked for is known.
	is_array(tenant.regimes)
	every code in tenant.regimes { table.regimes[code] }
	regimes := [table.regimes[code] | some code in tenant.regimes]
	duties := array.concat(regimes, _classes(request.data_classes, tenant.data_classes, table))
	needs := {duty.need | some duty in duties} - {null}
	limits := ({duty.limit | some duty in duties} | {tenant.retention.prompts.max_days}) - {null}
	is_array(tenant.obligations)
	bound := {one | some duty in duties; some one in duty.obligations}
	obligations := sort(bound | {one | some one in tenant.obligations})

	features := request.features
	is_array(features)

	# RES-101, RES-102, RES-104: the sites where every jurisdiction lets it run.
	is_array(tenant.jurisdictions)
	every code in tenant.jurisdictions { table.jurisdictions[code] }
	lawful := intersection({sites |
		some code in tenant.jurisdictions
		sites := object.keys(table.jurisdictions[code].sites)
	})

	# RES-103, FEA-103, RTE-104
	own := _own(tenant, features, regimes, lawful, table)
	sites := own.sites

	# FEA-101, FEA-104
	offering := table.offering
	every feature in features { offering[feature] }
	lacking := {provider |
		some feature in features
		some provider, _ in object.remove(own.providers, offering[feature])
	}
	eligible := _eligible(object.remove(own.providers, lacking), features, needs)

	# RES-105
	sending := object.filter(table.deployed.sending, features)
	able := features_contained.inside(sending, tenant, duties, eligible)

	ceilings := {tenant.max_price} - {null}
	number := span.number
	next := span.next
	ahead := span.ahead
	held := count(duties)
	never := {"9999-12-31": null}
	earned := [route |
		some site in sites
		some key in span.open[site]

		# RES-104, TRF-101, TRM-101, TRM-102: every regime and data class lets it, until a day.
		lasts := [duty.lets[number][key] | some duty in duties]
		count(lasts) == held
		case := table.cases[key]
		able[case.provider]
		every ceiling in ceilings { lib.at_most(case.price, ceiling) == true } # PRC-101

		# RET-101
		[days, until] := max({case.kept.alone} | {time |
			some name in features
			time := object.get(case.kept.using, [name], ["unspecified", "9999-12-31"])
		})
		every limit in limits { lib.at_most(days, limit) == true }
		ahead[until] == true

		# No route outlasts what it rests on, nor the next day on which an offer begins or ends.
		last := min(array.concat(lasts, [next, case.expires, until]))
		added := {
			"obligations": obligations,
			"retention": days,
			"expires_at": object.get(never, last, last),
		}
		some own_route in case.routes
		route := object.union(own_route, added)
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

# What a tenant allows of its own: most ask for nothing beside the law, and are asked for nothing.
_own(tenant, features, regimes, lawful, table) := {
	"sites": lawful,
	"providers": table.providers,
} if {
	[tenant.countries, tenant.providers, tenant.features] == [null, null, null]
	every regime in regimes { regime.excluded == [] }
} else := {
	"sites": own_countries.inside(tenant.countries, lawful, table.served),
	"providers": lib.let_through(tenant.providers, table.providers),
} if {
	features_permitted.met(features, tenant.features, regimes) == true
}

# FEA-102
_eligible(providers, features, needs) := providers if {
	needs == set()
} else := {provider: facts |
	some provider, facts in providers
	every need in needs {
		facts.eligible[need] == true
		every feature in features { facts.features[feature][need] == true }
	}
}

# METADATA
# title: What law and deployments settle before anybody asks
# description: |
#   For each model of the deployments, what hangs neither on a request nor on its tenant's own
#   limits: where each jurisdiction and each regime lets it run, and what regimes and data classes
#   ask for. What is silent about any of it is not among them, and earns nothing. Nothing here reads
#   the input, so an engine may work it out once and keep it in the place of this package, as the
#   embedded one does; only what has no other source of `data` may, for what stands beside a
#   bundle on a server is anybody's.
# scope: package
package compliance.resolve.settled

import data.compliance.lib
import data.compliance.resolve.inference_countries
import data.compliance.resolve.offer_known
import data.compliance.resolve.partitions_named
import data.compliance.resolve.retention_met
import data.compliance.resolve.storage_countries
import data.compliance.resolve.terms_attested
import data.compliance.resolve.transfers_grounded

# METADATA
# description: |
#   By the model, for those that a deployment lists. `served`: its part of the deployments' facts,
#   of which `cases` (by name) and `spans` stand apart, with what of them hangs on no request.
#   `providers`: the features that the model has with each, and what each is `eligible` for; by
#   feature, those `offering` it. `jurisdictions`: the `sites` where each lets data be, and those
#   `beyond`. `regimes`: what each asks for, the cases that it `lets` be used, and what is said of
#   others. `classes`: the same of the data classes that are admitted.
models[model] := {
	"served": object.remove(served, ["cases", "spans"]),
	"cases": cases,
	"spans": spans,
	"deployed": object.remove(data.deployments, ["models"]),
	"providers": providers,
	"offering": {name: offering |
		some _, known in providers
		some name, _ in known.features
		offering := {provider: true | some provider, facts in providers; facts.features[name]}
	},
	"jurisdictions": {code: _jurisdiction(law, served) |
		some code, law in data.compliance.jurisdictions
	},
	"regimes": {code: _regime(code, regime, served) | some code, regime in data.compliance.regimes},
	"classes": {name: _duty(class, served, everywhere, null) |
		some name, class in data.compliance.data_classes
		class.admitted == true # DAT-101
	},
} if {
	some model, served in data.deployments.models
	providers := {provider: _provider(facts, served.has[provider]) |
		some provider, facts in data.deployments.providers
	}

	# Days are compared as texts, so they must be texts.
	every span in served.spans { lib.are_days([span.first, span.last]) == true }

	# What stands in a list by its number must stand there.
	everywhere := {site: true | some site, _ in served.sites}
	cases := {_key(number): _case(case) | some number, case in served.cases}
	count(cases) == count(served.cases)
	spans := [_span(model, served, number) | some number, _ in served.spans]
	count(spans) == count(served.spans)
}

# RET-101
_case(case) := object.union(case, {"kept": kept}) if {
	kept := retention_met.settled(case.retention, data.deployments.providers[case.provider].features)
}

# In a list a case has a number, and by it a name.
_key(number) := sprintf("%d", [number])

# Some days that are all alike: by site, the cases, those that are `open` to whoever may use them,
# and what is said of those that are `refused`.
_span(model, served, number) := object.union(span, {
	"number": number,
	"sites": {site: [_key(one) | some one in numbers] | some site, numbers in span.sites},
	"open": {site: [_key(one) | some one in numbers; _open(cases[one], span)] |
		some site, numbers in span.sites
	},
	"refused": {
		"inference": {site: inference_countries.refusals(some_cases) |
			some site, some_cases in today
		},
		"storage": {site: storage_countries.refusals(some_cases) | some site, some_cases in today},
		"unread": [denial |
			some _, some_cases in today
			some denial in offer_known.refusals(model, some_cases)
		],
	},
}) if {
	cases := served.cases
	span := served.spans[number]
	today := {site: [cases[one] | some one in numbers] | some site, numbers in span.sites}
}

_open(case, span) if {
	{"V": true, "S": true}[case.confidence] == true # RTE-102
	case.blocked == null # RTE-105
	span.ahead[case.expires] == true
	every route in case.routes { case.scope == data.deployments.scopes[route.deployment] }
}

# FEA-101, FEA-102, FEA-104
_provider(facts, has) := {
	"features": {name: fact |
		some name, fact in facts.features
		fact.available == true
		read[fact.confidence] == true
		has[name] == true
	},
	"eligible": {need: true |
		some need, fact in facts.eligibility
		fact.available == true
		read[fact.confidence] == true
	},
} if {
	read := {"V": true, "S": true}
}

# RES-101, RES-102, RES-104
_jurisdiction(law, served) := {
	"sites": {site: true | some site in ((inference & storage) & partitions)},
	"beyond": {
		"inference": object.remove(served.sites, inference),
		"storage": object.remove(served.sites, storage),
		"partitions": object.remove(served.sites, partitions),
	},
	"name": law.name,
	"partitions": law.partitions,
} if {
	inference := inference_countries.inside(law, served)
	storage := storage_countries.inside(law, served)
	partitions := partitions_named.inside(law, served)
}

# RES-104, FEA-103, TRF-101
_regime(code, regime, served) := object.union(_duty(regime, served, sites, transfers), {
	"beyond": {"partitions": object.remove(served.sites, partitions)},
	"name": regime.name,
	"partitions": regime.partitions,
	"excluded": regime.excluded_features,
	"transfers": transfers,
}) if {
	partitions := partitions_named.inside(regime, served)
	sites := {site: true | some site in partitions}
	transfers := transfers_grounded.settled(code, regime.transfers, served)
	is_array(regime.excluded_features)
}

# What regimes and data classes ask for alike, and through each span the cases that it `lets` be
# used, each with the last day of what that rests on.
_duty(law, served, sites, transfers) := {
	"terms": law.terms,
	"need": law.eligibility,
	"limit": law.retention.prompts.max_days,
	"obligations": law.obligations,
	"lets": lets,
} if {
	is_array(law.terms)
	is_array(law.obligations)
	lets := [_lets(law.terms, served, sites, transfers, number) | some number, _ in served.spans]
	count(lets) == count(served.spans)
}

# Of the terms alone, which many laws have in common: a server works it out once for all of these.
_lets(terms, served, sites, transfers, number) := {_key(one): min({last, ground}) |
	some site, numbers in span.sites
	sites[site]
	some one in numbers
	case := served.cases[one]
	every _ in located { case.contract.covers == "all" } # TRM-102
	last := attested[case.attested]
	ground := grounds[site][case.attested]
} if {
	span := served.spans[number]
	located := {term | some term in terms; term == "locations"}
	grounds := transfers_grounded.grounds(transfers, number, served)

	# TRM-101
	attested := {way: min(terms_attested.ends(terms, until, span.ahead)) |
		some way, until in served.attested
	}
}

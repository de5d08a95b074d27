# METADATA
# title: Transfers out of a regime's free countries rest on adequacy or a mechanism in force
# description: |
#   Refuses a deployment that may compute or keep data in a country to which a regime of the tenant
#   lets personal data go only under an adequacy decision or a mechanism such as standard clauses,
#   where none is in force on the day. A place that nobody specifies never has one.
# scope: package
# related_resources:
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679
#   - ref: https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:62018CJ0311
# custom:
#   id: TRF-101
#   kind: route
#   severity: critical
#   rationale: Sending personal data to another country needs a ground of its own, and grounds end
#   remediation: Attest what the transfer rests on, or use a deployment where data goes freely
#   controls:
#     gdpr: ["Art. 44", "Art. 45", "Art. 46"]
package compliance.resolve.transfers_grounded

import data.compliance.lib

# METADATA
# description: |
#   The sites to which a regime's rules let data go freely, all where it has none; undefined when
#   they do not say where
free(rules, served) := object.keys(served.sites) if {
	rules == null
} else := lib.sites_inside(rules.free, served.sites, served.reach.countries) if {
	is_array(rules.free)
}

# METADATA
# description: |
#   A regime's rules, cut to what the sites of a model reach: for each site the places `beyond` the
#   free ones; the decisions that find one of these countries adequate and were read in a source,
#   by country: those that are `plain` and those `hanging` on an attestation; the `mechanisms`, and
#   all attestations that are `grounds`.
#   Null without rules.
settled(rules, served) := null if {
	rules == null
} else := {
	"mechanisms": rules.mechanisms,
	"grounds": array.concat(rules.mechanisms, [entry.requires |
		some entry in rules.adequate
		is_string(entry.requires)
	]),
	"beyond": {site: beyond |
		some site, places in served.sites
		beyond := object.remove(places, rules.free)
		beyond != {}
	},
	"plain": _decisions([entry | some entry in rules.adequate; entry.requires == null], far),
	"hanging": _decisions([entry | some entry in rules.adequate; is_string(entry.requires)], far),
} if {
	is_array(rules.free)
	is_array(rules.mechanisms)
	far := object.remove(served.reach.countries, array.concat(rules.free, ["unspecified"]))
}

# METADATA
# description: |
#   For each site and each way that deployments are attested, the last day on which data may go
#   there: of `attested`, where every regime lets it go freely, else the ground's if it ends sooner.
#   A way without a ground is left out.
lasting(regimes, sites, attested, served, at, ahead) := {site: attested | some site in sites} if {
	every regime in regimes {
		every site in sites { regime.free[site] == true }
	}
} else := {site: ways |
	some site in sites
	ways := {way: min(days) |
		some way, last in attested
		grounds := [day | some open in opened; day := _last(open.ways[way], open.beyond, site)]
		count(grounds) == count(opened)
		days := array.concat(grounds, [last])
	}
} if {
	rules := [regime.transfers | some regime in regimes; regime.transfers != null]
	opened := [{"beyond": rule.beyond, "ways": _opened(rule, served.attested, at, ahead)} |
		some rule in rules
	]
}

# METADATA
# description: Why deployments are refused
denied(asked) := [denial |
	some number, regime in asked.regimes
	regime.transfers.beyond != {}
	some denial in _ungrounded(asked, asked.tenant.regimes[number], regime.transfers)
] if {
	is_array(asked.regimes)
} else := []

_ungrounded(asked, code, rule) := [{
	"deployment": route.deployment,
	"rule": "TRF-101",
	"facts": facts,
} |
	some site, beyond in rule.beyond
	some case in today[site]
	ungrounded := object.remove(beyond, opened[case.attested])
	ungrounded != {}
	facts := {
		"regime": code,
		"countries": object.keys(ungrounded),
		"mechanisms": rule.mechanisms,
	}
	some route in case.routes
] if {
	today := asked.today
	opened := _opened(rule, asked.served.attested, asked.request.at, asked.ahead)
}

# By country, the decisions of these entries that were read in a source.
_decisions(entries, far) := {country: decisions |
	some country, _ in far
	decisions := [decision |
		some entry in entries
		entry.country == country
		{"V": true, "S": true}[entry.confidence] == true
		last := object.get({null: "9999-12-31"}, entry.valid_to, entry.valid_to)
		lib.are_days([entry.valid_from, last]) == true
		decision := {"first": entry.valid_from, "last": last, "requires": entry.requires}
	]
	decisions != []
}

# For each way of attestation the countries to which data may go, each with the last day: adequacy
# opens its own country; standard clauses and the like every one that somebody specifies.
_opened(rule, ways, at, ahead) := {way: _open(rule, plain, hanging, terms, ahead) |
	some way, terms in ways
} if {
	plain := {country: lib.now(at, decisions).last | some country, decisions in rule.plain}
	hanging := {country: lib.now(at, decisions) | some country, decisions in rule.hanging}
}

_open(rule, plain, hanging, terms, ahead) := plain if {
	object.filter(terms, rule.grounds) == {}
} else := object.union(plain, attested) if {
	carried := {terms[mechanism] | some mechanism in rule.mechanisms; ahead[terms[mechanism]] == true}
	certified := {country: min({decision.last, terms[decision.requires]}) |
		some country, decision in hanging
		ahead[terms[decision.requires]] == true
	}
	attested := _carried(rule, carried, plain, certified)
}

_carried(rule, carried, plain, certified) := certified if {
	carried == set()
} else := {country: max(days) |
	some _, beyond in rule.beyond
	some country, _ in beyond
	country != "unspecified"
	days := carried | {day | some grounds in [plain, certified]; day := grounds[country]}
}

_last(open, beyond, site) := "9999-12-31" if {
	object.get(beyond, site, {}) == {}
} else := min({open[country] | some country, _ in beyond[site]}) if {
	object.remove(beyond[site], open) == {}
}

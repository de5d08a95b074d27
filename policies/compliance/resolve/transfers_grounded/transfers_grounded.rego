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
#   For each site and each way that deployments are attested, the last day on which data may go
#   there: of `attested`, where every regime's rules let it go freely, else the ground's if it ends
#   sooner. A way without a ground is left out. Undefined when a regime has rules but does not say
#   where data goes freely.
lasting(rules, sites, attested, asked) := {site: attested | some site, _ in sites} if {
	every rule in rules {
		is_array(rule.free)
		every _, places in sites { object.remove(places, rule.free) == {} }
	}
} else := {site: ways |
	some site, places in sites
	ways := {way: min(days) |
		some way, last in attested
		grounds := [day | some open in opened; day := _last(open, way, places)]
		count(grounds) == count(rules)
		days := array.concat(grounds, [last])
	}
} if {
	opened := [_opened(rule, asked) | some rule in rules]
	count(opened) == count(rules)
}

# METADATA
# description: Why deployments are refused
denied(asked) := [] if {
	asked.regimes == null
} else := [] if {
	every regime in asked.regimes { regime.transfers == null }
} else := [{"deployment": route.deployment, "rule": "TRF-101", "facts": facts} |
	some number, regime in asked.regimes
	open := _opened(regime.transfers, asked)
	some site, cases in asked.dated
	beyond := object.remove(asked.served.sites[site], regime.transfers.free)
	beyond != {}
	some case in cases
	ungrounded := object.remove(beyond, open.ways[case.attested])
	ungrounded != {}
	facts := {
		"regime": asked.tenant.regimes[number],
		"countries": object.keys(ungrounded),
		"mechanisms": regime.transfers.mechanisms,
	}
	some route in case.routes
]

# For each way of attestation the countries to which a regime's rules let data go, though not
# freely, each with the last day. A place that nobody specifies is never among them.
_opened(rule, asked) := {"free": rule.free, "ways": ways} if {
	is_array(rule.free)
	is_array(rule.mechanisms)
	far := object.remove(asked.served.reach.countries, array.concat(rule.free, ["unspecified"]))
	adequate := [entry |
		some entry in rule.adequate
		far[entry.country]
		asked.read[entry.confidence] == true
		lib.in_force(asked.request.at, entry.valid_from, entry.valid_to) == true
	]
	ways := {way: _countries(far, rule.mechanisms, adequate, terms, asked.ahead) |
		some way, terms in asked.served.attested
	}
}

# Standard clauses and the like carry data to every country; adequacy to its own.
_countries(far, mechanisms, adequate, terms, ahead) := {country: max(days) |
	some country in reached
	days := carried | {day |
		some entry in adequate
		entry.country == country
		day := _until(entry, terms, ahead)
	}
	days != set()
} if {
	carried := {terms[mechanism] | some mechanism in mechanisms; ahead[terms[mechanism]] == true}
	everywhere := {country | carried != set(); some country, _ in far}
	reached := everywhere | {entry.country | some entry in adequate}
}

# The last day of a decision that holds: its own, or that of the attestation it hangs on.
_until(entry, terms, ahead) := object.get({null: "9999-12-31"}, last, last) if {
	entry.requires == null
	last := entry.valid_to
} else := min({terms[entry.requires], object.get({null: "9999-12-31"}, last, last)}) if {
	ahead[terms[entry.requires]] == true
	last := entry.valid_to
}

_last(open, way, places) := min({"9999-12-31"} | days) if {
	far := object.remove(places, open.free)
	object.remove(far, open.ways[way]) == {}
	days := {open.ways[way][country] | some country, _ in far}
}

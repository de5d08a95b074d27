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
#   What a regime's rules come to for the sites of a model, through each of its spans, in their
#   order: `grounds`, for each site and each way in which deployments are attested the last day on
#   which data may go there, a way without a ground left out; and `refused`, what is said of the
#   deployments without one. Null without rules; undefined when they are out of shape.
settled(code, rules, served) := null if {
	rules == null
} else := {"grounds": grounds, "refused": refused} if {
	is_array(rules.free)
	is_array(rules.mechanisms)
	beyond := {site: lib.beyond(rules.free, places) | some site, places in served.sites}
	far := object.remove(served.reach.countries, array.concat(rules.free, ["unspecified"]))
	decisions := _decisions(rules.adequate, far)
	opened := [_opened(rules.mechanisms, far, decisions, served, span) | some span in served.spans]
	grounds := [_grounds(beyond, ways) | some ways in opened]
	hanging := {country: _hanging(found) | some country, found in decisions}
	refused := [_refused([code, rules.mechanisms, hanging], beyond, served, number, ways) |
		some number, ways in opened
	]
	{count(grounds), count(refused)} == {count(served.spans)}
}

# METADATA
# description: The grounds in one span, of which there is one everywhere without rules
grounds(settled, number, served) := {site: lasts | some site, _ in served.sites} if {
	settled == null
	lasts := {way: "9999-12-31" | some way, _ in served.attested}
} else := settled.grounds[number]

# METADATA
# description: Why deployments are refused
denied(asked) := [denial |
	some regime in asked.regimes
	some denial in regime.transfers.refused[asked.span.number]
] if {
	is_array(asked.regimes)
} else := []

# By country, the decisions of adequacy that were read in a source.
_decisions(entries, far) := {country: decisions |
	some country, _ in far
	decisions := [{"first": entry.valid_from, "last": last, "requires": entry.requires} |
		some entry in entries
		entry.country == country
		{"V": true, "S": true}[entry.confidence] == true
		{type_name(entry.requires)} - {"null", "string"} == set()
		last := object.get({null: "9999-12-31"}, entry.valid_to, entry.valid_to)
		lib.are_days([entry.valid_from, last]) == true
	]
}

# Through a span, for each way of attestation, the countries to which data may go, each with the
# last day: adequacy opens its own country; standard clauses and the like every one that somebody
# specifies. What holds on some days of the span only opens nothing.
_opened(mechanisms, far, decisions, served, span) := {way: open |
	some way, terms in served.attested
	carried := {terms[mechanism] | some mechanism in mechanisms; span.ahead[terms[mechanism]] == true}
	open := {country: max(days) |
		some country, _ in far
		days := carried | {min(ends) |
			some decision in decisions[country]
			lib.lasts_through(decision, span)
			ends := {decision.last} | _relied(decision, terms, span)
		}
		days != set()
	}
}

# The last day of the attestation that a decision hangs on; undefined where it is missing or over.
_relied(decision, _, _) := set() if decision.requires == null

_relied(decision, terms, span) := {last} if {
	last := terms[decision.requires]
	span.ahead[last] == true
}

_grounds(beyond, ways) := {site: lasts |
	some site, far in beyond
	lasts := {way: min(days) |
		some way, open in ways
		object.remove(far, open) == {}
		days := {open[country] | some country, _ in far} | {"9999-12-31"}
	}
}

# The attestations that decisions of adequacy hang on; that a decision is over is said all the same.
_hanging(decisions) := {decision.requires | some decision in decisions; is_string(decision.requires)}

_refused([code, mechanisms, hanging], beyond, served, number, ways) := [{
	"deployment": route.deployment,
	"rule": "TRF-101",
	"facts": facts,
} |
	some site, numbers in served.spans[number].sites
	some one in numbers
	case := served.cases[one]
	ungrounded := object.remove(beyond[site], ways[case.attested])
	ungrounded != {}
	facts := object.union(
		{
			"regime": code,
			"countries": object.keys(ungrounded),
			"mechanisms": mechanisms,
		},
		_said(union({attested | some country, _ in ungrounded; attested := hanging[country]})),
	)
	some route in case.routes
]

_said(requires) := {} if {
	requires == set()
} else := {"requires": requires}

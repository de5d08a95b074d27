# METADATA
# title: What was asked, and the law that it names
# description: |
#   What the rules of `resolve` share. `asked` holds, for the rules that refuse, every field of the
#   request and the tenant, null where one is missing, and what follows from them, null where it
#   cannot be known.
# scope: package
package compliance.resolve.given

import data.compliance.lib

# METADATA
# description: The request and the tenant as they were given, and what they name, as far as known
asked(given) := {
	"model": model,
	"at": at,
	"features": object.get(given, ["input", "request", "features"], null),
	"data_classes": {
		"request": object.get(given, ["input", "request", "data_classes"], null),
		"tenant": object.get(given, ["input", "tenant", "data_classes"], null),
	},
	"jurisdictions": jurisdictions,
	"regimes": regimes,
	"prompts": object.get(given, ["input", "tenant", "retention", "prompts"], null),
	"read": {"V": true, "S": true, "K": false, "?": false},
	"deployed": deployed,
	"served": served,
	"past": days.past,
	"ahead": days.ahead,
	"periods": periods,
	"dated": [offer | some period in periods; some offer in period.offers],
	"laws": _laws(jurisdictions),
	"duties": _duties(regimes),
} if {
	deployed := data.deployments
	model := object.get(given, ["input", "request", "model"], null)
	at := object.get(given, ["input", "request", "at"], null)
	jurisdictions := object.get(given, ["input", "tenant", "jurisdictions"], null)
	regimes := object.get(given, ["input", "tenant", "regimes"], null)
	nobody := {
		"unlisted": object.get(deployed, "names", []),
		"unoffered": {},
		"offered": {},
		"periods": [],
		"places": {},
		"attested": [],
		"days": [],
	}
	served := object.get(deployed, ["models", model], nobody)
	known := [days | days := lib.around(at, served.days)]
	days := array.concat(known, [{"past": {}, "ahead": {}}])[0]
	periods := [period |
		some period in served.periods
		days.past[period.from] == true
		days.ahead[period.to] == true
	]
}

_laws(codes) := laws if {
	is_array(codes)
	known := data.compliance.jurisdictions
	codes != []
	laws := [law | some code in codes; law := known[code]]
	count(laws) == count(codes)
} else := null

_duties(codes) := duties if {
	is_array(codes)
	known := data.compliance.regimes
	duties := [regime | some code in codes; regime := known[code]]
	count(duties) == count(codes)
} else := null

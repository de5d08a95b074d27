# METADATA
# title: What was asked, and the law that it names
# description: |
#   What the rules of `resolve` share. `asked` holds, for the rules that refuse, every field of the
#   request and the tenant, null or "unstated" where one is missing, and what follows from them,
#   null where it cannot be known.
# scope: package
package compliance.resolve.given

import data.compliance.lib

# METADATA
# description: The request and the tenant as they were given, and what they name, as far as known
asked(given) := {
	"request": request,
	"tenant": tenant,
	"prompts": object.get(tenant, ["retention", "prompts"], null),
	"read": {"V": true, "S": true, "K": false, "?": false},
	"deployed": deployed,
	"served": served,
	"past": days.past,
	"ahead": days.ahead,
	"periods": periods,
	"dated": dated,
	"laws": laws,
	"regimes": regimes,
	"classes": classes,
	"named": array.concat(_listed(laws), _listed(regimes)),
	"duties": duties,
	"needed": {term | some duty in duties; some term in lib.items(duty.terms)},
} if {
	deployed := data.deployments
	request := _fields(object.get(given, ["input", "request"], null), {
		"model": null,
		"at": null,
		"features": null,
		"data_classes": null,
	})

	# Null is the answer of a tenant that sets no limit of its own; silence is none.
	tenant := _fields(object.get(given, ["input", "tenant"], null), {
		"jurisdictions": null,
		"regimes": null,
		"data_classes": null,
		"countries": "unstated",
		"providers": "unstated",
		"features": "unstated",
		"obligations": "unstated",
		"max_price": "unstated",
	})
	nobody := {
		"unlisted": object.get(deployed, "names", []),
		"unoffered": {},
		"offered": {},
		"periods": [],
		"sites": {},
		"reach": {"inference": {}, "storage": {}, "countries": {}, "partitions": {}},
		"attested": {},
		"tariffs": {},
		"has": {},
		"days": [],
	}
	served := object.get(deployed, ["models", request.model], nobody)
	known := [days | days := lib.around(request.at, served.days)]
	days := array.concat(known, [{"past": {}, "ahead": {}}])[0]
	periods := [period |
		some period in served.periods
		days.past[period.from] == true
		days.ahead[period.to] == true
	]
	dated := {site: cases |
		some site, _ in served.sites
		cases := [case | some period in periods; some case in period.sites[site]]
	}
	laws := _laws(tenant.jurisdictions)
	regimes := _regimes(tenant.regimes)
	classes := _classes(request.data_classes, tenant.data_classes)
	duties := array.concat(_listed(regimes), _listed(classes))
}

_listed(duties) := duties if {
	is_array(duties)
} else := []

_fields(value, missing) := object.union(missing, value) if {
	is_object(value)
} else := missing

_laws(codes) := laws if {
	is_array(codes)
	known := data.compliance.jurisdictions
	codes != []
	laws := [law | some code in codes; law := known[code]]
	count(laws) == count(codes)
} else := null

_regimes(codes) := [] if {
	codes == []
} else := regimes if {
	is_array(codes)
	known := data.compliance.regimes
	regimes := [regime | some code in codes; regime := known[code]]
	count(regimes) == count(codes)
} else := null

_classes(request, tenant) := [] if {
	[request, tenant] == [[], []]
} else := classes if {
	is_array(request)
	is_array(tenant)
	known := data.compliance.data_classes
	named := array.concat(request, tenant)
	classes := [class | some name in named; class := known[name]]
	count(classes) == count(named)
} else := null

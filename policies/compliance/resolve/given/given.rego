# METADATA
# title: What was asked, and the law that it names
# description: |
#   What the rules of `resolve` share. `asked` holds, for the rules that refuse, the request and the
#   tenant as they were given, empty where they are no objects, and what follows from them, null
#   where it cannot be known.
# scope: package
package compliance.resolve.given

import data.compliance.lib

# METADATA
# description: The request and the tenant as they were given, and what they name, as far as known
asked(given) := {
	"request": request,
	"tenant": tenant,
	"read": {"V": true, "S": true, "K": false, "?": false},
	"table": table,
	"deployed": table.deployed,
	"served": table.served,
	"span": span,
	"ahead": span.ahead,
	"today": today,
	"laws": laws,
	"regimes": regimes,
	"features": _listed(object.get(request, "features", null)),
	"bound": bound,
	"placed": array.concat(_listed(laws), bound),
	"duties": duties,
	"needed": {term | some duty in duties; some term in duty.terms},
} if {
	request := _fields(given, "request")
	tenant := _fields(given, "tenant")
	table := _table(request)
	span := _span(request, table)
	cases := table.cases
	today := {site: [cases[key] | some key in keys] |
		some site, keys in span.sites
	}
	laws := _laws(tenant, table.jurisdictions)
	regimes := _regimes(tenant, table.regimes)
	classes := _classes(request, tenant, table.classes)
	bound := _listed(regimes)
	duties := array.concat(bound, _listed(classes))
}

_fields(given, name) := given.input[name] if {
	is_object(given.input[name])
} else := {}

# Of a model that no deployment lists, nothing is served anywhere.
_table(request) := table if {
	models := data.compliance.resolve.settled.models
	table := models[request.model]
} else := {
	"served": {
		"unlisted": object.get(data.deployments, "names", []),
		"unoffered": {},
		"offered": {},
		"sites": {},
		"attested": {},
		"tariffs": {},
		"has": {},
		"lacks": {},
	},
	"cases": {},
	"spans": [],
	"providers": {},
	"deployed": data.deployments,
	"jurisdictions": {code: {} | some code, _ in data.compliance.jurisdictions},
	"regimes": {code: {"terms": [], "free": {}} | some code, _ in data.compliance.regimes},
	"classes": {name: {"terms": []} | some name, _ in data.compliance.data_classes},
}

_span(request, table) := span if {
	span := lib.on(request.at, table.spans)
} else := {
	"sites": {},
	"ahead": {},
	"idle": object.keys(table.served.offered),
	"refused": {"inference": {}, "storage": {}, "unread": []},
}

_laws(tenant, known) := laws if {
	is_array(tenant.jurisdictions)
	tenant.jurisdictions != []
	laws := [known[code] | some code in tenant.jurisdictions]
	count(laws) == count(tenant.jurisdictions)
} else := null

_regimes(tenant, known) := regimes if {
	is_array(tenant.regimes)
	regimes := [known[code] | some code in tenant.regimes]
	count(regimes) == count(tenant.regimes)
} else := null

_classes(request, tenant, known) := [] if {
	request.data_classes == []
	tenant.data_classes == []
} else := classes if {
	is_array(request.data_classes)
	is_array(tenant.data_classes)
	named := array.concat(request.data_classes, tenant.data_classes)
	classes := [known[name] | some name in named]
	count(classes) == count(named)
} else := null

_listed(duties) := duties if {
	is_array(duties)
} else := []

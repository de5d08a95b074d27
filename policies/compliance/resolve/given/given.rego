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
# description: What is known under each of `codes`; undefined unless they are a list and all known
named(codes, known) := found if {
	is_array(codes)
	found := [one | some code in codes; one := known[code]]
	count(found) == count(codes)
}

# METADATA
# description: What the caller must do for a route to hold; undefined when a regime does not say
obligations(duties) := sort({obligation |
	some regime in duties
	some obligation in regime.obligations
}) if {
	is_array(duties)
	count([1 | some regime in duties; is_array(regime.obligations)]) == count(duties)
}

# METADATA
# description: The request and the tenant as they were given, and what they name, as far as known
asked := {
	"model": model,
	"at": at,
	"days": days,
	"features": _list(object.get(request, "features", null)),
	"data_classes": {
		"request": _list(object.get(request, "data_classes", null)),
		"tenant": _list(object.get(tenant, "data_classes", null)),
	},
	"jurisdictions": jurisdictions,
	"laws": _laws(jurisdictions),
	"regimes": regimes,
	"duties": _duties(regimes),
	"prompts": _prompts,
	"candidates": object.get(served, "candidates", {}),
	"places": object.get(served, "places", {}),
	"dated": _dated(object.get(served, "periods", []), days),
	"names": deployed.names,
	"listed": deployed.listed,
	"providers": deployed.providers,
} if {
	request := _object(_request)
	tenant := _object(_tenant)
	deployed := data.deployments
	model := object.get(request, "model", null)
	at := object.get(request, "at", null)
	jurisdictions := object.get(tenant, "jurisdictions", null)
	regimes := object.get(tenant, "regimes", null)
	served := object.get(deployed.models, [model], {})
	days := _days(at, served)
}

default _request := null

_request := input.request

default _tenant := null

_tenant := input.tenant

default _prompts := null

_prompts := input.tenant.retention.prompts

_object(x) := x if is_object(x)

else := {}

_list(x) := x if is_array(x)

else := null

_laws(codes) := laws if {
	laws := named(codes, data.compliance.jurisdictions)
	laws != []
} else := null

_duties(codes) := duties if {
	duties := named(codes, data.compliance.regimes)
} else := null

_days(at, served) := days if {
	days := lib.around(at, served.days)
} else := {"past": {}, "ahead": {}}

# The offers of the day, at most one a deployment, whether or not they were read in a source.
_dated(periods, days) := [offer |
	past := days.past
	ahead := days.ahead
	some period in periods
	past[period.from] == true
	ahead[period.to] == true
	some offer in period.offers
]

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
# description: |
#   Whether a fact with this mark was read in a source: a primary (V) or a secondary one (S), rather
#   than known generally (K) or not at all (?). Only what was read earns a route.
read := {"V": true, "S": true, "K": false, "?": false}

# METADATA
# description: What is known under each of `codes`; undefined unless they are a list and all known
named(codes, known) := found if {
	is_array(codes)
	found := [one | some code in codes; one := known[code]]
	count(found) == count(codes)
}

# METADATA
# description: What the caller must do for a route to hold
obligations(duties) := sort({obligation |
	some regime in duties
	some obligation in regime.obligations
})

# METADATA
# description: The request and the tenant as they were given, and what they name, as far as known
asked := {
	"model": _model,
	"at": _at,
	"days": _days,
	"features": _features,
	"data_classes": {"request": _request_classes, "tenant": _tenant_classes},
	"jurisdictions": _jurisdictions,
	"laws": _laws,
	"regimes": _regimes,
	"duties": _duties,
	"prompts": _prompts,
	"candidates": _candidates,
	"dated": _dated,
	"names": data.deployments.names,
	"providers": data.deployments.providers,
}

default _model := null

_model := input.request.model

default _at := null

_at := input.request.at

default _features := null

_features := lib.items(input.request.features)

default _request_classes := null

_request_classes := lib.items(input.request.data_classes)

default _tenant_classes := null

_tenant_classes := lib.items(input.tenant.data_classes)

default _jurisdictions := null

_jurisdictions := input.tenant.jurisdictions

default _laws := null

_laws := laws if {
	laws := named(_jurisdictions, data.compliance.jurisdictions)
	laws != []
}

default _regimes := null

_regimes := input.tenant.regimes

default _duties := null

_duties := named(_regimes, data.compliance.regimes)

default _prompts := null

_prompts := input.tenant.retention.prompts

default _days := null

_days := lib.around(_at, data.deployments.models[_model].days)

default _candidates := {}

_candidates := data.deployments.models[_model].candidates

# The offers of the day, at most one a deployment, whether or not they were read in a source.
_dated := [offer |
	past := _days.past
	ahead := _days.ahead
	some period in data.deployments.models[_model].periods
	past[period.from] == true
	ahead[period.to] == true
	some offer in period.offers
]

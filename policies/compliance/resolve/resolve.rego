# METADATA
# title: Which deployments may serve a request
# description: |
#   A route is earned: every rule must answer true for it, so that a rule which cannot answer
#   leaves none. Why a deployment is refused is found
#   apart, from what is wrong; one that is neither earned nor refused, or both, is an error
#   of the policies, and the program says so. `data.deployments` holds deployments and dated facts.
#   Rules answer as functions of what is read here once: in the embedded engine a rule costs more
#   than a call, and naming one through its package evaluates all of it.
# scope: package
package compliance.resolve

import data.compliance.lib
import data.compliance.resolve.data_classes_admitted
import data.compliance.resolve.features_available
import data.compliance.resolve.features_eligible
import data.compliance.resolve.given
import data.compliance.resolve.inference_countries
import data.compliance.resolve.model_served
import data.compliance.resolve.offer_known
import data.compliance.resolve.retention_met
import data.compliance.resolve.scope_pinned
import data.compliance.resolve.storage_countries
import data.compliance.resolve.terms_attested

# METADATA
# title: Routes
# description: The deployments that may serve the request, and what holds for each
# entrypoint: true
routes := [route |
	request := input.request
	tenant := input.tenant
	deployed := data.deployments
	read := _read
	classes := data.compliance.data_classes
	data_classes_admitted.met(request.data_classes, tenant.data_classes, classes) == true
	served := deployed.models[request.model]
	scopes := deployed.scopes
	days := lib.around(request.at, served.days)
	laws := given.named(tenant.jurisdictions, data.compliance.jurisdictions)
	inside := inference_countries.inside(laws, served.places)
	stored := storage_countries.inside(laws, served.places, inside)
	available := features_available.able(request.features, deployed.providers, read)
	duties := given.named(tenant.regimes, data.compliance.regimes)
	eligible := features_eligible.able(request.features, duties, deployed.providers, read)
	limits := retention_met.limits(tenant.retention.prompts, duties)
	terms := terms_attested.needed(duties)
	obligations := given.obligations(duties)
	some offer in offer_known.current(served.periods, days, read)
	scopes[offer.route.deployment] == offer.scope
	inside[offer.inference] == true
	stored[offer.storage] == true
	available[offer.provider] == true
	eligible[offer.provider] == true
	retention_met.met(offer, limits, request.features) == true
	terms_attested.met(offer, terms, days) == true
	attested := {offer.terms[term] | some term in terms}
	last := min((({offer.expires} | attested) | retention_met.relied(offer, limits)))
	held := {"obligations": obligations, "expires_at": _known_end(last)}
	route := object.union(offer.route, held)
]

# METADATA
# title: Denials
# description: Why each other deployment is refused, in the order of the rules' ids
# entrypoint: true
denials := [{"deployment": name, "rule": rule, "facts": facts} |
	some rule, denied in _denied
	some name, facts in denied
]

# METADATA
# title: Decision
# description: Routes and denials together
# entrypoint: true
decision := {"routes": routes, "denials": denials}

_denied := {
	"DAT-101": data_classes_admitted.denied(asked),
	"FEA-101": features_available.denied(asked),
	"FEA-102": features_eligible.denied(asked),
	"RES-101": inference_countries.denied(asked),
	"RES-102": storage_countries.denied(asked),
	"RET-101": retention_met.denied(asked),
	"RTE-101": model_served.denied(asked),
	"RTE-102": offer_known.denied(asked),
	"RTE-103": scope_pinned.denied(asked),
	"TRM-101": terms_attested.denied(asked),
} if {
	asked := object.union(data.compliance.resolve.given.asked, {"read": _read})
}

# Whether a fact with this mark was read in a source: a primary (V) or a secondary one (S), rather
# than known generally (K) or not at all (?). Only what was read earns a route.
_read := {"V": true, "S": true, "K": false, "?": false}

_known_end("9999-12-31") := null

_known_end(day) := day if day != "9999-12-31"

# METADATA
# title: Which deployments may serve a request
# description: |
#   A route is earned: each rule names the deployments that it finds right, and only one that every
#   rule names is a route, so that a rule which cannot answer leaves none. Why a deployment is refused
#   is found apart, from what is wrong; one that is neither earned nor refused is an error of the
#   policies, and the program says so. `data.deployments` holds the deployments with their dated facts.
# scope: package
package compliance.resolve

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
routes := [object.union(offer.route, held) |
	some name in _earned
	offer := offer_known.offers[name]
	held := {"obligations": given.obligations, "expires_at": _last_day(name, offer)}
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

_earned := intersection({
	data_classes_admitted.met,
	features_available.met,
	features_eligible.met,
	inference_countries.met,
	model_served.met,
	offer_known.met,
	retention_met.met,
	scope_pinned.met,
	storage_countries.met,
	terms_attested.met,
})

_denied := {
	data_classes_admitted.id: data_classes_admitted.denied,
	features_available.id: features_available.denied,
	features_eligible.id: features_eligible.denied,
	inference_countries.id: inference_countries.denied,
	model_served.id: model_served.denied,
	offer_known.id: offer_known.denied,
	retention_met.id: retention_met.denied,
	scope_pinned.id: scope_pinned.denied,
	storage_countries.id: storage_countries.denied,
	terms_attested.id: terms_attested.denied,
}

# The last day on which the route holds as it is: its offer's, and its attestations'.
_last_day(name, offer) := _day(min(days)) if {
	attested := {offer.terms[term] | some term in terms_attested.needed}
	days := ({offer.expires} | attested) | _relied(name)
}

_relied(name) := {retention_met.relied[name]}

_relied(name) := set() if object.get(retention_met.relied, name, null) == null

_day("9999-12-31") := null

_day(day) := day if day != "9999-12-31"

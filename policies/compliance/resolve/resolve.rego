# METADATA
# title: Which deployments may serve a request
# description: |
#   A route is earned: each rule names the deployments that it finds right, and only one that every
#   rule names is a route, so that a rule which cannot answer leaves none. Why a deployment is
#   refused is found apart, from what is wrong; one that is neither earned nor refused is an error
#   of the policies, and the program says so. `data.deployments` holds deployments and dated facts.
# scope: package
package compliance.resolve

import data.compliance.resolve.retention_met
import data.compliance.resolve.scope_pinned
import data.compliance.resolve.terms_attested

# METADATA
# title: Routes
# description: The deployments that may serve the request, and what holds for each
# entrypoint: true
routes := [route |
	data.compliance.resolve.data_classes_admitted.met == true
	served := data.compliance.resolve.model_served.met
	inside := data.compliance.resolve.inference_countries.inside
	stored := data.compliance.resolve.storage_countries.inside
	available := data.compliance.resolve.features_available.able
	eligible := data.compliance.resolve.features_eligible.able
	some offer in data.compliance.resolve.offer_known.offers
	served[offer.route.deployment] == true
	inside[offer.inference] == true
	stored[offer.storage] == true
	available[offer.provider] == true
	eligible[offer.provider] == true
	scope_pinned.met(offer) == true
	retention_met.met(offer) == true
	terms_attested.met(offer) == true
	route := object.union(offer.route, {
		"obligations": data.compliance.resolve.given.obligations,
		"expires_at": _last_day(offer),
	})
]

# METADATA
# title: Denials
# description: Why each other deployment is refused, in the order of the rules' ids
# entrypoint: true
denials := [{"deployment": name, "rule": rule.id, "facts": facts} |
	some rule in _rules
	some name, facts in rule.denied
]

# METADATA
# title: Decision
# description: Routes and denials together
# entrypoint: true
decision := {"routes": routes, "denials": denials}

# Whole packages, in the order of their ids: each has its `id`, and by deployment what it denies.
_rules := [
	data.compliance.resolve.data_classes_admitted,
	data.compliance.resolve.features_available,
	data.compliance.resolve.features_eligible,
	data.compliance.resolve.inference_countries,
	data.compliance.resolve.storage_countries,
	data.compliance.resolve.retention_met,
	data.compliance.resolve.model_served,
	data.compliance.resolve.offer_known,
	data.compliance.resolve.scope_pinned,
	data.compliance.resolve.terms_attested,
]

# The last day on which the route holds as it is: its offer's, and those of what it relies on.
_last_day(offer) := _known(min((({offer.expires} | terms) | retention_met.relied(offer)))) if {
	terms := {offer.terms[term] | some term in data.compliance.resolve.terms_attested.needed}
}

_known("9999-12-31") := null

_known(day) := day if day != "9999-12-31"

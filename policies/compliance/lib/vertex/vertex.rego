# METADATA
# title: What Vertex offers of the models and features that a policy of Google leaves
# description: |
#   Reads the fact about models (`enforced`, `allowed`, `denied`) by the offers of Vertex. A model
#   that nobody knows, or whose offer inside nobody has read, leaves the question open.
# scope: package
package compliance.lib.vertex

import data.compliance.lib

# METADATA
# description: |
#   Whether each Claude model that a policy leaves can be used where a law lets data be: a list of
#   countries, or "any". Undefined where that hangs on what is inherited.
met(models, allowed) if {
	allowed == "any"
	is_boolean(models.enforced)
} else if {
	models.enforced == true
	models.allowed == []
	is_array(allowed)
} else if {
	models.enforced == true
	is_array(allowed)
	lib.every_true(_answers(models, allowed)) == true
} else := false if {
	models.enforced == false
	is_array(allowed)
} else := false if {
	is_array(allowed)
	_is_said(models)
	lib.every_true(_answers(models, allowed)) == false
}

# METADATA
# description: The models that can be used outside alone
outside(models, allowed) := [name |
	some name in _left(models)
	_inside(name, allowed) == false
]

# METADATA
# description: |
#   The features that a list opens: those it names, or of "any" all that the data knows and that are
#   not denied
opened(listed, _) := lib.items(listed)

opened("any", denied) := sort(object.keys(_features) - {name | some name in lib.items(denied)})

# METADATA
# description: Whether a feature sends nothing to third parties; "unknown" where nobody has read it
keeps(name) if {
	_features[name].third_party == false
} else := false if {
	_features[name].third_party == true
} else := "unknown"

_answers(models, allowed) := [answer |
	some name in _left(models)
	answer := _inside(name, allowed)
]

# Where any is allowed and more is inherited, what stands above may leave less.
_is_said(models) if is_array(models.allowed)

_is_said(models) if models.inherits == false

_left(models) := lib.items(models.allowed)

_left(models) := sort(_names - {name | some name in lib.items(models.denied)}) if {
	models.allowed == "any"
}

# A model is used where somebody has read that it is offered.
_inside(name, allowed) if {
	some entry in _entries(name)
	entry.read == true
	lib.permits(allowed, entry.countries) == true
} else := "unknown" if {
	some entry in _entries(name)
	lib.permits(allowed, entry.countries) == true
} else := false if {
	lib.within(name, _names)
	every entry in _entries(name) { lib.permits(allowed, entry.countries) == false }
} else := "unknown"

_entries(name) := [entry |
	some offer in _offers
	some model in offer.models
	_plain(model.model_id) == name
	entry := {"countries": _countries(offer.destinations), "read": _read(offer, model)}
]

_read(offer, model) if {
	lib.within(offer.confidence, ["V", "S"]) == true
	lib.within(model.confidence, ["V", "S"]) == true
} else := false

_countries("unspecified") := "unspecified"

_countries(places) := sort({country | some answer in answers; some country in answer}) if {
	answers := [_place(name) | some name in lib.items(places)]
	count(answers) > 0
	every answer in answers { is_array(answer) }
}

_place(name) := found if {
	found := lib.countries_of(data.compliance.regions.google, name)
} else := "unknown"

_names := {_plain(model.model_id) | some offer in _offers; some model in offer.models}

_features := data.compliance.routes.vertex.features

_offers := data.compliance.routes.vertex.offers

# A policy holds for every version of a model.
_plain(id) := split(id, "@")[0] if is_string(id)

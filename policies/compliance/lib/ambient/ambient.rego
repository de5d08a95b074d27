# METADATA
# title: Where the settings of a workload lead
# description: |
#   Reads the fact about settings (`routes`, `unknown`) by the tables of routes and regions. A fact
#   that names nothing, or that lost a part, is never met.
# scope: package
package compliance.lib.ambient

import data.compliance.lib

# METADATA
# description: |
#   Whether all routes that a fact names end in `allowed`: a list of countries, or "any". One that
#   ends elsewhere decides. Undefined where nothing is named, or something is unknown.
met(fact, allowed) if {
	allowed == "any"
	_stated(fact)
} else if {
	_stated(fact)
	fact.unknown == []
	lib.every_true(_answers(fact, allowed)) == true
} else := false if {
	lib.every_true(_answers(fact, allowed)) == false
}

# METADATA
# description: The routes of a fact that end elsewhere
beyond(fact, allowed) := [route |
	some route in lib.items(fact.routes)
	_inside(route, allowed) == false
]

# METADATA
# description: |
#   Of routes that end elsewhere, the settings that lead there, as `AWS_REGION (aws eu-west-2)`
settings(routes) := sort({setting |
	some route in routes
	is_string(route.name)
	setting := sprintf("%s (%s)", [route.name, concat(" ", _words(route))])
})

# METADATA
# description: The countries that these routes end in, and "unspecified"
countries(routes) := sort({country |
	some route in routes
	some country in _named(_places(route))
})

# METADATA
# description: |
#   The settings of a fact that are not known to the end, without those that decide already: of
#   which one of the routes that end elsewhere is made
unclear(fact, routes) := sort(missing - decided) if {
	missing := {setting.name | some setting in lib.items(fact.unknown)}
	decided := {route.name | some route in routes}
}

_words(route) := [word |
	some word in [route.provider, route.scope, object.get(route, "source", null)]
	is_string(word)
]

_stated(fact) if {
	is_array(fact.routes)
	is_array(fact.unknown)
	lib.found(array.concat(fact.routes, fact.unknown))
}

_answers(fact, allowed) := [answer |
	some route in lib.items(fact.routes)
	answer := _inside(route, allowed)
]

_inside(route, allowed) := answer if {
	answer := lib.permits(allowed, _places(route))
} else := "unknown"

_places(route) := "unspecified" if {
	route.destinations == "unspecified"
} else := sort({country | some answer in answers; some country in answer}) if {
	table := data.compliance.regions[_cloud(route.provider)]
	answers := [_region(table, name) | some name in lib.items(route.destinations)]
	count(answers) > 0
	every answer in answers { is_array(answer) }
}

_region(table, name) := found if {
	found := lib.countries_of(table, name)
} else := "unknown"

# A setting that names a region alone is of a cloud, and of no provider of models.
_cloud(provider) := cloud if {
	is_string(provider)
	cloud := data.compliance.routes[provider].cloud
} else := provider if {
	is_string(provider)
}

_named("unspecified") := ["unspecified"]

_named(places) := places if is_array(places)

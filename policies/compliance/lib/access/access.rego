# METADATA
# title: Where calls that a policy leaves open would compute
# description: |
#   Reads the facts about access (`asked`, `allowed`, `unknown`) by the tables of regions. A fact
#   that asked nothing, or of which a part that may compute elsewhere is not known, is never met.
# scope: package
package compliance.lib.access

import data.compliance.lib

# METADATA
# description: |
#   Whether all calls that a fact leaves open compute in `allowed`: a list of countries, or "any".
#   One that computes elsewhere decides. Undefined where nothing was asked, and where a call that
#   may be open may compute elsewhere; one that would compute inside in any case changes nothing.
met(fact, allowed) if {
	allowed == "any"
	_asked(fact)
} else if {
	_asked(fact)
	fact.unknown == []
	fact.allowed == []
	is_array(allowed)
} else if {
	_asked(fact)
	lib.every_true(array.concat(_answers(fact, allowed), _perhaps(fact, allowed))) == true
} else := false if {
	lib.every_true(_answers(fact, allowed)) == false
}

# METADATA
# description: The calls that a fact leaves open, and that compute elsewhere
beyond(fact, allowed) := [call |
	answers := _by_way(fact.allowed, allowed)
	some call in lib.items(fact.allowed)
	answers[_way(call)] == false
]

# METADATA
# description: Of calls that compute elsewhere, the ways to make them, by service and scope
outside(calls) := sort({way |
	some call in calls
	is_string(call.service)
	is_string(call.scope)
	way := concat(" ", [call.service, call.scope])
})

# METADATA
# description: The countries that these calls compute in, and "unspecified"
countries(calls) := sort({country |
	some way in {_way(call) | some call in calls}
	some country in _named(_places(way))
})

# METADATA
# description: The regions that these calls are made from
sources(calls) := sort({call.source | some call in calls})

# METADATA
# description: |
#   The condition keys by which somebody can make these calls; empty where anybody can make one
depends_on(calls) := sort({key | some keys in _keys(calls); some key in keys}) if {
	every keys in _keys(calls) { keys != [] }
} else := []

_keys(calls) := [lib.items(object.get(call, "depends_on", [])) | some call in calls]

_asked(fact) if {
	is_array(fact.allowed)
	is_array(fact.unknown)
	lib.at_least(fact.asked, 1)
}

_answers(fact, allowed) := [answer | some answer in _by_way(fact.allowed, allowed)]

# Of a call that may be open, that it would compute outside is no more than a doubt.
_perhaps(fact, allowed) := [_true_or_unknown(answer) |
	some answer in _by_way(fact.unknown, allowed)
]

_true_or_unknown(answer) if {
	answer == true
} else := "unknown"

# Many calls compute in the same places, which are looked up once.
_by_way(calls, allowed) := {way: answer |
	some way in {_way(call) | some call in lib.items(calls)}
	answer := _inside(way, allowed)
}

_way(call) := object.filter(call, ["service", "destinations"]) if {
	is_object(call)
} else := {}

_inside(call, allowed) := answer if {
	answer := lib.permits(allowed, _places(call))
} else := "unknown"

# A model that computes nowhere that anybody names may compute anywhere.
_places(call) := "unspecified" if {
	call.destinations == "unspecified"
} else := sort({country | some answer in answers; some country in answer}) if {
	answers := [_region(call.service, name) | some name in lib.items(call.destinations)]
	count(answers) > 0
	every answer in answers { is_array(answer) }
}

_region(service, name) := found if {
	found := lib.countries_of(data.compliance.regions[_clouds[service]], name)
} else := "unknown"

_named("unspecified") := ["unspecified"]

_named(places) := places if is_array(places)

_clouds := {"bedrock": "aws", "bedrock_mantle": "aws", "claude_platform_aws": "anthropic"}

# METADATA
# title: What a guardrail is, and when one may go
# description: Answers that are true, false, or "unknown" when what decides is not known.
# scope: package
package compliance.lib.guardrails

import data.compliance.lib

# METADATA
# description: |
#   What a change takes away or alters, each with whether it `stays` as well guarded without, and
#   whether that is `untold`: nobody can tell if it guarded anything; or `unlike`: it did, and
#   nobody can tell if what stands in for it guards as much
told(estate) := answers if {
	known := _known(estate)
	removed := lib.items(estate.removed)
	answers := [{"one": one, "stays": answer, "untold": untold, "unlike": unlike} |
		some one in removed
		guards := _guards(one, known)
		answer := _stays(one, guards, known)
		untold := _untold(guards, answer)
		unlike := _unlike(guards, answer)
	]
	count(answers) == count(removed)
}

# METADATA
# description: |
#   What a check says of such answers: the addresses of what is `taken_away`, and where there are
#   any, those of what is `untold` and `unlike`
named(answers) := object.union({"taken_away": _addresses(answers, "stays", false)}, unsure) if {
	unsure := {name: found |
		some name in ["untold", "unlike"]
		found := _addresses(answers, name, true)
		found != []
	}
} else := {"taken_away": []}

_addresses(answers, name, wanted) := sort({given.one.address |
	some given in answers
	given[name] == wanted
})

# METADATA
# description: |
#   Whether a thing that a change takes away leaves an estate as well guarded as it was: it guards
#   nothing, another stands in for it, or what it guarded goes too. "unknown" where nobody can tell.
stays(one, estate) := answer if {
	known := _known(estate)
	answer := _stays(one, _guards(one, known), known)
}

_stays(one, guards, known) if {
	guards == false
} else if {
	_still_bound(one, known) == true
} else if {
	_replaced(one, known)
} else if {
	_gone_with_what_it_bound(one, known) == true
} else := false if {
	_still_bound(one, known) == false
} else := false if {
	guards == true
	object.get(_bearers, one.type, null) == null
	_replaced(one, known) == false
	_gone_with_what_it_bound(one, known) == false
} else := "unknown"

_untold(guards, answer) if {
	guards == "unknown"
	answer == "unknown"
} else := false

_unlike(guards, answer) if {
	guards == true
	answer == "unknown"
} else := false

# Nobody knows what was in a module that goes as a whole.
_guards(one, known) := false if {
	is_string(one.type)
	one.type != "module"
	object.get(_names, one.type, null) == null
	object.get(_bearers, one.type, null) == null
} else := false if {
	lib.within(one.type, ["aws_organizations_policy", "awscc_organizations_policy"])
	lib.within(one.values.type, _harmless)
} else := false if {
	is_string(one.deposed)
	one.deposed != ""
} else := answer if {
	one.deposed == null
	one.type != "module"
	answer := _in_force(one, known)
} else := "unknown"

_replaced(one, known) := answer if {
	is_array(known.standing)
	answer := lib.any_true([_same(one, other, known) | some other in _others(one, known)])
}

# What may be the same: of those with a key only the ones that have its own.
_others(one, known) := known.standing if {
	_key(one) == ""
} else := array.concat(same, known.vague) if {
	key := _key(one)
	same := [pair[1] |
		lib.within(key, known.keys)
		some pair in known.keyed
		pair[0] == key
	]
}

# One that differs in a name that both are known by is another, whatever else is not known; and one
# that holds less does not stand in.
_same(one, other, known) := false if {
	is_string(other.type)
	other.type != one.type
} else := answer if {
	other.type == one.type
	is_object(one.values)
	is_object(other.values)
	named := [_same_name(one.values, other.values, name) | some name in _names[one.type]]
	further := [_same_if_any(one.values, other.values, name) | some name in _further[one.type]]
	around := [
		_same_region(one, other),
		_same_account(one.values, other.values),
		_holds(one, other, known),
	]
	answer := lib.every_true(array.concat(around, array.concat(named, further)))
} else := "unknown"

_same_region(one, other) if {
	lib.any_true([startswith(one.type, start) | some start in _regional]) == false
} else if {
	lib.any_true([startswith(one.type, start) | some start in _regionless])
} else if {
	one.action == "update" # to another region nothing is updated
	one.address == other.address
} else := answer if {
	answer := _same_if_any(one, other, "region")
}

# What is not made yet has no ARN: where both have one, they are one thing only if it is the same.
_same_account(one, other) := false if {
	_is_name(one.arn)
	_is_name(other.arn)
	one.arn != other.arn
} else := true

_same_if_any(one, other, name) if {
	lib.unset(one[name])
	lib.unset(other[name])
} else := answer if {
	answer := _same_name(one, other, name)
}

_same_name(one, other, name) if {
	is_array(one[name])
	one[name] != []
	one[name] == other[name]
} else := _named_as(name, one[name]) == _named_as(name, other[name]) if {
	_is_name(one[name])
	_is_name(other[name])
} else := "unknown"

# A type of Azure's own API has the day of its version.
_named_as(name, value) := _unversioned(value) if {
	name == "type"
} else := value

_unversioned(type) := lower(split(type, "@")[0]) if _is_name(type)

_is_name(value) if {
	is_string(value)
	value != ""
}

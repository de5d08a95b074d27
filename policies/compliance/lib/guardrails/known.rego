package compliance.lib.guardrails

import data.compliance.lib

# What the things of an estate are asked for, once for all that goes: a change may take thousands
# away, and leave more standing. A list is null where the estate has none.
_known(estate) := {
	"standing": standing,
	"keyed": keyed,
	"keys": {pair[0] | some pair in keyed},
	"vague": [other | some other in _rows(standing); _key(other) == ""],
	"owners": owners,
	"gone": {_gone_key(other) | some other in _rows(owners)},
	"strangers": _strangers(owners),
	"denying": {pair[0] | some pair in policies; pair[1] == true},
	"granting": {pair[0] | some pair in policies; pair[1] == false},
	"unread": {pair[0] | some pair in policies; pair[1] == "unknown"},
} if {
	standing := _listed(estate, "resources")
	removed := _listed(estate, "removed")
	keyed := [[key, other] |
		some other in _rows(standing)
		key := _key(other)
		lib.within(key, ["", "-"]) == false
	]
	owners := _owners(removed)
	policies := [[other.values.arn, _denying(other)] |
		some other in array.concat(_rows(standing), _rows(removed))
		other.type == "aws_iam_policy"
		is_string(other.values.arn)
	]
}

_listed(estate, name) := estate[name] if {
	is_array(estate[name])
} else := null

_rows(list) := list if {
	is_array(list)
} else := []

# The type and all the names of a guardrail: two that have a key are one thing only if it is the
# same. "" where a name is not known; "-" for what is no guardrail.
_key(one) := "-" if {
	is_string(one.type)
	object.get(_names, one.type, null) == null
} else := concat("\n", array.concat([one.type], names)) if {
	names := [_named_as(name, one.values[name]) |
		some name in _names[one.type]
		_is_name(one.values[name])
	]
	count(names) == count(_names[one.type])
	is_object(one.values)
} else := ""

# What goes that guardrails may be bound to.
_owners(null) := null

_owners(removed) := [other | some other in removed; _may_own(other)] if is_array(removed)

_may_own(other) := false if {
	is_string(other.type)
	object.get(_owning, other.type, null) == null
} else := false if {
	_goes(other) == false
} else := true

_gone_key(other) := concat("\n", [other.type, name]) if {
	_goes(other) == true
	name := other.values[_owning[other.type]]
	_is_name(name)
} else := ""

# Whether an owner is there no more under its name. What is forgotten, or what a source takes away
# nobody knows how, may stay.
_goes(other) if {
	lib.within(other.action, ["delete", "gone"])
} else := false if {
	lib.within(other.action, ["forget", "removed", "update"])
} else := answer if {
	other.action == "replace"
	answer := _is_renamed(other)
} else := "unknown"

_is_renamed(other) if {
	lib.within(other.type, _made_anew)
} else := answer if {
	_is_name(other.values[_owning[other.type]])
	_is_name(other.then[_owning[other.type]])
	answer := other.values[_owning[other.type]] != other.then[_owning[other.type]]
} else := "unknown"

_strangers(null) := null

_strangers(owners) := [other | some other in owners; _gone_key(other) == ""] if is_array(owners)

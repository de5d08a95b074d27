package compliance.lib.guardrails

import data.compliance.lib

# Lists of all the policies that stand inside of a group, a role or a user: what is struck out of
# one goes. With the list itself nothing goes.

# Whether one of those that are listed denies something, while the list is still of the same owner.
_lists_denials(one, known) := false if {
	lib.within(one.action, ["delete", "forget", "gone", "removed"])
} else := false if {
	one.action == "replace"
	_is_of_another(one)
} else := answer if {
	answer := lib.any_true([_denies_as(one, name, known) |
		some name in _listed_in(one.values.policy_names)
	])
} else := "unknown"

_is_of_another(one) if {
	some owner in _names[one.type]
	_same_name(one.values, one.then, owner) == false
}

# Whether those that are struck out denied nothing.
_inside_left(one, other, known) := answer if {
	left := other.values.policy_names
	is_array(_listed_in(left))
	denied := lib.any_true([_denies_as(one, name, known) |
		some name in _listed_in(one.values.policy_names)
		lib.within(name, _listed_in(left)) == false
	])
	answer := denied == false
} else := "unknown"

_denies_as(one, name, known) := answer if {
	key := [_listing[one.type].of, one.values[_names[one.type][0]], name]
	lib.within(key, known.inside)
	answer := lib.any_true([pair[1] | some pair in known.insiders; pair[0] == key])
} else := "unknown"

# The policies that stand inside of a group, a role or a user, by type, owner and name, and whether
# each denies something.
_insiders(rows) := [[[other.type, owner, other.values.name], _denying(other)] |
	some other in rows
	some listing in _listing
	other.type == listing.of
	owner := other.values[listing.by]
	_is_name(owner)
	_is_name(other.values.name)
]

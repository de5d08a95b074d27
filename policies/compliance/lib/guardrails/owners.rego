package compliance.lib.guardrails

import data.compliance.lib

# Whether what a guardrail bound goes with it, and stands under its name no more.
_gone_with_what_it_bound(one, known) := answer if {
	lib.within(_bound_key(one), known.gone)
	answer := _gone_for_good(one, known)
} else := false if {
	is_string(one.type)
	object.get(_bound, one.type, null) == null
} else := answer if {
	bound := _bound[one.type]
	others := _perhaps_bound(one, known)
	is_array(others)
	answer := lib.any_true([_is_bound(one, bound, other) | some other in others])
}

# Where the name is known, what goes under a known name is another thing.
_perhaps_bound(one, known) := known.strangers if {
	is_string(_bound_key(one))
} else := known.owners

_bound_key(one) := concat("\n", [bound.to, name]) if {
	bound := _bound[one.type]
	name := one.values[bound.by]
	_is_name(name)
}

_is_bound(one, bound, other) := false if {
	is_string(other.type)
	other.type != bound.to
} else := answer if {
	other.type == bound.to
	_goes(other) == true
	answer := _same_name({"x": one.values[bound.by]}, {"x": other.values[bound.named]}, "x")
} else := "unknown"

_gone_for_good(one, known) if {
	is_array(known.standing)
	lib.within(_bound_key(one), known.owned) == false
	lib.any_true([_may_be_named(other, one) | some other in known.unnamed]) == false
	lib.any_true([_takes_its_place(other, one, known) | some other in known.anew]) == false
	_is_let_go(one, known)
} else := false if {
	lib.within(_bound_key(one), known.owned)
} else := "unknown"

# With what is emptied to go, so do records that a lock held: nobody knows of how many.
_is_let_go(one, known) if {
	lib.within(one.type, _locks) == false
} else if {
	lib.within(_bound_key(one), known.emptied) == false
}

# A storage account is named in its ID, which it has only when it is made.
_may_be_named(other, one) := false if {
	other.type != _bound[one.type].to
} else := false if {
	other.type == "azurerm_storage_account"
	_is_name(other.values.name)
	endswith(one.values[_bound[one.type].by], concat("", ["/", other.values.name])) == false
} else := true

# Whether what is made anew does what that did which goes, for all that its name is another.
_takes_its_place(other, one, known) := answer if {
	answer := lib.any_true([_is_told_alike(gone, other) |
		some gone in known.owners
		_gone_key(gone) == _bound_key(one)
		gone.type == other.type
	])
} else := "unknown"

_is_told_alike(gone, other) := answer if {
	told := [_same_name(gone.values, other.values, name) | some name in _made_anew[other.type]]
	answer := lib.every_true(told)
} else := "unknown"

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
	object.get(_made_anew, other.type, null) != null
} else := answer if {
	_is_name(other.values[_owning[other.type]])
	_is_name(other.then[_owning[other.type]])
	answer := other.values[_owning[other.type]] != other.then[_owning[other.type]]
} else := "unknown"

_strangers(null) := null

_strangers(owners) := [other | some other in owners; _gone_key(other) == ""] if is_array(owners)

# The names of what guardrails may be bound to that stands, and what has a name nobody knows yet.
_standing_owners(standing) := {"owned": owned, "unnamed": unnamed, "anew": anew} if {
	owners := [other | some other in _rows(standing); _is_owner(other)]
	owned := {_owner_key(other) | some other in owners}
	unnamed := [other |
		some other in owners
		_owner_key(other) == ""
		_is_made_up(other) == false
	]
	anew := [other |
		some other in owners
		object.get(_made_anew, other.type, null) != null
		_owner_key(other) == ""
	]
}

# One whose type is not said may be any.
_is_owner(other) := object.get(_owning, other.type, null) != null if {
	is_string(other.type)
} else := true

_owner_key(other) := concat("\n", [other.type, name]) if {
	name := other.values[_owning[other.type]]
	_is_name(name)
} else := ""

# Whether a name is one that nothing had before.
_is_made_up(other) if {
	object.get(_made_anew, other.type, null) != null
} else if {
	_is_name(other.values.name_prefix)
} else if {
	_is_name(other.values.bucket_prefix)
} else := false

# A container of Azure's is deleted with all that is in it.
_is_emptied(other) := false if {
	other.type != "azurerm_storage_container"
	lib.within(other.values.force_destroy, [null, false])
} else := true

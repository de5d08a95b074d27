package compliance.lib.guardrails

import data.compliance.lib

# Whom policies bind may go, and while it stays so must what binds it. By another policy than
# before, or in another place, nobody can tell; nor what becomes of what is only let go of.
_still_bound(one, known) := answer if {
	lib.within(one.action, ["delete", "gone"])
	answer := _bound_under_its_name(one, known)
} else := answer if {
	lib.within(one.action, ["forget", "removed"])
	answer := _bears_nothing(one, known)
} else := answer if {
	answer := _bound_alike(one, one.then, known)
} else := "unknown" if {
	object.get(_bearers, one.type, null) != null
}

# What is made again under the name of what goes is it for whoever has to do with it.
_bound_under_its_name(one, known) if {
	object.get(_bearers, one.type, null) != null
	is_array(known.standing)
	lib.within(one.type, known.nameless) == false
	lib.within(one.type, known.kinds) == false
} else if {
	_bearers[one.type].named == null
} else if {
	is_array(known.standing)
	lib.within(one.type, known.nameless) == false
	lib.within(_bearer_key(one), known.bearing) == false
} else := answer if {
	key := _bearer_key(one)
	lib.within(key, known.bearing)
	answer := lib.every_true([_bound_alike(one, pair[1].values, known) |
		some pair in known.bearers
		pair[0] == key
	])
} else := "unknown" if {
	lib.within(_bearer_key(one), known.bearing)
} else := answer if {
	answer := _bears_nothing(one, known)
}

_bearer_key(one) := concat("\n", [one.type, name]) if {
	name := one.values[_bearers[one.type].named]
	_is_name(name)
}

# An account or a unit is bound by where it is, whoever manages it.
_bears_nothing(one, known) if {
	_bearers[one.type].named == null
} else if {
	lib.within(one.values[_bearers[one.type].by], [null, ""])
	_denies_inside(one) == false
	listed := _listed_in(one.values.managed_policy_arns)
	lib.any_true([lib.within(arn, known.denying) | some arn in listed]) == false
} else := "unknown" if {
	object.get(_bearers, one.type, null) != null
}

_bound_alike(one, is, known) := answer if {
	answer := lib.every_true([
		_bound_by_one(one, is),
		_inside_still(one, is, known),
		_attached_still(one, is, known),
	])
}

_bound_by_one(one, is) if {
	lib.within(one.values[_bearers[one.type].by], [null, ""])
} else if {
	name := _bearers[one.type].by
	one.values[name] == is[name]
} else := false if {
	name := _bearers[one.type].by
	_is_name(one.values[name])
	lib.within(is[name], [null, ""])
} else := "unknown"

# Whether a policy that stands inside of what it binds denies something.
_denies_inside(one) := false if {
	_bearers[one.type].inside == null
} else := answer if {
	[place, document] := _bearers[one.type].inside
	policies := _listed_in(one.values[place])
	denied := [_denies(policy[document]) | some policy in policies]
	count(denied) == count(policies)
	answer := lib.any_true(denied)
}

# What those denied may be denied by ones of their own as well.
_inside_still(one, is, known) if {
	_denies_inside(one) == false
} else if {
	place := _bearers[one.type].inside[0]
	one.values[place] == is[place]
} else := answer if {
	[place, document] := _bearers[one.type].inside
	before := _listed_in(one.values[place])
	after := _listed_in(is[place])
	was := _statements_of([object.get(policy, document, "") | some policy in before])
	own := [object.get(policy, document, "") | some policy in after]
	key := object.get(is, _bearers[one.type].named, null)
	beside := [pair[1] |
		some pair in known.binding
		pair[0] == concat("\n", [one.type, key])
	]
	left := _statements_of(array.concat(own, beside))
	answer := _unless(known.unbound, _denied_still(was, left, known))
} else := "unknown"

_statements_of(documents) := [statement | some read in all; some statement in read] if {
	all := [_statements(document) | some document in documents]
	count(all) == count(documents)
}

# What is attached to it, whether it says so itself or another does.
_attached_still(one, is, known) if {
	_bearers[one.type].inside == null
} else if {
	_listed_in(one.values.managed_policy_arns) == []
} else if {
	one.values.managed_policy_arns == is.managed_policy_arns
} else := answer if {
	key := concat("\n", [one.type, is[_bearers[one.type].named]])
	beside := [arn | some pair in known.attached; pair[0] == key; some arn in pair[1]]
	before := _listed_in(one.values.managed_policy_arns)
	was := [arn | some arn in before; lib.within(arn, beside) == false]
	answer := _attached_among(was, is, known)
} else := "unknown"

_attached_among(was, is, known) if {
	was == []
} else := answer if {
	kept := _weighed("policies", was, is.managed_policy_arns, known)
	answer := _unless(known.unbound, kept)
}

# What is missed may be in one that nobody knows whom it binds.
_unless(vague, kept) := kept if {
	lib.within(vague, [false])
} else := kept if {
	kept == true
}

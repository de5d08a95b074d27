package compliance.lib.guardrails

import data.compliance.lib

# Whether all that the statements of a policy denied is denied by those of another: statement by
# statement, each pair of an action and a resource by one that is at least as wide.
_denied_still(was, is) := answer if {
	denials := [one | some one in is; one.Effect == "Deny"]
	answer := lib.every_true(array.concat([true], [_kept(pair, denials) |
		some one in was
		one.Effect == "Deny"
		some pair in _pairs(one)
	]))
}

# Whether nothing is allowed that was not: where nothing was, another policy did that.
_allowed_no_more(was, is) if {
	count([one | some one in was; one.Effect == "Allow"]) == 0
} else if {
	allowed := [one | some one in was; one.Effect == "Allow"]
	every pair in [pair | some one in is; one.Effect == "Allow"; some pair in _pairs(one)] {
		_is_covered(pair, allowed)
	}
}

_kept(pair, denials) if {
	_is_covered(pair, denials)
} else := false if {
	every one in denials { _is_elsewhere(pair.Action, one) }
} else := "unknown"

_pairs(statement) := [{"Action": action, "Resource": resource, "statement": statement} |
	some action in _parts(statement, "Action")
	some resource in _parts(statement, "Resource")
]

# Each of what a statement names; all but what it names is one, and so is all where it names none.
_parts(statement, name) := [{"only": _spelt(name, part)} | some part in parts] if {
	parts := _several(statement[name])
} else := [{"but": [_spelt(name, part) | some part in parts]}] if {
	parts := _several(statement[concat("", ["Not", name])])
} else := [{"but": []}] if {
	object.get(statement, name, null) == null
	object.get(statement, concat("", ["Not", name]), null) == null
}

# No case matters in actions, and it does in what they are done to.
_spelt(name, part) := _low(part) if {
	name == "Action"
	is_string(part)
} else := part

_low(text) := lower(text) if is_string(text)

_is_covered(pair, statements) if {
	some one in statements
	_covers(one, pair.Action, "Action")
	_covers(one, pair.Resource, "Resource")
	_is_about_as_many(pair.statement, one)
	_holds_as_often(pair.statement, one)
}

_covers(statement, part, name) if {
	some wide in _parts(statement, name)
	_is_as_wide(wide, part)
}

_is_as_wide(wide, _) if {
	wide.only == "*"
}

_is_as_wide(wide, part) if {
	wide.only == part.only
}

_is_as_wide(wide, part) if {
	is_string(wide.only)
	is_string(part.only)
	endswith(wide.only, "*")
	start := _start(wide.only)
	count(start) == count(wide.only) - 1
	startswith(part.only, start)
}

_is_as_wide(wide, part) if {
	is_array(wide.but)
	every other in wide.but { _are_apart(_low(other), _low(part.only)) }
}

_is_as_wide(wide, part) if {
	is_array(wide.but)
	is_array(part.but)
	every other in wide.but { lib.within(other, part.but) }
}

# Whether no action that a part means is one that a statement means.
_is_elsewhere(part, statement) if {
	every other in _parts(statement, "Action") { _are_apart(other.only, part.only) }
}

_are_apart(one, other) if {
	startswith(_start(one), _start(other)) == false
	startswith(_start(other), _start(one)) == false
}

# What stands before the first wildcard.
_start(pattern) := split(split(pattern, "*")[0], "?")[0] if is_string(pattern)

_is_about_as_many(_, wide) if lib.within(wide.Principal, ["*", {"AWS": "*"}])

_is_about_as_many(narrow, wide) if {
	object.get(narrow, "Principal", null) == object.get(wide, "Principal", null)
	object.get(narrow, "NotPrincipal", null) == object.get(wide, "NotPrincipal", null)
}

# Whether the conditions of one statement hold wherever those of another do.
_holds_as_often(narrow, wide) if {
	given := _conditions(narrow)
	every operator, keys in _conditions(wide) {
		every key, values in keys {
			_is_implied(operator, _distinct(given[operator][key]), _distinct(values))
		}
	}
}

_conditions(statement) := conditions if {
	conditions := object.get(statement, "Condition", {})
	is_object(conditions)
}

_distinct(values) := {value | some value in _several(values)}

_is_implied(_, given, asked) if {
	given == asked
	count(asked) > 0
}

_is_implied(operator, given, asked) if {
	lib.within(operator, _excluding)
	lib.all_within(asked, given)
}

_is_implied(operator, given, asked) if {
	lib.within(operator, _including)
	lib.all_within(given, asked)
}

# Operators that hold for what is in no list, and for what is in one.
_excluding := [
	"ArnNotEquals",
	"ArnNotLike",
	"NotIpAddress",
	"StringNotEquals",
	"StringNotEqualsIgnoreCase",
	"StringNotLike",
]

_including := [
	"ArnEquals",
	"ArnLike",
	"IpAddress",
	"StringEquals",
	"StringEqualsIgnoreCase",
	"StringLike",
]

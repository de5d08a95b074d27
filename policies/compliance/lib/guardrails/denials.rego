package compliance.lib.guardrails

import data.compliance.lib

# Whether all that the statements of a policy denied is denied by those of another: statement by
# statement, each pair of an action and a resource by one that is at least as wide. Of places those
# may be let free that the laws of the audit let data be in.
_denied_still(was, is, known) := answer if {
	denials := [one | some one in is; one.Effect == "Deny"]
	answer := lib.every_true(array.concat([true], [_kept(pair, denials, known) |
		some one in was
		one.Effect == "Deny"
		some pair in _pairs(one)
	]))
} else := "unknown"

_kept(pair, denials, known) := answer if {
	answer := _kept_alone(pair, denials, known)
	answer != "unknown"
} else := answer if {
	# All but what is named is as much as before, and what is named besides
	is_array(pair.Action.but)
	answer := lib.any_true([kept |
		some one in denials
		kept := _kept_but_for(pair, one, denials, known)
	])
} else := "unknown"

_kept_but_for(pair, one, denials, known) := answer if {
	some wide in _parts(one, "Action")
	is_array(wide.but)
	further := [other |
		some other in wide.but
		lib.any_true([_is_in(other, own) | some own in pair.Action.but]) == false
	]
	rest := object.union(object.remove(pair, ["Action"]), {"Action": {"but": wide.but}})
	_is_covered(rest, [one], known)
	answer := lib.every_true(array.concat([true], [_kept_if_guarding(each, denials, known) |
		some other in further
		each := object.union(object.remove(pair, ["Action"]), {"Action": {"only": other}})
	]))
} else := "unknown"

# What is let free of a denial that is about no region, and is no call to Claude, may have been no
# matter of the law.
_kept_if_guarding(pair, denials, known) := answer if {
	answer := _kept_alone(pair, denials, known)
	lib.any_true([answer == true, _may_be_prompted(pair)])
} else := "unknown"

_may_be_prompted(pair) if {
	_on_region(pair.statement) != []
} else if {
	start := _start(pair.Action.only)
	some name in ["aws-external-anthropic", "bedrock"]
	lib.any_true([startswith(start, name), startswith(name, start)])
} else := false

_is_in(narrow, wide) if {
	_is_as_wide({"only": wide}, {"only": narrow})
} else := false

_kept_alone(pair, denials, known) if {
	_is_covered(pair, denials, known)
} else if {
	_has_no_place(pair)
} else if {
	_is_beside(pair, denials, known)
} else := false if {
	every one in denials { _is_elsewhere(pair.Action, one) }
} else := false if {
	some region in _named_regions(array.concat([pair.statement], denials))
	_is_lawful("aws", region, known) == false
	_holds_in(region, pair.statement)
	every one in denials { _is_out(pair, one, region) }
} else := "unknown"

# Whether it is surely not denied by a statement in a region.
_is_out(pair, statement, _) if _is_elsewhere(pair.Action, statement)

_is_out(_, statement, region) if _fails_in(region, statement)

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

_is_covered(pair, statements, known) if {
	some one in statements
	_covers(one, pair.Action, "Action")
	_covers(one, pair.Resource, "Resource")
	_is_about_as_many(pair.statement, one)
	_holds_as_often(pair.statement, one, known)
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

# A star of the part, taken as it is, can only be met by one of the wide pattern.
_is_as_wide(wide, part) if {
	is_string(wide.only)
	is_string(part.only)
	contains(wide.only, "*")
	regex.match(`[?$\[\]{}\\]`, concat("", [wide.only, part.only])) == false
	glob.match(wide.only, null, part.only)
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
	every other in _parts(statement, "Action") { _is_another(other, part) }
}

_is_another(other, part) if _are_apart(other.only, part.only)

_is_another(other, part) if {
	some excepted in other.but
	_is_as_wide({"only": excepted}, part)
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
_holds_as_often(narrow, wide, known) if {
	given := _conditions(narrow)
	every operator, keys in _conditions(wide) {
		every key, values in keys {
			_is_implied(operator, _distinct(given[operator][key]), _distinct(values), [key, known])
		}
	}
}

_conditions(statement) := conditions if {
	conditions := object.get(statement, "Condition", {})
	is_object(conditions)
	count([keys | some keys in conditions; is_object(keys)]) == count(conditions)
}

_distinct(values) := {value | some value in _several(values)}

_is_implied(_, given, asked, _) if {
	given == asked
	count(asked) > 0
}

_is_implied(operator, given, asked, _) if {
	lib.within(operator, _excluding)
	lib.all_within(asked, given)
}

_is_implied(operator, given, asked, _) if {
	lib.within(operator, _including)
	lib.all_within(given, asked)
}

_is_implied(operator, given, asked, [key, known]) if {
	_is_region(key)
	_are_lawful("aws", _freed(operator, given, asked), known)
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

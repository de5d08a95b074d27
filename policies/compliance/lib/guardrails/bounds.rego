package compliance.lib.guardrails

import data.compliance.lib

# Whether a policy keeps anybody from anything, where without one everything is allowed.
_bounds(text) := answer if {
	statements := _statements(text)
	everything := [_is_unbounded(pair) |
		some one in statements
		one.Effect == "Allow"
		some pair in _pairs(one)
	]
	answer := lib.any_true([lib.any_true(everything) == false, _denies(text)])
}

# Whether no policy allows what another did not: where nothing was, another one did that.
_allowed_no_more(was, is, known) if {
	count([one | some one in was; one.Effect == "Allow"]) == 0
} else := answer if {
	answer := _allowed_within(was, is, known)
}

_allowed_within(was, is, known) := answer if {
	allowed := [one | some one in was; one.Effect == "Allow"]
	refused := _denied_still(is, was, {"laws": null}) != true
	answer := lib.every_true(array.concat([true], [_allowed_before(pair, allowed, refused, known) |
		some one in is
		one.Effect == "Allow"
		some pair in _pairs(one)
	]))
} else := "unknown"

# What is denied besides may take back what is allowed.
_allowed_before(pair, allowed, refused, known) if {
	_is_covered(pair, allowed, known)
} else := false if {
	refused == false
	_is_allowed_anew(pair, allowed, known)
} else := "unknown"

_is_allowed_anew(pair, allowed, known) if {
	some region in _named_regions([pair.statement])
	_is_lawful("aws", region, known) == false
	_holds_in(region, pair.statement)
	every one in allowed { _is_out(pair, one, region) }
}

_is_allowed_anew(pair, allowed, _) if {
	_is_unlimited(pair)
	every one in allowed {
		every other in _pairs(one) { _is_less(other, pair) }
	}
}

_is_unbounded(pair) if {
	_is_unlimited(pair)
	_is_all(pair.Action)
} else := false

# Whether it is for everybody, all resources, and in any case.
_is_unlimited(pair) if {
	object.get(pair.statement, "Condition", {}) == {}
	object.get(pair.statement, "NotPrincipal", null) == null
	lib.within(object.get(pair.statement, "Principal", "*"), ["*", {"AWS": "*"}])
	_is_all(pair.Resource)
} else := false

_is_all(part) if {
	lib.within(part.only, ["*", "*:*"])
} else if {
	part.but == []
} else := false

_is_less(narrow, wide) if _are_apart(narrow.Action.only, wide.Action.only)

_is_less(narrow, _) if _is_unlimited(narrow) == false

_is_less(narrow, wide) if {
	_is_all(wide.Action)
	_is_all(narrow.Action) == false
}

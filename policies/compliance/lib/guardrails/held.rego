package compliance.lib.guardrails

import data.compliance.lib

# Whether what stands in for a guardrail holds at least what that held: true, false, or "unknown".
# Of what has no line in the table a check of its own says whether it is left too weak.
_holds(one, other, known) if {
	object.get(_contents, one.type, null) == null
} else if {
	startswith(one.type, "google_")
	lib.any_true([endswith(one.values[name], constraint) |
		some name in ["name", "constraint"]
		_is_name(one.values[name])
		some constraint in _judged
	])
} else if {
	one.type == "azapi_resource"
	is_string(one.values.type)
	lib.any_true([startswith(lower(one.values.type), start) | some start in _assigning]) == false
} else := answer if {
	kinds := object.remove(_contents[one.type], _judged_of(other))
	answer := lib.every_true(array.concat([true], [_held_by(kind, one, other, name, known) |
		some name, kind in kinds
	]))
} else := "unknown"

# Which places an assignment leaves open is a matter of a check of its own, where it is known.
_judged_of(other) := ["parameters"] if {
	is_object(other.values.locations)
} else := []

_held_by(kind, one, other, name, known) := answer if {
	kind == "inside"
	answer := _inside_left(one, other, known)
} else := answer if {
	kind == "body"
	answer := _body_still(one.values[name], other.values[name], _judged_of(other))
} else := _held(kind, one.values, other.values, name, known)

_held(kind, one, other, name, known) if {
	one[name] == other[name]
} else := answer if {
	answer := _weighed(kind, one[name], other[name], known)
} else := "unknown"

# What each kind of content comes to, was and is; undefined where nobody can tell.
_weighed("prompts", was, is, _) if {
	is_string(was)
	was != "none"
} else := false if {
	was == "none"
	is_string(is)
}

_weighed("switch", was, is, _) := answer if {
	answer := _is_on_still(was, is)
}

# What is off while it guards.
_weighed("off", was, is, _) if {
	was == true
} else := false if {
	is == true
} else := lib.within(is, [false, null])

# Something else is another thing, and so is a block that is struck out.
_weighed("one", was, is, _) := false if {
	_is_told(was)
	_is_told(is)
	was != is
}

_weighed("block", was, is, _) := false if {
	lib.found(was)
	lib.left_out(is)
}

# Days that something is kept at least, and at most.
_weighed("shortest", was, is, _) if {
	lib.unset(was)
} else := false if {
	lib.unset(is)
} else := answer if {
	answer := lib.at_least(is, was)
}

_weighed("longest", was, is, _) if {
	lib.unset(was)
} else := false if {
	lib.unset(is)
} else := answer if {
	answer := lib.at_most(is, was)
}

_weighed("kept", was, is, _) if {
	lib.left_out(was)
} else := false if {
	lib.left_out(is)
} else := answer if {
	before := lib.only(was)
	after := lib.only(is)
	period := lib.at_least(_number(after.retention_period), _number(before.retention_period))
	answer := lib.every_true([period, _is_on_still(before.is_locked, after.is_locked)])
}

# It is on, unless somebody turns it off.
_weighed("on", was, is, _) if {
	was == false
} else := false if {
	is == false
} else := lib.within(is, [true, null])

_weighed("denials", was, is, known) if {
	lib.unset(was)
} else := false if {
	lib.unset(is)
	_denies(was)
} else := answer if {
	answer := _denied_still(_statements(was), _statements(is), known)
}

_weighed("bounds", was, is, known) := answer if {
	before := _statements(was)
	after := _statements(is)
	answer := lib.every_true([
		_denied_still(before, after, known),
		_allowed_no_more(before, after, known),
	])
}

_weighed("whole", was, is, known) if {
	lib.unset(was)
} else if {
	_bounds(was) == false
} else := false if {
	lib.unset(is)
} else := answer if {
	before := _statements(was)
	after := _statements(is)
	answer := lib.every_true([
		_denied_still(before, after, known),
		_allowed_within(before, after, known),
	])
}

_weighed("control", was, is, known) := answer if {
	answer := _control_still(was, is, known)
}

_weighed(kind, was, is, _) := answer if {
	answer := _assigned_still(kind, was, is)
}

_weighed(kind, was, is, _) if {
	_is_no_less(kind, was, is)
}

_weighed("each", was, is, _) := _are_all_left(was, is)

# A list of policies: those that are struck out denied nothing.
_weighed("policies", was, is, known) := answer if {
	is_array(was)
	left := _listed_in(is)
	struck := [arn | some arn in was; lib.within(arn, left) == false]
	denied := lib.any_true([_denied_by(arn, known) | some arn in struck])
	answer := denied == false
}

_weighed("expiry", was, is, _) := answer if {
	answer := _expired_still(was, is)
}

_weighed("selected", was, is, _) := answer if {
	answer := _recorded_still(was, is)
}

_weighed("lock", was, is, _) if {
	lib.left_out(was)
} else := false if {
	lib.left_out(is)
} else := answer if {
	before := lib.only(lib.only(was).default_retention)
	after := lib.only(lib.only(is).default_retention)
	after.mode == before.mode
	answer := lib.at_least(_days(after), _days(before))
}

_weighed("perimeter", was, is, _) if {
	lib.left_out(was)
} else := false if {
	lib.left_out(is)
} else := answer if {
	before := lib.only(was)
	after := lib.only(is)
	answer := lib.every_true([_guarded_still(name, before, after) |
		some name in (object.keys(before) | object.keys(after))
	])
}

_guarded_still(name, before, after) if {
	object.get(before, name, null) == object.get(after, name, null)
} else := answer if {
	lib.within(name, ["resources", "restricted_services"])
	answer := _are_all_left(before[name], after[name])
} else := "unknown"

_are_all_left(was, is) if {
	_listed_in(was) == []
} else := lib.every_true([lib.within(x, _listed_in(is)) | some x in _listed_in(was)])

_listed_in(list) := list if {
	is_array(list)
} else := [] if {
	lib.unset(list)
}

_is_on_still(was, is) if {
	_is_on(was) == false
} else := answer if {
	was == true
	answer := _is_on(is)
}

_is_told(value) if {
	is_string(value)
} else if {
	is_number(value)
}

# Later versions of Google's provider write a period as text.
_number(value) := value if {
	is_number(value)
} else := to_number(value) if {
	is_string(value)
	regex.match(`^[0-9]{1,15}$`, value)
}

_days(retention) := retention.days if {
	is_number(retention.days)
	retention.days > 0
} else := retention.years * 365 if {
	is_number(retention.years)
}

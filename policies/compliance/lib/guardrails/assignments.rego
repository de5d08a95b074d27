package compliance.lib.guardrails

import data.compliance.lib

# Policies of Azure's: assignments, definitions and sets of them, by the words of Terraform's
# resources and of Azure's own API alike.
_assigned_still("mode", was, is) if {
	_low(was) == "donotenforce"
} else if {
	lib.unset(is)
} else if {
	_low(is) == "default"
} else := false if {
	_low(is) == "donotenforce"
}

# What it does to what it is about, by the default of the definition or by its own word.
_assigned_still("parameters", was, is) := answer if {
	answer := _set_still(_parameters(was), _parameters(is))
}

# Scopes that are left out.
_assigned_still("excluded", was, is) := lib.every_true(answers) if {
	before := {_low(scope) | some scope in _listed_in(was)}
	after := [_low(scope) | some scope in _listed_in(is)]
	count(after) == count(_listed_in(is))
	answers := array.concat([true], [_is_below(scope, before) | some scope in after])
}

_assigned_still("overrides", was, is) if {
	_apart(is, was) == []
	lib.every_true(array.concat([true], [_is_lax(one.value) | some one in _apart(was, is)]))
} else := false if {
	_apart(was, is) == []
	lib.any_true([_is_lax(one.value) | some one in _apart(is, was)])
}

# What it is about, by kind, region and so on: everything, where nothing is said.
_assigned_still("selectors", _, is) if lib.left_out(is)

_assigned_still("references", was, is) := answer if {
	after := [_reference(one) | some one in _listed_in(is)]
	answers := [_referred_still(_reference(one), after) | some one in _listed_in(was)]
	answer := lib.every_true(array.concat([true], answers))
}

# The rule of a definition: it may be about other things than before.
_assigned_still("effect", was, is) := false if {
	_is_strict(_effect(was))
	_is_lax(_effect(is)) == true
} else := false if {
	_effect(was) == "deny"
	_effect(is) != "deny"
	contains(_effect(is), "[") == false
}

_is_below(scope, others) if {
	some other in others
	startswith(concat("", [scope, "/"]), concat("", [other, "/"]))
} else := false

_apart(some_of, others) := [one |
	some one in _listed_in(some_of)
	lib.within(one, _listed_in(others)) == false
]

# An effect that keeps nothing from being made as it is.
_is_lax(effect) := lib.within(lower(effect), _lax) if {
	is_string(effect)
	contains(effect, "[") == false
} else := "unknown"

_is_strict(effect) if _is_lax(effect) == false

_lax := ["audit", "auditifnotexists", "disabled", "manual"]

_set_still(was, is) if {
	was == is
} else if {
	object.remove(was, ["effect"]) == object.remove(is, ["effect"])
	_is_as_strict(object.get(was, "effect", null), object.get(is, "effect", null))
} else := false if {
	_is_strict(was.effect)
	_is_lax(is.effect) == true
} else := "unknown"

_is_as_strict(was, _) if _is_lax(was) == true

_is_as_strict(_, is) if _low(is) == "deny"

# The value of each parameter, or its default.
_parameters(given) := {} if {
	lib.within(given, [null, ""])
} else := {lower(name): _plain_value(one) | some name, one in object_} if {
	object_ := _object(given)
	_are_apart_by_name(object_)
	count([one | some one in object_; is_object(one)]) == count(object_)
}

# Names of which no two differ by case alone.
_are_apart_by_name(named) if {
	count({lower(name) | some name, _ in named}) == count(named)
}

_plain_value(one) := object.get(one, "value", object.get(one, "defaultValue", null))

_object(given) := given if {
	is_object(given)
} else := read if {
	is_string(given)
	json.is_valid(given)
	read := json.unmarshal(given)
	is_object(read)
}

_reference(block) := {"id": id, "parameters": parameters} if {
	is_object(block)
	id := _low(_either(block, "policy_definition_id", "policyDefinitionId"))
	parameters := _parameters(_either(block, "parameter_values", "parameters"))
} else := "unknown"

_either(block, one, other) := object.get(block, one, object.get(block, other, null))

_referred_still(was, after) := answer if {
	found := [_set_still(was.parameters, one.parameters) |
		some one in after
		one.id == was.id
	]
	found != []
	answer := lib.any_true(found)
} else := false if {
	is_object(was)
	every one in after { _is_other(one, was) }
} else := "unknown"

_is_other(one, other) if {
	is_object(one)
	one.id != other.id
}

_effect(rule) := lower(effect) if {
	read := _object(rule)
	is_object(read.then)
	effect := read.then.effect
	is_string(effect)
}

_properties(body) := {lower(name): value | some name, value in found} if {
	[found] := [value | some key, value in _object(body); lower(key) == "properties"]
	is_object(found)
	_are_apart_by_name(found)
}

# What Azure's own API is sent: all its properties but those that only explain.
_body_still(was, is, judged) := answer if {
	before := _properties(was)
	after := _properties(is)
	answer := lib.every_true(array.concat([true], [_property_still(name, before, after) |
		some name in (object.keys(before) | object.keys(after))
		lib.within(name, array.concat(judged, _prose)) == false
	]))
}

_property_still(name, before, after) if {
	object.get(before, name, null) == object.get(after, name, null)
} else := answer if {
	was := object.get(before, name, null)
	answer := _assigned_still(_in_a_body[name], was, object.get(after, name, null))
} else := "unknown"

_prose := ["description", "displayname", "metadata", "noncompliancemessages"]

_in_a_body := {
	"enforcementmode": "mode",
	"notscopes": "excluded",
	"overrides": "overrides",
	"parameters": "parameters",
	"policydefinitions": "references",
	"policyrule": "effect",
	"resourceselectors": "selectors",
}

# Types of Azure's own API of which a body is weighed.
_assigning := [
	"microsoft.authorization/policyassignments@",
	"microsoft.authorization/policydefinitions@",
	"microsoft.authorization/policysetdefinitions@",
]

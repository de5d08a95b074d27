package compliance.lib.guardrails

import data.compliance.lib

# Controls of Control Tower: what their parameters let through.
_control_still(was, is, known) := answer if {
	before := _settings(was)
	after := _settings(is)
	answer := lib.every_true(array.concat([true], [_setting_still(name, before, after, known) |
		some name in (object.keys(before) | object.keys(after))
	]))
}

_settings(list) := {one.key: _setting(one.value) | some one in _listed_in(list)} if {
	names := [one.key | some one in _listed_in(list); is_string(one.key)]
	count({name | some name in names}) == count(_listed_in(list))
}

_setting(value) := {each | some each in json.unmarshal(value)} if {
	is_string(value)
	json.is_valid(value)
	is_array(json.unmarshal(value))
} else := {each | some each in value} if {
	is_array(value)
} else := value

# A list that was not there exempted nobody.
_setting_still(name, before, after, known) if {
	before[name] == after[name]
} else := answer if {
	name == "AllowedRegions"
	is_set(before[name])
	is_set(after[name])
	answer := _are_lawful("aws", after[name] - before[name], known)
} else := answer if {
	startswith(name, "Exempt")
	was := object.get(before, name, set())
	is := object.get(after, name, set())
	is_set(was)
	is_set(is)
	answer := count(is - was) == 0
} else := "unknown"

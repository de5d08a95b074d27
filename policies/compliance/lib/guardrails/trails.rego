package compliance.lib.guardrails

import data.compliance.lib

# What a trail records: by its selectors, each of which adds to the others, or by none of them all
# that is managed.
_recorded_still(was, is) if {
	_listed_in(was) == []
	some one in _listed_in(is)
	_is_of_all_managed(one)
}

_recorded_still(was, is) if {
	_listed_in(was) != []
	_are_all_left(was, is) == true
}

_recorded_still(was, is) if {
	_listed_in(is) == []
	count([one | some one in was; _is_of_managed_alone(one)]) == count(was)
}

_is_of_all_managed(selector) if {
	lib.within(selector.read_write_type, [null, "", "All"])
	lib.within(selector.include_management_events, [null, true])
	lib.left_out(selector.exclude_management_event_sources)
}

_is_of_all_managed(selector) if {
	[field] := _fields(selector)
	_is_managed(field)
}

_is_of_managed_alone(selector) if {
	lib.left_out(_either(selector, "data_resource", "data_resources"))
	_fields(selector) == []
}

_is_of_managed_alone(selector) if {
	some field in _fields(selector)
	_is_managed(field)
}

_is_managed(field) if {
	field.field == "eventCategory"
	field.equals == ["Management"]
}

_fields(selector) := _listed_in(_either(selector, "field_selector", "field_selectors"))

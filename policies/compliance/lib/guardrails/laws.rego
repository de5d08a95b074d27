package compliance.lib.guardrails

import data.compliance.jurisdictions
import data.compliance.lib
import data.compliance.regions

# Whether every law of an audit lets data be in a region: computed with, and stored. "unknown" for a
# region that the data does not know, for a pattern, and where nobody says which laws there are.
_is_lawful(cloud, region, known) := answer if {
	is_array(known.laws)
	answer := lib.every_true([_is_permitted(code, purpose, cloud, region) |
		some code in known.laws
		some purpose in ["inference", "storage"]
	])
} else := "unknown"

_is_permitted(code, purpose, cloud, region) := answer if {
	is_string(code)
	answer := lib.permits(jurisdictions[code][purpose].countries, _countries_of(cloud, region))
} else := "unknown"

_countries_of(_, "unspecified") := "unspecified"

_countries_of(cloud, region) := found if {
	is_string(region)
	region != "unspecified"
	found := lib.countries_of(regions[cloud], region)
}

# Whether every law lets data be in all of these; true for none.
_are_lawful(cloud, names, known) := lib.every_true(answers) if {
	answers := array.concat([true], [_is_lawful(cloud, name, known) | some name in names])
}

# What a condition on the region let through no more, or held back, before it was as it is: by what
# it excludes, or names.
_freed(operator, given, asked) := asked - given if lib.within(operator, _excluding)

_freed(operator, given, asked) := given - asked if lib.within(operator, _including)

# The conditions of a statement on the region: the operator of each and what it lists.
_on_region(statement) := [[operator, _distinct(values)] |
	some operator, keys in _conditions(statement)
	is_object(keys)
	some key, values in keys
	_is_region(key)
]

_is_region(key) if {
	is_string(key)
	lower(key) == "aws:requestedregion"
}

# Every region that conditions of statements list.
_named_regions(statements) := {region |
	some statement in statements
	some listed in _on_region(statement)
	some region in listed[1]
}

# Whether what a statement says of regions holds in one: it does for sure, or it surely does not.
_holds_in(region, statement) if {
	listed := _on_region(statement)
	listed != []
	every one in listed { _holds_there(one[0], one[1], region) == true }
}

_fails_in(region, statement) if {
	some one in _on_region(statement)
	_holds_there(one[0], one[1], region) == false
}

_holds_there(operator, values, region) if {
	lib.within(operator, _excluding)
	_are_plain(values)
	lib.within(region, values) == false
} else if {
	lib.within(operator, _including)
	lib.within(region, values)
} else := false if {
	lib.within(operator, _excluding)
	lib.within(region, values)
} else := false if {
	lib.within(operator, _including)
	_are_plain(values)
}

_are_plain(names) if {
	plain := [name | some name in names; is_string(name); _start(name) == name]
	count(plain) == count(names)
}

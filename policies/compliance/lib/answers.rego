package compliance.lib

# METADATA
# description: The argument, if it is a list, so that loops meet nothing else; undefined otherwise
items(xs) := xs if is_array(xs)

# METADATA
# description: |
#   Whether a block was left out: null or an empty list. Undefined for what is neither a list (how
#   blocks are written) nor an object (how nested attributes are).
left_out(block) if {
	block == null
} else if {
	block == []
} else := false if {
	is_array(block)
} else := false if {
	is_object(block)
}

# METADATA
# description: |
#   The one object of a block that stands once; undefined for a block that is left out or repeated,
#   and for another type.
only(block) := block[0] if {
	is_array(block)
	count(block) == 1
	is_object(block[0])
} else := block if {
	is_object(block)
}

# METADATA
# description: |
#   The countries of a region, by the table of its cloud and its name: a list, or "unspecified".
#   Undefined for a region that the table does not know, or knows without its countries.
countries_of(table, name) := found if {
	is_object(table)
	is_string(name)
	found := _countries(table[name])
}

# METADATA
# description: |
#   Whether all of a list of answers are true. One false answer decides; else one that is neither
#   true nor false, or an empty list, leaves it undefined.
every_true(answers) if {
	is_array(answers)
	count(answers) > 0
	every answer in answers { answer == true }
} else := false if {
	is_array(answers)
	false in answers
}

# METADATA
# description: |
#   Whether one of a list of answers is true. Without a true one, an answer that is neither true
#   nor false leaves it undefined. An empty list is false: nothing is there to be true.
any_true(answers) if {
	is_array(answers)
	true in answers
} else := false if {
	is_array(answers)
	every answer in answers { answer == false }
}

# METADATA
# description: |
#   Whether a time lies between two limits, where null is no limit. Undefined unless it is a
#   positive number; a limit of another type leaves open what the other limit does not refuse.
kept_within(time, minimum, maximum) := kept if {
	is_number(time)
	time > 0
	kept := every_true([_at_least(time, minimum), _at_most(time, maximum)])
}

_at_least(time, minimum) if {
	minimum == null
} else := answer if {
	answer := at_least(time, minimum)
} else := "unknown"

_at_most(time, maximum) if {
	maximum == null
} else := answer if {
	answer := at_most(time, maximum)
} else := "unknown"

_countries(place) := "unspecified" if {
	place.unspecified == true
} else := place.countries if {
	is_array(place.countries)
	count(place.countries) > 0
} else := [place.country] if {
	is_string(place.country)
}

# METADATA
# description: |
#   Whether a law that lets data be in `allowed` lets it be where all of these resources are, by the
#   table of their cloud. Undefined without a resource, or when a region is not known.
all_inside(allowed, table, resources) := answer if {
	is_array(resources)
	answer := every_true([_inside(allowed, table, resource) | some resource in resources])
}

_inside(allowed, table, resource) := answer if {
	answer := permits(allowed, countries_of(table, resource.region))
} else := "unknown"

# METADATA
# description: The neighbours of a resource by their name; an empty list where they cannot be known
named(resource, name) := resources if {
	resources := items(resource.related[name])
} else := []

# METADATA
# description: Whether a related list names anything; undefined for what is no list
found(resources) := resources != [] if is_array(resources)

# METADATA
# description: The regions of a list of resources or places, as far as each has one
regions(xs) := [x.region | some x in xs] if is_array(xs)

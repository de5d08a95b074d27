# METADATA
# title: Typed comparisons
# description: |
#   Functions that are undefined when an argument is missing or of another type, so that a missing
#   value never satisfies and never breaks a rule. The only place for bare `in`, `not` and `<=`.
# scope: package
package compliance.lib

# METADATA
# description: Whether `x` is among `xs`; undefined when either is missing or `xs` is no list or set
within(x, xs) if {
	_collection(xs)
	x in xs
} else := false if _collection(xs)

# METADATA
# description: Whether all of `xs` are among `ys`; undefined when either is empty or no list or set
all_within(xs, ys) := outside == set() if {
	inner := _set(xs)
	outer := _set(ys)
	inner != set()
	outer != set()
	outside := inner - outer
}

# METADATA
# description: |
#   Whether a law that lets data be in `allowed` (a list of countries, or "any") lets it be in
#   `places` (a list of countries, or "unspecified"). Undefined for an empty list or another type.
permits("any", "unspecified") := true

permits("any", places) if {
	is_array(places)
	count(places) > 0
}

permits(allowed, "unspecified") := false if {
	_collection(allowed)
	count(allowed) > 0
}

permits(allowed, places) := all_within(places, allowed) if {
	is_array(places)
	_collection(allowed)
}

# METADATA
# description: |
#   What several laws allow together, of countries each ("any", or a list): "any" when each says so,
#   else the set common to all lists. Undefined for no law, and when one says anything else.
common(laws) := "any" if {
	is_array(laws)
	{law | some law in laws} == {"any"}
}

common(laws) := intersection(lists) if {
	is_array(laws)
	lists := {{country | some country in law} | some law in laws; is_array(law)}
	count(lists) > 0
	count([law | some law in laws; _stated(law)]) == count(laws)
}

# METADATA
# description: Whether `x` is at most `limit`; undefined unless both are numbers
at_most(x, limit) if {
	is_number(x)
	is_number(limit)
	x <= limit
} else := false if {
	is_number(x)
	is_number(limit)
}

# METADATA
# description: Whether `x` is at least `limit`; undefined unless both are numbers
at_least(x, limit) := at_most(limit, x)

# METADATA
# description: Whether the UTC day `a` is `b` or earlier; undefined unless both are `YYYY-MM-DD`
not_after(a, b) if {
	_day(a)
	_day(b)
	a <= b
} else := false if {
	_day(a)
	_day(b)
}

# METADATA
# description: Whether `x` is a UTC day, `YYYY-MM-DD`; defined for every value
is_day(x) if _day(x)

else := false

# METADATA
# description: |
#   The days among `days` that are `at` or earlier (`past`), and those that are `at` or later
#   (`ahead`). Many days at once, because a pattern costs more than a comparison. Undefined unless
#   `at` and all of `days` are `YYYY-MM-DD`.
around(at, days) := {"past": past, "ahead": ahead} if {
	_day(at)
	is_array(days)
	regex.match(_days_pattern, json.marshal(days))
	past := {day | some day in days; day <= at}
	ahead := {day | some day in days; day >= at}
}

# METADATA
# description: Whether `x` is null; undefined when it is missing
unset(x) := x == null

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
countries(table, name) := found if {
	is_object(table)
	is_string(name)
	found := _countries(table[lower(name)])
}

# METADATA
# description: |
#   Whether all of a list of answers are true. One false answer decides; else one that is neither
#   true nor false, or an empty list, leaves it undefined.
every_true(answers) := false if {
	is_array(answers)
	false in answers
} else if {
	is_array(answers)
	count(answers) > 0
	every answer in answers { answer == true }
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

_at_least(_, null) := true

_at_least(time, minimum) := at_least(time, minimum) if is_number(minimum)

_at_least(_, minimum) := "unknown" if {
	not is_number(minimum)
	minimum != null
}

_at_most(_, null) := true

_at_most(time, maximum) := at_most(time, maximum) if is_number(maximum)

_at_most(_, maximum) := "unknown" if {
	not is_number(maximum)
	maximum != null
}

_countries(place) := "unspecified" if {
	place.unspecified == true
} else := place.countries if {
	is_array(place.countries)
	count(place.countries) > 0
} else := [place.country] if {
	is_string(place.country)
}

_collection(xs) if is_array(xs)

_collection(xs) if is_set(xs)

_set(xs) := xs if is_set(xs)

_set(xs) := {x | some x in xs} if is_array(xs)

_stated("any")

_stated(law) if is_array(law)

_day(x) if {
	is_string(x)
	regex.match(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, x)
}

_days_pattern := concat("", [`^\["`, _any_day, `"(,"`, _any_day, `")*\]$`])

_any_day := `[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`

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
all_within(xs, ys) if {
	_filled(xs)
	_filled(ys)
	every x in xs { x in ys }
} else := false if {
	_filled(xs)
	_filled(ys)
}

# METADATA
# description: |
#   Whether a law that lets data be in `allowed` (a list of countries, or "any") lets it be in
#   `places` (a list of countries, or "unspecified"). Undefined for an empty list or another type.
permits(allowed, places) if {
	allowed == "any"
	_stated(places)
} else := answer if {
	is_array(places)
	answer := all_within(places, allowed)
} else := false if {
	places == "unspecified"
	_filled(allowed)
}

# METADATA
# description: |
#   Which of many `places` (name → an object with its countries as keys, or the key "unspecified") a
#   law lets data be in, by name. The law is a list of countries, or "any". Many at once, and by a
#   builtin, because a decision asks about each route. A place without countries is not among them.
admitted(allowed, places) := {name: true |
	some name, countries in places
	countries != {}
	object.remove(countries, allowed) == {}
} if {
	is_array(allowed)
	is_object(places)
}

admitted("any", places) := {name: true | some name, countries in places; countries != {}} if {
	is_object(places)
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
#   Of many `days`, those that are `at` or earlier (`past`), and those that are `at` or later
#   (`ahead`). Many at once, because a pattern costs more than a comparison. Undefined unless `at`
#   is `YYYY-MM-DD`, and `days` are texts from the first to the last day that can be written so.
around(at, days) := {"past": past, "ahead": ahead} if {
	is_string(at)
	regex.match(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, at)
	is_array(days)
	min(days) >= "0001-01-01"
	max(days) <= "9999-12-31"
	past := {day: true | some day in days; day <= at}
	ahead := {day: true | some day in days; day >= at}
}

# METADATA
# description: Whether `x` is null; undefined when it is missing
unset(x) := x == null

_collection(xs) if is_array(xs)

_collection(xs) if is_set(xs)

_filled(xs) if {
	is_array(xs)
	count(xs) > 0
} else if {
	is_set(xs)
	count(xs) > 0
}

_stated("unspecified") := true

_stated(places) if {
	is_array(places)
	count(places) > 0
}

_day(x) if {
	is_string(x)
	regex.match(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, x)
}

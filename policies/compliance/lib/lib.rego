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
all_within(xs, ys) := every_within if {
	_collection(xs)
	_collection(ys)
	count(xs) > 0
	count(ys) > 0
	outside := {x | some x in xs; not x in ys}
	every_within := count(outside) == 0
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
	is_array(allowed)
	count(allowed) > 0
}

permits(allowed, places) := all_within(places, allowed) if {
	is_array(allowed)
	is_array(places)
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
# description: Whether `x` is null; undefined when it is missing
unset(x) := x == null

_collection(xs) if is_array(xs)

_collection(xs) if is_set(xs)

_day(x) if {
	is_string(x)
	regex.match(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, x)
}

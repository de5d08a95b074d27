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
#   No list lets data be where nobody specifies, not even one that has the word.
permits(allowed, places) if {
	allowed == "any"
	_stated(places)
} else := false if {
	_unspecified(places)
	_filled(allowed)
} else := answer if {
	is_array(places)
	answer := all_within(places, allowed)
}

# METADATA
# description: |
#   Those of many places (the keys of `reach`, what reaches them as values) that are not `allowed`,
#   by a list or "any"; undefined for another type. Many at once, and by a builtin, because a
#   decision asks about each route. The place "unspecified" is beyond every list, also one that has
#   the word.
beyond(allowed, reach) := object.remove(reach, allowed) if {
	is_array(allowed)
	not "unspecified" in allowed
} else := object.remove(reach, [place | some place in allowed; place != "unspecified"]) if {
	is_array(allowed)
} else := {} if {
	allowed == "any"
}

# METADATA
# description: |
#   Those of the `sites` that reach no place beyond what is allowed; undefined where that is neither
#   a list nor "any". See `beyond`.
sites_inside(allowed, sites, reach) := object.keys(sites) - {site |
	some _, there in outside
	some site, _ in there
} if {
	outside := beyond(allowed, reach)
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
# description: Whether all of `days` are UTC days, `YYYY-MM-DD`; undefined for what is no list
are_days(days) := every_true([is_day(day) | some day in days]) if is_array(days)

# METADATA
# description: |
#   The first of many times, from a `first` to a `last` day each, in which the day `at` lies.
#   Undefined where there is none, and unless `at` is `YYYY-MM-DD`; that the others are, `settled`
#   has seen to.
on(at, times) := [time | some time in times; time.first <= at; at <= time.last][0] if {
	is_string(at)
	regex.match(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, at)
}

# METADATA
# description: The same, of a day that `on` has taken for one
now(at, times) := [time | some time in times; time.first <= at; at <= time.last][0]

# METADATA
# description: |
#   Whether one time lasts all through another, each from a `first` to a `last` day; undefined where
#   it does not. That all of them are days, `settled` has seen to.
lasts_through(time, span) if {
	time.first <= span.first
	span.last <= time.last
}

# METADATA
# description: |
#   Those of the keys of `known` that an allow-list lets be used; null lets all be. Undefined for
#   another type: a list that cannot be read allows nothing.
let_through(allowed, known) := known if {
	allowed == null
} else := object.filter(known, allowed) if {
	is_array(allowed)
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

_unspecified("unspecified") := true

_unspecified(places) if {
	is_array(places)
	"unspecified" in places
}

_day(x) if {
	is_string(x)
	regex.match(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, x)
}

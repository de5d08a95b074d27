# METADATA
# title: What a rule of an S3 lifecycle does
# description: |
#   Answers that are true, false, or "unknown" when an attribute that decides is not known. What is
#   left out is null; what is missing is not known.
# scope: package
package compliance.lib.lifecycle

import data.compliance.lib

# METADATA
# description: |
#   Whether a rule in force deletes every object of its bucket in time: its `current` ones, or its
#   `noncurrent` versions, however many newer ones there are
deletes_all(rule, kind) := answer if {
	answer := lib.every_true([_enabled(rule), _whole(rule), _deletes(rule, kind)])
} else := "unknown"

# METADATA
# description: Whether a rule leaves every object for `minimum` days at least
keeps(rule, minimum) if {
	_enabled(rule) == false
} else := answer if {
	answer := _long_enough(_days(rule, "current"), minimum)
	answer == true
} else := false if {
	_enabled(rule) == true
	_whole(rule) == true
	_long_enough(_days(rule, "current"), minimum) == false
} else := "unknown"

_long_enough(null, _) := true

_long_enough(days, minimum) := lib.at_least(days, minimum) if is_number(days)

_enabled(rule) if {
	rule.status == "Enabled"
} else := false if {
	rule.status == "Disabled"
} else := "unknown"

_deletes(rule, kind) := false if {
	_days(rule, kind) == null
} else := answer if {
	answer := lib.at_least(_days(rule, kind), 1)
} else := "unknown"

# A number, null where the rule deletes none, or "unknown" where a date or a missing word decides.
_days(rule, "current") := null if {
	lib.left_out(rule.expiration)
} else := null if {
	expiration := lib.only(rule.expiration)
	_unset(expiration.date)
	_unset(expiration.days)
} else := expiration.days if {
	expiration := lib.only(rule.expiration)
	_unset(expiration.date)
	is_number(expiration.days)
} else := "unknown"

_days(rule, "noncurrent") := null if {
	lib.left_out(rule.noncurrent_version_expiration)
} else := expiration.noncurrent_days if {
	expiration := lib.only(rule.noncurrent_version_expiration)
	_unset(expiration.newer_noncurrent_versions)
	is_number(expiration.noncurrent_days)
} else := "unknown"

# A state of an older provider has an empty text or a 0 for what nobody wrote; S3 takes neither.
_unset(value) if {
	lib.unset(value)
} else if {
	value == ""
} else if {
	value == 0
}

_whole(rule) := answer if {
	answer := lib.every_true([_unfiltered(rule), _open(rule, "prefix")])
} else := "unknown"

_unfiltered(rule) if {
	lib.left_out(rule.filter)
} else := answer if {
	filter := lib.only(rule.filter)
	answer := lib.every_true([_open(filter, name) | some name in _filters])
} else := "unknown"

_filters := ["prefix", "tag", "and", "object_size_greater_than", "object_size_less_than"]

_open(block, name) := block[name] in [null, "", []] if {
	is_object(block)
	_ := block[name]
} else := "unknown"

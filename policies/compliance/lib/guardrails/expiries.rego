package compliance.lib.guardrails

import data.compliance.lib
import data.compliance.lib.lifecycle

# What rules of a bucket or of a storage account delete in time, of whatever cloud. How soon is a
# matter of the regime, not of this; of what, and of which versions of it, is.

_expired_still(was, is) := answer if {
	is_array(was)
	expiring := [rule | some rule in was; _is_expiring(rule) != false]
	answer := _each_expired_still(expiring, _listed_in(is))
}

_each_expired_still(expiring, left) if {
	expiring == []
} else := false if {
	some rule in expiring
	_is_expiring(rule) == true
	lib.any_true([_is_expiring(other) | some other in left]) == false
} else := kept if {
	parts := [[part, rule] | some rule in expiring; some part in _expired(rule)]
	count(parts) > 0
	kept := count([pair | some pair in parts; _is_left(pair, left)]) == count(parts)
	kept == true
}

_is_left([part, rule], left) if {
	some other in left
	_is_expiring(other) == true
	_expires_part(part, rule, other)
}

# Whether a rule deletes anything in time.
_is_expiring(rule) := false if {
	rule.status == "Disabled"
} else := false if {
	rule.enabled == false
} else := answer if {
	rule.status == "Enabled"
	silent := [_is_silent(rule[name]) | some name in _deleting]
	count(silent) == count(_deleting)
	answer := lib.every_true(silent) == false
} else := answer if {
	rule.enabled == true
	answer := _deleted_kinds(rule) != []
} else := answer if {
	is_array(rule.action)
	answer := lib.any_true([_deletes(action) | some action in rule.action])
} else := "unknown"

_deleting := ["expiration", "noncurrent_version_expiration"]

# What only takes away markers of what was deleted deletes nothing.
_is_silent(block) if {
	lib.left_out(block)
} else if {
	lib.only(block).expired_object_delete_marker == true
} else := false

# Of the actions of a bucket of Google's; another one moves an object, or ends an upload.
_deletes(action) := action.type == "Delete" if {
	is_string(action.type)
} else := "unknown"

_deleted_kinds(rule) := [kind |
	some kind in ["base_blob", "snapshot", "version"]
	lib.any_true([lib.at_least(days, 0) |
		some actions in lib.items(rule.actions)
		some block in lib.items(actions[kind])
		some name, days in block
		startswith(name, "delete_")
		is_number(days)
	])
]

# What a rule that expires anything is about, each for itself; a rule nobody can read is one thing.
_expired(rule) := parts if {
	rule.status == "Enabled"
	parts := [name | some name in _deleting; _is_silent(rule[name]) == false]
} else := parts if {
	rule.enabled == true
	parts := _deleted_kinds(rule)
} else := ["all"]

_expires_part(name, _, other) if {
	lifecycle.deletes_all(other, _versions[name]) == true
}

_expires_part(name, one, other) if {
	lib.within(name, _deleting)
	one.filter == other.filter
	one.prefix == other.prefix
	_but_days(one[name]) == _but_days(other[name])
}

_expires_part(kind, one, other) if {
	lib.within(kind, _deleted_kinds(other))
	_asks_no_more(_filtered(one), _filtered(other))
}

_expires_part("all", one, other) if {
	_asks_no_more(_conditioned(one), _conditioned(other))
}

_versions := {"expiration": "current", "noncurrent_version_expiration": "noncurrent"}

_but_days(block) := object.remove(lib.only(block), ["days", "noncurrent_days"])

# Whether all that a rule asks for is asked by another one too, or is a list of more.
_asks_no_more(narrow, wide) if {
	kept := [name | some name, asked in wide; _is_no_further(name, narrow[name], asked)]
	count(kept) == count(wide)
}

_is_no_further(_, was, asked) if was == asked

_is_no_further(name, was, asked) if {
	lib.within(name, _alternatives)
	_are_all_left(was, asked) == true
}

_alternatives := [
	"blob_types",
	"matches_prefix",
	"matches_storage_class",
	"matches_suffix",
	"prefix_match",
]

# What a rule of a storage account asks for; undefined where part of that is not known.
_filtered(rule) := {} if {
	lib.left_out(rule.filters)
} else := _asked_by(lib.only(rule.filters), ["blob_types", "match_blob_index_tag", "prefix_match"])

# The same of a rule of Google's: how old something is decides when it goes, and not what goes.
_conditioned(rule) := object.union(_asked_by(condition, _narrowing), aged) if {
	condition := lib.only(rule.condition)
	aged := {name: true | some name, _ in _asked_by(condition, _aging)}
}

_narrowing := [
	"created_before",
	"custom_time_before",
	"matches_prefix",
	"matches_storage_class",
	"matches_suffix",
	"noncurrent_time_before",
	"num_newer_versions",
	"with_state",
]

_aging := ["days_since_custom_time", "days_since_noncurrent_time"]

_asked_by(block, names) := asked if {
	known := {name: block[name] | some name in names}
	count(known) == count(names)
	asked := {name: value |
		some name, value in known
		lib.within(value, [null, "", "ANY", 0, []]) == false
	}
}

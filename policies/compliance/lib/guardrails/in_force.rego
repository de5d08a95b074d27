package compliance.lib.guardrails

import data.compliance.lib

# Whether something of a type that may guard does: true, false, or "unknown".
_in_force(one, known) if {
	is_string(one.type)
	hanging := object.keys(_documents) | object.keys(_attachments)
	lib.within(one.type, ((hanging | _by_value) | object.keys(_listing))) == false
} else := answer if {
	object.get(_listing, one.type, null) != null
	answer := _lists_denials(one, known)
} else := answer if {
	lib.within(one.type, _log_groups)
	answer := _expires_or_goes(one)
} else := answer if {
	one.type == "google_vertex_ai_cache_config"
	answer := _is_on(one.values.disable_cache)
} else := answer if {
	one.type == "google_storage_bucket"
	answer := _keeps_or_expires(one)
} else := answer if {
	lib.within(one.type, _egress)
	answer := _stops_egress(one.values)
} else := false if {
	_made_of_others(one.values[_stacks[one.type]])
} else := answer if {
	one.type == "azapi_resource"
	answer := _made_through_arm(one.values.type)
} else := false if {
	lib.within(one.type, _optional)
	lib.unset(one.values[_documents[one.type]])
} else := false if {
	lib.within(one.type, _bounding)
	_is_beside_prompts(one, known)
} else := answer if {
	lib.within(one.type, _bounding)
	answer := _bounds(one.values[_documents[one.type]])
} else := answer if {
	place := _documents[one.type]
	lib.within(one.type, _bounding) == false
	answer := _denies(one.values[place])
} else := answer if {
	place := _attachments[one.type]
	policies := _several(one.values[place])
	answer := lib.any_true([_denied_by(arn, known) | some arn in policies])
} else := "unknown"

# Types of which not their kind alone decides.
_by_value := ((_log_groups | object.keys(_stacks)) | _egress) | {
	"azapi_resource",
	"google_storage_bucket",
	"google_vertex_ai_cache_config",
}

# Whether a text names what is made there, and nothing that may guard. Azure knows no case.
_made_of_others(text) if {
	is_string(text)
	text != ""
	lib.any_true([contains(lower(text), lower(kind)) | some kind in _made_there]) == false
}

_log_groups := {"aws_cloudwatch_log_group", "awscc_logs_log_group"}

_is_on(switch) := switch if {
	is_boolean(switch)
} else := false if {
	lib.unset(switch)
}

# A log group that expires guards, and one that does not has records for ever: until it goes.
_expires_or_goes(group) if {
	lib.at_least(group.values.retention_in_days, 1)
} else := answer if {
	_keeps_for_ever(group.values.retention_in_days)
	answer := _goes_with_its_records(group)
}

_keeps_for_ever(days) if {
	lib.unset(days)
} else if {
	lib.at_least(days, 1) == false
}

_goes_with_its_records(group) if {
	lib.within(group.action, ["delete", "gone", "replace"])
	lib.within(group.values.skip_destroy, [true]) == false
} else := false if {
	lib.within(group.action, ["forget", "update"])
} else := false if {
	group.values.skip_destroy == true
}

# What a bucket of Google says of its own objects. One is deleted only when it is empty, or with
# what is in it: what only expired goes with it then, and of what was to be kept nobody can tell.
_keeps_or_expires(one) := false if {
	lib.within(one.action, ["delete", "gone", "replace"])
	lib.within(one.values.force_destroy, [null, false])
} else := false if {
	lib.within(one.action, ["delete", "gone", "replace"])
	lib.left_out(one.values.retention_policy)
} else := answer if {
	lib.within(one.action, ["forget", "removed", "update"])
	kept := _is_written(one.values.retention_policy)
	answer := lib.any_true([kept, _expires(one.values.lifecycle_rule)])
}

_is_written(block) if {
	lib.found(block)
} else := false if {
	lib.left_out(block)
} else := "unknown"

_expires(rules) := false if {
	lib.left_out(rules)
} else := lib.any_true([_is_expiring(rule) | some rule in rules]) if {
	is_array(rules)
} else := "unknown"

# Whether a rule of a firewall stops what goes out.
_stops_egress(rule) := false if {
	rule.disabled == true
} else := false if {
	lib.within(rule.direction, [null, "INGRESS"])
} else := false if {
	lib.left_out(rule.deny)
	lib.unset(rule.action)
} else := false if {
	lib.within(rule.action, ["allow", "goto_next"])
} else := answer if {
	rule.direction == "EGRESS"
	lib.within(rule.disabled, [null, false])
	answer := _denies_traffic(rule)
} else := "unknown"

_denies_traffic(rule) if {
	rule.action == "deny"
} else if {
	lib.left_out(rule.deny) == false
}

_made_through_arm(type) := answer if {
	is_string(type)
	type != ""
	answer := lib.any_true([startswith(lower(type), start) | some start in _arm])
}

# Whether a document has a statement that denies something; undefined where it cannot be read.
_denies(text) := answer if {
	statements := _statements(text)
	answer := lib.any_true([_is_denial(one) | some one in statements])
}

_statements(text) := statements if {
	is_string(text)
	json.is_valid(text)
	document := json.unmarshal(text)
	is_object(document)
	statements := _several(document.Statement)
} else := statements if {
	is_object(text)
	statements := _several(text.Statement)
}

_is_denial(statement) if {
	statement.Effect == "Deny"
} else := false if {
	statement.Effect == "Allow"
} else := "unknown"

# Whether a policy denies something, by its ARN. Of what is not in the change nobody knows, nor of
# those that AWS manages.
_denied_by(arn, known) if {
	lib.within(arn, known.denying)
} else := false if {
	lib.within(arn, known.granting)
	lib.within(arn, known.unread) == false
} else := "unknown"

_denying(policy) := answer if {
	answer := _denies(policy.values.policy)
} else := "unknown"

# One or more; undefined for none.
_several(value) := value if {
	is_array(value)
	value != []
} else := [value] if {
	is_string(value)
} else := [value] if {
	is_object(value)
}

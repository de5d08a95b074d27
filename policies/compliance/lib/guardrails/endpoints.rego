package compliance.lib.guardrails

import data.compliance.lib

# Whether what limits an endpoint is surely no matter of the law: no prompt goes through it, and
# what it says is not of regions.
_is_beside_prompts(one, known) if {
	_is_of_another_service(one, known)
	statements := _statements(one.values[_documents[one.type]])
	every statement in statements {
		_conditions(statement)
		_on_region(statement) == []
	}
}

_is_of_another_service(one, known) if {
	one.type == "aws_vpc_endpoint_policy"
	lib.within(one.values.vpc_endpoint_id, known.aside)
}

_is_of_another_service(one, _) if _is_aside(one)

# Whether an endpoint is for a service of AWS's own that has no prompts: who stands behind somebody
# else's, or behind an API that is made there, nobody knows.
_is_aside(endpoint) if {
	lib.within(endpoint.type, _optional)
	is_string(endpoint.values.service_name)
	name := lower(endpoint.values.service_name)
	startswith(name, "com.amazonaws.")
	lib.any_true([contains(name, word) | some word in _prompted]) == false
} else := false

_prompted := ["anthropic", "bedrock", ".execute-api", ".vpce."]

# The ids of endpoints of which all that bear it are for such services.
_aside(rows) := _ids([one | some one in endpoints; _is_aside(one)]) - others if {
	endpoints := [one | some one in rows; one.type == "aws_vpc_endpoint"]
	others := _ids([one | some one in endpoints; _is_aside(one) == false])
}

_ids(rows) := {one.values.id | some one in rows; _is_name(one.values.id)}

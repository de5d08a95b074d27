package compliance.lib.guardrails

import data.compliance.lib

# Whether a denial that is about regions names a service that has none: what it keeps from anybody
# is no place.
_has_no_place(pair) if {
	_on_region(pair.statement) != []
	lib.within(_service(pair.Action), _without_regions)
}

# Whether what a denial is about is nothing that a law of the audit knows: one thing that can be
# done with another service, told from others by a trait of that service's own, before and after.
_is_beside(pair, denials, known) if {
	lib.within(_service(pair.Action), _guarding) == false
	_are_plain([pair.Action.only])
	lib.any_true([contains(pair.Action.only, word) | some word in _guarding_words]) == false
	_on_region(pair.statement) == []
	_is_anywhere(pair.Resource)
	some one in denials
	_covers(one, pair.Action, "Action")
	_covers(one, pair.Resource, "Resource")
	_is_about_as_many(pair.statement, one)
	given := _conditions(pair.statement)
	every asked in _asked_for(one) {
		_is_implied_or_own(asked, given, [_service(pair.Action), known])
	}
}

# All that the conditions of a statement ask for: by which operator, of which key, and what.
_asked_for(statement) := [[operator, key, asked] |
	some operator, keys in _conditions(statement)
	some key, asked in keys
]

_is_implied_or_own([operator, key, asked], given, [_, known]) if {
	_is_implied(operator, _distinct(given[operator][key]), _distinct(asked), [key, known])
}

_is_implied_or_own([operator, key, _], given, [service, _]) if {
	_is_trait(key, service)
	lib.within(key, {name | some name, _ in given[operator]}) # no further trait
}

_is_trait(key, service) if {
	is_string(key)
	startswith(lower(key), concat("", [service, ":"]))
	lib.any_true([contains(lower(key), word) | some word in _placing_words]) == false
}

_service(part) := split(part.only, ":")[0] if is_string(part.only)

_is_anywhere(part) if part.only == "*"

_is_anywhere(part) if {
	is_string(part.only)
	lib.within(split(part.only, ":")[3], ["", "*"])
}

# Services of which no call is a matter of a region.
_without_regions := [
	"account",
	"billing",
	"budgets",
	"ce",
	"freetier",
	"globalaccelerator",
	"health",
	"iam",
	"invoicing",
	"organizations",
	"payments",
	"pricing",
	"route53",
	"route53domains",
	"shield",
	"support",
	"tax",
	"trustedadvisor",
	"waf",
]

# Services of which a denial may guard what the law is about: calls to Claude, records of them, what
# is kept, and who may change all that.
_guarding := [
	"*",
	"account",
	"aws-external-anthropic",
	"bedrock",
	"bedrock-agentcore",
	"bedrock-mantle",
	"cloudformation",
	"cloudtrail",
	"config",
	"controltower",
	"iam",
	"kms",
	"logs",
	"organizations",
	"s3",
	"s3-object-lambda",
	"s3-outposts",
	"s3express",
	"sso",
	"sts",
]

_guarding_words := ["endpoint", "flowlog", "log"]

# What a trait has in its name that may be about where something is, or who may read it.
_placing_words := [
	"account",
	"arn",
	"encrypt",
	"endpoint",
	"key",
	"kms",
	"outpost",
	"owner",
	"public",
	"region",
	"source",
	"subnet",
	"tag",
	"vpc",
	"zone",
]

package compliance.lib.guardrails

import data.compliance.lib

# What the things of an estate are asked for, once for all that goes: a change may take thousands
# away, and leave more standing. A list is null where the estate has none.
_known(estate) := {
	"standing": standing,
	"keyed": keyed,
	"keys": {pair[0] | some pair in keyed},
	"vague": [other | some other in _rows(standing); _key(other) == ""],
	"owners": owners,
	"gone": {_gone_key(other) | some other in _rows(owners)},
	"emptied": {_gone_key(other) | some other in _rows(owners); _is_emptied(other)},
	"owned": stand.owned,
	"unnamed": stand.unnamed,
	"anew": stand.anew,
	"strangers": _strangers(owners),
	"bearers": bearers,
	"bearing": {pair[0] | some pair in bearers},
	"kinds": {pair[1].type | some pair in bearers},
	"nameless": {other.type | some other in stand.unnamed},
	"binding": [[pair[0], object.get(pair[1].values, place, "")] |
		some pair in binding
		place := _documents[pair[1].type]
	],
	"attached": [[pair[0], _several(pair[1].values[place])] |
		some pair in binding
		place := _attachments[pair[1].type]
	],
	"unbound": lib.within("", [pair[0] | some pair in binding]),
	"denying": {pair[0] | some pair in policies; pair[1] == true},
	"granting": {pair[0] | some pair in policies; pair[1] == false},
	"unread": {pair[0] | some pair in policies; pair[1] == "unknown"},
	"insiders": insiders,
	"inside": {pair[0] | some pair in insiders},
	"aside": _aside(array.concat(_rows(standing), _rows(removed))),
	"laws": _listed(estate, "jurisdictions"),
} if {
	standing := _listed(estate, "resources")
	removed := _listed(estate, "removed")
	keyed := [[key, other] |
		some other in _rows(standing)
		key := _key(other)
		lib.within(key, ["", "-"]) == false
	]
	owners := _owners(removed)
	stand := _standing_owners(standing)
	bearers := [[_bearer_key(other), other] | some other in _rows(standing)]
	binding := [[_binding_key(other), other] |
		some other in _rows(standing)
		lib.within(_bound[other.type].to, _bearing)
	]
	insiders := _insiders(array.concat(_rows(standing), _rows(removed)))
	policies := [[other.values.arn, _denying(other)] |
		some other in array.concat(_rows(standing), _rows(removed))
		other.type == "aws_iam_policy"
		is_string(other.values.arn)
	]
}

_listed(estate, name) := estate[name] if {
	is_array(estate[name])
} else := null

_rows(list) := list if {
	is_array(list)
} else := []

# The type and all the names of a guardrail: two that have a key are one thing only if it is the
# same. "" where a name is not known; "-" for what is no guardrail.
_key(one) := "-" if {
	is_string(one.type)
	object.get(_names, one.type, null) == null
} else := concat("\n", array.concat([one.type], names)) if {
	names := [_named_as(name, one.values[name]) |
		some name in _names[one.type]
		_is_name(one.values[name])
	]
	count(names) == count(_names[one.type])
	is_object(one.values)
} else := ""

_binding_key(other) := key if {
	key := _bound_key(other)
} else := ""

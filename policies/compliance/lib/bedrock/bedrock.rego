# METADATA
# title: Where a Bedrock model reference computes
# description: |
#   Reads model ids, inference profile ids and their ARNs by the tables of routes and regions. What
#   is opaque (an application profile), or not listed, stays undefined and never passes.
# scope: package
package compliance.lib.bedrock

import data.compliance.lib

# METADATA
# description: |
#   The countries that a model id, profile id or ARN computes in when it is called from a region: a
#   list, or "unspecified". The region may be null where the reference names its own.
countries(reference, region) := found if {
	parsed := _parsed(reference, region)
	found := _countries(parsed)
}

_parsed(reference, region) := {"kind": kind, "id": id, "region": parts[3]} if {
	is_string(reference)
	startswith(reference, "arn:")
	parts := split(reference, ":")
	parts[2] == "bedrock"
	[kind, id] := split(concat(":", array.slice(parts, 5, count(parts))), "/")
} else := {"kind": "foundation-model", "id": reference, "region": region} if {
	is_string(reference)
	region != ""
	regex.match(`^anthropic\.claude-[a-z0-9.:-]+$`, reference)
} else := {"kind": "inference-profile", "id": reference, "region": region} if {
	is_string(reference)
	regex.match(`^[a-z-]+\.anthropic\.claude-[a-z0-9.:-]+$`, reference)
}

# An ARN without a region is how AWS writes global routing.
_countries(parsed) := "unspecified" if {
	parsed.kind == "foundation-model"
	parsed.region == ""
} else := "unspecified" if {
	parsed.kind == "inference-profile"
	startswith(parsed.id, "global.")
} else := lib.countries_of(data.compliance.regions.aws, parsed.region) if {
	parsed.kind == "foundation-model"
} else := _union(answers) if {
	parsed.kind == "inference-profile"
	answers := [_offered(offer, parsed.id) |
		some offer in data.compliance.routes.bedrock.offers
		some model in offer.models
		model.model_id == parsed.id
		lib.within(parsed.region, offer.sources)
	]
}

# What nobody has read in a source proves nothing.
_offered(offer, id) := found if {
	_read(offer)
	some model in offer.models
	model.model_id == id
	_read(model)
	found := _destinations(offer)
} else := "unknown"

_read(entry) if entry.confidence in {"V", "S"}

_destinations(offer) := offer.countries if {
	is_array(offer.countries)
	count(offer.countries) > 0
}

_destinations(offer) := "unspecified" if offer.countries == "unspecified"

_destinations(offer) := _union(answers) if {
	offer.countries == "by-destination"
	is_array(offer.destinations)
	answers := [_region(destination) | some destination in offer.destinations]
}

_region(name) := found if {
	found := lib.countries_of(data.compliance.regions.aws, name)
} else := "unknown"

_union(answers) := "unspecified" if {
	"unspecified" in answers
} else := sort({country | some answer in answers; some country in answer}) if {
	count(answers) > 0
	every answer in answers { is_array(answer) }
}

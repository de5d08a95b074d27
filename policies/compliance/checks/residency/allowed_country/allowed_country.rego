# METADATA
# title: Stored data stays in its jurisdiction's countries
# description: |
#   Fails a resource that keeps content, or a copy of it, in a country where its jurisdiction does
#   not let data be stored, or in a place that names no country. Unknown when a region, its country
#   or the law is missing, for a resource that may hold content and has no region, and for one that
#   names a region abroad nobody knows what for.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   id: RES-001
#   severity: high
#   per: jurisdiction
#   applies_to: {except: compliance.resources.without_content}
#   rationale: Where data is stored decides which country's law and authorities can reach it
#   remediation: Move the resource and its copies to regions in countries its jurisdiction lists
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "cm-12"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.allowed_country

import data.compliance.jurisdictions
import data.compliance.lib
import data.compliance.regions

id := "RES-001"

default verdict := "unknown"

verdict := "pass" if _inside

verdict := "fail" if _inside == false

evidence["region"] := input.resource.region

evidence["countries"] := _countries

evidence["places"] := lib.regions(input.resource.regions)

evidence["outside"] := sort(_outside) if _outside != set()

# The places at fault, as `us-east-1 (US)`.
_outside contains _named(input.resource.region, _countries) if _home == false

_outside contains _named(place.region, _countries_of(place.region)) if {
	some place in lib.items(input.resource.regions)
	_permitted(place) == false
}

# More countries than can be read at a glance are counted.
_named(region, countries) := sprintf("%s (%s)", [region, countries]) if {
	is_string(countries)
} else := sprintf("%s (%s)", [region, concat(", ", countries)]) if {
	lib.at_most(count(countries), 6)
} else := sprintf("%s (%d countries)", [region, count(countries)])

_inside := false if _home == false

# A list, empty at least, says where content goes besides; where it is missing, copies may hide.
_inside := lib.every_true(array.concat([_home], copies)) if {
	places := lib.items(input.resource.regions)
	home := {"region": object.get(input.resource, "region", null), "role": "home"}
	copies := [_permitted(place) | some place in places; place != home]
}

default _home := "unknown"

_home := lib.permits(_law.countries, _countries)

_countries := _countries_of(input.resource.region)

# Of a place that is only mentioned nobody knows what goes there: abroad, that is unknown.
_permitted(place) if {
	_allows(place.region)
} else := false if {
	_allows(place.region) == false
	object.get(place, "role", "") != "mentioned"
} else := "unknown"

_allows(region) := lib.permits(_law.countries, _countries_of(region))

_countries_of(region) := lib.countries_of(_regions, region)

# Where another cloud's table is meant, the place names it: `anthropic:us`.
_countries_of(region) := lib.countries_of(regions[cloud], name) if {
	is_string(region)
	[cloud, name] := split(region, ":")
}

_regions := regions[input.resource.provider]

_law := jurisdictions[input.jurisdiction].storage

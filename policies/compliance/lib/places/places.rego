# METADATA
# title: Which countries a list of places names
# description: |
#   Reads the facts about locations (`enforced`, `allowed`, `denied`) that policies of Google and
#   Azure are stated with. A value that the data does not know leaves the question open.
# scope: package
package compliance.lib.places

import data.compliance.lib

# METADATA
# description: |
#   Whether a policy lets resources be made where a law lets data be: a list of countries, or "any".
#   `named` gives the countries of each value. A value outside decides, unless something is denied:
#   what is denied may be just that value. Where any is allowed and more is inherited, what stands
#   above may leave less.
met(locations, named, allowed) if {
	allowed == "any"
	is_boolean(locations.enforced)
} else if {
	locations.enforced == true
	locations.allowed == []
	is_array(locations.denied)
	is_array(allowed)
} else if {
	locations.enforced == true
	is_array(locations.denied)
	lib.every_true(_answers(locations, named, allowed)) == true
} else := false if {
	locations.enforced == false
	is_array(allowed)
} else := false if {
	locations.allowed == "any"
	locations.inherits == false
	is_array(allowed)
} else := false if {
	locations.denied == []
	lib.every_true(_answers(locations, named, allowed)) == false
}

# METADATA
# description: The values that name a place outside
outside(locations, named, allowed) := [value |
	some value in lib.items(locations.allowed)
	lib.permits(allowed, named[value]) == false
]

# METADATA
# description: |
#   The countries of each value that a policy of Google allows: a group (`in:eu-locations`), all that
#   lies in a region (`in:europe-west1-locations`), a region, a multi-region or a zone
google(locations) := {value: found |
	some value in lib.items(locations.allowed)
	found := _google(value)
}

# METADATA
# description: The countries of each location that a policy of Azure allows
azure(locations) := {value: found |
	some value in lib.items(locations.allowed)
	found := lib.countries_of(data.compliance.regions.azure, value)
}

_google(value) := found if {
	is_string(value)
	group := trim_prefix(value, "in:")
	group != value
	found := lib.countries_of(data.compliance.regions.google_groups, group)
} else := found if {
	is_string(value)
	startswith(value, "in:")
	endswith(value, "-locations")
	region := trim_suffix(trim_prefix(value, "in:"), "-locations")
	found := lib.countries_of(data.compliance.regions.google, region)
} else := found if {
	is_string(value)
	found := lib.countries_of(data.compliance.regions.google, _region(trim_prefix(value, "is:")))
}

# A zone is its region and a letter.
_region(name) := regex.replace(name, `^([a-z]+-[a-z]+[0-9]+)-[a-z]$`, "$1")

_answers(locations, named, allowed) := [answer |
	some value in lib.items(locations.allowed)
	answer := _inside(named, value, allowed)
]

_inside(named, value, allowed) := answer if {
	answer := lib.permits(allowed, named[value])
} else := "unknown"

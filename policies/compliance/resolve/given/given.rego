# METADATA
# title: What was asked, and the law that it names
# description: |
#   The fields of the request and the tenant, null where one is missing, for the facts of a denial;
#   and, undefined unless every one of them is known, the laws and days that routes are earned by.
# scope: package
package compliance.resolve.given

import data.compliance.lib

default model := null

model := input.request.model

default at := null

at := input.request.at

default features := null

features := input.request.features

default jurisdictions := null

jurisdictions := input.tenant.jurisdictions

default regimes := null

regimes := input.tenant.regimes

default prompts := null

prompts := input.tenant.retention.prompts

# METADATA
# description: Whether the request's day can be read
default day_known := false

day_known := lib.is_day(at)

# METADATA
# description: Every day that the deployments' facts mention, up to the request's day, and from it on
past := _days.past

ahead := _days.ahead

_days := lib.around(at, data.deployments.days)

# METADATA
# description: The law of each of the tenant's jurisdictions; undefined unless all are known
laws := found if {
	codes := lib.items(jurisdictions)
	codes != []
	found := [law | some code in codes; law := data.compliance.jurisdictions[code]]
	count(found) == count(codes)
}

default laws_known := false

laws_known if laws

# METADATA
# description: The tenant's codes that no jurisdiction has
unknown_jurisdictions := _beyond(jurisdictions, data.compliance.jurisdictions)

# METADATA
# description: The law of each of the tenant's regimes, none at best; undefined unless all are known
duties := found if {
	codes := lib.items(regimes)
	found := [regime | some code in codes; regime := data.compliance.regimes[code]]
	count(found) == count(codes)
}

default duties_known := false

duties_known if duties

# METADATA
# description: The tenant's codes that no regime has
unknown_regimes := _beyond(regimes, data.compliance.regimes)

# METADATA
# description: |
#   Whether a fact with this mark was read in a source: a primary (V) or a secondary one (S), rather
#   than known generally (K) or not at all (?). Only what was read earns a route.
read := {"V": true, "S": true, "K": false, "?": false}

# METADATA
# description: What the caller must do for any route to hold
obligations := sort({obligation |
	some regime in duties
	some obligation in regime.obligations
})

_beyond(codes, known) := {code | some code in lib.items(codes)} - object.keys(known)

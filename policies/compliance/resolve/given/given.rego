# METADATA
# title: What was asked, and the law that it names
# description: |
#   The fields of the request and the tenant, null where one is missing, for the facts of a denial;
#   and, undefined unless every one of them is known, the laws and days that routes are earned by.
#   Rules of `resolve` name each other by their whole path, once, before they loop: through an
#   imported package the embedded engine evaluates all of it, and in a loop it looks each time.
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
# description: |
#   Of the days that the deployments' facts mention, those up to the request's day (`past`), and the
#   request's and those after it (`ahead`); undefined without a day.
days := lib.around(input.request.at, data.deployments.days)

# METADATA
# description: The law of each of the tenant's jurisdictions; undefined unless all are known
laws := found if {
	codes := input.tenant.jurisdictions
	is_array(codes)
	codes != []
	every_law := data.compliance.jurisdictions
	found := [law | some code in codes; law := every_law[code]]
	count(found) == count(codes)
}

# METADATA
# description: Whether the tenant has jurisdictions, and each of them is known
default laws_known := false

laws_known if laws

# METADATA
# description: The tenant's codes that no jurisdiction has
unknown_jurisdictions := _beyond(jurisdictions, data.compliance.jurisdictions)

# METADATA
# description: The law of each of the tenant's regimes, if any; undefined unless all are known
duties := found if {
	codes := input.tenant.regimes
	is_array(codes)
	every_regime := data.compliance.regimes
	found := [regime | some code in codes; regime := every_regime[code]]
	count(found) == count(codes)
}

# METADATA
# description: Whether the tenant says which regimes it has, and each of them is known
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

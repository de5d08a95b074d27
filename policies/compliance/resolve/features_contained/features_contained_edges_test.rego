package compliance.resolve.features_contained_edges_test

import data.compliance.resolve.features_contained as rule

# What mutants of the policies showed that no other test looked at.

_providers := {
	"first": {"features": {"search": {"third_party": false}, "fetch": {"third_party": true}}},
	"second": {"features": {"search": {"third_party": true}, "fetch": {"third_party": false}}},
	"neither": {"features": {"search": {"third_party": false}, "fetch": {"third_party": false}}},
	"both": {"features": {"search": {"third_party": true}, "fetch": {"third_party": true}}},
	"unread": {"features": {"search": {"third_party": null}, "fetch": {"third_party": false}}},
}

_tenant := {"countries": ["DE"], "jurisdictions": [], "regimes": []}

test_one_feature_that_sends_is_enough if {
	inside := rule.inside({"search": true, "fetch": true}, _tenant, [], _providers)
	object.keys(inside) == {"neither"}
}

test_nothing_is_held_to_features_that_send_nowhere if {
	rule.inside({}, _tenant, [], _providers) == _providers
}

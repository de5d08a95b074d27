package compliance.resolve.data_classes_admitted_test

import data.compliance.resolve.data_classes_admitted as rule

_known := {"health": {"admitted": true}, "card": {"admitted": false}, "odd": {"admitted": "yes"}}

_denied(request, tenant) := denied if {
	asked := {"names": ["a", "b"], "data_classes": {"request": request, "tenant": tenant}}
	denied := rule.denied(asked) with data.compliance.data_classes as _known
}

test_is_met_where_all_are_admitted if {
	rule.met(["health"], ["health"], _known)
	rule.met([], [], _known)
}

test_is_not_met_by_what_is_refused_unknown_or_oddly_admitted if {
	refused := ["card", "unheard_of", "odd", null, 0]
	answers := [1 | some class in refused; rule.met([class], [], _known)]
	answers == []
	others := [1 | some class in ["card", "unheard_of", "odd"]; rule.met(["health"], [class], _known)]
	others == []
}

test_is_not_met_by_what_is_no_list if {
	answers := [1 | some classes in [null, "health", {}, 0, false]; rule.met(classes, [], _known)]
	answers == []
	others := [1 | some classes in [null, "health", {}, 0, false]; rule.met([], classes, _known)]
	others == []
}

test_refuses_every_deployment_and_names_the_kinds if {
	_denied(["card", "health"], ["unheard_of"]) == {
		"a": {"data_classes": {"card", "unheard_of"}},
		"b": {"data_classes": {"card", "unheard_of"}},
	}
}

test_refuses_nothing_where_all_are_admitted if {
	_denied(["health"], []) == {}
}

test_refuses_every_deployment_where_a_list_is_missing if {
	_denied(null, ["health"]).a == {"request": null, "tenant": ["health"]}
	_denied([], null).b == {"request": [], "tenant": null}
}

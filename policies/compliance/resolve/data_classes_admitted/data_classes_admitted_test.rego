package compliance.resolve.data_classes_admitted_test

import data.compliance.resolve.data_classes_admitted as rule

_known := {"health": {"admitted": true}, "card": {"admitted": false}, "odd": {"admitted": "yes"}}

_denied(request, tenant) := denied if {
	asked := {
		"deployed": {"names": ["a", "b"]},
		"request": {"data_classes": request},
		"tenant": {"data_classes": tenant},
	}
	found := rule.denied(asked) with data.compliance.data_classes as _known
	denied := {denial.deployment: denial.facts | some denial in found}
}

test_refuses_every_deployment_and_names_the_kinds if {
	_denied(["card", "health"], ["unheard_of"]) == {
		"a": {"data_classes": {"card", "unheard_of"}},
		"b": {"data_classes": {"card", "unheard_of"}},
	}
}

test_refuses_what_is_oddly_admitted_or_no_kind_at_all if {
	every class in ["odd", null, 0, ["health"]] {
		_denied([class], []).a == {"data_classes": {class}}
	}
}

test_refuses_nothing_where_all_are_admitted if {
	_denied(["health"], []) == {}
	_denied([], []) == {}
}

test_refuses_every_deployment_where_a_list_is_missing_or_none if {
	_denied(null, ["health"]).a == {"request": null, "tenant": ["health"]}
	_denied([], null).b == {"request": [], "tenant": null}
	every classes in [null, "health", {}, 0, false] {
		object.keys(_denied(classes, [])) == {"a", "b"}
		object.keys(_denied([], classes)) == {"a", "b"}
	}
}

package compliance.resolve.offer_known_test

import data.compliance.resolve.offer_known as rule

_case(mark) := {"confidence": mark, "routes": [{"deployment": "a"}], "source": "a page"}

_denied(offered, idle, marks) := {denial.deployment: denial.facts | some denial in found} if {
	found := rule.denied({
		"request": {"model": "m", "at": "2026-06-01"},
		"served": {"offered": offered},
		"span": {
			"idle": idle,
			"refused": {"unread": rule.refusals("m", [_case(mark) | some mark in marks])},
		},
	})
}

test_refuses_what_was_not_read_with_its_mark if {
	every mark in ["K", "?"] {
		facts := {"model": "m", "confidence": mark, "source": "a page"}
		_denied({"a": ["x"]}, [], [mark]) == {"a": facts}
	}
}

test_refuses_what_is_not_offered_on_the_day_with_its_days if {
	facts := {"model": "m", "at": "2026-06-01", "offered": ["x"]}
	_denied({"a": ["x"]}, ["a"], []) == {"a": facts}
	_denied({"a": ["x"], "b": ["x"]}, ["b"], ["V"]) == {"b": facts}
}

test_refuses_neither_what_was_read_nor_what_another_rule_refuses if {
	_denied({"a": ["x"]}, [], ["V"]) == {}
	_denied({"a": ["x"]}, [], ["S"]) == {}
	_denied({}, [], []) == {}
}

package compliance.audit_test

import data.compliance.audit

_law := {"eu": {"storage": {"countries": ["IE"]}}}

_regions := {"aws": {"eu-west-1": {"country": "IE"}, "eu-west-2": {"country": "GB"}}}

_bucket(region) := {"jurisdiction": "eu", "resource": {
	"provider": "aws",
	"region": region,
	"regions": [],
}}

_asked(questions) := found if {
	found := audit.findings with input as {"questions": questions}
		with data.compliance.jurisdictions as _law
		with data.compliance.regions as _regions
}

test_answers_each_question_with_its_own_input_in_order if {
	found := _asked([
		{"checks": ["residency/allowed_country"], "input": _bucket("eu-west-2")},
		{"checks": ["residency/allowed_country"], "input": _bucket("eu-west-1")},
	])
	[[one.question, one.check, one.verdict] | some one in found] == [
		[0, "RES-001", "fail"],
		[1, "RES-001", "pass"],
	]
}

test_a_check_that_is_not_there_leaves_nulls_and_no_gap if {
	found := _asked([{
		"checks": ["residency/nowhere", "residency/allowed_country", "deeper/than/that", 3],
		"input": _bucket("eu-west-1"),
	}])
	[one.check | some one in found] == [null, "RES-001", null, null]
	[one.verdict | some one in found] == [null, "pass", null, null]
}

test_questions_that_are_no_list_have_no_answer if {
	answers := [found | some questions in [null, {}, "x", 0]; found := _asked(questions)]
	answers == []
}

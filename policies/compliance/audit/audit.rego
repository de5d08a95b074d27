# METADATA
# title: Findings of many questions at once, for a policy server
# description: |
#   Takes `{"questions": [{"checks": ["residency/allowed_country"], "input": {…}}]}` and answers one
#   entry a question and check, in that order. A check that does not answer leaves nulls in its
#   entry, so that no caller can take a shorter list for a whole one.
# scope: package
package compliance.audit

# METADATA
# description: One entry a question and check; undefined when the questions are no list
# entrypoint: true
findings := [finding |
	some index, question in input.questions
	some path in question.checks
	finding := {
		"question": index,
		"path": path,
		"check": _only([id | id := _check(path).id]),
		"verdict": _only([verdict | verdict := _check(path).verdict with input as question.input]),
		"evidence": _only([evidence | evidence := _check(path).evidence with input as question.input]),
	}
] if {
	is_array(input.questions)
}

# Exactly one folder of area and one of check: what lies deeper is no check.
_check(path) := data.compliance.checks[area][name] if {
	is_string(path)
	[area, name] := split(path, "/")
}

_only(answers) := answers[0]

_only([]) := null

package compliance.resolve.sourced_test

import data.compliance.resolve
import data.compliance.resolve.sourced

_deployments := {"digest": "sha256:1", "names": ["a"], "models": {}}

_given := {"request": {"model": "m"}, "tenant": {}}

test_each_answer_names_the_deployments_that_were_put if {
	answers := {"routes": sourced.routes, "denials": sourced.denials, "decision": sourced.decision}
		with data.deployments as _deployments
		with input as _given
	every answer in answers {
		answer.deployments == "sha256:1"
		object.keys(answer) == {"answer", "deployments"}
	}
}

test_each_answer_is_what_the_rule_says if {
	routes := resolve.routes with data.deployments as _deployments with input as _given
	denials := resolve.denials with data.deployments as _deployments with input as _given
	sourced.routes.answer == routes with data.deployments as _deployments with input as _given
	sourced.denials.answer == denials with data.deployments as _deployments with input as _given
	sourced.decision.answer == {"routes": routes, "denials": denials}
		with data.deployments as _deployments
		with input as _given
	denials != []
}

test_no_digest_is_null_and_not_silence if {
	sourced.routes.deployments == null with data.deployments as object.remove(_deployments, ["digest"])
	sourced.routes == {"answer": [], "deployments": null} with input as {}
}

package compliance.resolve.given_edges_test

import data.compliance.resolve.given

# What mutants of the policies showed that no other test looked at.

_asked(input_) := asked if {
	asked := given.asked({"input": input_})
		with data.compliance.resolve.settled.models as {}
		with data.deployments as {"names": ["a"]}
		with data.compliance.jurisdictions as {"eu": {}}
		with data.compliance.regimes as {"gdpr": {}}
		with data.compliance.data_classes as {"phi": {}}
}

test_only_what_was_read_in_a_source_or_about_one_counts_as_read if {
	read := _asked({}).read
	{mark | some mark, counts in read; counts == true} == {"V", "S"}
	object.keys(read) == {"V", "S", "K", "?"}
}

test_of_a_model_that_nobody_lists_nothing_is_served_but_the_laws_are_known if {
	request := {"model": "m", "at": "2026-06-01", "features": ["x"], "data_classes": ["phi"]}
	tenant := {"jurisdictions": ["eu"], "regimes": ["gdpr"], "data_classes": []}
	asked := _asked({"request": request, "tenant": tenant})
	[asked.served.unlisted, asked.span.idle, asked.today] == [["a"], set(), {}]
	[count(asked.laws), count(asked.regimes), count(asked.duties)] == [1, 1, 2]
	[asked.features, asked.ahead, asked.needed] == [["x"], {}, set()]
	asked.deployed.names == ["a"]
}

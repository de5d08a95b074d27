package compliance.lib.lifecycle_edges_test

import data.compliance.lib.lifecycle

# What mutants of the policies showed that no other test looked at.

_rule(days) := {
	"status": "Enabled",
	"prefix": null,
	"filter": [],
	"expiration": [{"days": days, "date": null}],
	"noncurrent_version_expiration": [{
		"noncurrent_days": days,
		"newer_noncurrent_versions": null,
	}],
}

test_a_day_is_enough_to_delete_and_less_is_none if {
	every kind in ["current", "noncurrent"] {
		lifecycle.deletes_all(_rule(1), kind) == true
		lifecycle.deletes_all(_rule(0), kind) == false
		every days in ["1", true, [1]] {
			lifecycle.deletes_all(_rule(days), kind) == "unknown"
		}
	}
}

test_nobody_can_tell_how_long_something_of_another_type_is if {
	lifecycle.keeps(_rule(1), 1) == true
	every days in ["1", true, [1]] {
		lifecycle.keeps(_rule(days), 1) == "unknown"
	}
}

test_nobody_can_tell_when_a_date_deletes if {
	every days in [null, 0, 30] {
		dated := json.patch(_rule(days), [{
			"op": "replace",
			"path": "/expiration/0/date",
			"value": "2030-01-01",
		}])
		lifecycle.keeps(dated, 1) == "unknown"
		lifecycle.deletes_all(dated, "current") == "unknown"
	}
	lifecycle.keeps(_rule(null), 2190) == true
	lifecycle.deletes_all(_rule(null), "current") == false
}

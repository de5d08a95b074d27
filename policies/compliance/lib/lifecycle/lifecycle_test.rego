package compliance.lib.lifecycle_test

import data.compliance.lib.lifecycle

_rule := {
	"status": "Enabled",
	"prefix": null,
	"filter": [],
	"expiration": [{"days": 30, "date": null}],
	"noncurrent_version_expiration": [{"noncurrent_days": 7, "newer_noncurrent_versions": null}],
}

_with(path, value) := json.patch(_rule, [{"op": "replace", "path": path, "value": value}])

_part := {
	"prefix": null,
	"tag": [],
	"and": [],
	"object_size_greater_than": null,
	"object_size_less_than": null,
}

test_a_rule_for_everything_deletes_everything if {
	lifecycle.deletes_all(_rule, "current") == true
	lifecycle.deletes_all(_rule, "noncurrent") == true
	lifecycle.deletes_all(_with("/filter", [_part]), "current") == true
	lifecycle.deletes_all(_with("/prefix", ""), "current") == true
}

test_a_rule_out_of_force_deletes_nothing if {
	lifecycle.deletes_all(_with("/status", "Disabled"), "current") == false
}

test_a_rule_for_a_part_does_not_delete_everything if {
	every name, value in {"prefix": "tmp/", "tag": [{"key": "k"}], "object_size_less_than": 9} {
		part := object.union(_part, {name: value})
		lifecycle.deletes_all(_with("/filter", [part]), "current") == false
	}
	lifecycle.deletes_all(_with("/prefix", "tmp/"), "current") == false
}

test_a_rule_without_days_deletes_nothing if {
	lifecycle.deletes_all(_with("/expiration", []), "current") == false
	lifecycle.deletes_all(_with("/expiration/0/days", null), "current") == false
	lifecycle.deletes_all(_with("/noncurrent_version_expiration", null), "noncurrent") == false
}

test_what_a_state_has_for_nothing_written_is_nothing_written if {
	every nothing in ["", 0, null] {
		lifecycle.deletes_all(_with("/expiration/0/date", nothing), "current") == true
		versions := "/noncurrent_version_expiration/0/newer_noncurrent_versions"
		lifecycle.deletes_all(_with(versions, nothing), "noncurrent") == true
		lifecycle.deletes_all(_with("/expiration/0/days", nothing), "current") == false
		lifecycle.keeps(_with("/expiration/0/days", nothing), 2190) == true
	}
}

test_what_is_not_known_is_unknown if {
	every path in ["status", "prefix", "filter", "expiration", "expiration/0/days"] {
		lifecycle.deletes_all(json.remove(_rule, [path]), "current") == "unknown"
	}
	lifecycle.deletes_all(json.remove(_rule, ["expiration/0/date"]), "current") == "unknown"
	lifecycle.deletes_all(_with("/expiration/0/date", "2030-01-01"), "current") == "unknown"
	lifecycle.deletes_all(_with("/filter", [{}]), "current") == "unknown"
	versions := "/noncurrent_version_expiration/0/newer_noncurrent_versions"
	lifecycle.deletes_all(_with(versions, 3), "noncurrent") == "unknown"
	every rule in [null, 0, "", [], {}] {
		lifecycle.deletes_all(rule, "current") == "unknown"
	}
}

test_a_rule_keeps_what_it_deletes_late_enough if {
	lifecycle.keeps(_rule, 30) == true
	lifecycle.keeps(_with("/expiration", []), 2190) == true
	lifecycle.keeps(_with("/status", "Disabled"), 2190) == true
}

test_a_rule_does_not_keep_what_it_deletes_early if {
	lifecycle.keeps(_rule, 31) == false
}

test_whether_a_rule_keeps_is_unknown_for_a_part_and_for_what_is_missing if {
	lifecycle.keeps(_with("/prefix", "tmp/"), 31) == "unknown"
	lifecycle.keeps(json.remove(_rule, ["status"]), 31) == "unknown"
	lifecycle.keeps(json.remove(_rule, ["expiration"]), 31) == "unknown"
	lifecycle.keeps(_with("/expiration/0/days", "30"), 31) == "unknown"
	lifecycle.keeps(_rule, "31") == "unknown"
}

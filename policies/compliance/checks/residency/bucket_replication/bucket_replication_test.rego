package compliance.checks.residency.bucket_replication_test

import data.compliance.checks.residency.bucket_replication as check

_given(status, destination) := {
	"resource": {
		"provider": "aws",
		"region": "eu-west-1",
		"values": {
			"rule": [{"status": status, "destination": [{"bucket": "arn:aws:s3:::copy"}]}],
		},
		"related": {"destination": destination},
	},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

test_fails_with_a_destination_abroad if {
	given := _given(
		"Enabled",
		[
			{
				"address": "x",
				"type": "aws_s3_bucket",
				"provider": "aws",
				"region": "us-east-1",
				"values": {},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "fail"
}

test_passes_with_a_destination_inside if {
	given := _given(
		"Enabled",
		[
			{
				"address": "x",
				"type": "aws_s3_bucket",
				"provider": "aws",
				"region": "eu-central-1",
				"values": {},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "pass"
}

test_passes_while_the_rule_is_disabled if {
	given := _given(
		"Disabled",
		[
			{
				"address": "x",
				"type": "aws_s3_bucket",
				"provider": "aws",
				"region": "us-east-1",
				"values": {},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "pass"
}

test_unknown_with_a_destination_nobody_sees if _verdict(_given("Enabled", [])) == "unknown"

test_unknown_for_a_status_that_is_none if {
	given := _given(
		"Sometimes",
		[
			{
				"address": "x",
				"type": "aws_s3_bucket",
				"provider": "aws",
				"region": "us-east-1",
				"values": {},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given(
		"Enabled",
		[
			{
				"address": "x",
				"type": "aws_s3_bucket",
				"provider": "aws",
				"region": "eu-central-1",
				"values": {},
				"unknown": {},
			},
		],
	)
	every path in [
		"jurisdiction",
		"resource/values/rule",
		"resource/related/destination",
		"resource/related/destination/0/region",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}, "storage": {"countries": ["DE", "IE"]}},
	"global": {"inference": {"countries": "any"}, "storage": {"countries": "any"}},
	"us": {"inference": {"countries": ["US"]}, "storage": {"countries": ["US"]}},
}

_regions := {
	"aws": {
		"eu-west-1": {"country": "IE"},
		"eu-central-1": {"country": "DE"},
		"eu-west-2": {"country": "GB"},
		"us-east-1": {"country": "US"},
	},
}

package compliance.checks.logging.audit_trail_kept_test

import data.compliance.checks.logging.audit_trail_kept as check

_given(trails, lifecycle, regime) := {
	"resource": {
		"provider": "aws",
		"region": "eu-west-1",
		"values": {"lifecycle_rule": null},
		"related": {"trails": trails, "lifecycle": lifecycle},
	},
	"regime": regime,
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.regimes as _regimes
}

_trail := {"address": "x", "type": "aws_cloudtrail", "values": {}, "unknown": {}}

test_unknown_for_rules_in_the_buckets_own_block if {
	given := _given([_trail], [], "hipaa")
	_verdict(given) == "pass"
	old := [{"op": "add", "path": "/resource/values/lifecycle_rule", "value": [{"enabled": true}]}]
	_verdict(json.patch(given, old)) == "unknown"
	_verdict(json.remove(given, ["resource/values/lifecycle_rule"])) == "unknown"
}

test_passes_when_rules_wait_for_the_minimum if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_cloudtrail",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {},
				"unknown": {},
			},
		],
		[
			{
				"address": "x",
				"type": "aws_s3_bucket_lifecycle_configuration",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {
					"rule": [
						{
							"status": "Enabled",
							"prefix": null,
							"filter": [],
							"expiration": [{"days": 2190, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
		"hipaa",
	)
	_verdict(given) == "pass"
}

test_passes_when_nothing_is_deleted if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_cloudtrail",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {},
				"unknown": {},
			},
		],
		[],
		"hipaa",
	)
	_verdict(given) == "pass"
}

test_passes_for_a_bucket_without_trails if {
	given := _given(
		[],
		[
			{
				"address": "x",
				"type": "aws_s3_bucket_lifecycle_configuration",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {
					"rule": [
						{
							"status": "Enabled",
							"prefix": null,
							"filter": [],
							"expiration": [{"days": 1, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
		"hipaa",
	)
	_verdict(given) == "pass"
}

test_passes_where_the_regime_has_no_minimum if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_cloudtrail",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {},
				"unknown": {},
			},
		],
		[
			{
				"address": "x",
				"type": "aws_s3_bucket_lifecycle_configuration",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {
					"rule": [
						{
							"status": "Enabled",
							"prefix": null,
							"filter": [],
							"expiration": [{"days": 1, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
		"gdpr",
	)
	_verdict(given) == "pass"
}

test_fails_when_a_rule_deletes_before_the_minimum if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_cloudtrail",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {},
				"unknown": {},
			},
		],
		[
			{
				"address": "x",
				"type": "aws_s3_bucket_lifecycle_configuration",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {
					"rule": [
						{
							"status": "Enabled",
							"prefix": null,
							"filter": [],
							"expiration": [{"days": 2189, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
		"hipaa",
	)
	_verdict(given) == "fail"
}

test_passes_while_the_short_rule_is_disabled if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_cloudtrail",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {},
				"unknown": {},
			},
		],
		[
			{
				"address": "x",
				"type": "aws_s3_bucket_lifecycle_configuration",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {
					"rule": [
						{
							"status": "Disabled",
							"prefix": null,
							"filter": [],
							"expiration": [{"days": 7, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
		"hipaa",
	)
	_verdict(given) == "pass"
}

test_unknown_with_a_short_rule_for_a_part if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_cloudtrail",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {},
				"unknown": {},
			},
		],
		[
			{
				"address": "x",
				"type": "aws_s3_bucket_lifecycle_configuration",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {
					"rule": [
						{
							"status": "Enabled",
							"prefix": "tmp/",
							"filter": [],
							"expiration": [{"days": 7, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
		"hipaa",
	)
	_verdict(given) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_cloudtrail",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {},
				"unknown": {},
			},
		],
		[
			{
				"address": "x",
				"type": "aws_s3_bucket_lifecycle_configuration",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {
					"rule": [
						{
							"status": "Enabled",
							"prefix": null,
							"filter": [],
							"expiration": [{"days": 2190, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
		"hipaa",
	)
	every path in [
		"regime",
		"resource/related/lifecycle",
		"resource/related/lifecycle/0/values/rule",
		"resource/related/lifecycle/0/values/rule/0/expiration",
		"resource/related/lifecycle/0/values/rule/0/expiration/0/days",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_regimes := {
	"gdpr": {
		"retention": {
			"prompts": {"max_days": null},
			"logs": {"min_days": null, "max_days": 90, "bounded": true},
			"evidence": {"min_days": null},
		},
	},
	"hipaa": {
		"retention": {
			"prompts": {"max_days": null},
			"logs": {"min_days": 30, "max_days": null, "bounded": true},
			"evidence": {"min_days": 2190},
		},
	},
	"archive": {
		"retention": {
			"prompts": {"max_days": 30},
			"logs": {"min_days": 30, "max_days": null, "bounded": false},
			"evidence": {"min_days": null},
		},
	},
}

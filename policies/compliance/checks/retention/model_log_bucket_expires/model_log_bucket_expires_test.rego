package compliance.checks.retention.model_log_bucket_expires_test

import data.compliance.checks.retention.model_log_bucket_expires as check

_given(logging, lifecycle) := {
	"resource": {
		"provider": "aws",
		"region": "eu-west-1",
		"related": {"logging": logging, "large": [], "lifecycle": lifecycle},
	},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
}

_unexpired(given) := kinds if {
	kinds := check.evidence.unexpired with input as given
		with data.compliance.jurisdictions as _jurisdictions
}

test_passes_with_a_rule_for_everything if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_bedrock_model_invocation_logging_configuration",
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
							"expiration": [{"days": 30, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "pass"
}

test_passes_for_a_bucket_without_model_logs if _verdict(_given([], [])) == "pass"

test_says_nothing_of_what_stays_where_nothing_has_to_go if not _unexpired(_given([], []))

test_fails_without_a_lifecycle if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_bedrock_model_invocation_logging_configuration",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {},
				"unknown": {},
			},
		],
		[],
	)
	_verdict(given) == "fail"
	_unexpired(given) == ["current", "noncurrent"]
}

test_fails_with_a_disabled_rule if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_bedrock_model_invocation_logging_configuration",
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
							"expiration": [{"days": 30, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "fail"
}

test_fails_with_a_rule_for_a_part if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_bedrock_model_invocation_logging_configuration",
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
							"filter": [
								{
									"prefix": "tmp/",
									"tag": [],
									"and": [],
									"object_size_greater_than": null,
									"object_size_less_than": null,
								},
							],
							"expiration": [{"days": 30, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "fail"
}

test_fails_when_old_versions_stay if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_bedrock_model_invocation_logging_configuration",
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
							"expiration": [{"days": 30, "date": null}],
							"noncurrent_version_expiration": [],
						},
					],
				},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "fail"
	_unexpired(given) == ["noncurrent"]
}

test_passes_with_two_rules_that_complete_each_other if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_bedrock_model_invocation_logging_configuration",
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
							"expiration": [{"days": 30, "date": null}],
							"noncurrent_version_expiration": [],
						},
						{
							"status": "Enabled",
							"prefix": null,
							"filter": [],
							"expiration": [],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "pass"
}

test_unknown_with_a_filter_that_is_not_known if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_bedrock_model_invocation_logging_configuration",
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
							"filter": [{}],
							"expiration": [{"days": 30, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
	)
	_verdict(given) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given(
		[
			{
				"address": "x",
				"type": "aws_bedrock_model_invocation_logging_configuration",
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
							"expiration": [{"days": 30, "date": null}],
							"noncurrent_version_expiration": [
								{"noncurrent_days": 30, "newer_noncurrent_versions": null},
							],
						},
					],
				},
				"unknown": {},
			},
		],
	)
	every path in [
		"jurisdiction",
		"resource/related/lifecycle",
		"resource/related/lifecycle/0/values/rule",
		"resource/related/lifecycle/0/values/rule/0/status",
		"resource/related/lifecycle/0/values/rule/0/filter",
		"resource/related/lifecycle/0/values/rule/0/prefix",
		"resource/related/lifecycle/0/values/rule/0/expiration",
		"resource/related/lifecycle/0/values/rule/0/expiration/0/days",
		"resource/related/lifecycle/0/values/rule/0/expiration/0/date",
		"resource/related/lifecycle/0/values/rule/0/noncurrent_version_expiration",
	] {
		_verdict(json.remove(given, [path])) == "unknown"
	}
}

_jurisdictions := {
	"eu": {"inference": {"countries": ["DE", "IE"]}, "storage": {"countries": ["DE", "IE"]}},
	"global": {"inference": {"countries": "any"}, "storage": {"countries": "any"}},
	"us": {"inference": {"countries": ["US"]}, "storage": {"countries": ["US"]}},
}

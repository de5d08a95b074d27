package compliance.checks.logging.bedrock_invocation_logs_test

import data.compliance.checks.logging.bedrock_invocation_logs as check

_given(region, config, bucket, large) := {
	"resource": {
		"provider": "aws",
		"region": region,
		"values": {"logging_config": config},
		"related": {"bucket": bucket, "large": large},
	},
	"jurisdiction": "eu",
}

_verdict(given) := verdict if {
	verdict := check.verdict with input as given
		with data.compliance.jurisdictions as _jurisdictions
		with data.compliance.regions as _regions
}

test_passes_with_a_bucket_inside if {
	given := _given(
		"eu-west-1",
		[
			{
				"text_data_delivery_enabled": true,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [],
				"s3_config": [{"bucket_name": "b"}],
			},
		],
		[
			{
				"address": "x",
				"type": "aws_s3_bucket",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {},
				"unknown": {},
			},
		],
		[],
	)
	_verdict(given) == "pass"
}

test_passes_with_a_log_group_in_its_own_region if {
	given := _given(
		"eu-west-1",
		[
			{
				"text_data_delivery_enabled": true,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [
					{"log_group_name": "g", "large_data_delivery_s3_config": []},
				],
				"s3_config": [],
			},
		],
		[],
		[],
	)
	_verdict(given) == "pass"
}

test_passes_with_every_delivery_off if {
	given := _given(
		"us-east-1",
		[
			{
				"text_data_delivery_enabled": false,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [
					{"log_group_name": "g", "large_data_delivery_s3_config": []},
				],
				"s3_config": [{"bucket_name": "b"}],
			},
		],
		[],
		[],
	)
	_verdict(given) == "pass"
}

test_fails_with_a_bucket_abroad if {
	given := _given(
		"eu-west-1",
		[
			{
				"text_data_delivery_enabled": true,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [
					{"log_group_name": "g", "large_data_delivery_s3_config": []},
				],
				"s3_config": [{"bucket_name": "b"}],
			},
		],
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
		[],
	)
	_verdict(given) == "fail"
}

test_fails_with_a_log_group_abroad if {
	given := _given(
		"us-east-1",
		[
			{
				"text_data_delivery_enabled": true,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [
					{"log_group_name": "g", "large_data_delivery_s3_config": []},
				],
				"s3_config": [],
			},
		],
		[],
		[],
	)
	_verdict(given) == "fail"
}

test_fails_with_large_replies_abroad if {
	given := _given(
		"eu-west-1",
		[
			{
				"text_data_delivery_enabled": true,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [
					{
						"log_group_name": "g",
						"large_data_delivery_s3_config": [{"bucket_name": "l"}],
					},
				],
				"s3_config": [],
			},
		],
		[],
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

test_fails_when_a_delivery_is_left_to_its_default if {
	given := _given(
		"us-east-1",
		[
			{
				"text_data_delivery_enabled": null,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [
					{"log_group_name": "g", "large_data_delivery_s3_config": []},
				],
				"s3_config": [],
			},
		],
		[],
		[],
	)
	_verdict(given) == "fail"
}

test_unknown_with_a_bucket_nobody_sees if {
	given := _given(
		"eu-west-1",
		[
			{
				"text_data_delivery_enabled": true,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [],
				"s3_config": [{"bucket_name": "b"}],
			},
		],
		[],
		[],
	)
	_verdict(given) == "unknown"
}

test_unknown_without_a_destination if {
	given := _given(
		"eu-west-1",
		[
			{
				"text_data_delivery_enabled": true,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [],
				"s3_config": [],
			},
		],
		[],
		[],
	)
	_verdict(given) == "unknown"
}

test_unknown_without_any_one_field if {
	given := _given(
		"eu-west-1",
		[
			{
				"text_data_delivery_enabled": true,
				"image_data_delivery_enabled": false,
				"embedding_data_delivery_enabled": false,
				"video_data_delivery_enabled": false,
				"cloudwatch_config": [],
				"s3_config": [{"bucket_name": "b"}],
			},
		],
		[
			{
				"address": "x",
				"type": "aws_s3_bucket",
				"provider": "aws",
				"region": "eu-west-1",
				"values": {},
				"unknown": {},
			},
		],
		[],
	)
	every path in [
		"jurisdiction",
		"resource/values/logging_config",
		"resource/values/logging_config/0/s3_config",
		"resource/values/logging_config/0/cloudwatch_config",
		"resource/related/bucket",
		"resource/related/bucket/0/region",
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

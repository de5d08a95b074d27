# What goes wrong in practice: each block looks European, and is not.

provider "aws" {
  region = "eu-west-2" # London left the EU; the prefix did not
}

resource "aws_cloudwatch_log_group" "prompts" {
  name   = "/acme/bedrock"
  region = "eu-central-1"
}

resource "aws_bedrock_inference_profile" "opus" {
  name   = "opus"
  region = "eu-central-1"

  model_source {
    copy_from = "arn:aws:bedrock:eu-central-1:111122223333:inference-profile/global.anthropic.claude-opus-5-5"
  }
}

resource "aws_sqs_queue" "requests" {
  name = "claude-requests"
}

# Claude on Bedrock for tenants bound to the EU: everything that holds their words stays there,
# and nothing is kept longer than it has to be.

provider "aws" {
  region = var.region
}

resource "aws_bedrock_account_data_retention" "this" {
  mode = "none"
}

resource "aws_bedrock_inference_profile" "opus" {
  name = "opus-eu"

  model_source {
    copy_from = "arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.anthropic.claude-opus-5-5"
  }
}

resource "aws_bedrock_model_invocation_logging_configuration" "this" {
  logging_config {
    text_data_delivery_enabled      = true
    image_data_delivery_enabled     = false
    embedding_data_delivery_enabled = false
    video_data_delivery_enabled     = false

    cloudwatch_config {
      log_group_name = aws_cloudwatch_log_group.prompts.name
      role_arn       = "arn:aws:iam::111122223333:role/bedrock-logging"
    }
  }
}

resource "aws_cloudwatch_log_group" "prompts" {
  name              = "/acme/bedrock"
  retention_in_days = var.retention_in_days
}

resource "aws_s3_bucket" "exports" {
  bucket = "acme-eu-exports"
}

resource "aws_s3_bucket_lifecycle_configuration" "exports" {
  bucket = aws_s3_bucket.exports.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = 30
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }
}

resource "aws_dynamodb_table" "sessions" {
  name         = "sessions"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  replica {
    region_name = "eu-west-1"
  }
}

resource "aws_kms_key" "prompts" {
  description         = "Prompts and answers at rest"
  enable_key_rotation = true
  multi_region        = false
}

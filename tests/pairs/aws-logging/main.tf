provider "aws" { region = "eu-central-1" }
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
variable "days" {
  type    = map(number)
  default = { chat = 30, audit = 400, forever = 0 }
}
resource "aws_cloudwatch_log_group" "each" {
  for_each          = var.days
  name              = each.key
  retention_in_days = each.value
}
resource "aws_cloudwatch_log_group" "left_out" { name = "left" }
resource "aws_cloudwatch_log_group" "null" {
  name              = "null"
  retention_in_days = null
}
resource "aws_cloudwatch_log_group" "text" {
  name              = "text"
  retention_in_days = "30"
}
resource "aws_cloudwatch_log_group" "ignored" {
  name              = "ignored"
  retention_in_days = 30
  lifecycle { ignore_changes = [retention_in_days] }
}
resource "terraform_data" "late" { input = 30 }
resource "aws_cloudwatch_log_group" "late" {
  name              = "late"
  retention_in_days = terraform_data.late.output
}
resource "aws_s3_bucket" "logs" { bucket = "logs" }
resource "aws_s3_bucket" "large" {
  provider = aws.us
  bucket   = "large"
}
resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    id     = "end"
    status = "Enabled"
    filter {}
    expiration { days = 30 }
    noncurrent_version_expiration { noncurrent_days = 1 }
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "large" {
  provider = aws.us
  bucket   = aws_s3_bucket.large.bucket
  dynamic "rule" {
    for_each = { a = "Enabled", b = "Disabled" }
    content {
      id     = rule.key
      status = rule.value
      filter { prefix = "" }
      expiration { days = 30 }
      noncurrent_version_expiration { noncurrent_days = 1 }
    }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "home" {
  logging_config {
    embedding_data_delivery_enabled = true
    s3_config {
      bucket_name = aws_s3_bucket.logs.id
      key_prefix  = "bedrock"
    }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "abroad" {
  provider = aws.us
  logging_config {
    cloudwatch_config {
      log_group_name = aws_cloudwatch_log_group.each["chat"].name
      role_arn       = "arn:aws:iam::111122223333:role/x"
      large_data_delivery_s3_config {
        bucket_name = aws_s3_bucket.large.id
      }
    }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "off" {
  region = "us-west-2"
  logging_config {
    text_data_delivery_enabled      = false
    image_data_delivery_enabled     = "false"
    embedding_data_delivery_enabled = !true
    video_data_delivery_enabled     = false
    s3_config { bucket_name = "elsewhere" }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "named" {
  region = "eu-west-2"
  logging_config {
    s3_config { bucket_name = "logs" }
  }
}
resource "aws_cloudtrail" "trail" {
  name           = "trail"
  s3_bucket_name = aws_s3_bucket.logs.id
}
resource "aws_cloudtrail" "abroad" {
  name                  = "abroad"
  s3_bucket_name        = "large"
  is_multi_region_trail = true
}

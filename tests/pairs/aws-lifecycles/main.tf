provider "aws" { region = "eu-central-1" }
locals {
  kinds = {
    good     = { status = "Enabled", days = 30, prefix = null }
    disabled = { status = "Disabled", days = 30, prefix = null }
    prefix   = { status = "Enabled", days = 30, prefix = "only/" }
    long     = { status = "Enabled", days = 4000, prefix = null }
  }
}
resource "aws_s3_bucket" "kind" {
  for_each = local.kinds
  bucket   = "kind-${each.key}"
}
resource "aws_s3_bucket_lifecycle_configuration" "kind" {
  for_each = local.kinds
  bucket   = aws_s3_bucket.kind[each.key].id
  rule {
    id     = each.key
    status = each.value.status
    filter { prefix = each.value.prefix }
    expiration { days = each.value.days }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "kind" {
  for_each = local.kinds
  logging_config {
    s3_config { bucket_name = aws_s3_bucket.kind[each.key].id }
  }
}
resource "aws_cloudtrail" "kind" {
  for_each       = local.kinds
  name           = each.key
  s3_bucket_name = aws_s3_bucket.kind[each.key].bucket
}
resource "aws_s3_bucket" "old" {
  bucket = "old"
  lifecycle_rule {
    enabled = true
    expiration { days = 30 }
  }
}
resource "aws_s3_bucket" "none" { bucket = "none" }
resource "aws_bedrock_model_invocation_logging_configuration" "old" {
  logging_config {
    s3_config { bucket_name = aws_s3_bucket.old.id }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "none" {
  logging_config {
    s3_config { bucket_name = aws_s3_bucket.none.bucket }
  }
}
resource "aws_s3_bucket" "counted" {
  count         = 2
  bucket_prefix = "counted"
}
resource "aws_s3_bucket_lifecycle_configuration" "counted" {
  count  = 2
  bucket = aws_s3_bucket.counted[count.index].id
  rule {
    id     = "x"
    status = count.index == 0 ? "Enabled" : "Disabled"
    expiration { days = 7 }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "counted" {
  count = 2
  logging_config {
    s3_config { bucket_name = aws_s3_bucket.counted[count.index].id }
  }
}
resource "aws_s3_bucket" "and" { bucket = "and" }
resource "aws_s3_bucket_lifecycle_configuration" "and" {
  bucket = "and"
  rule {
    id     = "tagged"
    status = "Enabled"
    filter {
      and {
        prefix = "a/"
        tags   = { k = "v" }
      }
    }
    expiration { days = 7 }
  }
  rule {
    id     = "old"
    status = "Enabled"
    noncurrent_version_expiration { noncurrent_days = 1 }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "and" {
  logging_config {
    s3_config { bucket_name = aws_s3_bucket.and.bucket }
  }
}

variable "own" { default = true }
variable "names" {
  type    = set(string)
  default = ["a", "b"]
}
provider "aws" { region = "eu-central-1" }
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
locals { role = "arn:aws:iam::111122223333:role/r" }

# A name that is made of another one is not that one.
resource "aws_s3_bucket" "made" { bucket = "made" }
resource "aws_s3_bucket_lifecycle_configuration" "made" {
  bucket = "${aws_s3_bucket.made.id}-copy"
  rule {
    id     = "x"
    status = "Enabled"
    filter {}
    expiration { days = 7 }
    noncurrent_version_expiration { noncurrent_days = 1 }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "made" {
  logging_config {
    s3_config { bucket_name = aws_s3_bucket.made.id }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "made_of" {
  logging_config {
    s3_config { bucket_name = format("%s-copy", aws_s3_bucket.made.id) }
  }
}

# A choice that a plan does not tell.
resource "aws_s3_bucket" "eu" { bucket_prefix = "eu" }
resource "aws_s3_bucket" "us" {
  provider      = aws.us
  bucket_prefix = "us"
}
resource "aws_bedrock_model_invocation_logging_configuration" "chosen" {
  logging_config {
    s3_config { bucket_name = var.own ? aws_s3_bucket.eu.id : aws_s3_bucket.us.id }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "looked_up" {
  logging_config {
    s3_config { bucket_name = { eu = aws_s3_bucket.eu.id, us = aws_s3_bucket.us.id }[var.own ? "us" : "eu"] }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "either" {
  logging_config {
    s3_config { bucket_name = var.own ? "somewhere-else" : aws_s3_bucket.eu.id }
  }
}
resource "aws_s3_bucket_replication_configuration" "chosen" {
  bucket = aws_s3_bucket.eu.id
  role   = local.role
  rule {
    status = "Enabled"
    destination { bucket = var.own ? aws_s3_bucket.us.arn : aws_s3_bucket.made.arn }
  }
}

# Instances, and what is said of them together.
resource "aws_s3_bucket" "many" {
  for_each = var.names
  bucket   = "many-${each.key}"
}
resource "aws_s3_bucket_lifecycle_configuration" "many" {
  for_each = var.names
  bucket   = aws_s3_bucket.many[each.key == "a" ? "b" : "a"].id
  rule {
    id     = "x"
    status = each.key == "a" ? "Enabled" : "Disabled"
    filter {}
    expiration { days = 7 }
    noncurrent_version_expiration { noncurrent_days = 1 }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "many" {
  for_each = aws_s3_bucket.many
  logging_config {
    s3_config { bucket_name = each.value.id }
  }
}
resource "aws_s3_bucket" "counted" {
  count  = 2
  bucket = "counted-${count.index}"
}
resource "aws_s3_bucket_lifecycle_configuration" "counted" {
  bucket = aws_s3_bucket.counted[1].id
  rule {
    id     = "x"
    status = "Enabled"
    filter {}
    expiration { days = 7 }
    noncurrent_version_expiration { noncurrent_days = 1 }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "counted" {
  count = 2
  logging_config {
    s3_config { bucket_name = element(aws_s3_bucket.counted[*].id, count.index + 1) }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "one" {
  logging_config {
    s3_config { bucket_name = one([for b in aws_s3_bucket.counted : b.id if b.bucket == "counted-1"]) }
  }
}

# Through modules.
module "bucket" {
  source = "./bucket"
  name   = "in"
}
module "abroad" {
  source    = "./bucket"
  name      = "abroad"
  providers = { aws = aws.us }
}
module "each" {
  source   = "./bucket"
  for_each = var.names
  name     = each.key
  keep     = each.key == "b"
}
resource "aws_bedrock_model_invocation_logging_configuration" "module" {
  logging_config {
    s3_config { bucket_name = module.bucket.id }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "abroad" {
  logging_config {
    cloudwatch_config {
      log_group_name = "x"
      role_arn       = local.role
      large_data_delivery_s3_config { bucket_name = module.abroad.id }
    }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "each" {
  for_each = var.names
  logging_config {
    s3_config { bucket_name = module.each[each.value].id }
  }
}
resource "aws_bedrock_model_invocation_logging_configuration" "crossed" {
  logging_config {
    s3_config { bucket_name = module.each["a"].both["other"] }
  }
}
module "replicated" {
  source      = "./replica"
  from        = module.bucket.id
  destination = module.abroad.arn
}
resource "aws_kms_replica_key" "of_unknown" {
  provider        = aws.us
  primary_key_arn = aws_kms_key.k.arn
}
resource "aws_kms_key" "k" { multi_region = true }

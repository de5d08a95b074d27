variable "replicas" { default = ["eu-west-1", "us-east-1"] }
provider "aws" { region = "eu-central-1" }
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
provider "aws" {
  alias  = "ie"
  region = "eu-west-1"
}
resource "aws_dynamodb_table" "static" {
  name     = "static"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
  replica { region_name = "eu-west-1" }
}
resource "aws_dynamodb_table" "dynamic" {
  name     = "dynamic"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
  dynamic "replica" {
    for_each = toset(var.replicas)
    content { region_name = replica.value }
  }
}
resource "aws_dynamodb_table" "alone" {
  name     = "alone"
  hash_key = "id"
}
resource "aws_dynamodb_table_replica" "us" {
  provider         = aws.us
  global_table_arn = aws_dynamodb_table.alone.arn
}
resource "aws_kms_key" "home" { multi_region = true }
resource "aws_kms_replica_key" "us" {
  provider        = aws.us
  primary_key_arn = aws_kms_key.home.arn
}
resource "aws_secretsmanager_secret" "s" {
  name = "s"
  replica { region = "eu-west-2" }
}
resource "aws_s3_bucket" "home" { bucket = "home" }
resource "aws_s3_bucket" "ie" {
  provider = aws.ie
  bucket   = "ie"
}
resource "aws_s3_bucket" "us" {
  provider = aws.us
  bucket   = "us"
}
resource "aws_s3_bucket_replication_configuration" "inside" {
  bucket = aws_s3_bucket.home.id
  role   = "arn:aws:iam::111122223333:role/r"
  rule {
    status = "Enabled"
    destination { bucket = aws_s3_bucket.ie.arn }
  }
}
resource "aws_s3_bucket_replication_configuration" "abroad" {
  bucket = aws_s3_bucket.ie.id
  role   = "arn:aws:iam::111122223333:role/r"
  rule {
    status = "Enabled"
    destination { bucket = "arn:aws:s3:::us" }
  }
}
resource "aws_s3_bucket_replication_configuration" "elsewhere" {
  bucket = aws_s3_bucket.us.id
  role   = "arn:aws:iam::111122223333:role/r"
  rule {
    status = "Disabled"
    destination { bucket = "arn:aws:s3:::nobody-knows" }
  }
}
resource "aws_ecr_replication_configuration" "e" {
  replication_configuration {
    rule {
      dynamic "destination" {
        for_each = var.replicas
        content {
          region      = destination.value
          registry_id = "111122223333"
        }
      }
    }
  }
}
resource "aws_backup_vault" "home" { name = "home" }
resource "aws_backup_vault" "us" {
  provider = aws.us
  name     = "us"
}
resource "aws_backup_plan" "p" {
  name = "p"
  rule {
    rule_name         = "r"
    target_vault_name = aws_backup_vault.home.name
    copy_action { destination_vault_arn = aws_backup_vault.us.arn }
  }
}
resource "aws_backup_plan" "constant" {
  name = "c"
  rule {
    rule_name         = "r"
    target_vault_name = "home"
    copy_action { destination_vault_arn = "arn:aws:backup:ap-southeast-2:111122223333:backup-vault:x" }
  }
}
resource "aws_db_instance" "primary" { instance_class = "x" }
resource "aws_db_instance" "replica" {
  provider            = aws.us
  instance_class      = "x"
  replicate_source_db = aws_db_instance.primary.arn
}
resource "aws_db_instance_automated_backups_replication" "b" {
  provider               = aws.us
  source_db_instance_arn = aws_db_instance.primary.arn
}
resource "aws_rds_global_cluster" "g" {
  global_cluster_identifier    = "g"
  source_db_cluster_identifier = aws_rds_cluster.c.arn
}
resource "aws_rds_cluster" "c" { engine = "aurora-postgresql" }
resource "aws_kinesis_firehose_delivery_stream" "f" {
  name        = "f"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn   = "arn:aws:iam::111122223333:role/r"
    bucket_arn = aws_s3_bucket.us.arn
  }
}
resource "aws_sns_topic" "t" {}
resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "sqs"
  endpoint  = "arn:aws:sqs:us-west-2:111122223333:q"
}
resource "aws_cloudwatch_log_subscription_filter" "f" {
  name            = "f"
  log_group_name  = "x"
  filter_pattern  = ""
  destination_arn = aws_kinesis_stream.us.arn
}
resource "aws_kinesis_stream" "us" {
  provider = aws.us
  name     = "us"
}
resource "aws_bedrock_guardrail" "g" {
  name                      = "g"
  blocked_input_messaging   = "no"
  blocked_outputs_messaging = "no"
  cross_region_config {
    guardrail_profile_identifier = "eu.guardrail.v1:0"
  }
}
resource "aws_vpc_endpoint" "e" {
  vpc_id         = "vpc-1"
  service_name   = "com.amazonaws.us-east-1.bedrock-runtime"
  service_region = "us-east-1"
}

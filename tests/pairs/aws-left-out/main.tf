provider "aws" { region = "eu-central-1" }
resource "aws_cloudwatch_log_group" "bare" {}
resource "aws_s3_bucket" "bare" {}
resource "aws_dynamodb_table" "bare" {
  name     = "t"
  hash_key = "id"
}
resource "aws_vpc_endpoint" "no_service" { vpc_id = "v" }
resource "aws_bedrock_model_invocation_logging_configuration" "bare" {}
resource "aws_bedrock_model_invocation_logging_configuration" "empty" {
  logging_config {}
}
resource "aws_bedrock_model_invocation_logging_configuration" "some" {
  logging_config {
    text_data_delivery_enabled  = false
    image_data_delivery_enabled = null
    s3_config {}
  }
}
resource "aws_bedrock_inference_profile" "bare" { name = "p" }
resource "aws_bedrockagent_prompt" "variant" {
  name = "p"
  variant {
    name          = "v"
    template_type = "TEXT"
  }
}
resource "aws_bedrockagent_knowledge_base" "bare" {
  name     = "k"
  role_arn = "r"
}
resource "aws_bedrock_guardrail" "bare" {
  name                      = "g"
  blocked_input_messaging   = "no"
  blocked_outputs_messaging = "no"
}
resource "aws_secretsmanager_secret" "bare" {}
resource "aws_ecr_replication_configuration" "bare" {}
resource "aws_backup_plan" "bare" { name = "p" }
resource "aws_rds_cluster" "bare" { engine = "x" }
resource "aws_rds_global_cluster" "bare" { global_cluster_identifier = "g" }
resource "aws_iam_role" "bare" { assume_role_policy = "{}" }
resource "aws_organizations_account" "bare" {
  name  = "a"
  email = "a@example.org"
}
resource "aws_organizations_policy" "tag" {
  name    = "tags"
  type    = "TAG_POLICY"
  content = "{}"
}
resource "aws_lambda_function" "empty" {
  function_name = "f"
  role          = "r"
  environment {}
}
resource "aws_instance" "bare" {}
resource "aws_s3_bucket_lifecycle_configuration" "bare" { bucket = aws_s3_bucket.bare.id }
resource "aws_s3_bucket_replication_configuration" "bare" {
  bucket = aws_s3_bucket.bare.id
  role   = "r"
}

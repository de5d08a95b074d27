resource "terraform_data" "late" {
  input = {
    region = "us-east-1"
    days   = 30
    on     = false
    list   = ["us-east-1"]
    env    = { AWS_REGION = "us-east-1", CLAUDE_CODE_USE_BEDROCK = "1" }
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
  }
}
locals { late = terraform_data.late.output }
provider "aws" { region = "eu-central-1" }
provider "aws" {
  alias  = "late"
  region = terraform_data.late.output.region
}
resource "aws_sqs_queue" "by_provider" { provider = aws.late }
resource "aws_sqs_queue" "by_itself" { region = local.late.region }
resource "aws_cloudwatch_log_group" "days" {
  name              = "x"
  retention_in_days = local.late.days
}
resource "aws_dynamodb_table" "replicas" {
  name     = "t"
  hash_key = "id"
  dynamic "replica" {
    for_each = local.late.list
    content { region_name = replica.value }
  }
}
resource "aws_dynamodb_table" "one" {
  name     = "t"
  hash_key = "id"
  replica { region_name = local.late.region }
}
resource "aws_bedrock_model_invocation_logging_configuration" "on" {
  logging_config {
    text_data_delivery_enabled      = local.late.on
    image_data_delivery_enabled     = false
    embedding_data_delivery_enabled = false
    video_data_delivery_enabled     = false
    s3_config { bucket_name = "far-away" }
  }
}
resource "aws_bedrockagent_agent" "a" {
  agent_name              = "a"
  agent_resource_role_arn = "r"
  foundation_model        = "${local.late.region}.anthropic.claude-sonnet-4-5-20250929-v1:0"
}
resource "aws_lambda_function" "all" {
  function_name = "f"
  role          = "r"
  environment { variables = local.late.env }
}
resource "aws_lambda_function" "some" {
  function_name = "g"
  role          = "r"
  environment { variables = { CLAUDE_CODE_USE_BEDROCK = "1", AWS_REGION = local.late.region } }
}
resource "aws_ecs_task_definition" "t" {
  family                = "t"
  container_definitions = jsonencode([{ name = "c", image = "i", environment = [{ name = "AWS_REGION", value = local.late.region }, { name = "CLAUDE_CODE_USE_BEDROCK", value = "1" }] }])
}
resource "aws_iam_policy" "all" { policy = local.late.policy }
resource "aws_iam_policy" "some" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "bedrock:*", Resource = "*", Condition = { StringEquals = { "aws:RequestedRegion" = local.late.list } } }] })
}
resource "aws_organizations_policy" "some" {
  name    = "p"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "bedrock:*", Resource = "*", Condition = { StringNotEquals = { "aws:RequestedRegion" = [local.late.region] } } }] })
}
resource "aws_organizations_policy_attachment" "some" {
  policy_id = aws_organizations_policy.some.id
  target_id = "r-1"
}
resource "aws_vpc_endpoint" "e" {
  vpc_id       = "v"
  service_name = "com.amazonaws.${local.late.region}.bedrock-runtime"
}
resource "aws_s3_bucket" "b" { bucket = local.late.region }
resource "aws_s3_bucket_lifecycle_configuration" "b" {
  bucket = aws_s3_bucket.b.bucket
  rule {
    id     = "x"
    status = local.late.on ? "Enabled" : "Disabled"
    filter {}
    expiration { days = local.late.days }
  }
}
resource "aws_cloudtrail" "t" {
  name           = "t"
  s3_bucket_name = aws_s3_bucket.b.bucket
}

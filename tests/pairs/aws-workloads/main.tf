variable "model" { default = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0" }
provider "aws" { region = "eu-central-1" }
data "aws_region" "here" {}
locals {
  common = { CLAUDE_CODE_USE_BEDROCK = "1", AWS_REGION = "eu-central-1" }
}
resource "aws_ecs_task_definition" "eu" {
  family = "eu"
  container_definitions = jsonencode([{
    name        = "app"
    image       = "app"
    environment = [for k, v in merge(local.common, { ANTHROPIC_MODEL = var.model }) : { name = k, value = v }]
  }])
}
resource "aws_ecs_task_definition" "us" {
  family                = "us"
  container_definitions = <<-EOT
    [{"name": "app", "image": "app", "environment": [
      {"name": "CLAUDE_CODE_USE_BEDROCK", "value": "1"},
      {"name": "AWS_REGION", "value": "us-east-1"}
    ]}]
  EOT
}
resource "aws_ecs_task_definition" "late" {
  family = "late"
  container_definitions = jsonencode([{
    name        = "app"
    image       = "app"
    environment = [{ name = "ANTHROPIC_BASE_URL", value = aws_sqs_queue.q.url }]
    secrets     = [{ name = "ANTHROPIC_API_KEY", valueFrom = "arn:aws:ssm:eu-central-1:111122223333:parameter/k" }]
  }])
}
resource "aws_sqs_queue" "q" {}
resource "aws_lambda_function" "direct" {
  function_name = "direct"
  role          = "arn:aws:iam::111122223333:role/r"
  environment {
    variables = { ANTHROPIC_API_KEY = "x", ANTHROPIC_BASE_URL = "https://api.anthropic.com" }
  }
}
resource "aws_lambda_function" "regional" {
  for_each      = toset(["eu-west-1", "us-west-2"])
  function_name = each.value
  role          = "arn:aws:iam::111122223333:role/r"
  environment {
    variables = merge(local.common, { AWS_REGION = each.value, ANTHROPIC_MODEL = var.model })
  }
}
resource "aws_lambda_function" "here" {
  function_name = "here"
  role          = "arn:aws:iam::111122223333:role/r"
  environment {
    variables = { BEDROCK_ENDPOINT = "https://bedrock-runtime.${data.aws_region.here.region}.amazonaws.com" }
  }
}
resource "aws_lambda_function" "none" {
  function_name = "none"
  role          = "arn:aws:iam::111122223333:role/r"
}
resource "aws_lambda_function" "queue" {
  function_name = "queue"
  role          = "arn:aws:iam::111122223333:role/r"
  environment {
    variables = { QUEUE = aws_sqs_queue.q.url, AWS_ENDPOINT_URL_BEDROCK_RUNTIME = "https://bedrock-runtime.us-east-1.amazonaws.com" }
  }
}
resource "aws_apprunner_service" "a" {
  service_name = "a"
  source_configuration {
    image_repository {
      image_identifier      = "x"
      image_repository_type = "ECR"
      image_configuration {
        runtime_environment_variables = { CLAUDE_CODE_USE_VERTEX = "1", CLOUD_ML_REGION = "europe-west1" }
      }
    }
  }
}
resource "aws_instance" "i" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  user_data     = <<-EOT
    #!/bin/sh
    export ANTHROPIC_BASE_URL=https://api.anthropic.com
    export AWS_REGION=us-east-1
  EOT
}
resource "aws_sagemaker_model" "m" {
  execution_role_arn = "arn:aws:iam::111122223333:role/r"
  primary_container {
    image       = "x"
    environment = { AWS_REGION = "us-east-1", CLAUDE_CODE_USE_BEDROCK = "1" }
  }
}

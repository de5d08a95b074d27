provider "aws" { region = "eu-central-1" }
resource "aws_sqs_queue" "stays" { name = "stays" }
resource "aws_cloudwatch_log_group" "renamed" {
  name              = "chat"
  retention_in_days = 30
}
moved {
  from = aws_cloudwatch_log_group.chat
  to   = aws_cloudwatch_log_group.renamed
}
removed {
  from = aws_bedrock_model_invocation_logging_configuration.destroyed
}
removed {
  from = aws_cloudwatch_log_group.forgotten
  lifecycle { destroy = false }
}
removed {
  from = aws_organizations_policy.destroyed
  lifecycle { destroy = true }
}
removed {
  from = module.guards
}
module "keep" { source = "./keep" }

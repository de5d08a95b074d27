terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.up]
    }
  }
}
variable "region" {}
resource "aws_sqs_queue" "by_input" {
  provider = aws.up
  region   = var.region
}
module "deep" {
  source    = "../queues"
  name      = "deep"
  providers = { aws = aws.up, aws.far = aws.up }
}

terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.far]
    }
  }
}
variable "name" {}
resource "aws_sqs_queue" "near" { name = var.name }
resource "aws_sqs_queue" "far" {
  provider = aws.far
  name     = "${var.name}-far"
}

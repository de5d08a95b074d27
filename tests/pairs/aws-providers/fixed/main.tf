variable "inner" { type = object({ region = string, other = optional(string) }) }
resource "aws_sqs_queue" "q" { region = var.inner.region }
resource "aws_sns_topic" "t" { region = coalesce(var.inner.other, "eu-north-1") }

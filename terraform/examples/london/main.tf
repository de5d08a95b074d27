# The shortest mistake there is: a region whose name begins with `eu-`, and whose country left the EU.

provider "aws" {
  region = "eu-west-2"
}

resource "aws_sqs_queue" "requests" {
  name = "claude-requests"
}

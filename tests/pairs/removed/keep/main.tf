resource "aws_sqs_queue" "in" { name = "in" }
removed {
  from = aws_s3_bucket_lifecycle_configuration.old
  lifecycle { destroy = false }
}

variable "from" {}
variable "destination" {}
resource "aws_s3_bucket_replication_configuration" "r" {
  bucket = var.from
  role   = "arn:aws:iam::111122223333:role/r"
  rule {
    status = "Enabled"
    destination { bucket = var.destination }
  }
}

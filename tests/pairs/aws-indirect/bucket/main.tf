variable "name" {}
variable "keep" { default = false }
resource "aws_s3_bucket" "this" { bucket = var.name }
resource "aws_s3_bucket" "other" {
  bucket = "${var.name}-other"
  region = "us-west-2"
}
resource "aws_s3_bucket_lifecycle_configuration" "this" {
  count  = var.keep ? 0 : 1
  bucket = aws_s3_bucket.this.id
  rule {
    id     = "x"
    status = "Enabled"
    filter {}
    expiration { days = 7 }
    noncurrent_version_expiration { noncurrent_days = 1 }
  }
}
output "id" { value = aws_s3_bucket.this.id }
output "arn" { value = aws_s3_bucket.this.arn }
output "both" { value = { this = aws_s3_bucket.this.id, other = aws_s3_bucket.other.id } }

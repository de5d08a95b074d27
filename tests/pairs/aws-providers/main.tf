variable "home" { default = "eu-west-1" }
variable "abroad" {
  type    = map(string)
  default = { us = "us-east-1", uk = "eu-west-2" }
}
locals { frankfurt = join("-", ["eu", "central", 1]) }
provider "aws" { region = var.home }
provider "aws" {
  alias  = "frankfurt"
  region = local.frankfurt
}
provider "aws" {
  alias  = "us"
  region = var.abroad["us"]
}
provider "aws" {
  alias = "ambient"
}
resource "aws_sqs_queue" "default" {}
resource "aws_sqs_queue" "frankfurt" { provider = aws.frankfurt }
resource "aws_sqs_queue" "us" { provider = aws.us }
resource "aws_sqs_queue" "ambient" { provider = aws.ambient }
resource "aws_sqs_queue" "own" { region = "us-west-2" }
resource "aws_sqs_queue" "own_by_variable" {
  for_each = var.abroad
  region   = each.value
}
resource "aws_sqs_queue" "own_of_another" { region = aws_sqs_queue.own.region }
resource "aws_sqs_queue" "own_unset" { region = var.home == "eu-west-1" ? null : "us-west-2" }
module "same" {
  source    = "./queues"
  name      = "same"
  providers = { aws = aws, aws.far = aws.ambient }
}
module "handed" {
  source    = "./queues"
  for_each  = toset(["a", "b.c"])
  name      = each.key
  providers = { aws = aws.us, aws.far = aws.frankfurt }
}
module "nested" {
  source    = "./nested"
  region    = var.abroad["uk"]
  providers = { aws.up = aws.us }
}
module "fixed" {
  source = "./fixed"
  count  = 1
  inner  = { region = local.frankfurt }
}

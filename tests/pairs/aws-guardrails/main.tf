variable "regions" { default = ["eu-central-1", "eu-west-1"] }
provider "aws" { region = "eu-central-1" }
resource "aws_organizations_organization" "org" {}
resource "aws_organizations_organizational_unit" "eu" {
  name      = "eu"
  parent_id = aws_organizations_organization.org.roots[0].id
}
resource "aws_organizations_account" "chat" {
  name      = "chat"
  email     = "chat@example.org"
  parent_id = aws_organizations_organizational_unit.eu.id
}
locals {
  deny = {
    encoded = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "DenyOutsideEU"
        Effect    = "Deny"
        Action    = ["bedrock:*", "bedrock-mantle:*"]
        Resource  = "*"
        Condition = { StringNotEquals = { "aws:RequestedRegion" = var.regions } }
      }]
    })
    heredoc = <<-EOT
      {
        "Version": "2012-10-17",
        "Statement": [{
          "Sid": "DenyAllOutsideEU",
          "Effect": "Deny",
          "NotAction": ["iam:*"],
          "Resource": "*",
          "Condition": {"StringNotEquals": {"aws:RequestedRegion": ${jsonencode(concat(var.regions, ["us-east-1"]))}}}
        }]
      }
    EOT
  }
}
resource "aws_organizations_policy" "each" {
  for_each = local.deny
  name     = each.key
  content  = each.value
}
resource "aws_organizations_policy_attachment" "root" {
  policy_id = aws_organizations_policy.each["heredoc"].id
  target_id = aws_organizations_organization.org.roots[0].id
}
resource "aws_organizations_policy_attachment" "unit" {
  policy_id = aws_organizations_policy.each["encoded"].id
  target_id = aws_organizations_organizational_unit.eu.id
}
data "aws_iam_policy_document" "known" {
  statement {
    sid       = "Eu"
    actions   = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = var.regions
    }
  }
}
data "aws_iam_policy_document" "late" {
  statement {
    actions   = ["bedrock:InvokeModel*"]
    resources = ["*", aws_bedrock_inference_profile.p.arn]
  }
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
resource "aws_bedrock_inference_profile" "p" {
  name = "p"
  model_source { copy_from = "arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0" }
}
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role" "inline" {
  name               = "inline"
  assume_role_policy = "{}"
  inline_policy {
    name   = "all"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "bedrock:*", Resource = "*" }] })
  }
}
resource "aws_iam_policy" "known" {
  name   = "known"
  policy = data.aws_iam_policy_document.known.json
}
resource "aws_iam_policy" "late" {
  name   = "late"
  policy = data.aws_iam_policy_document.late.json
}
resource "aws_iam_role_policy_attachment" "known" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.known.arn
}
resource "aws_iam_role_policy_attachment" "managed" {
  role       = aws_iam_role.inline.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonBedrockFullAccess"
}
resource "aws_iam_role_policy" "eu" {
  name = "eu"
  role = aws_iam_role.app.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["bedrock:InvokeModel*", "aws-external-anthropic:*"]
      Resource  = "*"
      Condition = { "ForAnyValue:StringLike" = { "aws:RequestedRegion" = ["eu-*"] } }
    }]
  })
}
resource "aws_iam_user" "u" { name = "u" }
resource "aws_iam_user_policy" "all" {
  user   = aws_iam_user.u.name
  policy = jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", NotAction = "iam:*", Resource = "*" } })
}
resource "aws_vpc_endpoint" "runtime" {
  vpc_id            = "vpc-1"
  vpc_endpoint_type = "Interface"
  service_name      = "com.amazonaws.eu-central-1.bedrock-runtime"
  policy            = data.aws_iam_policy_document.known.json
}
resource "aws_vpc_endpoint" "open" {
  vpc_id            = "vpc-1"
  vpc_endpoint_type = "Interface"
  service_name      = "com.amazonaws.eu-central-1.bedrock-runtime"
}

"""Documents that data sources make, inside roles and guardrails of a source."""

import pytest

import terraform_files
from access_world import calls, sources, stated
from compliance_toolkit.models import ReasonCode

BUCKET = 'resource "aws_s3_bucket" "b" {}\n'
MODEL = "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.*"
DOCUMENT = """
data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Calls"
    actions   = ["bedrock:InvokeModel"]
    resources = ["*"]
  }
  statement {
    sid       = "Files"
    actions   = ["s3:GetObject"]
    resources = [aws_s3_bucket.b.arn]
  }
}
"""


@pytest.fixture
def read(tmp_path):
    def read(main):
        return stated(*terraform_files.read(tmp_path, main).resources)

    return read


def test_documents_inside_a_role_are_read_in_both_forms(read):
    found = read(
        main=f"""
        data "aws_iam_policy_document" "profiles" {{
          statement {{
            actions   = ["bedrock:InvokeModel"]
            resources = ["arn:aws:bedrock:*:*:inference-profile/us.*"]
          }}
        }}
        data "aws_iam_policy_document" "models" {{
          statement {{
            actions   = ["bedrock:InvokeModel"]
            resources = ["arn:aws:bedrock:us-*::foundation-model/*", "{MODEL}"]
          }}
        }}
        resource "aws_iam_role" "r" {{
          name = "r"
          inline_policy {{
            name   = "a"
            policy = data.aws_iam_policy_document.profiles.json
          }}
          inline_policy {{
            name   = "b"
            policy = data.aws_iam_policy_document.models.minified_json
          }}
        }}
        resource "aws_iam_role" "one" {{
          name = "one"
          inline_policy {{
            name   = "a"
            policy = data.aws_iam_policy_document.profiles.json
          }}
        }}
        resource "aws_iam_role_policy" "two" {{
          role   = aws_iam_role.one.id
          policy = data.aws_iam_policy_document.models.json
        }}"""
    )
    for address in ("aws_iam_role.r", "aws_iam_role.one", "aws_iam_role_policy.two"):
        assert ("us", "us-east-1") in calls(found[address])
        assert calls(found[address], "unknown") == set()


def test_what_is_lost_in_a_document_inside_a_role_is_lost_there(read):
    found = read(
        main=BUCKET
        + DOCUMENT
        + """
        resource "aws_iam_role" "r" {
          name = "r"
          inline_policy {
            name   = "a"
            policy = data.aws_iam_policy_document.base.json
          }
          dynamic "inline_policy" {
            for_each = ["eu-west-1"]
            content {
              name   = inline_policy.value
              policy = jsonencode({
                Version = "2012-10-17"
                Statement = [
                  { Effect = "Deny", Action = "bedrock:*", Resource = "*", Condition = {
                    StringNotEquals = { "aws:RequestedRegion" = inline_policy.value }
                  } },
                  { Effect = "Allow", Action = "s3:*", Resource = aws_s3_bucket.b.arn },
                ]
              })
            }
          }
        }"""
    )["aws_iam_role.r"]
    assert sources(found) == {"eu-west-1"}
    assert calls(found, "unknown") == set()


def test_a_guardrail_with_a_principal_is_refused_by_that(read):
    found = read(
        main="""
        data "aws_iam_policy_document" "p" {
          statement {
            effect    = "Deny"
            actions   = ["bedrock:*"]
            resources = ["*"]
            principals {
              type        = "AWS"
              identifiers = ["*"]
            }
          }
        }
        resource "aws_organizations_policy" "p" {
          content = data.aws_iam_policy_document.p.json
        }
        resource "aws_organizations_policy_attachment" "p" {
          policy_id = aws_organizations_policy.p.id
          target_id = "r-abcd"
        }"""
    )["aws_organizations_policy.p"]
    why = found.unknown["/access/unknown"]
    assert why.code is ReasonCode.UNKNOWN_VALUE
    assert why.reference == "content/Statement/0/Principal: a policy of this kind takes none"

"""Policies in Terraform source: what is known of one whose text is known only after apply."""

import pytest

from access_world import LAW, calls, scopes, sources
from compliance_toolkit.models import ReasonCode
from compliance_toolkit.terraform.access.holders import state_access
from compliance_toolkit.terraform.source import read_source

BUCKET = 'resource "aws_s3_bucket" "b" {}\n'
MODEL = "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.*"


@pytest.fixture
def read(tmp_path):
    def read(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.with_suffix(".tf").write_text(text)
        given = read_source(tmp_path, variables={}, var_files=(), shown_as="infra", root=tmp_path)
        assert given.problems == ()
        return {one.address: one for one in state_access(given, LAW).resources}

    return read


def test_the_object_inside_jsonencode_is_known_beside_what_is_not(read):
    found = read(
        main=BUCKET
        + f"""
        resource "aws_iam_policy" "p" {{
          policy = jsonencode({{
            Version = "2012-10-17"
            Statement = [
              {{ Effect = "Allow", Action = "s3:*", Resource = aws_s3_bucket.b.arn }},
              {{ Effect = "Allow", Action = "bedrock:*", Resource = "{MODEL}" }},
            ]
          }})
        }}"""
    )["aws_iam_policy.p"]
    assert calls(found) == {("in-region", "eu-west-1")}
    assert found.unknown["/document/Statement/0/Resource"].code is ReasonCode.KNOWN_AFTER_APPLY


def test_what_is_not_known_of_the_call_itself_is_unknown(read):
    found = read(
        main=BUCKET
        + """
        resource "aws_iam_policy" "p" {
          policy = jsonencode({
            Version = "2012-10-17"
            Statement = { Effect = "Allow", Action = "bedrock:*", Resource = aws_s3_bucket.b.arn }
          })
        }"""
    )["aws_iam_policy.p"]
    assert calls(found) == set()
    assert ("in-region", "us-east-1") in calls(found, "unknown")
    assert found.unknown["/access/unknown"].reference == "aws_s3_bucket.b.arn"


def test_a_policy_about_something_else_is_told_apart_though_its_text_is_not_known(read):
    found = read(
        main=BUCKET
        + """
        locals {
          document = jsonencode({
            Version = "2012-10-17"
            Statement = [{ Effect = "Allow", Action = ["s3:*"], Resource = [aws_s3_bucket.b.arn] }]
          })
        }
        resource "aws_iam_policy" "p" { policy = local.document }"""
    )["aws_iam_policy.p"]
    assert found.silent_on == {"access", "platform_access"}


def test_a_document_that_a_module_is_handed_is_followed(read):
    found = read(
        main=BUCKET
        + f"""
        module "m" {{
          source = "./sub"
          policy = jsonencode({{
            Version = "2012-10-17"
            Statement = [
              {{ Effect = "Allow", Action = "s3:*", Resource = aws_s3_bucket.b.arn }},
              {{ Effect = "Allow", Action = "bedrock:*", Resource = "{MODEL}" }},
            ]
          }})
        }}""",
        sub__main="""
        variable "policy" {}
        resource "aws_iam_policy" "p" { policy = var.policy }""",
    )["module.m.aws_iam_policy.p"]
    assert calls(found) == {("in-region", "eu-west-1")}


def test_a_secret_stays_one(read):
    found = read(
        main="""
        module "m" {
          source = "./sub"
          policy = jsonencode({ Statement = [] })
        }""",
        sub__main="""
        variable "policy" { sensitive = true }
        resource "aws_iam_policy" "p" { policy = var.policy }""",
    )["module.m.aws_iam_policy.p"]
    assert found.unknown["/access"].code is ReasonCode.SENSITIVE
    assert "document" not in found.values


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


def of_document(read, *more, what="p"):
    policy = (
        f'resource "aws_iam_policy" "x" {{ policy = data.aws_iam_policy_document.{what}.json }}\n'
    )
    return read(main=BUCKET + DOCUMENT + policy + "\n".join(more))["aws_iam_policy.x"]


def test_a_document_is_made_of_its_statements(read):
    found = of_document(read, what="base")
    assert {"us", "global", "in-region"} <= scopes(found)
    assert found.values["document"]["Version"] == "2012-10-17"
    assert found.values["document"]["Statement"][0]["Effect"] == "Allow"


def test_a_statement_replaces_one_of_a_source_document_with_its_sid(read):
    found = of_document(
        read,
        f"""
        data "aws_iam_policy_document" "p" {{
          source_policy_documents = [data.aws_iam_policy_document.base.json]
          statement {{
            sid       = "Calls"
            actions   = ["bedrock:InvokeModel"]
            resources = ["{MODEL}"]
          }}
        }}""",
    )
    assert calls(found) == {("in-region", "eu-west-1")}
    assert [one["Sid"] for one in found.values["document"]["Statement"]] == ["Calls", "Files"]


def test_an_overriding_document_wins_over_the_statements(read):
    found = of_document(
        read,
        f"""
        data "aws_iam_policy_document" "p" {{
          override_policy_documents = [
            data.aws_iam_policy_document.base.json,
            jsonencode({{
              Version   = "2012-10-17"
              Statement = [
                {{ Sid = "Calls", Effect = "Deny", Action = "bedrock:*", Resource = "*" }}
              ]
            }}),
          ]
          statement {{
            sid       = "Calls"
            actions   = ["bedrock:InvokeModel"]
            resources = ["{MODEL}"]
          }}
          statement {{
            actions   = ["bedrock:InvokeModel"]
            resources = ["{MODEL}"]
          }}
        }}""",
    )
    assert calls(found) == set()
    assert [one["Effect"] for one in found.values["document"]["Statement"]] == [
        "Deny",
        "Allow",
        "Allow",
    ]


def test_conditions_principals_and_variables_are_written_as_policies_write_them(read):
    found = of_document(
        read,
        """
        data "aws_iam_policy_document" "p" {
          version = "2012-10-17"
          statement {
            effect        = "Deny"
            not_actions   = ["iam:*"]
            not_resources = [aws_s3_bucket.b.arn]
            principals {
              type        = "AWS"
              identifiers = ["arn:aws:iam::111122223333:user/&{aws:username}"]
            }
            condition {
              test     = "StringNotEquals"
              variable = "aws:RequestedRegion"
              values   = ["eu-west-1", "&{aws:PrincipalTag/region}"]
            }
          }
        }""",
    )
    (statement,) = found.values["document"]["Statement"]
    assert statement == {
        "Effect": "Deny",
        "NotAction": ["iam:*"],
        "Principal": {"AWS": ["arn:aws:iam::111122223333:user/${aws:username}"]},
        "Condition": {
            "StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "${aws:PrincipalTag/region}"]}
        },
    }
    assert "/document/Statement/0/NotResource" in found.unknown


LATE = "resources = [aws_s3_bucket.b.arn]"


@pytest.mark.parametrize(
    "body",
    [
        "source_json = data.aws_iam_policy_document.base.json",
        "source_policy_documents = local.many",
        "source_policy_documents = [data.aws_iam_policy_document.p.json]",
        "source_policy_documents = [aws_s3_bucket.b.policy]",
        'override_policy_documents = ["{"]\nstatement { RESOURCES }',
        """
        source_policy_documents = [data.aws_iam_policy_document.base.json]
        statement {
          sid = aws_s3_bucket.b.id
          RESOURCES
        }""",
        """
        statement {
          RESOURCES
          condition {
            test     = "Bool"
            variable = aws_s3_bucket.b.id
            values   = ["true"]
          }
        }""",
    ],
)
def test_a_document_that_cannot_be_told_is_unknown(read, body):
    text = body.replace("RESOURCES", LATE)
    many = "locals { many = [aws_s3_bucket.b.id] }"
    found = of_document(read, many, f'data "aws_iam_policy_document" "p" {{\n{text}\n}}')
    assert "/access" in found.unknown
    assert found.silent_on == frozenset()


def test_instances_of_a_document_are_told_apart(read):
    found = read(
        main=BUCKET
        + """
        data "aws_iam_policy_document" "p" {
          for_each = toset(["eu-west-1", "us-east-1"])
          statement {
            actions   = ["bedrock:InvokeModel"]
            resources = ["arn:aws:bedrock:${each.key}::foundation-model/anthropic.*"]
          }
          statement {
            actions   = ["s3:*"]
            resources = [aws_s3_bucket.b.arn]
          }
        }
        resource "aws_iam_policy" "x" {
          for_each = toset(["eu-west-1", "us-east-1"])
          policy   = data.aws_iam_policy_document.p[each.key].json
        }"""
    )
    assert sources(found['aws_iam_policy.x["eu-west-1"]']) == {"eu-west-1"}
    assert sources(found['aws_iam_policy.x["us-east-1"]']) == {"us-east-1"}


def test_a_guardrail_and_its_attachment_are_found_by_reference(read):
    found = read(
        main="""
        resource "aws_organizations_organization" "org" {}
        resource "aws_organizations_organizational_unit" "prod" {
          name      = "prod"
          parent_id = aws_organizations_organization.org.roots[0].id
        }
        resource "aws_organizations_account" "app" {
          name      = "app"
          email     = "app@acme.example"
          parent_id = aws_organizations_organizational_unit.prod.id
        }
        resource "aws_organizations_policy" "eu" {
          name = "DenyAllOutsideEU"
          content = <<-EOT
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Sid": "DenyAllOutsideEU", "Effect": "Deny", "Resource": "*",
                "Action": ["bedrock:*", "bedrock-mantle:*"],
                "Condition": {
                  "StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}
                }
              }]
            }
          EOT
        }
        resource "aws_organizations_policy_attachment" "eu" {
          policy_id = aws_organizations_policy.eu.id
          target_id = aws_organizations_organizational_unit.prod.id
        }
        resource "aws_organizations_policy" "spare" {
          content = aws_organizations_policy.eu.content
        }"""
    )
    assert sources(found["aws_organizations_policy.eu"]) == {"eu-west-1", "us-east-1"}
    assert sources(found["aws_organizations_account.app"]) == {"eu-west-1", "us-east-1"}
    assert found["aws_organizations_policy.spare"].values["access"]["in_force"] is False


def test_a_data_block_that_is_declared_twice_is_a_problem(tmp_path):
    (tmp_path / "main.tf").write_text(DOCUMENT + DOCUMENT)
    given = read_source(tmp_path, variables={}, var_files=(), shown_as="infra", root=tmp_path)
    assert ["declared twice" in problem.message for problem in given.problems] == [True]


def test_statements_of_one_name_are_none_that_the_provider_takes(read):
    found = of_document(
        read,
        """
        data "aws_iam_policy_document" "p" {
          statement {
            sid       = "Calls"
            actions   = ["bedrock:InvokeModel"]
            resources = ["*"]
          }
          statement {
            sid       = "Calls"
            actions   = ["s3:GetObject"]
            resources = ["*"]
          }
        }""",
    )
    assert found.unknown["/access"].code is ReasonCode.DATA_SOURCE

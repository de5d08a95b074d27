"""What Terraform is told not to enforce: the text that is written may not be what stands there."""

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import PROVIDER, read, unknown, write

IGNORED = unknown("known-after-apply", "lifecycle.ignore_changes")
LOCKED = """jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Deny", Action = "aws-external-anthropic:*", Resource = "*" },
    {
      Effect    = "Deny", Action = ["bedrock:*", "bedrock-mantle:*"], Resource = "*"
      Condition = { StringNotEquals = { "aws:RequestedRegion" = ["eu-central-1"] } }
    },
  ] })"""
ORGANISATION = """
resource "aws_organizations_policy" "eu" {{
  name    = "eu"
  content = {text}
  {lifecycle}
}}
resource "aws_organizations_policy_attachment" "eu" {{
  policy_id = aws_organizations_policy.eu.id
  target_id = "r-abcd"
}}
"""
DATA = """
data "aws_iam_policy_document" "d" {
  statement {
    effect    = "Deny"
    actions   = ["aws-external-anthropic:*"]
    resources = ["*"]
  }
  statement {
    effect    = "Deny"
    actions   = ["bedrock:*", "bedrock-mantle:*"]
    resources = ["*"]
    condition {
      test     = "StringNotEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-central-1"]
    }
  }
}
"""


def verdicts(capsys, folder, text):
    """The exit code, and what was said of guardrails."""
    write(folder, {"main.tf": PROVIDER + text})
    code = main(["check", str(folder), "--jurisdiction", "eu", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    guarded = {
        one["verdict"] for one in found if one["resource"]["type"] == "aws_organizations_policy"
    }
    return code, guarded


@pytest.mark.parametrize(
    ("text", "more"), [(LOCKED, ""), ("data.aws_iam_policy_document.d.json", DATA)]
)
@pytest.mark.parametrize(
    "names",
    [
        "[content]",
        "[name, content]",
        '["content"]',
        '["content[0]"]',
        "all",
        '["*"]',
        "[(content)]",
    ],
)
def test_a_guardrail_whose_text_is_not_enforced_never_passes(capsys, tmp_path, text, more, names):
    lifecycle = f"lifecycle {{ ignore_changes = {names} }}"
    code, found = verdicts(
        capsys, tmp_path, more + ORGANISATION.format(text=text, lifecycle=lifecycle)
    )
    assert (code, found) == (1, {"unknown"})


@pytest.mark.parametrize(
    ("text", "more"), [(LOCKED, ""), ("data.aws_iam_policy_document.d.json", DATA)]
)
@pytest.mark.parametrize("lifecycle", ["", "lifecycle { ignore_changes = [description] }"])
def test_one_whose_text_is_enforced_passes(capsys, tmp_path, text, more, lifecycle):
    _, found = verdicts(
        capsys, tmp_path, more + ORGANISATION.format(text=text, lifecycle=lifecycle)
    )
    assert found == {"pass"}


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("aws_iam_policy", "policy"),
        ("aws_iam_role_policy", "policy"),
        ("aws_vpc_endpoint", "policy"),
        ("aws_ecs_task_definition", "container_definitions"),
        ("aws_sfn_state_machine", "definition"),
        ("aws_cloudformation_stack", "template_body"),
    ],
)
def test_no_document_is_given_back_that_is_not_enforced(tmp_path, type_, name):
    audited = read(
        tmp_path,
        f'resource "{type_}" "x" {{\n  {name} = jsonencode({{ Statement = [] }})\n'
        f"  lifecycle {{ ignore_changes = [{name}] }}\n}}\n",
    )
    (resource,) = audited.resources
    assert "document" not in resource.values
    assert resource.unknown[f"/{name}"] == IGNORED


def test_no_inner_document_is_given_back_that_is_not_enforced(tmp_path):
    audited = read(
        tmp_path,
        """resource "aws_iam_role" "x" {
  inline_policy {
    name   = "calls"
    policy = jsonencode({ Statement = [{ Resource = aws_sqs_queue.q.arn }] })
  }
  lifecycle { ignore_changes = [inline_policy[0].policy] }
}
""",
    )
    (resource,) = audited.resources
    assert resource.unknown == {"/inline_policy": IGNORED}
    assert "inline_policy" not in resource.values


def test_a_setting_that_is_not_enforced_is_no_name_of_what_is_written(tmp_path):
    audited = read(
        tmp_path,
        """resource "aws_sqs_queue" "q" {}
resource "aws_glue_job" "j" {
  command = aws_sqs_queue.q.url
  lifecycle { ignore_changes = [command] }
}
""",
    )
    job = audited.resources[1]
    assert (job.unknown["/command"], set(job.values)) == (IGNORED, set())


@pytest.mark.parametrize("names", ["[input]", "all"])
def test_what_a_built_in_resource_keeps_may_be_older_than_what_is_written(tmp_path, names):
    audited = read(
        tmp_path,
        f"""resource "terraform_data" "x" {{
  input = "eu-west-1"
  lifecycle {{ ignore_changes = {names} }}
}}
resource "aws_sqs_queue" "q" {{ region = terraform_data.x.input }}
""",
    )
    assert audited.resources[1].region == unknown("known-after-apply", "terraform_data.x.input")

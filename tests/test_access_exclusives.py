"""Lists that take away what they leave out: a denial that is taken away denies nothing."""

import json

import pytest

from access_world import EU_SIX, allow, outside, policy
from compliance_toolkit.cli.main import main
from terraform_plans import block, change, plan

MODELS = policy(allow("bedrock:InvokeModel*"))
GUARD = policy(outside(EU_SIX))
ASKED = "aws_iam_role_policy.models"
BASE = f"""
    provider "aws" {{ region = "eu-central-1" }}
    resource "aws_iam_role_policy" "models" {{
      name   = "models"
      role   = aws_iam_role.app.name
      policy = jsonencode({MODELS})
    }}"""
ROLE = """
    resource "aws_iam_role" "app" {
      name               = "app"
      assume_role_policy = "{}"
      ROLE
    }"""
INLINE = f"""
    resource "aws_iam_role_policy" "deny" {{
      NAME
      role   = aws_iam_role.app.name
      policy = jsonencode({GUARD})
    }}"""
ATTACHED = f"""
    resource "aws_iam_policy" "deny" {{
      name   = "deny"
      policy = jsonencode({GUARD})
    }}
    resource "aws_iam_role_policy_attachment" "deny" {{
      role       = aws_iam_role.app.name
      policy_arn = aws_iam_policy.deny.arn
    }}"""


@pytest.fixture
def check(tmp_path, capsys):
    """The verdict on the policy that grants, and its reason, by an audit of a source or a plan."""

    def check(given):
        path = tmp_path / ("main.tf" if isinstance(given, str) else "plan.json")
        path.write_bytes(given.encode() if isinstance(given, str) else given)
        target = tmp_path if isinstance(given, str) else path
        code = main(["check", str(target), "--jurisdiction", "eu", "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        (found,) = [
            one
            for one in findings
            if one["check"] == "RES-012" and one["resource"]["address"] == ASKED
        ]
        assert code == (0 if found["verdict"] == "pass" else 1)
        return found["verdict"], (found["reason"] or {}).get("reference")

    return check


def source(denial, *more, name='name = "deny"', role=""):
    return BASE + ROLE.replace("ROLE", role) + denial.replace("NAME", name) + "\n".join(more)


def lists(kind, attribute, value, whose="role_name = aws_iam_role.app.name"):
    return f'\nresource "{kind}" "x" {{\n {whose}\n {attribute} = {value}\n}}\n'


def inline_list(value, **more):
    return lists("aws_iam_role_policies_exclusive", "policy_names", value, **more)


def attached_list(value, **more):
    return lists("aws_iam_role_policy_attachments_exclusive", "policy_arns", value, **more)


def left_out(name):
    return "unknown", f"{name}: leaves a policy out"


def test_a_denial_that_no_list_is_about_denies(check):
    assert check(source(INLINE))[0] == "pass"
    assert check(source(ATTACHED))[0] == "pass"


@pytest.mark.parametrize("value", ['["models"]', "[aws_iam_role_policy.models.name]", "[]"])
@pytest.mark.parametrize("whose", ["aws_iam_role.app.name", '"app"'])
def test_a_list_of_names_takes_away_the_denial_that_it_leaves_out(check, value, whose):
    listed = inline_list(value, whose=f"role_name = {whose}")
    told = left_out("aws_iam_role_policies_exclusive.x.policy_names")
    assert check(source(INLINE, listed)) == told


@pytest.mark.parametrize("name", ['name = "deny"', ""])
def test_a_list_of_names_leaves_the_denial_that_it_names(check, name):
    listed = inline_list("[aws_iam_role_policy.models.name, aws_iam_role_policy.deny.name]")
    assert check(source(INLINE, listed, name=name))[0] == "pass"
    assert check(source(INLINE, inline_list('["deny", "models"]')))[0] == "pass"


def test_a_list_of_nobody_knows_what_may_leave_it_out(check):
    listed = '\nvariable "names" {}\n' + inline_list("var.names")
    assert check(source(INLINE, listed)) == ("unknown", "var.names")


def test_a_list_for_nobody_knows_whom_may_be_for_anybody(check):
    listed = '\nvariable "role" {}\n' + inline_list('["models"]', whose="role_name = var.role")
    assert check(source(INLINE, listed))[0] == "unknown"


def test_a_list_for_another_role_takes_nothing_away(check):
    assert check(source(INLINE, inline_list("[]", whose='role_name = "other"')))[0] == "pass"


def test_a_list_of_attachments_is_about_attachments_alone(check):
    assert check(source(INLINE, attached_list("[]")))[0] == "pass"
    assert check(source(ATTACHED, inline_list('["models"]')))[0] == "pass"


def test_a_list_of_attachments_takes_away_the_denial_that_it_leaves_out(check):
    told = left_out("aws_iam_role_policy_attachments_exclusive.x.policy_arns")
    assert check(source(ATTACHED, attached_list("[]"))) == told
    assert check(source(ATTACHED, attached_list("[aws_iam_policy.deny.arn]")))[0] == "pass"


def test_the_arguments_of_a_role_take_away_what_they_leave_out(check):
    told = left_out("aws_iam_role.app.managed_policy_arns")
    assert check(source(ATTACHED, role="managed_policy_arns = []")) == told
    listed = "managed_policy_arns = [aws_iam_policy.deny.arn]"
    assert check(source(ATTACHED, role=listed))[0] == "pass"
    block = f'inline_policy {{\n name = "models"\n policy = jsonencode({MODELS})\n}}'
    assert check(source(INLINE, role=block)) == left_out("aws_iam_role.app.inline_policy")


def test_a_policy_that_is_attached_to_some_alone_is_taken_from_the_others(check):
    def sole(roles):
        return f"""
            resource "aws_iam_policy_attachment" "x" {{
              name       = "x"
              roles      = {roles}
              policy_arn = aws_iam_policy.deny.arn
            }}"""

    assert check(source(ATTACHED, sole('["other"]'))) == left_out("aws_iam_policy_attachment.x")
    assert check(source(ATTACHED, sole("[aws_iam_role.app.name]")))[0] == "pass"


def test_a_plan_tells_what_a_list_leaves_out(check):
    def planned(names):
        held = {"role": "app"}
        return plan(
            change("aws_iam_role.app", {"name": "app", "managed_policy_arns": []}),
            change(ASKED, {"name": "models", "policy": MODELS, **held}),
            change("aws_iam_role_policy.deny", {"name": "deny", "policy": GUARD, **held}),
            change(
                "aws_iam_role_policies_exclusive.x", {"role_name": "app", "policy_names": names}
            ),
        )

    assert check(planned(["models"]))[0] == "unknown"
    assert check(planned(["models", "deny"]))[0] == "pass"


def test_a_list_of_names_takes_away_a_denial_in_the_role_itself(check):
    block = f'inline_policy {{\n name = "deny"\n policy = jsonencode({GUARD})\n}}'
    told = left_out("aws_iam_role_policies_exclusive.x.policy_names")
    assert check(source(inline_list('["models"]'), role=block)) == told
    assert check(source(inline_list('["models", "deny"]'), role=block))[0] == "pass"
    assert check(source(attached_list("[]"), role=block))[0] == "pass"


def test_a_list_that_names_one_instance_leaves_out_another(check):
    def listed(names):
        return inline_list(f"[aws_iam_role_policy.models.name, {names}]")

    two = f"count = 2\n policy = count.index == 0 ? jsonencode({GUARD}) : jsonencode({MODELS})"
    denial = INLINE.replace(f"policy = jsonencode({GUARD})", two)
    told = left_out("aws_iam_role_policies_exclusive.x.policy_names")
    assert check(source(denial, listed("aws_iam_role_policy.deny[1].name"), name="")) == told
    assert check(source(denial, listed("aws_iam_role_policy.deny[0].name"), name=""))[0] == "pass"
    every = "concat([aws_iam_role_policy.models.name], aws_iam_role_policy.deny[*].name)"
    assert check(source(denial, inline_list(every), name=""))[0] == "pass"


@pytest.mark.parametrize("written", [True, False])
def test_a_plan_tells_whether_the_argument_of_a_role_is_written(check, written):
    role, denial = "aws_iam_role.app", "aws_iam_policy.deny"
    arns: dict[str, object] = {"managed_policy_arns": {"constant_value": []}} if written else {}
    attachment = "aws_iam_role_policy_attachment.deny"
    found = check(
        plan(
            change(role, {"name": "app", "managed_policy_arns": []}),
            change(ASKED, {"name": "models", "policy": MODELS, "role": "app"}),
            change(denial, {"name": "deny", "policy": GUARD, "arn": "arn:aws:iam::1:policy/deny"}),
            change(
                attachment,
                {"role": "app", "policy_arn": "arn:aws:iam::1:policy/deny"},
            ),
            blocks=[block(role, **arns), block(ASKED), block(denial), block(attachment)],
        )
    )
    assert found == (left_out(f"{role}.managed_policy_arns") if written else ("pass", None))


@pytest.mark.parametrize("name", ["models", "deny"])
def test_a_policy_of_the_same_name_takes_the_place_of_a_denial(check, name):
    block = f'inline_policy {{\n name = "{name}"\n policy = jsonencode({GUARD})\n}}'
    named = f'name = "{name}"'
    verdict = "unknown" if name == "models" else "pass"
    told = (verdict, f"{ASKED}: takes a policy's place" if name == "models" else None)
    assert check(source(INLINE, name=named)) == told
    listed = inline_list(f'["models", "{name}"]')
    assert check(source(listed, role=block))[0] == verdict


def test_a_permission_set_has_one_policy_of_its_own(tmp_path, capsys):
    kind = "aws_ssoadmin_permission_set_inline_policy"
    held = "permission_set_arn = aws_ssoadmin_permission_set.s.arn"
    parts = ['provider "aws" { region = "eu-central-1" }\n']
    parts.append('resource "aws_ssoadmin_permission_set" "s" { name = "s" }\n')
    for name, document in (("deny", GUARD), ("models", MODELS)):
        body = f"{held}\n inline_policy = jsonencode({document})"
        parts.append(f'resource "{kind}" "{name}" {{\n {body}\n}}\n')
    (tmp_path / "main.tf").write_text("".join(parts))
    assert main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    (found,) = [one for one in findings if one["resource"]["address"] == f"{kind}.models"]
    assert (found["check"], found["verdict"]) == ("RES-012", "unknown")
    assert found["reason"]["reference"] == f"{kind}.models: takes a policy's place"

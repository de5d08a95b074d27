"""A name is one of its own account: another provider may lead into another one."""

import json

import pytest

from access_world import EU_SIX, allow, outside, policy
from compliance_toolkit.cli.main import main
from terraform_plans import block, change, plan

ELSEWHERE = 'assume_role { role_arn = "arn:aws:iam::999999999999:role/x" }'
HERE = 'provider "aws" { region = "eu-central-1" }\n'
ROLE = 'resource "aws_iam_role" "app" {\n name = "app"\n assume_role_policy = "{}"\n}\n'
MODELS = allow("bedrock:InvokeModel*")
GUARD = outside(EU_SIX)


@pytest.fixture
def check(tmp_path, capsys):
    """The exit code of an audit of one source or plan; verdict and reason by check and address."""

    def check(given):
        path = tmp_path / ("main.tf" if isinstance(given, str) else "plan.json")
        path.write_bytes(given.encode() if isinstance(given, str) else given)
        target = tmp_path if isinstance(given, str) else path
        code = main(["check", str(target), "--jurisdiction", "eu", "--format", "json"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return code, {
            (one["check"], one["resource"]["address"]): (one["verdict"], one["reason"])
            for one in findings
        }

    return check


def text(*statements):
    return f"jsonencode({policy(*statements)})"


def inline(name, *statements, role="aws_iam_role.app.name", more=""):
    return f"""
        resource "aws_iam_role_policy" "{name}" {{
          name   = "{name}"
          role   = {role}
          policy = {text(*statements)}
          {more}
        }}"""


def other(settings, alias="o"):
    return f'provider "aws" {{\n alias = "{alias}"\n region = "eu-central-1"\n {settings}\n}}\n'


IN_O = {"code": "outside-input", "reference": "provider aws.o: may be another account"}
ASKED = ("RES-012", "aws_iam_role_policy.models")


@pytest.mark.parametrize("role", ['"app"', "aws_iam_role.app.name", "aws_iam_role.app.id"])
def test_what_another_account_denies_to_one_of_the_same_name_is_not_denied_here(check, role):
    denial = inline("deny", GUARD, role=role, more="provider = aws.o")
    code, found = check(HERE + other(ELSEWHERE) + ROLE + inline("models", MODELS) + denial)
    assert code == 1
    assert found[ASKED] == ("unknown", IN_O)


def test_what_another_account_grants_is_not_bound_by_what_binds_one_of_the_same_name(check):
    grant = inline("models", MODELS, role='"app"', more="provider = aws.o")
    code, found = check(HERE + other(ELSEWHERE) + ROLE + grant + inline("deny", GUARD))
    assert code == 1
    assert found[ASKED][0] == "fail"


@pytest.mark.parametrize(
    "settings",
    ['default_tags { tags = { team = "a" } }', "max_retries = 3", "skip_region_validation = true"],
)
def test_a_provider_that_names_no_credentials_leads_into_the_same_account(check, settings):
    denial = inline("deny", GUARD, role='"app"', more="provider = aws.o")
    code, _ = check(HERE + other(settings) + ROLE + inline("models", MODELS) + denial)
    assert code == 0


def test_one_provider_with_credentials_is_one_account(check):
    role = ROLE.replace('name = "app"', 'name = "app"\n provider = aws.o')
    grant = inline("models", MODELS, role='"app"', more="provider = aws.o")
    denial = inline("deny", GUARD, role='"app"', more="provider = aws.o")
    code, _ = check(HERE + other('profile = "o"') + role + grant + denial)
    assert code == 0


def test_a_module_leads_into_the_account_of_the_provider_that_it_is_handed(check, tmp_path):
    (tmp_path / "deny").mkdir()
    (tmp_path / "deny" / "main.tf").write_text(inline("deny", GUARD, role='"app"'))
    call = '\nmodule "deny" {\n source = "./deny"\n providers = { aws = aws.o }\n}\n'
    given = HERE + ROLE + inline("models", MODELS) + call
    code, found = check(given + other('profile = "o"'))
    assert (code, found[ASKED]) == (1, ("unknown", IN_O))
    assert check(given + other("max_retries = 3"))[0] == 0


def test_a_plan_tells_the_account_by_the_provider_of_each_block(check):
    def planned(key):
        given = {
            "aws_iam_role.app": {"name": "app"},
            "aws_iam_role_policy.models": {"role": "app", "policy": policy(MODELS)},
            "aws_iam_role_policy.deny": {"role": "app", "policy": policy(GUARD)},
        }
        blocks = [
            {**block(name), "provider_config_key": key if "deny" in name else "aws"}
            for name in given
        ]
        region = {"region": {"constant_value": "eu-central-1"}}
        providers = {
            "aws": {"name": "aws", "expressions": region},
            "aws.o": {
                "name": "aws",
                "alias": "o",
                "expressions": {**region, "profile": {"constant_value": "other"}},
            },
        }
        changes = [change(name, values) for name, values in given.items()]
        return plan(*changes, blocks=blocks, providers=providers)

    code, found = check(planned("aws.o"))
    assert code == 1
    assert found[ASKED] == ("unknown", IN_O)
    assert check(planned("aws"))[0] == 0

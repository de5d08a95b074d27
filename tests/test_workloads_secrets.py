"""Settings whose values are kept apart: marked sensitive, or held by a store of secrets."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import PROVIDER, write
from terraform_plans import block, change, plan

MODEL = "us.anthropic.claude-opus-5-5"
SECRET = f'variable "m" {{\n  sensitive = true\n  default   = "{MODEL}"\n}}\n'
CHOOSING = [
    "ANTHROPIC_MODEL",
    "ANTHROPIC_DEFAULT_OPUS_MODEL",
    "ANTHROPIC_SMALL_FAST_MODEL",
    "BEDROCK_MODEL_ID",
    "INFERENCE_PROFILE_ARN",
    "modelId",
    "LLM_ENDPOINT",
    "claude-region",
    "BEDROCK_URL",
    "ANTHROPIC_BASE_URL",
    "AWS_REGION",
]
OPENING = ["ANTHROPIC_API_KEY", "DB_PASSWORD", "DATABASE_URL", "BEDROCK_API_KEY", "LLM_TOKEN"]
"""No place stands in them; a credential leads where the rest of the settings say."""


@pytest.fixture
def check(capsys):
    """The exit code, and the verdict, reason and unclear names of the settings' checks."""

    def check(path, *more):
        code = main(["check", str(path), "--jurisdiction", "eu", "--format", "json", *more])
        findings = json.loads(capsys.readouterr().out)["findings"]
        told = [one for one in findings if one["check"] in {"RES-017", "RES-020"}]
        return code, [
            (one["verdict"], (one["reason"] or {}).get("code"), one["evidence"]["unclear"])
            for one in told
        ]

    return check


@pytest.fixture
def source(tmp_path, check):
    def source(text):
        return check(write(tmp_path / "infra", {"main.tf": PROVIDER + SECRET + text}))

    return source


def function(name, value="var.m"):
    return f"""
    resource "aws_lambda_function" "f" {{
      function_name = "f"
      environment {{
        variables = {{ "{name}" = {value} }}
      }}
    }}
    """


@pytest.mark.parametrize("name", CHOOSING)
def test_a_choice_that_is_sensitive_is_not_known(source, name):
    assert source(function(name)) == (1, [("unknown", "sensitive", [name])])


@pytest.mark.parametrize("name", [name for name in OPENING if "ANTHROPIC" not in name])
def test_a_password_leads_nowhere(source, name):
    assert source(function(name)) == (0, [])


def test_the_value_of_a_sensitive_model_is_not_read(source, capsys):
    code, _ = source(function("ANTHROPIC_MODEL"))
    assert code == 1
    assert MODEL not in capsys.readouterr().out


def ecs(name):
    entry = f'{{ name = "{name}", valueFrom = "arn:aws:ssm:eu-central-1:1:parameter/m" }}'
    return f"""
    resource "aws_ecs_task_definition" "t" {{
      family                = "t"
      container_definitions = jsonencode([{{ name = "c", image = "i", secrets = [{entry}] }}])
    }}
    """


def batch(name):
    return f"""
    resource "aws_batch_job_definition" "b" {{
      name                 = "b"
      type                 = "container"
      container_properties = jsonencode({{
        secrets = [{{ name = "{name}", valueFrom = "/m" }}]
      }})
    }}
    """


def codebuild(name):
    return f"""
    resource "aws_codebuild_project" "p" {{
      name = "p"
      environment {{
        environment_variable {{
          name  = "{name}"
          value = "/m"
          type  = "PARAMETER_STORE"
        }}
      }}
    }}
    """


def run(name):
    return f"""
    resource "google_cloud_run_v2_service" "r" {{
      name     = "r"
      location = "europe-west3"
      template {{
        containers {{
          name = "c"
          env {{
            name = "{name}"
            value_source {{
              secret_key_ref {{
                secret = "s"
              }}
            }}
          }}
        }}
      }}
    }}
    """


def app_service(name):
    return f"""
    resource "azurerm_linux_web_app" "w" {{
      name         = "w"
      location     = "westeurope"
      app_settings = {{ "{name}" = "@Microsoft.KeyVault(SecretUri=https://v.example/s/)" }}
    }}
    """


def container_app(name):
    return f"""
    resource "azurerm_container_app_job" "j" {{
      name     = "j"
      location = "westeurope"
      secret {{
        name  = "u"
        value = var.m
      }}
      template {{
        container {{
          name = "c"
          env {{
            name        = "{name}"
            secret_name = "u"
          }}
        }}
      }}
    }}
    """


STORES = [ecs, batch, codebuild, run, app_service, container_app]


@pytest.mark.parametrize("name", ["ANTHROPIC_MODEL", "BEDROCK_MODEL_ID", "ANTHROPIC_BASE_URL"])
@pytest.mark.parametrize("written", STORES)
def test_a_choice_that_a_store_of_secrets_holds_is_not_known(source, written, name):
    code, found = source(written(name))
    assert (code, [one[:2] for one in found]) == (1, [("unknown", "outside-input")])
    assert found[0][2][0].endswith(name)


@pytest.mark.parametrize("written", STORES)
def test_a_password_that_a_store_of_secrets_holds_leads_nowhere(source, written):
    assert source(written("DB_PASSWORD")) == (0, [])


def planned(name, sensitive):
    address = "aws_lambda_function.f"
    variables = {"references": ["data.aws_ssm_parameter.m.value", "data.aws_ssm_parameter.m"]}
    after = {"environment": [{"variables": {name: MODEL}}]}
    marks = {"environment": [{"variables": {name: True}}]}
    return plan(
        change(address, after, sensitive=marks if sensitive else False),
        blocks=[block(address, environment=[{"variables": variables}])],
    )


def test_a_plan_says_of_a_parameter_what_its_state_says(tmp_path, check):
    path = tmp_path / "plan.json"
    path.write_bytes(planned("ANTHROPIC_MODEL", sensitive=True))
    assert check(path) == (1, [("unknown", "sensitive", ["ANTHROPIC_MODEL"])])
    path.write_bytes(planned("DB_PASSWORD", sensitive=True))
    assert check(path) == (0, [])
    path.write_bytes(planned("ANTHROPIC_MODEL", sensitive=False))
    code, found = check(path)
    assert (code, found[0][0]) == (1, "fail")


def test_nothing_is_proven_of_a_choice_that_is_not_known(tmp_path, capsys):
    folder = write(tmp_path / "infra", {"main.tf": PROVIDER + SECRET + function("ANTHROPIC_MODEL")})
    main(["explain", "resource", "aws_lambda_function.f", "--input", str(folder)])
    said = capsys.readouterr().out
    assert "ANTHROPIC_MODEL" in said
    assert not [line for line in said.splitlines() if "nothing" in line and "ambient" in line]


def test_the_name_of_another_resource_is_no_model(source):
    queue = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
    assert source(queue + function("MODEL_NAME", "aws_sqs_queue.q.arn")) == (0, [])


def provisioner(name):
    environment = f'environment = {{ {name} = var.m, AWS_REGION = "eu-central-1" }}'
    return f"""
    resource "terraform_data" "x" {{
      provisioner "local-exec" {{
        command = "python call.py"
        {environment}
      }}
    }}
    """


def test_what_a_provisioner_is_told_in_secret_is_not_known(source):
    code, found = source(provisioner("ANTHROPIC_MODEL"))
    assert (code, [one[:2] for one in found]) == (1, [("unknown", "sensitive")])
    assert found[0][2] == ["provisioner.environment.ANTHROPIC_MODEL"]


def test_a_password_of_a_provisioner_leads_nowhere(source):
    code, found = source(provisioner("DB_PASSWORD"))
    assert (code, [one[0] for one in found]) == (0, ["pass"])

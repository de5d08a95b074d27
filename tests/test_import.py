"""Importing costs nothing and does nothing."""

import subprocess
import sys

import pytest

import compliance_toolkit
from terraform_plans import change, plan

TERRAFORM = "compliance_toolkit.terraform"
SDKS = (
    "anthropic",
    "boto3",
    "google.auth",
    "vertexai",
    "regorus",
    "opa_client",
    "typer",
    "sqlalchemy",
)
CLOUD = ("anthropic", "boto3", "google.cloud.aiplatform")


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sorted(sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-Ic", code], check=True, capture_output=True, text=True
    )
    return set(answer.stdout.split())


def test_importing_the_package_loads_no_sdk_and_no_engine():
    loaded = modules_after("import compliance_toolkit")
    assert "compliance_toolkit" in loaded
    assert loaded.isdisjoint((*SDKS, "pydantic", "requests", "jsonschema"))


def test_loading_the_library_loads_no_cloud_sdk():
    loaded = modules_after("from compliance_toolkit import Compliance")
    assert "compliance_toolkit.api.compliance" in loaded
    assert loaded.isdisjoint((*CLOUD, "typer", "sqlalchemy", "asyncio"))


@pytest.mark.parametrize("name", ["FakeCompliance", "Shadow", "Limits", "Decision"])
def test_each_public_name_loads_no_cloud_sdk(name):
    loaded = modules_after(f"from compliance_toolkit import {name}")
    assert loaded.isdisjoint((*CLOUD, "typer", "sqlalchemy"))


def test_a_check_of_a_plan_alone_loads_nothing_that_reads_source(tmp_path):
    """The evaluator of source takes as long to load as a small plan takes to be read."""
    file = tmp_path / "plan.json"
    file.write_bytes(plan(change("aws_sqs_queue.q", {"region": "eu-west-1"})))
    loaded = modules_after(
        "import os\nfrom compliance_toolkit.cli.main import main\n"
        f"os.chdir({str(tmp_path)!r})\n"
        f"assert main(['check', {str(file)!r}, '--jurisdiction', 'eu']) == 0"
    )
    assert "compliance_toolkit.terraform.plan" in loaded
    assert "typer" not in loaded
    assert not [one for one in loaded if one.startswith(("tree_sitter", f"{TERRAFORM}.evaluate"))]
    assert f"{TERRAFORM}.evaluate" in modules_after(f"import {TERRAFORM}.source")


def test_every_public_name_is_there():
    for name in compliance_toolkit.__all__:
        assert getattr(compliance_toolkit, name).__name__ == name
    with pytest.raises(AttributeError):
        compliance_toolkit.__getattr__("Complaince")


def test_the_guard_sees_a_module_that_is_loaded():
    assert "typer" in modules_after("import typer")

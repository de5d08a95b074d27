"""Importing costs nothing and does nothing."""

import subprocess
import sys

SDKS = ("anthropic", "boto3", "google.auth", "vertexai", "regorus", "opa_client", "typer")


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
    assert loaded.isdisjoint(("anthropic", "boto3", "google.cloud.aiplatform", "typer"))


def test_the_guard_sees_a_module_that_is_loaded():
    assert "typer" in modules_after("import typer")

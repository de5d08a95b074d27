"""Providers that are told to speak to other hosts: no region that they name can be believed."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write
from terraform_plans import block, change, plan

BUCKET = 'resource "google_storage_bucket" "x" {\n  location = "europe-west3"\n}\n'
GROUP = 'resource "azurerm_storage_account" "x" {\n  location = "westeurope"\n}\n'
ARM = (
    'resource "azapi_resource" "x" {\n  location = "westeurope"\n'
    '  type = "Microsoft.Storage/storageAccounts@2023-01-01"\n  body = {}\n}\n'
)
QUEUE = 'resource "aws_sqs_queue" "x" {\n  region = "eu-central-1"\n}\n'

AWAY = [
    ("google", "universe_domain", '"apis.example"', BUCKET),
    ("google", "universe_domain", "var.late", BUCKET),
    ("google", "storage_custom_endpoint", '"https://storage.example/"', BUCKET),
    ("azurerm", "metadata_host", '"metadata.example"', GROUP),
    ("azurerm", "environment", '"china"', GROUP),
    ("azapi", "environment", "var.late", ARM),
    ("azapi", "endpoint", '[{ resource_manager_endpoint = "https://arm.example" }]', ARM),
    ("aws", "endpoints", '{ sqs = "https://sqs.example" }', QUEUE),
]
AT_HOME = [
    ("google", "universe_domain", '"googleapis.com"', BUCKET),
    ("google", "universe_domain", "null", BUCKET),
    ("google", "universe_domain", "var.early", BUCKET),
    ("azurerm", "metadata_host", '""', GROUP),
    ("azurerm", "environment", '"public"', GROUP),
    ("azapi", "environment", '"Public"', ARM),
]
VARIABLES = 'variable "late" {}\nvariable "early" {\n  default = "googleapis.com"\n}\n'


def told(capsys, path):
    """What is said of the place of the one resource."""
    main(["check", str(path), "--jurisdiction", "eu", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    (one,) = (one for one in findings if one["check"] == "RES-001")
    return one["verdict"], (one["reason"] or {}).get("reference")


def source(folder, one):
    provider, argument, value, resource = one
    written = f'provider "{provider}" {{\n  {argument} = {value}\n}}\n'
    return write(folder / "infra", {"main.tf": VARIABLES + written + resource})


@pytest.mark.parametrize("one", AWAY)
def test_a_region_of_other_hosts_is_not_known(capsys, tmp_path, one):
    said = told(capsys, source(tmp_path, one))
    assert said == ("unknown", f"provider.{one[0]}.{one[1]}")


@pytest.mark.parametrize("one", AT_HOME)
def test_a_region_of_the_clouds_own_hosts_is_believed(capsys, tmp_path, one):
    assert told(capsys, source(tmp_path, one))[0] == "pass"


@pytest.mark.parametrize(
    ("address", "argument", "written", "verdict"),
    [
        ("google_storage_bucket.x", "universe_domain", {"constant_value": "u.example"}, "unknown"),
        ("google_storage_bucket.x", "universe_domain", {"references": ["local.u"]}, "unknown"),
        (
            "google_storage_bucket.x",
            "universe_domain",
            {"constant_value": "googleapis.com"},
            "pass",
        ),
        ("google_storage_bucket.x", "universe_domain", {"constant_value": None}, "pass"),
        ("azurerm_storage_account.x", "metadata_host", {"constant_value": "m.example"}, "unknown"),
        ("azurerm_storage_account.x", "environment", {"constant_value": "public"}, "pass"),
        ("azapi_resource.x", "endpoint", {"constant_value": [{}]}, "unknown"),
        ("azapi_resource.x", "use_oidc", {"constant_value": True}, "pass"),
    ],
)
def test_a_plan_says_the_same(  # noqa: PLR0917
    capsys, tmp_path, address, argument, written, verdict
):
    provider = address.partition("_")[0]
    location = "europe-west3" if provider == "google" else "westeurope"
    configured = {provider: {"name": provider, "expressions": {argument: written}}}
    after = {"location": location, "type": "Microsoft.Storage/storageAccounts@2023-01-01"}
    made = plan(change(address, after), blocks=[block(address, provider)], providers=configured)
    (tmp_path / "plan.json").write_bytes(made)
    reference = f"provider.{provider}.{argument}" if verdict == "unknown" else None
    assert told(capsys, tmp_path / "plan.json") == (verdict, reference)

"""How an explanation comes to the place of what a provider's own settings decide."""

from __future__ import annotations

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write
from terraform_plans import block, change, plan

GROUP = 'resource "azurerm_resource_group" "g" {\n  location = "westeurope"\n}\n'
ARM = (
    'resource "azapi_resource" "x" {\n  type = "Microsoft.Web/sites@2023-01-01"\n'
    "  parent_id = azurerm_resource_group.g.id\n  body = {}\n}\n"
)
BUCKET = 'resource "google_storage_bucket" "x" {\n  location = "europe-west3"\n}\n'
UNIVERSE = 'provider "google" {\n  universe_domain = "u.example"\n}\n'
DEFAULT = 'provider "azapi" {\n  default_location = "eastus"\n}\n'


def explained(capsys, path, address):
    main(["explain", "resource", address, "--input", str(path), "--jurisdiction", "eu"])
    return capsys.readouterr().out


@pytest.mark.parametrize("default", [DEFAULT, ""])
def test_no_step_leads_through_a_group_that_lends_no_region(capsys, tmp_path, default):
    path = write(tmp_path / "infra", {"main.tf": default + GROUP + ARM})
    said = explained(capsys, path, "azapi_resource.x")
    assert "`default_location` of its provider" in said
    assert "westeurope" not in said


def test_a_place_that_is_stated_and_not_believed_is_followed_by_what_takes_it_away(
    capsys, tmp_path
):
    path = write(tmp_path / "infra", {"main.tf": UNIVERSE + BUCKET})
    said = explained(capsys, path, "google_storage_bucket.x")
    assert "location of the resource: europe-west3" in said
    assert "hosts of its own of provider google" in said


def test_in_a_plan_too(capsys, tmp_path):
    name = "google_storage_bucket.x"
    written = {"universe_domain": {"constant_value": "u.example"}}
    made = plan(
        change(name, {"location": "europe-west3"}),
        blocks=[block(name, "google")],
        providers={"google": {"name": "google", "expressions": written}},
    )
    (tmp_path / "plan.json").write_bytes(made)
    said = explained(capsys, tmp_path / "plan.json", name)
    assert "location of the resource: europe-west3" in said
    assert "hosts of its own of provider google" in said

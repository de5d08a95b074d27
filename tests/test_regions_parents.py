"""Where a resource is that says no place of its own: where its parent is, else why nobody knows."""

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import by_address, read, unknown

PARTS = """
azurerm_container_app container_app_environment_id azurerm_container_app_environment
azurerm_kubernetes_cluster_node_pool kubernetes_cluster_id azurerm_kubernetes_cluster
azurerm_linux_web_app_slot app_service_id azurerm_linux_web_app
azurerm_windows_function_app_slot function_app_id azurerm_windows_function_app
azurerm_virtual_machine_extension virtual_machine_id azurerm_linux_virtual_machine
azurerm_api_management_backend api_management_name azurerm_api_management
azurerm_data_factory_dataset_json data_factory_id azurerm_data_factory
azurerm_automation_variable_string automation_account_name azurerm_automation_account
azurerm_storage_share_file storage_share_id azurerm_storage_share
azapi_update_resource resource_id azurerm_container_app_environment
"""


def part(type_, attribute, parent):
    named = parent if parent.startswith("var.") else f"{parent}.id"
    return f'resource "{type_}" "x" {{\n  {attribute} = {named}\n}}\n'


def whole(type_, location='"westeurope"'):
    return f'resource "{type_}" "p" {{\n  location = {location}\n}}\n'


@pytest.mark.parametrize("line", PARTS.split("\n")[1:-1])
def test_a_part_is_where_its_parent_is(tmp_path, line):
    type_, attribute, parent = line.split()
    given = read(tmp_path, part(type_, attribute, f"{parent}.p") + whole(parent))
    assert by_address(given, f"{type_}.x").region == "westeurope"


@pytest.mark.parametrize(
    ("parent", "more", "reason"),
    [
        (
            "azurerm_key_vault.p",
            whole("azurerm_key_vault", "var.place"),
            unknown("variable-without-default", "var.place"),
        ),
        (
            "data.azurerm_key_vault.p",
            "",
            unknown("outside-input", "data.azurerm_key_vault.p.id"),
        ),
        ("var.place", "", unknown("variable-without-default", "var.place")),
    ],
)
def test_a_part_whose_parent_is_nowhere_says_why(tmp_path, parent, more, reason):
    declared = 'variable "place" {\n  type = string\n}\n'
    given = read(
        tmp_path, declared + part("azurerm_key_vault_secret", "key_vault_id", parent) + more
    )
    assert by_address(given, "azurerm_key_vault_secret.x").region == reason


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('resource "azurerm_eventhub" "x" {}', "location: not set"),
        (
            'resource "google_pubsub_topic" "x" {}',
            "message_storage_policy.allowed_persistence_regions: not set",
        ),
        ('resource "google_kms_crypto_key" "x" {}', "key_ring: not set"),
    ],
)
def test_what_says_nothing_of_a_place_says_that(tmp_path, source, reason):
    (found,) = read(tmp_path, source).resources
    assert found.region == unknown("unknown-region", reason)


def test_a_parent_that_is_written_by_its_id_and_is_not_here_is_named(tmp_path):
    vault = "/subscriptions/s/vaults/kv"
    source = f'resource "azurerm_key_vault_secret" "x" {{\n  key_vault_id = "{vault}"\n}}'
    (found,) = read(tmp_path, source).resources
    assert found.region == unknown("outside-input", vault)


def test_a_body_that_says_no_region_is_not_where_its_parent_is(tmp_path):
    odd = part("azapi_resource", "body = { location = 7 }\n  parent_id", "azurerm_key_vault.p")
    given = read(tmp_path, odd + whole("azurerm_key_vault"))
    assert by_address(given, "azapi_resource.x").region == unknown("unknown-region", "/body")


def state(*resources):
    """A state, in which a part names its parent by its id."""
    return json.dumps(
        {
            "version": 4,
            "terraform_version": "1.11.0",
            "resources": [
                {
                    "mode": "managed",
                    "type": type_,
                    "name": "x",
                    "provider": 'provider["registry.terraform.io/hashicorp/azurerm"]',
                    "instances": [{"schema_version": 0, "attributes": values}],
                }
                for type_, values in resources
            ],
        }
    )


@pytest.mark.parametrize(
    ("location", "verdicts"), [("westeurope", ["pass", "pass"]), ("eastus", ["fail", "fail"])]
)
def test_a_part_in_a_state_is_where_what_has_the_id_is(tmp_path, capsys, location, verdicts):
    vault = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/kv"
    path = tmp_path / "terraform.tfstate"
    path.write_text(
        state(
            ("azurerm_key_vault", {"id": vault, "location": location}),
            ("azurerm_key_vault_secret", {"id": "https://kv/s", "key_vault_id": vault.upper()}),
        )
    )
    main(["check", str(path), "--jurisdiction", "eu", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one["verdict"] for one in found if one["check"] == "RES-001"] == verdicts

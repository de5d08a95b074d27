"""Types that the data excuses from checks of content, and types that look like them."""

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import write

ASSIGNED = "Microsoft.Authorization/policyAssignments@2024-04-01"


@pytest.fixture
def verdicts(tmp_path, capsys):
    """What RES-001 says of a source."""

    def verdicts(source):
        write(tmp_path, {"main.tf": source})
        main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"])
        found = json.loads(capsys.readouterr().out)["findings"]
        return [one["verdict"] for one in found if one["check"] == "RES-001"]

    return verdicts


def arm(kind, type_="azapi_resource"):
    return (
        f'resource "{type_}" "x" {{\n  type = "{kind}"\n'
        '  parent_id = "/subscriptions/1"\n  body = { properties = {} }\n}\n'
    )


@pytest.mark.parametrize(
    "source",
    [
        arm(ASSIGNED),
        arm(ASSIGNED.lower(), "azapi_update_resource"),
        arm("Microsoft.Authorization/policyExemptions@2022-07-01-preview"),
        arm("Microsoft.Network/networkSecurityGroups@2024-01-01"),
        'resource "azurerm_subscription_policy_exemption" "x" {}',
        'resource "azurerm_resource_policy_exemption" "x" {}',
    ],
)
def test_policies_and_permissions_of_azure_are_nowhere(verdicts, source):
    assert verdicts(source) == []


@pytest.mark.parametrize(
    "source",
    [
        arm("Microsoft.Storage/storageAccounts@2024-01-01"),
        arm("Microsoft.Network/networkSecurityGroups/flowLogs@2024-01-01"),
        arm("Microsoft.AuthorizationX/things@2024-01-01"),
        'resource "azapi_resource" "x" {\n  type = var.kind\n}\nvariable "kind" {}\n',
    ],
)
def test_what_may_hold_content_is_not_excused(verdicts, source):
    assert verdicts(source) == ["unknown"]


@pytest.mark.parametrize("excused_first", [True, False])
def test_one_that_is_excused_excuses_no_other(verdicts, excused_first):
    both = [
        arm("Microsoft.Network/virtualNetworks@2023-11-01"),
        arm("Microsoft.Storage/storageAccounts@2024-01-01").replace('"x"', '"y"'),
    ]
    assert verdicts("\n".join(both if excused_first else reversed(both))) == ["unknown"]

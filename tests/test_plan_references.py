"""What a planned resource is made of and part of: proven by its source, or unknown."""

from __future__ import annotations

import pytest

from compliance_toolkit.api.inputs import ReadOptions, read_input
from compliance_toolkit.models import ReasonCode, Unknown
from terraform_plans import block, change, only, read

BUCKET = "aws_s3_bucket.b"


def refers_to(*names):
    return {"references": list(names)}


def reason(resource):
    assert isinstance(resource.region, Unknown)
    return resource.region.code


def test_a_part_is_where_the_resource_is_that_it_is_part_of():
    account, container = "azurerm_storage_account.a", "azurerm_storage_container.c"
    parts = [
        change(container, {}, {"storage_account_id": True}),
        change(account, {"location": "West Europe"}),
    ]
    made_of = block(container, "azurerm", storage_account_id=refers_to(f"{account}.id", account))
    whole, rest = (
        read(*parts[:count], blocks=[made_of, block(account, "azurerm")]).resources
        for count in (2, 1)
    )
    assert whole[0].region == "westeurope"
    assert rest[0].region == Unknown(ReasonCode.OUTSIDE_INPUT, account)


def test_a_part_of_one_of_several_is_nowhere_in_particular():
    container = "azurerm_storage_container.c"
    accounts = [f"azurerm_storage_account.a[{index}]" for index in (0, 1)]
    made_of = block(container, "azurerm", storage_account_id=refers_to("azurerm_storage_account.a"))
    audit = read(
        change(container, {}, {"storage_account_id": True}),
        change(accounts[0], {"location": "westeurope"}),
        change(accounts[1], {"location": "eastus"}),
        blocks=[made_of],
    )
    assert reason(audit.resources[0]) is ReasonCode.UNKNOWN_REGION


def test_a_part_of_two_things_is_somewhere_only_if_both_are_there():
    setting = "azurerm_monitor_diagnostic_setting.d"
    store = "azurerm_storage_account.a"
    sent = {"log_analytics_workspace_id": "/subscriptions/s/workspaces/far-away"}
    made_of = block(setting, "azurerm", storage_account_id=refers_to(store))
    account = change(store, {"location": "westeurope"})
    late = {"storage_account_id": True}
    alone, both = (
        read(change(setting, values, late), account, blocks=[made_of]).resources[0]
        for values in ({"log_analytics_workspace_id": None}, sent)
    )
    assert alone.region == "westeurope"
    assert both.region == Unknown(ReasonCode.OUTSIDE_INPUT, sent["log_analytics_workspace_id"])


LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.l"


def references(*names, calls=None, address=LIFECYCLE):
    """Give what the unknown `bucket` of a lifecycle refers to."""
    return only(
        change(address, {}, {"bucket": True}),
        blocks=[block(LIFECYCLE, bucket=refers_to(*names))],
        calls=calls,
    ).references.get("/bucket")


def test_a_reference_names_the_resource_and_the_index_that_is_written():
    assert references(f"{BUCKET}.id", BUCKET) == (BUCKET,)
    assert references(f"{BUCKET}[0].id", f"{BUCKET}[0]", BUCKET) == (f"{BUCKET}[0]",)
    assert references(BUCKET, "each.key") == (BUCKET,)


def test_what_else_decides_a_value_stays_beside_the_resource():
    assert references(f"{BUCKET}.id", BUCKET, "local.other") == (BUCKET, "local.other")
    assert references(f"{BUCKET}.id", BUCKET, "var.use") == (BUCKET, "var.use")


def test_a_value_that_is_known_says_more_than_what_it_is_made_of():
    lifecycle = only(
        change(LIFECYCLE, {"bucket": "other"}),
        blocks=[block(LIFECYCLE, bucket=refers_to("var.use", BUCKET))],
    )
    assert lifecycle.references == {}


def test_references_are_followed_through_outputs_and_inputs():
    output = {"outputs": {"id": {"expression": refers_to(f"{BUCKET}.id", BUCKET)}}}
    calls = {"store": {"module": output}}
    assert references("module.store.id", "module.store", calls=calls) == (f"module.store.{BUCKET}",)
    inner = {"resources": [block(LIFECYCLE, bucket=refers_to("var.bucket"))]}
    given = {"bucket": refers_to(f"{BUCKET}.id", BUCKET)}
    address = f'module.rules["a.b"].{LIFECYCLE}'
    assert references(
        address=address, calls={"rules": {"module": inner, "expressions": given}}
    ) == (BUCKET,)


def test_an_output_that_refers_to_itself_comes_to_an_end():
    calls = {"a": {"module": {"outputs": {"x": {"expression": refers_to("module.b.x")}}}}}
    inner = {
        "module_calls": {
            "b": {
                "module": {"outputs": {"x": {"expression": refers_to("var.x")}}},
                "expressions": {"x": refers_to("module.b.x")},
            }
        }
    }
    calls["a"]["module"].update(inner)
    assert references("module.a.x", calls=calls) is None


ACCOUNT, PART = "azurerm_storage_account.eu", "azurerm_storage_container.c"
FAR = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/us"


def chosen_by_key(value, account):
    """Read the region of a part that refers to an account and to its own key, and has a value."""
    audit = read(
        change(f'{PART}["us"]', {"storage_account_id": value}),
        change(ACCOUNT, {"location": "westeurope", "name": "eu", **account}),
        blocks=[
            block(
                PART, "azurerm", storage_account_id=refers_to("each.key", f"{ACCOUNT}.id", ACCOUNT)
            ),
            block(ACCOUNT, "azurerm"),
        ],
    )
    return audit.resources[0].region


@pytest.mark.parametrize("account", [{}, {"id": FAR.removesuffix("us") + "eu"}])
def test_a_part_whose_parent_is_written_out_is_not_where_the_other_choice_is(account):
    assert chosen_by_key(FAR, account) == Unknown(ReasonCode.OUTSIDE_INPUT, FAR)


@pytest.mark.parametrize(
    "value", ["eu", FAR, FAR.upper(), f"{FAR}/blobServices/default", f"{ACCOUNT}.id"]
)
def test_a_part_whose_parent_is_known_is_where_that_is(value):
    assert chosen_by_key(value, {"id": FAR}) == "westeurope"


def test_a_known_value_tells_which_of_several_instances_is_meant():
    made_of = block(
        PART, "azurerm", storage_account_name=refers_to("var.k", "azurerm_storage_account.a")
    )
    audit = read(
        change(PART, {"storage_account_name": "two"}),
        change('azurerm_storage_account.a["1"]', {"location": "eastus", "name": "one"}),
        change('azurerm_storage_account.a["2"]', {"location": "westeurope", "name": "two"}),
        blocks=[made_of, block("azurerm_storage_account.a", "azurerm")],
    )
    assert audit.resources[0].region == "westeurope"


def region_through(named, told, known):
    """Read the region of a blob that takes its account from what something else names."""
    blob, other, account = "azurerm_storage_blob.b", f"{named}.x", "/subscriptions/s/accounts/far"
    store = {"storage_account_id": account} if known else {}
    late = {} if known else {"storage_account_id": True}
    audit = read(
        change(blob, store, late),
        change(other, {**told, **store}, late),
        change(ACCOUNT, {"location": "westeurope"}, {"id": True}),
        blocks=[
            block(
                blob, "azurerm", storage_account_id=refers_to(f"{other}.storage_account_id", other)
            ),
            block(other, "azurerm", storage_account_id=refers_to(f"{ACCOUNT}.id", ACCOUNT)),
        ],
    )
    return audit.resources[0].region


@pytest.mark.parametrize("known", [True, False])
def test_a_part_of_what_a_resource_only_names_is_not_where_that_resource_is(known):
    region = region_through("azurerm_machine_learning_workspace", {"location": "westeurope"}, known)
    assert isinstance(region, Unknown)


def test_a_part_of_the_same_thing_as_another_part_is_where_both_are():
    assert region_through("azurerm_storage_container", {}, known=False) == "westeurope"


SOURCE = """
data "azurerm_storage_account" "far" {
  name                = "far"
  resource_group_name = "r"
}
resource "azurerm_machine_learning_workspace" "w" {
  location           = "westeurope"
  storage_account_id = data.azurerm_storage_account.far.id
}
resource "azurerm_storage_container" "c" {
  storage_account_id = azurerm_machine_learning_workspace.w.storage_account_id
}
"""


def test_a_source_says_where_such_a_name_leads(tmp_path):
    (tmp_path / "main.tf").write_text(SOURCE)
    found = {one.type: one for one in read_input(str(tmp_path), ReadOptions()).resources}
    assert reason(found["azurerm_storage_container"]) is ReasonCode.DATA_SOURCE

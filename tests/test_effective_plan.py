"""The chain of a plan: pointers into it, and a last step that decides what the audit says."""

from __future__ import annotations

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.effective.plan_chain import plan_chain
from compliance_toolkit.terraform.plan import read_plan
from compliance_toolkit.terraform.plan_format import decode
from compliance_toolkit.terraform.spelling import spelled
from terraform_plans import block, change, plan

QUEUE = "aws_sqs_queue.q"


def told(steps):
    """A chain as text: what, where and value."""
    return [
        (step.what, step.where, step.value.code if isinstance(step.value, Unknown) else step.value)
        for step in steps
    ]


def decides(resource: Resource, steps) -> bool:
    """Whether the last step says what the audit says."""
    if isinstance(resource.region, Unknown):
        return isinstance(steps[-1].value, Unknown)
    value = steps[-1].value
    return isinstance(value, str) and spelled(value, resource.provider) == resource.region


def planned(*changes, **more):
    """Each resource of a plan with its chain, by address."""
    raw = plan(*changes, **more)
    found = read_plan(raw, shown_as="plan.json").resources
    return {one.address: (one, plan_chain(decode(raw, "plan.json"), one)) for one in found}


def test_a_planned_region_is_followed_to_its_expression():
    blocks = [block(QUEUE, region={"references": ["var.home"]})]
    more = {"blocks": blocks, "variables": {"home": {"value": "us-east-1"}}}
    _, steps = planned(change(QUEUE, {"region": "us-east-1"}), **more)[QUEUE]
    at = "/configuration/root_module/resources/0/expressions/region"
    assert told(steps) == [
        ("region of the resource", "/resource_changes/0/change/after/region", "us-east-1"),
        ("as it is written: made of var.home", f"{at}/references", None),
        ("var.home, as planned", "/variables/home/value", "us-east-1"),
    ]


def test_a_planned_provider_decides_what_nothing_else_does():
    resource, steps = planned(change(QUEUE, {}, {"region": True}))[QUEUE]
    assert told(steps) == [
        ("the resource, which sets no region of its own", "/resource_changes/0/change/after", None),
        (
            "provider of the resource",
            "/configuration/root_module/resources/0/provider_config_key",
            "aws",
        ),
        (
            "region of the provider",
            "/configuration/provider_config/aws/expressions/region/constant_value",
            "eu-west-1",
        ),
    ]
    assert decides(resource, steps)


def test_a_planned_input_is_followed_through_its_module():
    address = f"module.m[0].{QUEUE}"
    inner = {
        "resources": [block(QUEUE, region={"references": ["var.at"]})],
        "variables": {"at": {}},
    }
    calls = {"m": {"expressions": {"at": {"constant_value": "us-east-1"}}, "module": inner}}
    given = planned(change(address, {"region": "us-east-1"}), blocks=[], calls=calls)
    resource, steps = given[address]
    at = "/configuration/root_module/module_calls/m/expressions/at/constant_value"
    assert told(steps)[-1] == ("as it is written", at, "us-east-1")
    assert decides(resource, steps)


def test_a_plan_without_a_region_of_its_provider_leaves_it_to_the_environment():
    resource, steps = planned(change(QUEUE, {}, {}), providers={"aws": {"name": "aws"}})[QUEUE]
    assert told(steps)[-1][2] == ReasonCode.AMBIENT_PROVIDER_REGION
    assert decides(resource, steps)


def test_the_arn_of_what_exists_settles_an_ambient_region():
    after = {"arn": "arn:aws:sqs:us-east-1:1:q"}
    resource, steps = planned(change(QUEUE, after), providers={"aws": {"name": "aws"}})[QUEUE]
    assert steps[-1].where == "/resource_changes/0/change/after/arn"
    assert decides(resource, steps)


def test_the_chain_of_every_resource_of_a_real_plan_ends_in_its_region(corpus):
    seen = 0
    for file in sorted(corpus.glob("*.json")):
        raw = file.read_bytes()
        decoded = decode(raw, file.name)
        for one in read_plan(raw, shown_as=file.name).resources:
            if one.region is not None:
                assert decides(one, plan_chain(decoded, one)), (file.name, one.address)
                seen += 1
    assert seen >= 300


def test_a_resource_is_a_part_of_what_its_configuration_names():
    container = "azurerm_storage_container.c"
    names = ["azurerm_storage_account.example.name", "azurerm_storage_account.example"]
    blocks = [block(container, storage_account_name={"references": names})]
    changed = change(container, {"name": "c", "storage_account_name": "example"})
    _, steps = planned(changed, blocks=blocks)[container]
    assert told(steps)[-1][:2] == (
        "part of azurerm_storage_account.example.name, by `storage_account_name`",
        "/configuration/root_module/resources/0/expressions/storage_account_name",
    )

"""The chain of a source to a region: a place for each step, and the last one decides."""

from __future__ import annotations

import pytest

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.effective.source_chain import source_chain
from compliance_toolkit.terraform.source import open_source, read_source
from compliance_toolkit.terraform.spelling import spelled
from terraform_files import write

QUEUE = "aws_sqs_queue.q"
MAIN = """
variable "home" {
  default = "eu-west-2"
}
locals {
  region = var.home
}
provider "aws" {
  region = "eu-central-1"
}
provider "aws" {
  alias  = "london"
  region = local.region
}
"""


def chains(folder, files, **options):
    """Each resource of a source with its chain, by address."""
    given = {"variables": {}, "var_files": (), "shown_as": "infra", **options}
    write(folder, files)
    opened = open_source(folder, **given)
    audited = read_source(folder, **given)
    assert audited.problems == ()
    return {one.address: (one, source_chain(opened, one)) for one in audited.resources}


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


# Sources


def test_a_region_of_its_own_is_followed_to_its_variable(tmp_path):
    main = MAIN + 'resource "aws_sqs_queue" "q" {\n  region = var.home\n}\n'
    resource, steps = chains(tmp_path, {"main.tf": main})[QUEUE]
    assert told(steps) == [
        ("region of the resource", "infra/main.tf:16", "eu-west-2"),
        ("var.home, by its default", "infra/main.tf:3", "eu-west-2"),
    ]
    assert resource.region == "eu-west-2"


def test_a_default_provider_decides_what_nothing_else_does(tmp_path):
    main = MAIN + 'resource "aws_sqs_queue" "q" {\n}\n'
    _, steps = chains(tmp_path, {"main.tf": main})[QUEUE]
    assert told(steps) == [
        ("the resource, without `region`", "infra/main.tf:15", None),
        ("region of provider aws", "infra/main.tf:9", "eu-central-1"),
    ]


def test_an_alias_is_followed_through_the_map_of_a_module(tmp_path):
    main = MAIN + 'module "chat" {\n  source = "./chat"\n  providers = { aws = aws.london }\n}\n'
    files = {"main.tf": main, "chat/main.tf": 'resource "aws_sqs_queue" "q" {\n}\n'}
    resource, steps = chains(tmp_path, files)["module.chat.aws_sqs_queue.q"]
    assert told(steps) == [
        ("the resource, without `region`", "infra/chat/main.tf:1", None),
        ("providers of module.chat: aws", "infra/main.tf:17", "aws.london"),
        ("region of provider aws.london", "infra/main.tf:13", "eu-west-2"),
        ("local.region", "infra, line 6", "eu-west-2"),
        ("var.home, by its default", "infra/main.tf:3", "eu-west-2"),
    ]
    assert decides(resource, steps)


def test_an_input_is_followed_through_two_modules(tmp_path):
    files = {
        "main.tf": MAIN + 'module "a" {\n  source = "./a"\n  place = var.home\n}\n',
        "a/main.tf": 'variable "place" {}\nmodule "b" {\n  source = "./b"\n  at = var.place\n}\n',
        "a/b/main.tf": 'variable "at" {}\nresource "aws_sqs_queue" "q" {\n  region = var.at\n}\n',
    }
    _, steps = chains(tmp_path, files)["module.a.module.b.aws_sqs_queue.q"]
    assert [(one.what, one.where) for one in steps] == [
        ("region of the resource", "infra/a/b/main.tf:3"),
        ("input at of module.b", "infra/a/main.tf:4"),
        ("input place of module.a", "infra/main.tf:17"),
        ("var.home, by its default", "infra/main.tf:3"),
    ]


def test_a_variable_that_is_given_says_by_what(tmp_path):
    main = MAIN + 'resource "aws_sqs_queue" "q" {\n  region = var.home\n}\n'
    _, steps = chains(tmp_path, {"main.tf": main}, variables={"home": "us-east-1"})[QUEUE]
    assert steps[-1].what == "var.home, by --var"
    files = {"main.tf": main, "terraform.tfvars": 'home = "us-east-1"\n'}
    _, steps = chains(tmp_path, files)[QUEUE]
    assert told(steps)[-1] == ("var.home, by a file of values", None, "us-east-1")


def test_a_sensitive_variable_is_not_shown(tmp_path):
    main = """
    variable "home" {
      sensitive = true
      default   = "eu-hush-1"
    }
    resource "aws_sqs_queue" "q" {
      region = var.home
    }
    """
    for options in ({}, {"variables": {"home": "eu-hush-1"}}, {"assume_defaults": False}):
        _, steps = chains(tmp_path, {"main.tf": main}, **options)[QUEUE]
        assert "hush" not in str(steps)
        assert told(steps)[-1][2] == ReasonCode.SENSITIVE


def test_without_a_provider_the_environment_decides_and_nobody_knows(tmp_path):
    resource, steps = chains(tmp_path, {"main.tf": 'resource "aws_sqs_queue" "q" {}\n'})[QUEUE]
    assert told(steps)[-1] == ("provider aws", None, ReasonCode.AMBIENT_PROVIDER_REGION)
    main = 'provider "aws" {}\nresource "aws_sqs_queue" "q" {}\n'
    _, steps = chains(tmp_path, {"main.tf": main})[QUEUE]
    assert told(steps)[-1][:2] == ("provider aws, without a region", "infra/main.tf:1")
    assert decides(resource, steps)


def test_hosts_of_its_own_decide_over_the_region_of_a_provider(tmp_path):
    main = 'provider "aws" {\n  region = "eu-west-1"\n  endpoints {\n    s3 = "http://x"\n  }\n}\n'
    resource, steps = chains(tmp_path, {"main.tf": main + 'resource "aws_sqs_queue" "q" {}\n'})[
        QUEUE
    ]
    assert steps[-1].what == "hosts of its own of provider aws"
    assert decides(resource, steps)


def test_a_location_is_followed_through_its_resource_group_and_a_part_through_its_account(tmp_path):
    main = """
    resource "azurerm_resource_group" "rg" {
      location = "West Europe"
    }
    resource "azurerm_storage_account" "s" {
      location = azurerm_resource_group.rg.location
    }
    resource "azurerm_storage_container" "c" {
      storage_account_id = azurerm_storage_account.s.id
    }
    """
    found = chains(tmp_path, {"main.tf": main})
    _, steps = found["azurerm_storage_container.c"]
    assert told(steps) == [
        ("the resource, without `location`", "infra/main.tf:8", None),
        ("part of what `storage_account_id` names", "infra/main.tf:9", None),
        ("location of azurerm_storage_account.s", "infra/main.tf:6", "West Europe"),
        ("location of azurerm_resource_group.rg", "infra/main.tf:3", "West Europe"),
    ]
    assert all(decides(*each) for each in found.values())


def test_an_output_of_a_module_is_followed_into_it(tmp_path):
    files = {
        "main.tf": 'module "m" {\n  source = "./m"\n}\nresource "aws_sqs_queue" "q" {\n'
        "  region = module.m.region\n}\n",
        "m/main.tf": 'output "region" {\n  value = "us-east-1"\n}\n',
    }
    _, steps = chains(tmp_path, files)[QUEUE]
    assert told(steps)[-1] == ("output region of module.m", "infra/m/main.tf:2", "us-east-1")


@pytest.mark.parametrize(
    ("kind", "body", "what"),
    [
        ("aws_cloudfront_distribution", "", "its type, which is served"),
        ("google_spanner_instance", 'config = "regional-europe-west1"', "what it says at"),
        ("google_bigquery_dataset", "", "the service's own default"),
        ("azapi_resource", 'body = { location = "eastus" }', "what it says at `/body/location`"),
        ("google_pubsub_lite_topic", "", "its type, which borrows no region"),
    ],
)
def test_a_type_may_decide_alone(tmp_path, kind, body, what):
    main = (
        f'provider "google" {{\n  region = "us-west1"\n}}\nresource "{kind}" "x" {{\n  {body}\n}}\n'
    )
    resource, steps = chains(tmp_path, {"main.tf": main})[f"{kind}.x"]
    assert steps[-1].what.startswith(what)
    assert decides(resource, steps)


def test_each_instance_has_a_chain_of_its_own(tmp_path):
    main = """
    resource "aws_sqs_queue" "q" {
      for_each = toset(["us-east-1", "eu-west-1"])
      region   = each.value
    }
    """
    found = chains(tmp_path, {"main.tf": main})
    assert [steps[0].value for _, steps in found.values()] == ["eu-west-1", "us-east-1"]


def test_a_chain_that_leads_in_a_circle_ends(tmp_path):
    main = """
    locals {
      a = local.b
      b = local.a
    }
    resource "aws_sqs_queue" "q" {
      region = local.a
    }
    """
    resource, steps = chains(tmp_path, {"main.tf": main})[QUEUE]
    assert 1 <= len(steps) <= 40
    assert decides(resource, steps)


def test_an_address_that_is_not_there_has_no_chain(tmp_path):
    write(tmp_path, {"main.tf": 'resource "aws_sqs_queue" "q" {}\n'})
    opened = open_source(tmp_path, variables={}, var_files=(), shown_as="infra")
    for address in ("aws_sqs_queue.r", "module.m.aws_sqs_queue.q", "aws_sqs_queue.q[0]", "x", ""):
        assert source_chain(opened, Resource(address, "aws_sqs_queue", "aws", None, {})) == ()

"""Which provider configuration a module inherits: by where the provider comes from."""

from __future__ import annotations

import json

import pytest

from terraform_files import by_address, read, unknown

QUEUE = 'resource "aws_sqs_queue" "q" {}\n'
AMBIENT = unknown("ambient-provider-region", "provider.aws")
CONFIGURED = """
provider "amazon" {
  region = "us-east-1"
}
provider "aws" {
  region = "eu-central-1"
}
module "m" {
  source = "./m"
}
"""


def required(**sources: str) -> str:
    lines = "".join(
        f'    {name} = {{\n      source = "{of}"\n    }}\n' for name, of in sources.items()
    )
    return f"terraform {{\n  required_providers {{\n{lines}  }}\n}}\n"


@pytest.mark.parametrize(
    ("above", "below", "region"),
    [
        ("", "", "eu-central-1"),
        (required(aws="hashicorp/aws"), "", "eu-central-1"),
        ("", required(aws="registry.terraform.io/hashicorp/aws"), "eu-central-1"),
        (required(aws="aws"), required(aws="HashiCorp/AWS"), "eu-central-1"),
        (required(amazon="hashicorp/aws", aws="acme/aws"), "", "us-east-1"),
        (required(amazon="acme/aws"), required(aws="acme/aws"), "us-east-1"),
        (required(aws="acme/aws"), "", AMBIENT),
        ("", required(aws="acme/aws"), AMBIENT),
    ],
)
def test_a_default_configuration_is_inherited_by_its_source(tmp_path, above, below, region):
    given = read(tmp_path, above + CONFIGURED, files={"m/main.tf": below + QUEUE})
    assert by_address(given, "module.m.aws_sqs_queue.q").region == region


def test_what_is_handed_down_goes_by_the_names_of_both(tmp_path):
    main = required(amazon="hashicorp/aws", aws="acme/aws") + CONFIGURED.replace(
        '"./m"\n', '"./m"\n  providers = {\n    aws = aws\n  }\n'
    )
    given = read(tmp_path, main, files={"m/main.tf": QUEUE})
    assert by_address(given, "module.m.aws_sqs_queue.q").region == "eu-central-1"


def test_it_is_inherited_through_a_module_that_never_names_it(tmp_path):
    files = {"m/main.tf": 'module "n" {\n  source = "../n"\n}\n', "n/main.tf": QUEUE}
    main = required(amazon="hashicorp/aws", aws="acme/aws") + CONFIGURED
    given = read(tmp_path, main, files=files)
    assert by_address(given, "module.m.module.n.aws_sqs_queue.q").region == "us-east-1"


def test_sources_are_read_from_json_and_from_overrides(tmp_path):
    sources = {"amazon": {"source": "hashicorp/aws"}, "aws": {"source": "acme/aws"}}
    settings = json.dumps({"terraform": {"required_providers": sources}})
    files = {"m/main.tf": QUEUE, "versions.tf.json": settings}
    given = read(tmp_path / "a", CONFIGURED, files=files)
    assert by_address(given, "module.m.aws_sqs_queue.q").region == "us-east-1"
    files = {"m/main.tf": QUEUE, "override.tf.json": settings}
    given = read(tmp_path / "b", required(aws="hashicorp/aws") + CONFIGURED, files=files)
    assert by_address(given, "module.m.aws_sqs_queue.q").region == "us-east-1"

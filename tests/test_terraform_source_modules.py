"""Modules: what a call hands in, what it hands out, and which modules are not read."""

from __future__ import annotations

import pytest

from compliance_toolkit.models import Location
from terraform_files import PROVIDER, addresses, by_address, messages, only, read, unknown

LOGS = """
variable "days" {
  default = 7
}
variable "bucket" {
  default = null
}
resource "aws_cloudwatch_log_group" "g" {
  name              = "logs"
  retention_in_days = var.days
  bucket            = var.bucket
}
output "name" {
  value = aws_cloudwatch_log_group.g.name
}
output "arn" {
  value = aws_cloudwatch_log_group.g.arn
}
output "hidden" {
  value     = "hush"
  sensitive = true
}
"""
FILES = {"logs/main.tf": LOGS}


def call(body="", source="./logs"):
    """A call of the module, in a configuration with a provider."""
    return f'{PROVIDER}module "logs" {{\n  source = "{source}"\n{body}}}\n'


class TestWhatIsNotRead:
    @pytest.mark.parametrize(
        "source", ["terraform-aws-modules/vpc/aws", "git::https://x.example/y.git", "logs", "/logs"]
    )
    def test_a_module_from_elsewhere_is_a_resource_of_which_nothing_is_known(
        self, tmp_path, source
    ):
        audited = read(tmp_path, call(source=source), files=FILES)
        resource, reason = only(audited), unknown("remote-module", source)
        assert (resource.address, resource.type, resource.region) == (
            "module.logs",
            "module",
            reason,
        )
        assert (resource.unknown, resource.regions) == ({"": reason}, None)
        assert audited.unresolved == (("module.logs", reason),)

    def test_a_source_that_is_no_text_is_not_followed(self, tmp_path):
        main = (
            f'{PROVIDER}locals {{\n  s = "./logs"\n}}\nmodule "logs" {{\n  source = local.s\n}}\n'
        )
        audited = read(tmp_path, main, files=FILES)
        assert only(audited).region == unknown("remote-module", "module.logs.source")

    def test_a_folder_outside_of_the_root_is_not_read(self, tmp_path):
        (tmp_path / "infra").mkdir()
        files = {"../logs/main.tf": LOGS}
        audited = read(tmp_path / "infra", call(source="../logs"), files=files)
        assert audited.unresolved == (
            ("module.logs", unknown("outside-input", "../logs, outside of infra")),
        )

    def test_a_link_that_leads_outside_of_the_root_is_not_followed(self, tmp_path):
        (tmp_path / "infra").mkdir()
        (tmp_path / "infra" / "logs").symlink_to("../logs")
        audited = read(tmp_path / "infra", call(), files={"../logs/main.tf": LOGS})
        assert audited.unresolved == (
            ("module.logs", unknown("outside-input", "./logs, a link, outside of infra")),
        )

    @pytest.mark.parametrize("inside", [{}, {"logs/README.md": "x"}])
    def test_a_folder_without_terraform_is_a_problem(self, tmp_path, inside):
        audited = read(tmp_path, call(), files=inside)
        assert messages(audited) == [("the folder `./logs` has no Terraform files", 4)]
        assert addresses(audited) == ["module.logs"]

    def test_links_in_a_circle_are_a_problem(self, tmp_path):
        (tmp_path / "logs").symlink_to("logs")
        audited = read(tmp_path, call())
        assert len(audited.problems) == 1
        assert addresses(audited) == ["module.logs"]

    def test_a_module_that_includes_itself_is_a_problem(self, tmp_path):
        files = {"logs/main.tf": 'module "again" {\n  source = "../logs"\n}\n'}
        audited = read(tmp_path, call(), files=files)
        assert messages(audited) == [("`module.logs.module.again` includes itself", 1)]

    def test_two_modules_that_include_each_other_are_a_problem(self, tmp_path):
        files = {
            "logs/main.tf": 'module "b" {\n  source = "../b"\n}\n',
            "b/main.tf": 'module "a" {\n  source = "../logs"\n}\n',
        }
        assert messages(read(tmp_path, call(), files=files)) == [
            ("`module.logs.module.b.module.a` includes itself", 1)
        ]

    def test_modules_that_multiply_come_to_an_end(self, tmp_path):
        files = {
            f"m{n}/main.tf": "".join(
                f'module "{side}" {{\n  source = "../m{n + 1}"\n}}\n' for side in "ab"
            )
            for n in range(20)
        }
        files["m20/main.tf"] = ""
        audited = read(tmp_path, call(source="./m0"), files=files)
        assert {p.message for p in audited.problems} == {
            "there are more than 2000 module instances"
        }

    def test_modules_that_are_nested_without_end_come_to_one(self, tmp_path):
        files = {
            f"m{n}/main.tf": f'module "m" {{\n  source = "../m{n + 1}"\n}}\n' for n in range(50)
        }
        audited = read(tmp_path, call(source="./m0"), files=files)
        assert [p.message for p in audited.problems] == [
            "modules are nested more than 30 levels deep"
        ]

    def test_an_input_that_the_module_does_not_take_is_a_problem(self, tmp_path):
        audited = read(tmp_path, call("  dyas = 30\n"), files=FILES)
        assert messages(audited) == [("`module.logs` takes no input `dyas`", 4)]

    def test_what_a_broken_file_declares_is_not_missed(self, tmp_path):
        files = {"logs/main.tf": LOGS, "logs/bad.tf": "variable {"}
        audited = read(tmp_path, call("  dyas = 30\n"), files=files)
        assert messages(audited) == [("a syntax error", 1)]
        assert audited.problems[0].location == Location("infra/logs/bad.tf", 1)

    def test_outputs_of_a_module_that_was_not_read_are_not_known(self, tmp_path):
        main = call(source="x/y/z") + 'resource "a" "b" {\n  v = module.logs.name\n}\n'
        resource = by_address(read(tmp_path, main), "a.b")
        assert resource.unknown == {"/v": unknown("remote-module", "x/y/z")}


class TestInputsAndOutputs:
    def test_an_input_that_is_not_known_stays_so_inside(self, tmp_path):
        main = call("  days = var.d\n") + 'variable "d" {}\n'
        resource = only(read(tmp_path, main, files=FILES))
        assert resource.unknown == {
            "/retention_in_days": unknown("variable-without-default", "var.d")
        }

    def test_a_sensitive_output_is_not_used(self, tmp_path):
        main = call() + 'resource "a" "b" {\n  v = module.logs.hidden\n}\n'
        audited = read(tmp_path, main, files=FILES)
        assert by_address(audited, "a.b").unknown["/v"].code == "sensitive"
        assert "hush" not in repr(audited)

    def test_inputs_reach_the_resources_with_their_address_and_line(self, tmp_path):
        resource = only(read(tmp_path, call("  days = 30\n"), files=FILES))
        assert resource.address == "module.logs.aws_cloudwatch_log_group.g"
        assert resource.location == Location("infra/logs/main.tf", 8)
        assert resource.region == "eu-central-1"
        assert resource.values == {"name": "logs", "retention_in_days": 30, "bucket": None}

    def test_a_default_of_a_called_module_is_no_assumption(self, tmp_path):
        audited = read(tmp_path, call(), files=FILES, assume_defaults=False)
        assert only(audited).values["retention_in_days"] == 7
        assert audited.assumptions == ()

    def test_references_are_followed_into_the_module_and_out_of_it(self, tmp_path):
        main = call("  bucket = aws_s3_bucket.b.id\n") + (
            'resource "aws_s3_bucket" "b" {}\n'
            'resource "a" "b" {\n  name = module.logs.name\n  arn = module.logs.arn\n}\n'
        )
        audited = read(tmp_path, main, files=FILES)
        inside = by_address(audited, "module.logs.aws_cloudwatch_log_group.g")
        assert inside.references["/bucket"] == ("aws_s3_bucket.b",)
        outside = by_address(audited, "a.b")
        assert outside.values == {"name": "logs"}
        assert outside.references["/arn"] == ("module.logs.aws_cloudwatch_log_group.g",)
        assert outside.unknown["/arn"].reference == "module.logs.aws_cloudwatch_log_group.g.arn"

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("  count = 0\n", []),
            ("  count = 2\n  days = count.index\n", ["module.logs[0]", "module.logs[1]"]),
            ("  for_each = { eu = 1 }\n  days = each.value\n", ['module.logs["eu"]']),
            ("  count = var.n\n  days = count.index\n", ["module.logs[*]"]),
        ],
    )
    def test_a_module_may_be_called_many_times(self, tmp_path, body, expected):
        audited = read(tmp_path, call(body) + 'variable "n" {}\n', files=FILES)
        assert addresses(audited) == [f"{one}.aws_cloudwatch_log_group.g" for one in expected]
        assert audited.problems == ()

    def test_outputs_of_repeated_modules_are_chosen_by_key(self, tmp_path):
        main = call("  for_each = { eu = 1 }\n  days = each.value\n") + (
            'resource "a" "b" {\n  v = module.logs["eu"].name\n  w = module.logs.name\n}\n'
        )
        resource = by_address(read(tmp_path, main, files=FILES), "a.b")
        assert resource.values == {"v": "logs"}
        assert list(resource.unknown) == ["/w"]

    def test_modules_may_lie_anywhere_below_the_root_that_is_named(self, tmp_path):
        (tmp_path / "envs" / "eu").mkdir(parents=True)
        audited = read(
            tmp_path / "envs" / "eu",
            call(source="../../logs"),
            files={"../../logs/main.tf": LOGS},
            root=tmp_path,
            shown_as="envs/eu",
        )
        assert only(audited).location == Location("logs/main.tf", 8)

    def test_without_a_root_modules_may_lie_anywhere_in_the_checkout(self, tmp_path):
        (tmp_path / ".git").mkdir()
        (tmp_path / "eu").mkdir()
        files = {"../logs/main.tf": LOGS}
        audited = read(tmp_path / "eu", call(source="../logs"), files=files)
        assert only(audited).region == "eu-central-1"


class TestProviders:
    US = 'provider "aws" {\n  alias  = "us"\n  region = "us-east-1"\n}\n'

    def region(self, tmp_path, main, logs=LOGS):
        return only(read(tmp_path, main, files={"logs/main.tf": logs})).region

    def test_an_aliased_provider_is_not_inherited(self, tmp_path):
        logs = 'resource "aws_s3_bucket" "b" {\n  provider = aws.us\n}\n'
        assert self.region(tmp_path, self.US + call(), logs) == unknown(
            "ambient-provider-region", "provider.aws.us"
        )

    def test_a_provider_that_is_handed_down_and_does_not_exist_is_not_the_default(self, tmp_path):
        assert self.region(tmp_path, call("  providers = { aws = aws.us }\n")) == unknown(
            "ambient-provider-region", "provider.aws"
        )

    def test_the_map_of_providers_comes_over_the_default(self, tmp_path):
        main = self.US + call("  providers = { aws = aws.us }\n")
        assert self.region(tmp_path, main) == "us-east-1"

    def test_an_alias_may_be_handed_down_under_another_name(self, tmp_path):
        logs = 'resource "aws_s3_bucket" "b" {\n  provider = aws.far\n}\n'
        main = self.US + call("  providers = { aws.far = aws.us }\n")
        assert self.region(tmp_path, main, logs) == "us-east-1"

    def test_a_module_may_configure_its_own(self, tmp_path):
        own = 'variable "r" {}\nprovider "aws" {\n  region = var.r\n}\n'
        main = call('  r = "eu-west-3"\n')
        assert self.region(tmp_path, main, own + LOGS) == "eu-west-3"

    def test_an_empty_block_in_a_module_expects_one_from_above(self, tmp_path):
        assert self.region(tmp_path, call(), 'provider "aws" {}\n' + LOGS) == "eu-central-1"

    def test_providers_are_handed_through_several_modules(self, tmp_path):
        files = {
            "logs/main.tf": (
                'module "in" {\n  source = "../in"\n  providers = { aws = aws.far }\n}\n'
            ),
            "in/main.tf": 'resource "aws_s3_bucket" "b" {}\n',
        }
        main = self.US + call("  providers = { aws.far = aws.us }\n")
        assert only(read(tmp_path, main, files=files)).region == "us-east-1"

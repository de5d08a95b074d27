"""Terraform source to resources: what is written, where it is, and what nobody can know."""

from __future__ import annotations

import pytest

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import Assumption, Place
from terraform_files import PROVIDER, addresses, by_address, messages, only, read, unknown, write

BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "acme"\n}\n'


def region_of(tmp_path, main, **options):
    """The region of the one resource."""
    return only(read(tmp_path, main, **options)).region


class TestRegions:
    def test_without_a_provider_block_it_is_ambient_and_not_known(self, tmp_path):
        reason = unknown("ambient-provider-region", "provider.aws")
        assert region_of(tmp_path, BUCKET) == reason

    @pytest.mark.parametrize("region", ["null", '""', '"  "', "[]", "1"])
    def test_a_provider_that_says_nothing_useful_is_ambient(self, tmp_path, region):
        main = f'provider "aws" {{\n  region = {region}\n}}\n{BUCKET}'
        assert region_of(tmp_path, main) == unknown("ambient-provider-region", "provider.aws")

    def test_an_alias_that_nobody_configured_is_not_the_default(self, tmp_path):
        main = PROVIDER + 'resource "aws_s3_bucket" "b" {\n  provider = aws.us\n}\n'
        assert region_of(tmp_path, main) == unknown("ambient-provider-region", "provider.aws.us")

    def test_a_provider_chosen_by_an_expression_is_not_the_default(self, tmp_path):
        main = PROVIDER + 'resource "aws_s3_bucket" "b" {\n  provider = aws.by["us"]\n}\n'
        assert region_of(tmp_path, main) == unknown("function-not-evaluated", 'aws.by["us"]')

    def test_a_region_that_is_not_known_hangs_on_its_variable(self, tmp_path):
        main = f'variable "r" {{}}\nprovider "aws" {{\n  region = var.r\n}}\n{BUCKET}'
        assert region_of(tmp_path, main) == unknown("variable-without-default", "var.r")

    def test_a_data_source_is_never_followed(self, tmp_path):
        main = (
            PROVIDER + 'data "aws_region" "now" {}\nresource "aws_s3_bucket" "b" {\n'
            "  region = data.aws_region.now.name\n}\n"
        )
        assert region_of(tmp_path, main) == unknown("data-source", "data.aws_region.now.name")

    def test_the_provider_the_alias_and_the_resource_itself(self, tmp_path):
        audited = read(
            tmp_path,
            PROVIDER
            + 'provider "aws" {\n  alias  = "us"\n  region = "us-${local.side}-1"\n}\n'
            + 'locals {\n  side = "east"\n}\n'
            + 'resource "aws_s3_bucket" "default" {}\n'
            + 'resource "aws_s3_bucket" "alias" {\n  provider = aws.us\n}\n'
            + 'resource "aws_s3_bucket" "quoted" {\n  provider = "aws.us"\n}\n'
            + 'resource "aws_s3_bucket" "own" {\n  region = "eu-west-1"\n}\n',
        )
        assert [r.region for r in audited.resources] == [
            "eu-central-1",
            "us-east-1",
            "us-east-1",
            "eu-west-1",
        ]
        assert audited.resources[0].regions == (Place("eu-central-1", "home"),)

    def test_a_null_region_falls_back_on_the_provider(self, tmp_path):
        main = PROVIDER + 'resource "aws_s3_bucket" "b" {\n  region = null\n}\n'
        resource = only(read(tmp_path, main))
        assert (resource.region, resource.values) == ("eu-central-1", {"region": None})

    def test_google_falls_back_on_the_providers_region_and_zone(self, tmp_path):
        main = 'resource "google_compute_disk" "d" {}\n'
        assert region_of(
            tmp_path, main + 'provider "google" {\n  region = "europe-west1"\n}\n'
        ) == ("europe-west1")
        assert region_of(
            tmp_path, main + 'provider "google" {\n  zone = "europe-west4-b"\n}\n'
        ) == ("europe-west4")
        assert region_of(tmp_path, main) == unknown("ambient-provider-region", "provider.google")

    def test_google_types_that_say_no_place_are_not_where_the_provider_is(self, tmp_path):
        main = 'provider "google" {\n  region = "europe-west1"\n}\n'
        audited = read(tmp_path, main + 'resource "google_bigtable_table" "t" {}\n')
        assert only(audited).region.code == "unknown-region"

    def test_azure_follows_the_resource_group(self, tmp_path):
        audited = read(
            tmp_path,
            'resource "azurerm_resource_group" "g" {\n  name = "g"\n  location = "West Europe"\n}\n'
            'resource "azurerm_storage_account" "a" {\n  name = "a"\n'
            "  location = azurerm_resource_group.g.location\n}\n"
            'resource "azurerm_storage_container" "c" {\n'
            "  storage_account_name = azurerm_storage_account.a.name\n}\n",
        )
        assert {r.region for r in audited.resources} == {"westeurope"}

    def test_a_workspace_is_brought_into_its_one_shape(self, tmp_path):
        resource = only(read(tmp_path, 'resource "anthropic_workspace" "w" {\n  name = "w"\n}\n'))
        assert (resource.region, resource.provider) == ("us", "anthropic")
        assert resource.values["data_residency"]["allowed_inference_geos"] == "unrestricted"


class TestVariables:
    MAIN = 'variable "r" {\n  default = "eu-west-1"\n}\nprovider "aws" {\n  region = var.r\n}\n'

    def test_a_default_is_used_and_listed(self, tmp_path):
        audited = read(tmp_path, self.MAIN + BUCKET)
        assert audited.resources[0].region == "eu-west-1"
        assert audited.assumptions == (Assumption("r", "eu-west-1"),)

    def test_a_default_that_is_not_used_is_not_listed(self, tmp_path):
        assert read(tmp_path, BUCKET + 'variable "x" {\n  default = 1\n}\n').assumptions == ()

    def test_a_default_is_not_assumed_if_nobody_wants_that(self, tmp_path):
        audited = read(tmp_path, self.MAIN + BUCKET, assume_defaults=False)
        assert audited.resources[0].region == unknown("variable-without-default", "var.r")
        assert audited.assumptions == ()

    def test_a_default_is_not_assumed_beside_a_variable_file_that_cannot_be_read(self, tmp_path):
        audited = read(tmp_path, self.MAIN + BUCKET, files={"a.auto.tfvars": "r = \n"})
        assert messages(audited) == [("a syntax error in a variable file", 2)]
        assert audited.resources[0].region == unknown("variable-without-default", "var.r")

    def test_a_sensitive_value_is_neither_used_nor_printed(self, tmp_path):
        main = 'variable "r" {\n  sensitive = true\n  default = "hush"\n}\n'
        audited = read(
            tmp_path, main + 'resource "a" "b" {\n  v = "x${var.r}"\n}\n', variables={"r": "hush2"}
        )
        assert only(audited).unknown == {"/v": unknown("sensitive", "var.r")}
        assert "hush" not in repr(audited)

    def test_what_is_given_later_wins(self, tmp_path):
        extra = write(tmp_path / "given", {"x.tfvars": 'r = "r4"\n', "y.tfvars": 'r = "r5"\n'})
        steps: list[tuple[dict[str, str], dict[str, object]]] = [
            ({"terraform.tfvars": 'r = "r0"\n'}, {}),
            ({"terraform.tfvars.json": '{"r": "r1"}'}, {}),
            ({"a.auto.tfvars": 'r = "r2"\n'}, {}),
            ({"b.auto.tfvars.json": '{"r": "r3"}'}, {}),
            ({}, {"var_files": [extra / "x.tfvars"]}),
            ({}, {"var_files": [extra / "x.tfvars", extra / "y.tfvars"]}),
            ({}, {"var_files": [extra / "x.tfvars"], "variables": {"r": "r6"}}),
        ]
        for number, (files, options) in enumerate(steps):
            audited = read(tmp_path, self.MAIN + BUCKET, files=files, **options)
            assert audited.resources[0].region == f"r{number}"
            assert audited.assumptions == ()

    def test_text_from_the_command_line_is_an_expression_where_the_type_asks_for_one(
        self, tmp_path
    ):
        main = (
            'variable "l" {\n  type = list(string)\n}\nvariable "n" {\n  type = number\n}\n'
            'variable "s" {}\nresource "a" "b" {\n  l = var.l\n  n = var.n\n  s = var.s\n}\n'
        )
        given = {"l": '["x", 1]', "n": "7", "s": "[]"}
        assert only(read(tmp_path, main, variables=given)).values == {
            "l": ["x", "1"],
            "n": 7,
            "s": "[]",
        }

    def test_text_that_is_no_expression_is_a_problem(self, tmp_path):
        main = 'variable "l" {\n  type = list(string)\n}\nresource "a" "b" {\n  l = var.l\n}\n'
        audited = read(tmp_path, main, variables={"l": '["x"'})
        assert messages(audited) == [("the value of `var.l` is not of its type", 1)]

    def test_a_variable_that_nobody_declares_is_told(self, tmp_path):
        audited = read(tmp_path, self.MAIN + BUCKET, variables={"regoin": "us-east-1"})
        assert (audited.undeclared, messages(audited)) == (("regoin",), [])
        broken = {"more.tf": "variable {"}
        audited = read(tmp_path, variables={"regoin": "us-east-1"}, files=broken)
        assert audited.undeclared == ()

    def test_null_takes_the_default_only_where_null_is_not_allowed(self, tmp_path):
        variable = 'variable "v" {\n  default = 1\n  nullable = %s\n}\n'
        main = variable + 'resource "a" "b" {\n  v = var.v\n}\n'
        given = {"variables": {"v": None}}
        assert only(read(tmp_path, main % "false", **given)).values == {"v": 1}
        assert only(read(tmp_path, main % '"false"', **given)).values == {"v": 1}
        assert only(read(tmp_path, main % "true", **given)).values == {"v": None}

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("terraform.tfvars", "r = var.x\n", "a value that is no constant in a variable file"),
            ("terraform.tfvars", "r {\n}\n", "the block `r` in a variable file"),
            ("terraform.tfvars.json", "[]", "no object of names and values in a variable file"),
            ("terraform.tfvars", "r = 1\nr = 2\n", "`r` is given twice in a variable file"),
        ],
    )
    def test_a_variable_file_of_another_form_is_a_problem(self, tmp_path, name, content, message):
        audited = read(tmp_path, self.MAIN + BUCKET, files={name: content})
        assert [problem.message for problem in audited.problems] == [message]

    def test_a_variable_file_that_gives_a_name_twice_is_a_problem(self, tmp_path):
        audited = read(tmp_path, BUCKET, files={"terraform.tfvars.json": '{"a": 1, "a": 2}'})
        assert "the key `a` is given twice" in audited.problems[0].message

    def test_a_variable_file_that_is_missing_is_the_operators_mistake(self, tmp_path):
        with pytest.raises(ConfigurationError, match="no variable file at"):
            read(tmp_path, BUCKET, var_files=[tmp_path / "none.tfvars"])


class TestCounts:
    def test_a_count_that_is_not_known_is_one_resource_for_all(self, tmp_path):
        main = (
            'variable "n" {}\nresource "aws_s3_bucket" "b" {\n  count  = var.n\n'
            '  bucket = "b-${count.index}"\n  acl    = "private"\n}\n'
        )
        resource = only(read(tmp_path, PROVIDER + main))
        assert resource.address == "aws_s3_bucket.b[*]"
        assert resource.values == {"acl": "private"}
        assert resource.unknown == {"/bucket": unknown("variable-without-default", "var.n")}
        assert resource.region == "eu-central-1"

    @pytest.mark.parametrize("count", ["-1", "1.5", '"x"', "null", "true", "[]", "1001"])
    def test_a_count_that_cannot_be_is_not_known(self, tmp_path, count):
        audited = read(tmp_path, f'resource "a" "b" {{\n  count = {count}\n}}\n')
        assert addresses(audited) == ["a.b[*]"]

    @pytest.mark.parametrize(
        "each",
        ["var.none", '["a"]', "toset([1])", "null", "toset([var.none])", "{ (var.none) = 1 }"],
    )
    def test_keys_that_are_not_known_are_one_resource_for_all(self, tmp_path, each):
        main = (
            f'variable "none" {{}}\nresource "a" "b" {{\n  for_each = {each}\n  v = each.key\n}}\n'
        )
        resource = only(read(tmp_path, main))
        assert resource.address == "a.b[*]"
        named = unknown("variable-without-default", "var.none")
        assert resource.unknown == {
            "/v": named if "var" in each else unknown("unknown-count", "each.key")
        }

    @pytest.mark.parametrize("none", ["count = 0", "for_each = {}", "for_each = toset([])"])
    def test_a_count_of_none_makes_no_resource(self, tmp_path, none):
        audited = read(tmp_path, f'resource "a" "b" {{\n  {none}\n}}\n')
        assert (addresses(audited), audited.problems) == ([], ())

    def test_instances_are_named_as_terraform_names_them(self, tmp_path):
        audited = read(
            tmp_path,
            'resource "a" "n" {\n  count = "2"\n  v = count.index\n}\n'
            'resource "a" "s" {\n  for_each = toset(["y", "x"])\n  v = each.value\n}\n'
            'resource "a" "m" {\n  for_each = { "k\\"é" = { r = "eu" } }\n  v = each.value.r\n}\n',
        )
        assert [(r.address, r.values["v"]) for r in audited.resources] == [
            ("a.n[0]", 0),
            ("a.n[1]", 1),
            ('a.s["x"]', "x"),
            ('a.s["y"]', "y"),
            ('a.m["k\\"é"]', "eu"),
        ]

    def test_known_keys_with_unknown_values_are_instances(self, tmp_path):
        audited = read(
            tmp_path,
            'resource "aws_kms_key" "k" {}\nresource "a" "b" {\n'
            "  for_each = { x = aws_kms_key.k.arn }\n  v = each.value\n}\n",
        )
        resource = by_address(audited, 'a.b["x"]')
        assert resource.unknown == {"/v": unknown("known-after-apply", "aws_kms_key.k.arn")}
        assert resource.references == {"/v": ("aws_kms_key.k",)}

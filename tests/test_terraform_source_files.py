"""Files of Terraform source: each is read, or there is a problem that names it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import Location
from compliance_toolkit.terraform.source import read_source
from terraform_files import addresses, messages, only, read, unknown, write

GOOD = 'resource "aws_s3_bucket" "good" {\n  region = "eu-west-1"\n}\n'


def read_path(path: Path, shown_as: str = "infra"):
    """Read a path of any kind."""
    return read_source(path, variables={}, var_files=(), shown_as=shown_as)


class TestWhatCannotBeRead:
    """The good file beside it is still read, and the problem forbids any conclusion."""

    @pytest.mark.parametrize(
        ("content", "message", "line"),
        [
            (b'resource "a" "b" {\n  v = \n}\n', "a syntax error", 2),
            (b"\x7fELF\x00\x01", "a file is binary", 1),
            (b'a = "\xff"\n', "a file is not UTF-8", 1),
            (b"a = 1\n", "the argument `a` stands outside of any block", 1),
            (b"\nresourc {}\n", "there is no block type `resourc`", 2),
            (b'resource "a" {}\n', "a `resource` block has 2 labels", 1),
            (b'locals {\n  resource "a" "b" {}\n}\n', "a `resource` block with labels stands", 2),
            (b'resource "a" "b" {\n  x "y" {}\n}\n', "a `x` block with labels stands", 2),
            (b"removed {}\n", "a `removed` block names no resource", 1),
            (
                b"locals {\n  a = " + b"(" * 9999 + b"1" + b")" * 9999 + b"\n}\n",
                "code is nested",
                2,
            ),
        ],
    )
    def test_a_bad_file_beside_a_good_one(self, tmp_path, content, message, line):
        audited = read(tmp_path, GOOD, files={"bad.tf": content})
        (problem,) = audited.problems
        assert problem.message.startswith(message)
        assert problem.location == Location("infra/bad.tf", line)
        assert "aws_s3_bucket.good" in addresses(audited)

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("x.tfstack.hcl", "`tfstack.hcl` files are not supported yet"),
            ("x.tfdeploy.hcl", "`tfdeploy.hcl` files are not supported yet"),
        ],
    )
    def test_a_file_that_is_not_supported_is_never_skipped(self, tmp_path, name, message):
        audited = read(tmp_path, GOOD, files={name: "{}"})
        assert messages(audited) == [(message, 1)]
        assert addresses(audited) == ["aws_s3_bucket.good"]

    @pytest.mark.parametrize("kind", ["folder", "dangling", "circle", "pipe", "outside"])
    def test_what_is_no_file(self, tmp_path, kind):
        folder, bad = tmp_path / "infra", tmp_path / "infra" / "bad.tf"
        write(tmp_path, {"infra/good.tf": GOOD, "secret.tf": GOOD})
        match kind:
            case "folder":
                bad.mkdir()
            case "dangling":
                bad.symlink_to("nowhere")
            case "circle":
                bad.symlink_to("bad.tf")
            case "pipe":
                os.mkfifo(bad)
            case _:
                bad.symlink_to(tmp_path / "secret.tf")
        audited = read_path(folder)
        assert [p.location for p in audited.problems] == [Location("infra/bad.tf", 1)]
        assert addresses(audited) == ["aws_s3_bucket.good"]

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
    def test_a_file_that_may_not_be_read(self, tmp_path):
        write(tmp_path, {"good.tf": GOOD, "bad.tf": GOOD})
        (tmp_path / "bad.tf").chmod(0)
        audited = read_path(tmp_path)
        assert "permission denied" in audited.problems[0].message

    @pytest.mark.parametrize(
        ("block", "name"),
        [
            ('resource "aws_s3_bucket" "good" {}', "the resource `aws_s3_bucket.good`"),
            ('variable "v" {}\nvariable "v" {}', "the variable `v`"),
            ('output "o" {}\noutput "o" {}', "the output `o`"),
            ('provider "aws" {}\nprovider "aws" {}', "the provider `aws`"),
            ("locals {\n  a = 1\n}\nlocals {\n  a = 2\n}", "the local value `a`"),
            ('module "m" {}\nmodule "m" {}', "the module `m`"),
        ],
    )
    def test_what_is_declared_twice(self, tmp_path, block, name):
        audited = read(tmp_path, GOOD, files={"more.tf": block + "\n"})
        assert f"{name} is declared twice" in [p.message for p in audited.problems]


class TestPaths:
    def test_a_path_that_is_not_there(self, tmp_path):
        with pytest.raises(SourceError, match="there is nothing at `infra`"):
            read_path(tmp_path / "none")

    def test_a_path_whose_links_go_in_a_circle(self, tmp_path):
        (tmp_path / "loop").symlink_to("loop")
        with pytest.raises(SourceError, match="cannot be read"):
            read_path(tmp_path / "loop")

    def test_a_file_that_is_no_terraform(self, tmp_path):
        write(tmp_path, {"x.txt": GOOD})
        with pytest.raises(SourceError, match="is no Terraform file"):
            read_path(tmp_path / "x.txt")

    def test_a_folder_outside_of_the_root(self, tmp_path):
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()
        with pytest.raises(SourceError, match="outside of the folder"):
            read(tmp_path / "a", root=tmp_path / "b")

    def test_an_empty_folder_has_no_resources(self, tmp_path):
        audited = read_path(tmp_path)
        assert (audited.resources, audited.problems) == ((), ())

    def test_an_empty_file_is_fine(self, tmp_path):
        assert only(read(tmp_path, GOOD, files={"empty.tf": "", "note.tf": "# x\n"}))

    def test_what_terraform_passes_over_is_passed_over(self, tmp_path):
        files = {".hidden.tf": "=", "x.tf~": "=", "#x.tf#": "=", "x.tftest.hcl": "=", "y.txt": "="}
        assert only(read(tmp_path, GOOD, files=files))

    def test_every_block_type_of_terraform_is_known(self, tmp_path):
        main = GOOD + (
            'terraform {\n  backend "s3" {}\n  required_providers {}\n}\n'
            'data "a" "b" {}\nephemeral "a" "b" {}\naction "a" "b" {}\noutput "o" {}\n'
            "moved {\n  from = a.b\n  to = a.c\n}\n"
            'import {\n  id = "x"\n  to = a.b\n}\n'
            'check "c" {\n  data "a" "b" {}\n  assert {}\n}\n'
        )
        assert addresses(read(tmp_path, main)) == ["action.a.b", "aws_s3_bucket.good"]

    def test_a_single_file_is_read_and_its_neighbours_are_named(self, tmp_path):
        write(tmp_path, {"main.tf": GOOD, "more.tf": GOOD, "terraform.tfvars": "x = 1\n"})
        audited = read_path(tmp_path / "main.tf", "infra/main.tf")
        assert addresses(audited) == ["aws_s3_bucket.good", "infra/more.tf"]
        assert audited.resources[0].location == Location("infra/main.tf", 1)
        why = unknown("outside-input", "infra/more.tf, beside the file that is named")
        assert audited.unresolved == (("infra/more.tf", why),)

    def test_a_single_file_may_be_given_what_its_neighbours_declare(self, tmp_path):
        write(tmp_path, {"main.tf": GOOD.replace('"eu-west-1"', "var.r"), "vars.tf": ""})
        audited = read_source(
            tmp_path / "main.tf", variables={"r": "eu-west-3"}, var_files=(), shown_as="main.tf"
        )
        assert (audited.resources[0].region, audited.problems) == ("eu-west-3", ())

    def test_a_single_file_without_neighbours_is_whole(self, tmp_path):
        write(tmp_path, {"main.tf": GOOD})
        audited = read_path(tmp_path / "main.tf", "main.tf")
        assert only(audited).location == Location("main.tf", 1)
        assert audited.unresolved == ()

    def test_a_thousand_resources_keep_their_order(self, tmp_path):
        main = "".join(
            f'resource "aws_s3_bucket" "b{n}" {{\n  region = "eu-west-1"\n}}\n' for n in range(1000)
        )
        assert addresses(read(tmp_path, main)) == [f"aws_s3_bucket.b{n}" for n in range(1000)]

"""Findings of a plan land on the lines of its source, where that is at hand; values never do."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.api.inputs import ReadOptions, read_input
from compliance_toolkit.cli.main import main
from compliance_toolkit.errors import ConfigurationError
from terraform_plans import block, change, plan, real_plan

BUCKET = 'resource "aws_s3_bucket" "b" {}\n'
FILES = {
    "main.tf": "# first\n" + BUCKET + 'module "m" {\n  source = "./deep"\n}\n',
    "deep/in.tf": 'module "n" {\n  source = "../shared"\n}\n',
    "shared/x.tf": "\n\n" + BUCKET,
}
ADDRESSES = ("aws_s3_bucket.b", "module.m.module.n.aws_s3_bucket.b")


def written(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def places(folder, *addresses, source=None, name="plan.json"):
    """Address → file and line, of a plan in that folder."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(plan(*(change(one, {"bucket": "x"}) for one in addresses)))
    found = read_input(str(file), ReadOptions(source=source))
    return {
        one.address: one.location and (one.location.file, one.location.line)
        for one in found.resources
    }


def test_each_instance_is_on_the_line_of_its_block(tmp_path):
    written(tmp_path, FILES)
    keyed = ('aws_s3_bucket.b["k.1"]', 'module.m[0].module.n["a"].aws_s3_bucket.b[3]')
    assert list(places(tmp_path, *keyed).values()) == [
        (str(tmp_path / "main.tf"), 2),
        (str(tmp_path / "shared/x.tf"), 3),
    ]


def test_a_source_that_is_named_is_taken(tmp_path):
    written(tmp_path / "infra", FILES)
    found = places(tmp_path / "plans", *ADDRESSES, source=tmp_path / "infra")
    assert found["aws_s3_bucket.b"] == (str(tmp_path / "infra/main.tf"), 2)


def test_a_source_above_the_plan_is_found_by_what_it_declares(tmp_path):
    written(tmp_path, FILES)
    found = places(tmp_path, *ADDRESSES, name="plans/plan.json")
    assert found["aws_s3_bucket.b"] == (str(tmp_path / "main.tf"), 2)


def test_a_folder_that_lacks_one_block_is_another_source(tmp_path):
    written(tmp_path, FILES)
    found = places(tmp_path, "aws_s3_bucket.b", "aws_s3_bucket.elsewhere")
    assert set(found.values()) == {None}


def test_a_module_that_was_fetched_is_found_through_its_list(tmp_path):
    written(tmp_path, {"main.tf": 'module "far" {\n  source = "acme/far/aws"\n}\n' + BUCKET})
    written(tmp_path, {".terraform/modules/far/main.tf": "\n" + BUCKET})
    address = "module.far.aws_s3_bucket.b"
    listed = tmp_path / ".terraform/modules/modules.json"
    module = {"Key": "far", "Source": "x", "Dir": ".terraform/modules/far"}
    listed.write_text(json.dumps({"Modules": [{"Key": "", "Dir": "."}, module, 7]}))
    fetched = str(tmp_path / ".terraform/modules/far/main.tf")
    assert places(tmp_path, "aws_s3_bucket.b", address)[address] == (fetched, 2)
    for broken in ("{", "[]", '{"Modules": {}}', '{"Modules": [{"Key": 1}]}'):
        listed.write_text(broken)
        assert places(tmp_path, "aws_s3_bucket.b", address)[address] is None


@pytest.mark.parametrize("outside", ["../../other", "/etc", "./gone", "./loop", "."])
def test_a_module_that_cannot_be_read_has_no_place(tmp_path, outside):
    root = tmp_path / "a" / "b"
    written(root, {"main.tf": BUCKET + f'module "m" {{\n  source = "{outside}"\n}}\n'})
    written(tmp_path / "other", {"main.tf": BUCKET})
    (root / "loop").symlink_to(root / "loop")
    found = places(root, "aws_s3_bucket.b", "module.m.aws_s3_bucket.c")
    assert found["module.m.aws_s3_bucket.c"] is None
    assert found["aws_s3_bucket.b"] == (str(root / "main.tf"), 1)


@pytest.mark.parametrize("text", ["resource {", "\x00", "", "x" * 10])
def test_a_source_that_is_broken_changes_no_verdict(tmp_path, text, capsys):
    file = tmp_path / "plan.json"
    file.write_bytes(plan(change("aws_s3_bucket.b", {"bucket": "x"})))
    alone = main(["check", str(file), "--jurisdiction", "eu"])
    (tmp_path / "main.tf").write_text(text)
    assert main(["check", str(file), "--jurisdiction", "eu"]) == alone
    capsys.readouterr()


def test_values_are_the_plans_whatever_the_source_says(tmp_path):
    written(tmp_path, {"main.tf": 'resource "aws_s3_bucket" "b" {\n  bucket = "other"\n}\n'})
    file = tmp_path / "plan.json"
    file.write_bytes(plan(change("aws_s3_bucket.b", {"bucket": "x"})))
    (bucket,) = read_input(str(file), ReadOptions()).resources
    assert bucket.values == {"bucket": "x"}
    assert bucket.location is not None


@pytest.mark.parametrize("name", ["gone", "main.tf"])
def test_a_source_that_is_no_folder_is_a_mistake(tmp_path, name):
    written(tmp_path / "infra", FILES)
    with pytest.raises(ConfigurationError, match="where there is no folder"):
        places(tmp_path, *ADDRESSES, source=tmp_path / "infra" / name)


def test_a_source_of_something_else_is_a_mistake(tmp_path, capsys):
    written(tmp_path / "infra", {"main.tf": 'resource "aws_sqs_queue" "q" {}\n'})
    file = tmp_path / "plan.json"
    file.write_bytes(plan(change("aws_s3_bucket.b", {"bucket": "x"})))
    named = ["--source", str(tmp_path / "infra")]
    assert main(["check", str(file), "--jurisdiction", "eu", *named]) == 2
    assert "declares none of the resources" in capsys.readouterr().err


def test_a_real_plan_and_its_state_land_on_their_lines(tmp_path):
    inner = 'resource "terraform_data" "in" {\n  count = 2\n}\n'
    main_tf = 'module "m" {\n  source   = "./mod"\n  for_each = toset(["p"])\n}\n'
    file = real_plan(tmp_path, {"main.tf": main_tf, "mod/main.tf": inner}, apply=True)
    state = file.with_name("terraform.tfstate")
    for source in (None, tmp_path):
        found = read_input(str(state), ReadOptions(source=source)).resources
        lines = {(r.address, r.location and r.location.line) for r in found}
        # The root module declares nothing itself, so that only a named source is one.
        line = None if source is None else 1
        assert lines == {(f'module.m["p"].terraform_data.in[{n}]', line) for n in (0, 1)}


def made_of(*names):
    return {"references": list(names)}


def torn(folder, more):
    """A plan whose provider's region is a variable, beside a source with a file that is broken."""
    queue = 'resource "aws_sqs_queue" "q" {}\n'
    written(folder, {"main.tf": queue, "z.tf": f'provider "aws" {{ region = var.r {more}\n'})
    file = folder / "plan.json"
    stated = {"aws": {"name": "aws", "expressions": {"region": made_of("var.r")}}}
    given = {"r": {"value": "eu-west-1"}}
    queue = change("aws_sqs_queue.q", {"name": "q"})
    file.write_bytes(plan(queue, providers=stated, variables=given))
    return file


def test_what_may_stand_in_a_file_that_is_broken_is_doubted(tmp_path, capsys):
    for more, expected in (("}", 0), ("", 1)):
        file = torn(tmp_path, more)
        assert main(["check", str(file), "--jurisdiction", "eu"]) == expected
        assert ("function-not-evaluated" in capsys.readouterr().out) is bool(expected)


def test_a_source_that_is_named_and_broken_is_named(tmp_path, capsys):
    file = torn(tmp_path, "")
    asked = ["check", str(file), "--jurisdiction", "eu", "--source", str(tmp_path)]
    assert main(asked) == 3
    assert f"{tmp_path / 'z.tf'}:2: a syntax error" in capsys.readouterr().err


def test_a_block_that_may_stand_in_a_broken_file_may_mean_another_instance(tmp_path):
    lifecycle = "aws_s3_bucket_lifecycle_configuration.l"
    module = 'module "m" {\n  source = "./m"\n}\n'
    written(tmp_path, {"main.tf": module, "m/main.tf": BUCKET, "m/z.tf": "resource {"})
    inside = [
        block("aws_s3_bucket.b"),
        block(lifecycle, bucket=made_of("aws_s3_bucket.b.id", "aws_s3_bucket.b")),
    ]
    file = tmp_path / "plan.json"
    file.write_bytes(
        plan(
            change("module.m.aws_s3_bucket.b", {}, {"id": True}),
            change(f"module.m.{lifecycle}", {}, {"bucket": True}),
            blocks=[],
            calls={"m": {"module": {"resources": inside}}},
        )
    )
    found = read_input(str(file), ReadOptions(source=tmp_path))
    assert found.resources[1].references["/bucket"] == ("module.m.aws_s3_bucket.b", "/bucket")
    assert [str(tmp_path / "m/z.tf") in str(one.location) for one in found.problems] == [True]

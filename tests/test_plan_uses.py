"""A plan lists names; which instance an expression uses is told by them, or it is not known."""

from __future__ import annotations

import pytest

from compliance_toolkit.api.inputs import ReadOptions, read_input
from compliance_toolkit.cli.main import main
from terraform_plans import block, change, plan, read, real_plan

BUCKET = "aws_s3_bucket.b"
LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.l"
LOGGING = "aws_bedrock_model_invocation_logging_configuration.t"
DEFAULT, HEALTH = f'{BUCKET}["default"]', f'{BUCKET}["health"]'

SOURCE = """
module "m" {
  source   = "./m"
  for_each = toset(["a", "b"])
}
resource "terraform_data" "s" {
  for_each = toset(["a", "b"])
}
resource "terraform_data" "n" {
  count = 2
}
"""
MODULE = (
    'resource "terraform_data" "b" {}\noutput "id" {\n  value = terraform_data.b.id\n}\n'
    'output "other" {\n  value = 1\n}\n'
)
A, B = 'module.m["a"].terraform_data.b', 'module.m["b"].terraform_data.b'
S, N = "terraform_data.s", "terraform_data.n"
USES = {
    'element([module.m["a"].id, module.m["b"].id], 1)': (A, B),
    'coalesce(one([for k, v in module.m : v.id if k == "b"]), module.m["a"].id)': ("module.m", A),
    f'coalesce(one([for k, v in {S} : v.id if k == "b"]), {S}["a"].id)': (S, f'{S}["a"]'),
    f'{S}["a"].id': (f'{S}["a"]',),
    f"element({N}.*.id, 1)": (N,),
    f"values({S})[1].id": (S,),
    'module.m["a"].id': (A,),
}
"""What is written → what it leads to: several, where one cannot be told."""


def test_a_real_plan_is_followed_to_all_that_an_expression_uses(tmp_path):
    more = "".join(
        f'resource "terraform_data" "u{number}" {{\n  input = {written}\n}}\n'
        for number, written in enumerate(USES)
    )
    made = real_plan(tmp_path, {"main.tf": SOURCE + more, "m/main.tf": MODULE})
    found = {one.address: one for one in read_input(str(made), ReadOptions()).resources}
    for number, followed in enumerate(USES.values()):
        assert found[f"terraform_data.u{number}"].references["/input"] == followed


def refers_to(*names):
    return {"references": list(names)}


def instance(address):
    return refers_to(f"{address}.id", address, BUCKET)


def logging_to(reference, keys, *, own="", lifecycle=None):
    """A plan whose model logs go to one of several buckets, and the first alone has a lifecycle."""
    known = {"bucket": None, "region": "eu-west-1", "force_destroy": False}
    rule = [{"id": "x", "status": "Enabled", "expiration": [{"days": 20}]}]
    rule[0]["noncurrent_version_expiration"] = [{"noncurrent_days": 5}]
    late = {"logging_config": [{"s3_config": [{"bucket_name": True}]}]}
    config = [{"cloudwatch_config": [], "s3_config": [{"key_prefix": ""}]}]
    return plan(
        *(change(f"{BUCKET}{key}", known, {"id": True}) for key in keys),
        change(LIFECYCLE, {"rule": rule, "region": "eu-west-1"}, {"bucket": True}),
        change(f"{LOGGING}{own}", {"logging_config": config, "region": "eu-west-1"}, late),
        blocks=[
            block(BUCKET),
            block(LIFECYCLE, bucket=lifecycle or instance(f"{BUCKET}{keys[0]}")),
            block(LOGGING, logging_config=[{"s3_config": [{"bucket_name": reference}]}]),
        ],
    )


NAMES, NUMBERS = ('["default"]', '["health"]'), ("[0]", "[1]")


@pytest.mark.parametrize(
    ("reference", "keys", "own"),
    [
        (refers_to(BUCKET, f"{DEFAULT}.id", DEFAULT, BUCKET), NAMES, ""),
        (refers_to(BUCKET), NAMES, "[0]"),
        (refers_to(BUCKET), NUMBERS, "[0]"),
        (refers_to("count.index", BUCKET), NUMBERS, "[0]"),
        (refers_to(BUCKET, "count.index"), NUMBERS, "[0]"),
    ],
)
def test_no_bucket_is_clear_of_logs_that_may_go_to_it(tmp_path, capsys, reference, keys, own):
    file = tmp_path / "plan.json"
    file.write_bytes(logging_to(reference, keys, own=own))
    assert main(["check", str(file), "--jurisdiction", "eu", "--regime", "gdpr"]) == 1
    assert "RET-003" in capsys.readouterr().out


def test_logs_that_go_to_one_instance_leave_the_other_clear(tmp_path, capsys):
    file = tmp_path / "plan.json"
    file.write_bytes(logging_to(instance(DEFAULT), NAMES))
    assert main(["check", str(file), "--jurisdiction", "eu", "--regime", "gdpr"]) == 0
    capsys.readouterr()


def followed(*names):
    """What the unknown `bucket` of the first of two lifecycles leads to."""
    audit = read(
        *(change(f"{LIFECYCLE}[{n}]", {}, {"bucket": True}) for n in (0, 1)),
        *(change(f"{BUCKET}[{n}]", {}, {"id": True}) for n in (0, 1)),
        blocks=[block(LIFECYCLE, bucket=refers_to(*names)), block(BUCKET)],
    )
    return audit.resources[0].references["/bucket"]


def test_a_key_chooses_only_from_what_it_stands_behind():
    assert followed(BUCKET, "count.index") == (f"{BUCKET}[0]",)
    assert followed(BUCKET, "count.index", BUCKET, "count.index") == (f"{BUCKET}[0]",)
    assert followed("count.index", BUCKET) == (BUCKET,)
    assert followed("count.index", BUCKET, "count.index", BUCKET) == (BUCKET,)


@pytest.mark.parametrize("index", ["(count.index + 1) % 2", "1 - count.index"])
def test_a_source_at_hand_says_that_another_instance_is_meant(tmp_path, index):
    written = (
        f'resource "aws_s3_bucket" "b" {{\n  count = 2\n}}\n'
        f'resource "aws_s3_bucket_lifecycle_configuration" "l" {{\n  count = 2\n'
        f"  bucket = {BUCKET}[{index}].id\n}}\n"
    )
    (tmp_path / "main.tf").write_text(written)
    file = tmp_path / "plan.json"
    file.write_bytes(
        plan(
            *(change(f"{LIFECYCLE}[{n}]", {}, {"bucket": True}) for n in (0, 1)),
            *(change(f"{BUCKET}[{n}]", {}, {"id": True}) for n in (0, 1)),
            blocks=[block(LIFECYCLE, bucket=refers_to(BUCKET, "count.index")), block(BUCKET)],
        )
    )
    first, *_ = read_input(str(file), ReadOptions()).resources
    assert len(first.references["/bucket"]) > 1
    (tmp_path / "main.tf").write_text(written.replace(index, "count.index"))
    first, *_ = read_input(str(file), ReadOptions()).resources
    assert first.references["/bucket"] == (f"{BUCKET}[0]",)

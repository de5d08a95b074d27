"""Names are followed by an instance's key only where both sides have the very same keys."""

from __future__ import annotations

import pytest

from compliance_toolkit.api.inputs import ReadOptions, read_input
from terraform_plans import block, change, read, real_plan

BUCKET = "aws_s3_bucket.b"
LIFECYCLE = "aws_s3_bucket_lifecycle_configuration.l"


def refers_to(*names):
    return {"references": list(names)}


def followed(*names, keys=('["a"]', '["b"]'), others=None, each=None):
    """What the unknown `bucket` of each lifecycle leads to."""
    buckets = [change(f"{BUCKET}{key}", {}, {"id": True}) for key in others or keys]
    written = block(LIFECYCLE, bucket=refers_to(*names))
    if each is not None:
        written["for_each_expression"] = refers_to(*each)
    audit = read(
        *(change(f"{LIFECYCLE}{key}", {}, {"bucket": True}) for key in keys),
        *buckets,
        blocks=[written, block(BUCKET)],
    )
    return [one.references.get("/bucket") for one in audit.resources[: len(keys)]]


EACH = [(f'{BUCKET}["a"]',), (f'{BUCKET}["b"]',)]


def test_a_key_chooses_among_the_same_keys():
    assert followed(BUCKET, "each.key") == EACH
    assert followed(BUCKET, "count.index", keys=("[0]", "[1]")) == [
        (f"{BUCKET}[0]",),
        (f"{BUCKET}[1]",),
    ]


def test_a_key_chooses_nothing_among_others():
    assert followed(BUCKET, "each.key", others=('["a"]', '["c"]')) == [(BUCKET,), (BUCKET,)]
    assert followed(BUCKET, "each.key", others=("",)) == [(BUCKET,), (BUCKET,)]


def test_the_value_of_each_is_the_block_that_it_goes_over():
    assert followed("each.value.id", "each.value", each=[BUCKET]) == EACH


@pytest.mark.parametrize(
    ("each", "others"),
    [
        ([BUCKET, "var.some"], None),
        (["local.buckets"], None),
        (["data.aws_s3_bucket.b"], None),
        ([f"{BUCKET}.tags", BUCKET], None),
        ([BUCKET], ('["x-a"]', '["x-b"]')),
        ([BUCKET, BUCKET], None),
        ([BUCKET, f'{BUCKET}["a"]', BUCKET], None),
        ([], None),
    ],
)
def test_the_value_of_each_is_not_followed_where_more_may_decide(each, others):
    stays = [("each.value.id",), ("each.value.id",)]
    assert followed("each.value.id", "each.value", each=each, others=others) == stays


def nested(call, *outputs):
    """What the unknown `bucket` of a lifecycle beside modules with a bucket each leads to."""
    module = {
        "resources": [block(BUCKET)],
        "outputs": {name: {"expression": refers_to(f"{BUCKET}.id", BUCKET)} for name in outputs},
    }
    audit = read(
        change(f'{LIFECYCLE}["a"]', {}, {"bucket": True}),
        change(f'module.store["a"].{BUCKET}', {}, {"id": True}),
        blocks=[block(LIFECYCLE, bucket=refers_to(*call))],
        calls={"store": {"module": module}},
    )
    return audit.resources[0].references.get("/bucket")


def test_a_key_hides_which_output_is_meant_unless_there_is_one():
    keyed = ("module.store", "each.key")
    assert nested(keyed, "id") == (f'module.store["a"].{BUCKET}',)
    assert nested(keyed, "id", "other") == ("module.store",)
    assert nested(keyed) == ("module.store",)


def handed(*names, each=None, inner="var.bucket"):
    """What a lifecycle in each of two module instances is handed from above."""
    call = {
        "module": {"resources": [block(LIFECYCLE, bucket=refers_to(inner))]},
        "expressions": {"bucket": refers_to(*names)},
        "for_each_expression": refers_to(*(each or ())),
    }
    audit = read(
        *(change(f'module.m["{k}"].{LIFECYCLE}', {}, {"bucket": True}) for k in "ab"),
        *(change(f'{BUCKET}["{k}"]', {}, {"id": True}) for k in "ab"),
        blocks=[block(BUCKET)],
        calls={"m": call},
    )
    return audit.resources[:2]


def test_a_module_instance_is_handed_what_its_own_key_chooses():
    by_key = [one.references["/bucket"] for one in handed(BUCKET, "each.key")]
    by_value = [one.references["/bucket"] for one in handed("each.value.id", each=[BUCKET])]
    assert by_key == by_value == EACH


def test_an_unknown_names_what_was_handed_in_from_above():
    (first, _) = handed(f"{BUCKET}.id", BUCKET, "var.use")
    assert first.unknown["/bucket"].reference == f"{BUCKET}.id"
    (first, _) = handed("var.use")
    assert first.unknown["/bucket"].reference == "var.use"


def test_a_real_plan_leads_to_the_instance_that_terraform_means(tmp_path):
    main = (
        'resource "terraform_data" "a" {\n  for_each = toset(["x", "y"])\n}\n'
        'resource "terraform_data" "b" {\n  for_each = terraform_data.a\n'
        "  input = each.value.id\n}\n"
        'resource "terraform_data" "c" {\n  for_each = terraform_data.a\n'
        "  input = terraform_data.a[each.key].id\n}\n"
        'module "m" {\n  source = "./m"\n  for_each = terraform_data.a\n  id = each.value.id\n}\n'
        'resource "terraform_data" "d" {\n  for_each = terraform_data.a\n'
        "  input = module.m[each.key].out\n}\n"
    )
    inner = (
        'variable "id" {}\nresource "terraform_data" "in" {\n  input = var.id\n}\n'
        'output "out" {\n  value = terraform_data.in.id\n}\n'
    )
    plan = real_plan(tmp_path, {"main.tf": main, "m/main.tf": inner})
    found = {one.address: one for one in read_input(str(plan), ReadOptions()).resources}
    for key in "xy":
        first = (f'terraform_data.a["{key}"]',)
        for address in (f'terraform_data.b["{key}"]', f'terraform_data.c["{key}"]'):
            assert found[address].references["/input"] == first
        assert found[f'module.m["{key}"].terraform_data.in'].references["/input"] == first
        through = found[f'terraform_data.d["{key}"]'].references["/input"]
        assert through == (f'module.m["{key}"].terraform_data.in',)

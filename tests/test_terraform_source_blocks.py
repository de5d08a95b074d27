"""Resource blocks: what they hold, and which other resources they are made of."""

from __future__ import annotations

import pytest

from compliance_toolkit.models import Location
from terraform_files import addresses, by_address, only, read, unknown

BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "acme"\n}\n'


class TestBlocks:
    def test_a_dynamic_block_over_something_unknown_makes_its_attribute_unknown(self, tmp_path):
        resource = only(
            read(
                tmp_path,
                'variable "x" {}\nresource "a" "b" {\n  rule {\n    id = 1\n    dynamic "inner" {\n'
                "      for_each = var.x\n      content {}\n    }\n  }\n"
                '  tag {}\n  dynamic "tag" {\n    for_each = var.x\n    content {}\n  }\n}\n',
            )
        )
        assert resource.values == {"rule": [{"id": 1}]}
        assert resource.unknown == {
            "/tag": unknown("variable-without-default", "var.x"),
            "/rule/0/inner": unknown("variable-without-default", "var.x"),
        }

    def test_a_dynamic_block_is_written_out(self, tmp_path):
        resource = only(
            read(
                tmp_path,
                'variable "late" {}\nresource "a" "b" {\n  rule {\n    id = "first"\n  }\n'
                '  dynamic "rule" {\n    for_each = { x = 1, y = var.late }\n'
                "    iterator = each_rule\n"
                "    content {\n      id = each_rule.key\n      n  = each_rule.value\n"
                '      dynamic "deep" {\n        for_each = toset(["p", each_rule.key])\n'
                '        content {\n          v = "${each_rule.key}-${deep.value}"\n        }\n'
                "      }\n    }\n  }\n"
                '  dynamic "none" {\n    for_each = []\n    content {}\n  }\n}\n',
            )
        )
        assert resource.values == {
            "rule": [
                {"id": "first"},
                {"id": "x", "n": 1, "deep": [{"v": "x-p"}, {"v": "x-x"}]},
                {"id": "y", "deep": [{"v": "y-p"}, {"v": "y-y"}]},
            ]
        }
        assert resource.unknown == {"/rule/2/n": unknown("variable-without-default", "var.late")}

    @pytest.mark.parametrize("each", ["null", '"a"', "5", "range(2000)", "var.late", "[1][5]"])
    def test_a_dynamic_block_over_what_cannot_be_counted_is_unknown(self, tmp_path, each):
        main = (
            'variable "late" {}\nresource "a" "b" {\n  dynamic "rule" {\n'
            f"    for_each = {each}\n    content {{}}\n  }}\n}}\n"
        )
        dynamic = unknown("dynamic-content", 'dynamic "rule"')
        late = unknown("variable-without-default", "var.late")
        assert only(read(tmp_path, main)).unknown == {"/rule": late if "var" in each else dynamic}

    def test_nested_blocks_are_lists_of_objects(self, tmp_path):
        resource = only(
            read(
                tmp_path,
                'resource "a" "b" {\n  rule {\n    id = 1\n  }\n  rule {\n'
                "    id = null\n    deep {}\n  }\n}\n",
            )
        )
        assert resource.values == {"rule": [{"id": 1}, {"id": None, "deep": [{}]}]}

    def test_terraforms_own_arguments_are_no_attributes(self, tmp_path):
        resource = only(
            read(
                tmp_path,
                'resource "a" "b" {\n  depends_on = [a.c]\n  lifecycle {\n'
                '    prevent_destroy = true\n  }\n  provisioner "local-exec" {\n'
                '    command = "x"\n  }\n  connection {}\n  v = 1\n}\n',
            )
        )
        # What a provisioner runs is no attribute either, and may call anything.
        assert resource.values == {"v": 1, "provisioner": [{"command": "x"}]}

    def test_what_terraform_does_not_enforce_is_not_known(self, tmp_path):
        lifecycle = "  lifecycle {\n    ignore_changes = %s\n  }\n"
        main = 'resource "a" "b" {\n  v = 30\n  w = 1\n' + lifecycle + "}\n"
        reason = unknown("known-after-apply", "lifecycle.ignore_changes")
        some = only(read(tmp_path, main % '[v, tags["x"]]'))
        assert (some.values, some.unknown) == ({"w": 1}, {"/v": reason, "/tags": reason})
        every = only(read(tmp_path, main % "all"))
        assert (every.values, every.unknown) == ({}, {"": reason})

    def test_a_resource_knows_its_line(self, tmp_path):
        audited = read(tmp_path, f"# one\n\n{BUCKET}")
        assert audited.resources[0].location == Location("infra/main.tf", 3)
        assert audited.resources[0].set_values is False


class TestReferences:
    MAIN = (
        'resource "aws_s3_bucket" "a" {\n  bucket = "acme"\n}\n'
        'resource "aws_s3_bucket" "n" {\n  count  = 2\n  bucket = "n-${count.index}"\n}\n'
    )

    def refer(self, tmp_path, expression):
        main = f'{self.MAIN}resource "x" "y" {{\n  v = {expression}\n}}\n'
        resource = by_address(read(tmp_path, main), "x.y")
        return resource.values.get("v"), resource.references.get("/v", ())

    @pytest.mark.parametrize(
        ("expression", "origins"),
        [
            ('"${aws_s3_bucket.a.id}-logs"', ('"${aws_s3_bucket.a.id}-logs"', "aws_s3_bucket.a")),
            ("upper(aws_s3_bucket.a.id)", ("aws_s3_bucket.a", "upper(aws_s3_bucket.a.id)")),
            ("bcrypt(aws_s3_bucket.a.id)", ("aws_s3_bucket.a", "bcrypt(aws_s3_bucket.a.id)")),
            ("var.x ? aws_s3_bucket.a.id : 1", ("var.x", "… ? … : …")),
            ("aws_s3_bucket.n[var.x].id", ("[…]", "var.x")),
            ("aws_s3_bucket.n.id", ("aws_s3_bucket.n.id",)),
            ("aws_s3_bucket.n[7].id", ("aws_s3_bucket.n[7].id",)),
        ],
    )
    def test_a_value_that_something_else_takes_part_in_is_no_reference_alone(
        self, tmp_path, expression, origins
    ):
        assert self.refer(tmp_path, expression) == (None, origins)

    @pytest.mark.parametrize(
        ("expression", "value", "address"),
        [
            ("aws_s3_bucket.a.id", None, "aws_s3_bucket.a"),
            ("resource.aws_s3_bucket.a.id", None, "aws_s3_bucket.a"),
            ('"${aws_s3_bucket.a.arn}:*"', None, "aws_s3_bucket.a"),
            ("aws_s3_bucket.n[1].id", None, "aws_s3_bucket.n[1]"),
            ("aws_s3_bucket.n[1].bucket", "n-1", "aws_s3_bucket.n[1]"),
            ("aws_s3_bucket.a.bucket", "acme", "aws_s3_bucket.a"),
            ("aws_s3_bucket.n.*.id[0]", None, "aws_s3_bucket.n[0]"),
            ("one(aws_s3_bucket.a[*].id)", None, "aws_s3_bucket.a"),
        ],
    )
    def test_an_attribute_of_a_resource_names_that_resource(
        self, tmp_path, expression, value, address
    ):
        assert self.refer(tmp_path, expression) == (value, (address,))

    def test_an_attribute_of_a_resource_is_that_resources_own_whatever_it_hangs_on(self, tmp_path):
        main = (
            'variable "n" {}\nresource "aws_s3_bucket" "a" {\n  bucket = var.n\n}\n'
            'resource "x" "y" {\n  v = aws_s3_bucket.a.bucket\n}\n'
        )
        resource = by_address(read(tmp_path, main), "x.y")
        assert resource.unknown == {"/v": unknown("variable-without-default", "var.n")}
        assert resource.references == {"/v": ("aws_s3_bucket.a",)}

    def test_references_are_followed_through_locals(self, tmp_path):
        main = self.MAIN + (
            "locals {\n  ids = { a = aws_s3_bucket.a.id, n = aws_s3_bucket.n[0].id }\n}\n"
            'resource "x" "y" {\n  v = local.ids["n"]\n}\n'
        )
        resource = by_address(read(tmp_path, main), "x.y")
        assert resource.references == {"/v": ("aws_s3_bucket.n[0]",)}

    def test_an_attribute_that_is_written_as_null_is_the_providers_to_fill(self, tmp_path):
        main = 'resource "a" "b" {\n  name = null\n}\nresource "x" "y" {\n  v = a.b.name\n}\n'
        resource = by_address(read(tmp_path, main), "x.y")
        assert resource.unknown == {"/v": unknown("known-after-apply", "a.b.name")}

    def test_blocks_of_a_resource_can_be_read(self, tmp_path):
        main = (
            'resource "a" "b" {\n  rule {\n    id = 1\n  }\n}\n'
            'resource "x" "y" {\n  v = a.b.rule[0].id\n  w = a.b.rule[0].other\n}\n'
        )
        resource = by_address(read(tmp_path, main), "x.y")
        assert resource.values == {"v": 1}
        assert resource.unknown == {"/w": unknown("known-after-apply", "a.b.rule[0].other")}

    def test_resources_that_lead_in_a_circle_come_to_an_end(self, tmp_path):
        main = 'resource "a" "b" {\n  v = a.c.v\n}\nresource "a" "c" {\n  v = a.b.v\n}\n'
        audited = read(tmp_path, main)
        assert [list(r.unknown) for r in audited.resources] == [["/v"], ["/v"]]
        counted = 'resource "a" "b" {\n  count = length(a.b)\n}\n'
        assert addresses(read(tmp_path, counted)) == ["a.b[*]"]


def test_what_a_removed_block_takes_away_is_told(tmp_path):
    audited = read(tmp_path, BUCKET + "removed {\n  from = aws_s3_bucket.old\n}\n")
    assert [one.address for one in audited.removed] == ["aws_s3_bucket.old"]

"""What an expression of Terraform is worth: derived, or unknown with its reason; never a guess.

The values were compared with those that `terraform plan` 1.11 gives for the same outputs.
"""

from __future__ import annotations

import pytest

from terraform_files import only, read, unknown, value_of

NAMES = """
variable "region" {}
variable "secret" {
  default   = "hush"
  sensitive = true
}
locals {
  n    = 3
  s    = "ab"
  none = null
  list = ["q", "r"]
  map  = { a = 1, b = "z" }
  rows = [{ k = ["k1", "k2"], v = { w = 1 } }, { k = ["k3"], v = { w = 2 } }]
}
resource "aws_kms_key" "k" {
  description = "d"
}
"""
VAR = unknown("variable-without-default", "var.region")
KEY = unknown("known-after-apply", "aws_kms_key.k.arn")


def worth(tmp_path, expression):
    return value_of(tmp_path, expression, NAMES)


class TestWhatIsNotKnown:
    """Each of these would be an invention if it had a value."""

    @pytest.mark.parametrize(
        ("expression", "reason"),
        [
            ("var.region", VAR),
            ("var.secret", unknown("sensitive", "var.secret")),
            (
                "data.aws_region.current.name",
                unknown("data-source", "data.aws_region.current.name"),
            ),
            ("aws_kms_key.k.arn", KEY),
            ("aws_kms_key.k", unknown("known-after-apply", "aws_kms_key.k")),
            ("aws_kms_key.other.arn", unknown("known-after-apply", "aws_kms_key.other.arn")),
            ("module.none.x", unknown("function-not-evaluated", "module.none.x")),
            ("local.nothing", unknown("function-not-evaluated", "local.nothing")),
            ("terraform.workspace", unknown("variable-without-default", "terraform.workspace")),
            ("path.cwd", unknown("function-not-evaluated", "path.cwd")),
            ("each.key", unknown("function-not-evaluated", "each.key")),
            ("nobody", unknown("function-not-evaluated", "nobody")),
        ],
    )
    def test_a_name_that_says_nothing(self, tmp_path, expression, reason):
        assert worth(tmp_path, expression) == reason

    @pytest.mark.parametrize(
        "expression",
        [
            "timestamp()",
            "plantimestamp()",
            "uuid()",
            'bcrypt("x")',
            'rsadecrypt("x", "y")',
            'base64gzip("x")',
            "log(7, 3)",
            "pow(2, 0.3)",
            'abspath("x")',
            'pathexpand("~/x")',
            'provider::aws::arn_parse("x")',
            "something_new(1)",
            'strrev("a\u200db")',
        ],
    )
    def test_what_is_not_computed(self, tmp_path, expression):
        answer = worth(tmp_path, expression)
        assert answer.code == "function-not-evaluated"
        assert answer.reference == expression or answer.reference in expression

    @pytest.mark.parametrize(
        "expression",
        [
            '"a-${var.region}"',
            '"${local.s}-${var.region}-${aws_kms_key.k.arn}"',
            "upper(var.region)",
            'var.region == "eu" ? "a" : "b"',
            'var.region == "eu" ? "a" : "a"',
            "false && var.region",
            "true || var.region",
            "!var.region",
            "-var.region",
            "var.region == null",
            "var.region + 1",
            "local.map[var.region]",
            "{ (var.region) = 1 }",
            "merge(local.map, var.region)",
            "[1, var.region]",
            "[[1, var.region], 2]",
            "var.region[0].x",
        ],
    )
    def test_the_unknown_spreads_to_all_it_takes_part_in(self, tmp_path, expression):
        assert worth(tmp_path, expression) == VAR

    @pytest.mark.parametrize(
        "expression",
        [
            "1 / 0",
            "1 / 3",
            '"a" + 1',
            "null + 1",
            'local.map["x"]',
            "local.map.x",
            "local.list[2]",
            "local.list[-1]",
            'local.list["x"]',
            "toset(local.list)[0]",
            "local.s.x",
            '"a${null}"',
            '"a${local.list}"',
            '"x" ? 1 : 2',
            "true ? 1 : false",
            "lower()",
            "lower(null)",
            'tonumber("x")',
            'tobool("x")',
            "keys(local.list)",
            'concat("a")',
            "coalesce(null)",
            'lookup(local.map, "x")',
            'format("%s", "a", "b")',
            'format("%s")',
            "one(local.list)",
            "tolist([1, true])",
            "lower(local.s...)",
            "9007199254740993 * 9007199254740993",
        ],
    )
    def test_what_terraform_refuses_or_converts_in_its_own_way(self, tmp_path, expression):
        assert worth(tmp_path, expression).code == "function-not-evaluated"

    def test_an_arm_that_is_not_taken_does_not_matter(self, tmp_path):
        assert worth(tmp_path, 'true ? "a" : var.region') == "a"

    def test_a_hole_in_an_object_leaves_the_rest(self, tmp_path):
        main = NAMES.replace("aws_kms_key", "null_key") + (
            'resource "null_resource" "x" {\n  v = { a = 1, "b/c~d" = { e = var.region } }\n}\n'
        )
        audited = read(tmp_path, main)
        resource = audited.resources[-1]
        assert resource.values == {"v": {"a": 1, "b/c~d": {}}}
        assert resource.unknown == {"/v/b~1c~0d/e": VAR}

    def test_a_list_with_a_hole_below_an_element_names_the_place(self, tmp_path):
        resource = only(
            read(tmp_path, 'variable "x" {}\nresource "a" "b" {\n  v = [{ c = var.x, d = 1 }]\n}\n')
        )
        assert resource.values == {"v": [{"d": 1}]}
        assert list(resource.unknown) == ["/v/0/c"]

    def test_names_that_lead_in_a_circle(self, tmp_path):
        preamble = "locals {\n  a = local.b\n  b = local.a\n}\n"
        assert value_of(tmp_path, "local.a", preamble).code == "function-not-evaluated"

    def test_values_that_grow_without_end(self, tmp_path):
        doubled = "".join(
            f'  s{n} = "${{local.s{n - 1}}}${{local.s{n - 1}}}"\n'
            f"  l{n} = [local.l{n - 1}, local.l{n - 1}]\n"
            for n in range(1, 61)
        )
        preamble = f'locals {{\n  s0 = "ab"\n  l0 = []\n{doubled}}}\n'
        assert value_of(tmp_path, "local.s60", preamble).code == "function-not-evaluated"
        assert value_of(tmp_path, "local.l60", preamble).code == "function-not-evaluated"
        big = 'replace(local.s19, "a", local.s19)'
        assert value_of(tmp_path, big, preamble).code == "function-not-evaluated"


class TestWhatIsKnown:
    @pytest.mark.parametrize(
        ("expression", "value"),
        [
            ("null", None),
            ("local.none", None),
            ("1 + 2 * 3 - 4 / 2", 5),
            ("7 / 2 * 2", 7),
            ("1 % 0", 1),
            ("[1] == [1]", True),
            ("[for x in local.list : upper(x)]", ["Q", "R"]),
            ("{ for k, v in local.map : v => k }", {"1": "a", "z": "b"}),
            ('"%{ if true }a%{ endif }"', "a"),
            ('"a ${~ local.s ~} b"', "aabb"),
            ('"%{ for x in local.list }${x},%{ endfor }"', "q,r,"),
            ("length(9999999999999999999999999999999999999999999999 == 1 ? [] : [1])", 1),
            ("0.1 + 0.2", 0.3),
            ("-7 % 3", -1),
            ("5.5 % 2", 1.5),
            ('"5" + 1', 6),
            ('-"5"', -5),
            ("1 <= 1", True),
            ('"5" > 3', True),
            ('1 == "1"', False),
            ("1 == 1.0", True),
            ("true == 1", False),
            ("null == null", True),
            ('"a" != null', True),
            ("local.list == null", False),
            ('true && "true"', True),
            ("!false || false", True),
            ('local.n > 2 ? "many" : "few"', "many"),
            ('true ? 1 : "a"', "1"),
            ('false ? "a" : true', "true"),
            ("true ? 1 : null", 1),
            ("false ? 1 : false ? 2 : 3", 3),
            ('"${local.s}-${local.n}-${true}-${1.50}"', "ab-3-true-1.5"),
            ('"${local.map}"', {"a": 1, "b": "z"}),
            ("local.map.b", "z"),
            ('local.map["a"]', 1),
            ("local.list[1]", "r"),
            ("local.list.0", "q"),
            ("local.rows[*].v.w", [1, 2]),
            ("local.rows[*].k[0]", ["k1", "k3"]),
            ("local.rows.*.k[0]", ["k1", "k2"]),
            ("local.none[*]", []),
            ("local.s[*]", ["ab"]),
            ("{ a = 1, a = 2 }.a", 2),
            ("<<-A\n    x ${local.s}\n      y\n  A", "x ab\n  y\n"),
        ],
    )
    def test_operators_and_names(self, tmp_path, expression, value):
        answer = worth(tmp_path, expression)
        assert (answer, type(answer)) == (value, type(value))

    @pytest.mark.parametrize(
        ("expression", "value"),
        [
            ('lower("AbC")', "abc"),
            ('upper("abé")', "ABÉ"),
            ('coalesce(1, "a")', "1"),
            ('contains([1, 2], "1")', False),
            ('format("%5.2f", 1)', " 1.00"),
            ('replace("abc", "/b/", "<$0>")', "a<b>c"),
            ('cidrsubnet("10.0.0.0/8", 8, 1)', "10.1.0.0/16"),
            ('trimspace("  a\\n")', "a"),
            ('join(",", [1, true, "a"])', "1,true,a"),
            ('split(",", "a,,b")', ["a", "", "b"]),
            ('replace("a.b", ".", "-")', "a-b"),
            ('format("%s-%d-%v-%%", "a", "3", true)', "a-3-true-%"),
            ("concat([1], [2, 3])", [1, 2, 3]),
            ("merge({ a = 1 }, null, { a = 2, b = 3 })", {"a": 2, "b": 3}),
            ('lookup(local.map, "x", "y")', "y"),
            ('lookup(local.map, "b", "y")', "z"),
            ("length(local.map)", 2),
            ('length("abc")', 3),
            ("keys(local.map)", ["a", "b"]),
            ("values(local.map)", [1, "z"]),
            ('contains(local.list, "q")', True),
            ('coalesce(null, "", "a")', "a"),
            ("tostring(1.0)", "1"),
            ('tonumber("1.50")', 1.5),
            ('tobool("true")', True),
            ('toset(["b", "a", "b"])', ["a", "b"]),
            ("tolist([2, 1])", [2, 1]),
            ("tomap({ a = 1 })", {"a": 1}),
            ("element(local.list, 3)", "r"),
            ("one([])", None),
            ("concat([local.list, [1]]...)", ["q", "r", 1]),
            (
                'jsonencode({ b = 1.5, a = "<x>&", c = null, d = [true, "é"] })',
                '{"a":"\\u003cx\\u003e\\u0026","b":1.5,"c":null,"d":[true,"é"]}',
            ),
        ],
    )
    def test_functions(self, tmp_path, expression, value):
        assert worth(tmp_path, expression) == value

"""The real `terraform` decides what an expression is worth; we say the same.

Expressions are made by a grammar of all forms and functions, with parts that no plan knows.
"""

# ruff: noqa: E501  one expression a line
from __future__ import annotations

import os
import shutil
from importlib import import_module

import pytest

from terraform_grammar import PREAMBLE, RULES, UNTYPED, each_rule, expressions
from terraform_oracle import REFUSED, Answer, by_terraform, by_us, disagreements, same

pytestmark = pytest.mark.skipif(
    shutil.which("terraform") is None and not os.environ.get("CI"),
    reason="the oracle is `terraform`; in CI it must be there",
)
CHOSEN = 1200
"""How many expressions are made of rules within rules; each rule is also asked on its own."""


def test_each_form_and_function_is_worth_what_terraform_says(tmp_path):
    asked = each_rule(seed=2026, times=3)
    assert len(asked) > 1200
    assert disagreements(tmp_path, PREAMBLE, UNTYPED, asked) == []


@pytest.mark.parametrize(("seed", "depth"), [(7, 3), (11, 5)])
def test_whatever_they_are_put_together_to(tmp_path, seed, depth):
    asked = expressions(seed, CHOSEN // 2, depth)
    assert disagreements(tmp_path, PREAMBLE, UNTYPED, asked) == []


FIXED = (
    # Unknown beside what would decide; only what an operator knows of itself counts.
    "false && terraform_data.b.output",
    "true || terraform_data.b.output",
    "terraform_data.b.output ? 1 : 1",
    "try(terraform_data.s.output, 1)",
    "can(terraform_data.s.output)",
    "coalesce(terraform_data.s.output, 1)",
    "length([terraform_data.s.output, terraform_data.n.output])",
    "{ (terraform_data.s.output) = 1 }",
    "[for v in terraform_data.l.output : 1]",
    "[for v in [1, 2] : v if terraform_data.b.output]",
    "terraform_data.s.id == null",
    '"a-${terraform_data.s.output}" == "b"',
    'startswith("arn:${terraform_data.s.output}", "arn:")',
    "length(terraform_data.l.output) >= 0",
    "length(toset([terraform_data.s.output, terraform_data.s.id]))",
    "length(toset([terraform_data.s.output]))",
    "tolist([terraform_data.s.output])[0]",
    "jsonencode({ a = terraform_data.s.output }) == null",
    "substr(jsonencode({ a = terraform_data.s.output }), 0, 1)",
    "terraform_data.s.output[*]",
    "terraform_data.s.id[*]",
    "true ? 1 : terraform_data.s.output",
    "false ? terraform_data.l.output : []",
    # Numbers.
    "1 / 3 * 3",
    "try(0 / 0, 5)",
    "try(nobody, 5)",
    "try(terraform_data.c.output, 5)",
    "try(terraform_data.c[7].output, 5)",
    'try(terraform_data.f["q"].output, 5)',
    '"${1 / 3}"',
    '"${0.1 + 0.2}"',
    '"${2 / 3 * 1000000}"',
    '"${12345678901234567890123456789 * 98765432109876543210}"',
    '"${length([1, 2]) / length([1, 2, 3])}"',
    "-7 % 3",
    "7 % -3",
    "5.5 % 2",
    "1 % 0",
    # Text.
    'jsonencode("<a href=\\"x\\">&\\u2028\\u0001\\u0008\\u000c\\t")',
    'jsonencode({ b = 1.50, a = [null, true], "é" = "😀" })',
    'split("", "aéb")',
    'replace("a.b.c", "/(?P<n>[a-c])\\\\./", "$n-$${n}_$0$1$$")',
    'regexall("a*", "baac")',
    'replace("abc", "", "-")',
    'replace("abc", "/x*/", "-")',
    'format("%v %v %v %s", 1e2 == 100, 1000000, 0.00001, 1000000)' .replace("1e2", "1.0e2"),
    'format("%08.3f|%+.1e|%-8d|%x|%q|%5t", 3.14159, 12345.678, 42, 255, "a<b", true)',
    'format("%[3]v %[1]v %v", "a", "b", "c")',
    'formatlist("%s=%s", ["a", "b"], "c")',
    'title("hello wor-ld o\'neil_x 1st")',
    'trimspace("\\u00a0 x \\u2003\\n")',
    'chomp("a\\r\\n\\n")',
    'indent(2, "a\\nb\\n")',
    # Collections.
    "toset([{ a = 2 }, { a = 10 }, { a = 1 }])",
    'toset([["b"], ["a", "c"]])',
    "setproduct([], [1])",
    'zipmap(["a", "b"], [1, "x"])',
    'merge({ a = 1 }, null, { a = "x" })',
    "merge(tomap({ a = 1 }), tomap({ b = 2 }))",
    'concat(tolist(["a"]), tolist([1]))',
    'element(["a", "b", "c"], -1)',
    'element(tolist(["a", "b", "c"]), -1)',
    "slice([1, 2, 3], 1, 2)",
    "chunklist([1, 2, 3], 2)",
    'transpose({ a = ["x", "y"], b = ["y"] })',
    'matchkeys(["a", "b"], ["x", "y"], ["y"])',
    'lookup({ a = 1 }, "b", "c")',
    'flatten([["a"], [], [["b"], "c"]])',
    "range(3, 0)",
    "range(0, 1, 0.25)",
    'sum(["1", 2])',
    'distinct([1, "1", 1.0])',
    '[for k, v in { b = 1, a = 2 } : "${k}${v}"]',
    '{ for i, v in ["a", "b", "a"] : v => i... }',
    # Networks, dates, encodings.
    'cidrhost("10.0.0.0/8", -1)',
    'cidrhost("fd00:abcd::/32", 12345678901234567890)',
    'cidrsubnet("10.1.2.0/24", 4, 15)',
    'cidrsubnets("fd00::/56", 4, 8, 8, 4)',
    'cidrsubnets("0.0.0.0/8", 4)',
    'cidrnetmask("010.0.0.0/08")',
    'formatdate("EEEE, DD-MMM-YY hh:mm:ss ZZZ", "2018-01-02T23:12:01-08:00")',
    'timeadd("2017-11-22T00:00:00.5Z", "-10m0.75s")',
    'timecmp("2017-11-22T01:00:00+01:00", "2017-11-22T00:00:00Z")',
    'timeadd("2023-02-29T00:00:00Z", "1h")',
    'base64decode("aGk=\\n")',
    'base64decode("aGk")',
    'csvdecode("a,b\\r\\n\\"1,\\"\\"x\\",2\\n")',
    'csvdecode("a,a\\n1,2")',
    'urlencode("a b/ç~*")',
    'uuidv5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "x")',
    'yamldecode("- yes\\n- 0x1f\\n- 2024-1-2\\n- ~\\n- \\"no\\"\\n- 1.50\\n")',
    'yamldecode("a: &x {b: 1}\\nc:\\n  <<: *x\\n  d: [*x]\\n")',
    'yamlencode({ a = "x\\ny", b = [[1, []], { c = {} }], "d e" = "1", f = null, g = 1.5 })',
    'yamlencode("a\\tb\\u00e9\\n")',
    'yamlencode({ text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen" })',
    'parseint("-7f", 16)',
    "templatestring(local.text, {})",
    'templatestring("literal", {})',
    'nonsensitive("a")',
)  # fmt: skip


def test_what_is_easily_got_wrong(tmp_path):
    assert disagreements(tmp_path, PREAMBLE, UNTYPED, FIXED) == []


def test_the_oracle_sees_a_wrong_answer(tmp_path):
    (tmp_path / "a").mkdir()
    answers = by_terraform(tmp_path / "a", PREAMBLE, ["1 + 1", "terraform_data.s.output", "[][0]"])
    two, unknown, refused = (answers[number] for number in range(3))
    assert same(two, Answer(2, False, "number"))
    for wrong in (3, "2", None):
        assert not same(two, Answer(wrong, False, "number"))
    assert not same(two, Answer(2, False, "string"))
    assert not same(two, Answer(None, True))
    assert not same(unknown, Answer("abc", False, "string"))
    assert refused == REFUSED
    assert not same(refused, Answer(1, False, "number"))


def test_the_grammar_has_each_function_that_we_have():
    from compliance_toolkit.terraform.functions import NAMES  # noqa: PLC0415  the list to hold
    from compliance_toolkit.terraform.functions_special import SPECIAL  # noqa: PLC0415

    written = " ".join(rule for rules in RULES.values() for rule in rules)
    missing = {name for name in (*NAMES, *SPECIAL) if f"{name}(" not in written}
    reading = {name for name in NAMES if name.startswith("file")} - {"fileset"}
    unanswered = {"bcrypt", "rsadecrypt", "base64gzip", "plantimestamp", "abspath"}
    marked = {"ephemeralasnull"}
    assert missing == reading | unanswered | marked | {"templatefile"}


def test_each_function_is_where_it_is_looked_for():
    from compliance_toolkit.terraform.functions import NAMES  # noqa: PLC0415  the list to hold

    for home in set(NAMES.values()):
        module = import_module(f"compliance_toolkit.terraform.functions_{home}")
        assert set(module.FUNCTIONS) == {name for name, where in NAMES.items() if where == home}


FILES: dict[str, str | bytes] = {
    "a.txt": "hello\n",
    "b/c.json": '{"k": "v"}',
    "b/d.tftpl": "%{ for x in xs ~}\n- ${upper(x)}\n%{ endfor ~}\nend ${n}",
    "b/only.tftpl": "${xs}",
    "b/loop.tftpl": '${templatefile("b/loop.tftpl", {})}',
    "bin": b"\xff\xfe",
}
OF_FILES = (
    'file("a.txt")', 'file("./b/../a.txt")', 'file("none")', 'file("bin")', 'filebase64("bin")', 'filemd5("a.txt")', 'filesha1("a.txt")',
    'filesha256("a.txt")', 'filesha512("a.txt")', 'filebase64sha256("a.txt")', 'filebase64sha512("a.txt")', 'fileexists("a.txt")',
    'fileexists("none")', 'jsondecode(file("b/c.json")).k', 'fileset("b", "*")', 'fileset(".", "**/*.tftpl")', 'fileset(".", "{a,b/c}.*")',
    'fileset("b", "?.json")', 'fileset("none", "**")', 'templatefile("b/d.tftpl", { xs = ["a", "b"], n = 1 })',
    'templatefile("b/d.tftpl", { xs = ["a", "b"] })', 'templatefile("b/only.tftpl", { xs = ["a"] })', 'templatefile("b/loop.tftpl", {})',
    'templatefile("b/d.tftpl", { xs = [], n = terraform_data.s.output })', "templatefile(terraform_data.s.output, {})",
    "file(terraform_data.s.output)", 'try(file("none"), "default")', 'file("${path.module}/a.txt")', "path.root",
)  # fmt: skip


def test_functions_of_files_read_what_terraform_reads(tmp_path):
    for side in ("theirs", "ours"):
        for name, content in FILES.items():
            path = tmp_path / side / ("b0" if side == "theirs" else "") / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    theirs = by_terraform(tmp_path / "theirs", PREAMBLE, OF_FILES)
    ours = by_us(tmp_path / "ours", PREAMBLE, OF_FILES)
    assert [OF_FILES[n] for n, answer in theirs.items() if not same(answer, ours[n])] == []

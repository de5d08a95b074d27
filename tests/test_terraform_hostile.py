"""Configurations that mean harm: each comes to an end soon, and to nothing that could pass."""

from __future__ import annotations

import time

import pytest

from terraform_files import addresses, messages, only, read, unknown, value_of, write

SOON = 60.0
"""Seconds, on a machine with other work; most take a hundredth of it."""


@pytest.fixture(autouse=True)
def _soon():
    begin = time.perf_counter()
    yield
    assert time.perf_counter() - begin < SOON


def is_unknown(tmp_path, expression, preamble="", code="function-not-evaluated"):
    answer = value_of(tmp_path, expression, preamble)
    return getattr(answer, "code", None) == code


LONG = (
    'locals {\n  s0 = "aaaaaaaaaaaaaaaa"\n'
    + "".join(f'  s{n} = "${{local.s{n - 1}}}${{local.s{n - 1}}}"\n' for n in range(1, 16))
    + "}\n"
)  # s15 has half a million characters


class TestExpressions:
    @pytest.mark.parametrize(
        "expression",
        [
            "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]",
            "length([for a in range(1000) : [for b in range(1000) : b]])",
            '"%{ for a in range(1000) }%{ for b in range(1000) }xxxxxxxxx%{ endfor }%{ endfor }"',
            "range(1000000000)",
            "setproduct(range(1000), range(1000), range(1000))",
            'join("${local.s15}", range(1000))',
            'format("%s%s%s", local.s15, local.s15, local.s15)',
            'format("%1000000d", 1)',
            'format("%.1000000f", 1)',
            'replace(local.s15, "a", local.s15)',
            'replace(local.s15, "", "aaaa")',
            'replace(local.s15, "/a/", "${local.s15}")',
            'indent(1000000, "\\n\\n")',
            "[local.s15, local.s15, local.s15]",
            '"${local.s15}${local.s15}${local.s15}"',
            "jsonencode([local.s15, local.s15, local.s15])",
            'split("", local.s15)',
            'formatlist("%s", split("", local.s15))',
            '[for c in split("", local.s15) : c]',
            "distinct([for a in range(1000) : [for b in range(1000) : b]])",
            'regexall("a??", local.s15)',
            'regex("((((a{1,100}){1,100}){1,100}){1,100})", "a")',
            f'regex("{"(" * 3000}a{")" * 3000}", "a")',
            'regex("(a|aa)+$", "${local.s15}b")',
            "pow(10, 1000000000)",
            '"${1.0e99999}"',
            'tonumber("1e999999999")',
            'try(tonumber("1e999999999"), 5)',
            f'tonumber("{"9" * 9000}")',
            f'parseint("{"f" * 9000}", 16)',
            f'jsondecode("{"[" * 9000}{"]" * 9000}")',
            f'yamldecode("{"[" * 9000}{"]" * 9000}")',
            'csvdecode("${local.s15}\\"")',
            "bcrypt(local.s15, 31)",
        ],
    )
    def test_what_grows_without_end_is_not_evaluated(self, tmp_path, expression):
        assert is_unknown(tmp_path, expression, LONG)

    def test_a_document_of_aliases_of_aliases(self, tmp_path):
        lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
        (tmp_path / "bomb.yaml").write_text("\n".join(lines))
        assert is_unknown(tmp_path, 'yamldecode(file("bomb.yaml"))')

    def test_numbers_that_square_themselves(self, tmp_path):
        squares = "".join(f"  n{k + 1} = local.n{k} * local.n{k}\n" for k in range(60))
        assert is_unknown(tmp_path, "local.n60", f"locals {{\n  n0 = 1.5e300\n{squares}}}\n")

    def test_lists_that_double_themselves(self, tmp_path):
        doubled = "".join(f"  l{k + 1} = concat(local.l{k}, local.l{k})\n" for k in range(60))
        preamble = f'locals {{\n  l0 = [1, "a", {{}}]\n{doubled}}}\n'
        assert is_unknown(tmp_path, "tolist(local.l60)", preamble)
        assert is_unknown(tmp_path, "length(local.l60)", preamble)

    def test_types_that_double_themselves(self, tmp_path):
        doubled = "".join(f"  t{k + 1} = [local.t{k}, local.t{k}]\n" for k in range(60))
        preamble = f"locals {{\n  t0 = {{ a = 1 }}\n{doubled}}}\n"
        assert is_unknown(tmp_path, "local.t16 == local.t60 ? 1 : 2", preamble)

    def test_thousands_of_types_in_one_list(self, tmp_path):
        objects = ", ".join(f"{{ k{n} = [{n}] }}" for n in range(2000))
        assert is_unknown(tmp_path, f"tolist([{objects}])")

    def test_choices_in_choices(self, tmp_path):
        nested = "1"
        for n in range(40):
            nested = f"({n} > 5 ? {nested} : {nested})" if n < 12 else f"(true ? {nested} : 0)"
        assert value_of(tmp_path, nested) == 1

    def test_all_of_it_together_is_a_problem(self, tmp_path):
        slow = "[for a in range(1000) : [for b in range(200) : b]]"
        body = "".join(f"  v{n} = length({slow})\n" for n in range(40))
        audited = read(tmp_path, f'resource "a" "b" {{\n{body}}}\n')
        assert messages(audited) == [("its expressions take too long to evaluate", 0)]
        assert len(audited.resources[0].unknown) > 20


class TestFiles:
    @pytest.fixture
    def outside(self, tmp_path):
        write(tmp_path, {"secret.txt": "hush", "infra/plain.txt": "plain", "infra/d/x": ""})
        (tmp_path / "infra/link.txt").symlink_to("../secret.txt")
        (tmp_path / "infra/up").symlink_to("..")
        (tmp_path / "infra/ring").symlink_to("ring")
        return tmp_path / "infra"

    @pytest.mark.parametrize(
        "path",
        [
            "../secret.txt",
            "./d/../../secret.txt",
            "link.txt",
            "up/secret.txt",
            "ring",
            "/etc/hostname",
            "~/x",
            "d",
            "a\\u0000b",
        ],
    )
    @pytest.mark.parametrize(
        "function", ["file", "filebase64", "filesha256", "fileexists", "templatefile"]
    )
    def test_a_path_that_leads_out_is_not_followed(self, outside, path, function):
        rest = ", {}" if function == "templatefile" else ""
        call = f'{function}("{path}"{rest})'
        answer = value_of(outside, call)
        assert answer.code == "function-not-evaluated"
        assert value_of(outside, f"try({call}, 5)").code == "function-not-evaluated"

    @pytest.mark.parametrize("path", ["..", "up", ".", "/", "d/../.."])
    def test_a_set_of_files_is_not_searched_beyond_the_root_or_links(self, outside, path):
        assert value_of(outside, f'fileset("{path}", "**")').code == "function-not-evaluated"

    def test_files_below_the_root_are_read(self, outside):
        assert value_of(outside, 'file("d/../plain.txt")') == "plain"
        assert value_of(outside, 'fileset("d", "*")') == ["x"]
        assert value_of(outside, 'fileexists("nothing.txt")') is False

    def test_a_file_that_is_too_large_is_not_read(self, tmp_path):
        (tmp_path / "big").write_bytes(b"a" * (2**20 + 1))
        assert is_unknown(tmp_path, 'file("big")')

    def test_a_template_that_includes_itself(self, tmp_path):
        write(tmp_path, {"t": '${templatefile("t", {})}', "u": '${file("u")}'})
        assert is_unknown(tmp_path, 'templatefile("t", {})')
        assert value_of(tmp_path, 'templatefile("u", {})') == '${file("u")}'

    @pytest.mark.parametrize("text", ["${", "%{ if true }", "%{ endfor }", "${a b}", "\0"])
    def test_a_template_that_is_none(self, tmp_path, text):
        write(tmp_path, {"t": text})
        assert is_unknown(tmp_path, 'templatefile("t", { a = 1 })')

    def test_a_module_below_another_checkout_reads_no_file_of_this_one(self, tmp_path):
        write(
            tmp_path,
            {
                "secret.txt": "hush",
                "m/main.tf": 'output "o" {\n  value = file("../secret.txt")\n}\n',
            },
        )
        audited = read(
            tmp_path / "infra",
            'module "m" {\n  source = "../m"\n}\nresource "a" "b" {\n  v = module.m.o\n}\n',
        )
        assert "hush" not in repr(audited)


class TestStructure:
    @pytest.mark.parametrize("each", ["count = 5000000", "for_each = toset(range(5000000))"])
    def test_instances_by_the_million_are_one_resource(self, tmp_path, each):
        assert addresses(read(tmp_path, f'resource "a" "b" {{\n  {each}\n}}\n')) == ["a.b[*]"]

    def test_a_module_that_calls_itself(self, tmp_path):
        audited = read(tmp_path, 'module "m" {\n  source = "./"\n}\n')
        assert messages(audited) == [("`module.m` includes itself", 1)]
        assert audited.unresolved == (("module.m", unknown("function-not-evaluated", "module.m")),)

    def test_modules_that_call_each_other(self, tmp_path):
        files = {
            "a/main.tf": 'module "b" {\n  source = "../b"\n}\n',
            "b/main.tf": 'module "a" {\n  source = "../a"\n}\n',
        }
        audited = read(tmp_path, 'module "a" {\n  source = "./a"\n}\n', files=files)
        assert messages(audited) == [("`module.a.module.b.module.a` includes itself", 1)]

    def test_modules_that_multiply(self, tmp_path):
        files = {
            f"m{n}/main.tf": f'module "x" {{\n  source = "../m{n + 1}"\n  count = 100\n}}\n'
            for n in range(10)
        }
        files["m10/main.tf"] = 'resource "a" "b" {}\n'
        audited = read(tmp_path, 'module "x" {\n  source = "./m0"\n  count = 100\n}\n', files=files)
        assert any("more than 2000 module instances" in p.message for p in audited.problems)

    @pytest.mark.parametrize("inner", ["../n", "acme/queue/aws"])
    def test_calls_beyond_all_limits_are_not_gone_through_one_by_one(self, tmp_path, inner):
        calls = "".join(
            f'module "c{n}" {{\n  source = "{inner}"\n  count = 1000\n}}\n' for n in range(20)
        )
        files = {"m/main.tf": calls, "n/main.tf": 'resource "aws_sqs_queue" "q" {}\n'}
        main = 'module "a" {\n  source = "./m"\n  count = 1000\n}\n'
        audited = read(tmp_path, main, files=files)
        assert messages(audited) == [("there are more than 2000 module instances", 5)]
        assert len(audited.resources) < 5000
        assert "module.a[*]" in [address for address, _ in audited.unresolved]

    def test_resources_beyond_the_limit_are_not_gone_through_one_by_one(self, tmp_path):
        files = {"m/main.tf": 'resource "aws_sqs_queue" "q" {\n  count = 1000\n}\n'}
        main = 'module "a" {\n  source = "./m"\n  count = 1000\n}\n'
        audited = read(tmp_path, main, files=files)
        assert messages(audited) == [("there are more than 50000 resources", 1)]
        assert len(audited.resources) < 52_000
        assert "module.a[*]" in [address for address, _ in audited.unresolved]

    def test_dynamic_blocks_in_dynamic_blocks(self, tmp_path):
        block = "content {\n    v = 1\n  }"
        for n in range(8):
            block = (
                f'content {{\n  dynamic "r{n}" {{\n  for_each = range(100)\n  {block}\n  }}\n  }}'
            )
        main = (
            f'resource "a" "b" {{\n  dynamic "r" {{\n  for_each = range(100)\n  {block}\n  }}\n}}\n'
        )
        audited = read(tmp_path, main)
        assert messages(audited) == [("its expressions take too long to evaluate", 0)]
        assert only_unknown(audited)


def only_unknown(audited) -> bool:
    return all(resource.unknown for resource in audited.resources)


def test_one_bad_expression_leaves_the_rest(tmp_path):
    resource = only(read(tmp_path, 'resource "a" "b" {\n  v = [1][5]\n  w = 1\n}\n'))
    assert resource.values == {"w": 1}
    assert resource.unknown == {"/v": unknown("function-not-evaluated", "[1][5]")}

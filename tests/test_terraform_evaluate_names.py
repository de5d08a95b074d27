"""How knowledge and names travel through expressions."""

from __future__ import annotations

from terraform_files import read, value_of

NAMES = 'variable "region" {}\n'


def worth(tmp_path, expression):
    return value_of(tmp_path, expression, NAMES)


class TestNames:
    def test_holes_travel_through_functions_that_do_not_look(self, tmp_path):
        merged = worth(tmp_path, "merge({ a = 1 }, { b = var.region }).a")
        assert merged == 1
        assert worth(tmp_path, "length([var.region, 1])") == 2
        assert worth(tmp_path, "concat([1], [var.region])[0]") == 1

    def test_the_workspace_is_known_once_it_is_given(self, tmp_path):
        assert value_of(tmp_path, "terraform.workspace", workspace="prod") == "prod"

    def test_locals_may_hang_on_each_other(self, tmp_path):
        chain = "".join(f"  a{n + 1} = local.a{n} + 1\n" for n in range(60))
        assert value_of(tmp_path, "local.a60", f"locals {{\n  a0 = 0\n{chain}}}\n") == 60

    def test_a_chain_that_is_too_long_is_a_problem_and_no_trace(self, tmp_path):
        chain = "".join(f"  a{n + 1} = local.a{n}\n" for n in range(3000))
        audited = read(
            tmp_path,
            f"locals {{\n  a0 = 0\n{chain}}}\n"
            'resource "a" "b" {\n  v = local.a3000\n}\nresource "a" "c" {}\n',
        )
        assert [p.message for p in audited.problems] == ["values hang on each other too deeply"]
        assert [r.address for r in audited.resources] == ["a.b[*]", "a.c"]

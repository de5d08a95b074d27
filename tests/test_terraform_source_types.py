"""What a variable's type makes of its value, and what is no value of that type."""

from __future__ import annotations

import pytest

from terraform_files import read, value_of


class TestTypes:
    @pytest.mark.parametrize(
        ("type_", "default", "value"),
        [
            ("string", "1", "1"),
            ("number", '"1.5"', 1.5),
            ("bool", '"true"', True),
            ("any", "[1]", [1]),
            ("list(string)", "[1, true]", ["1", "true"]),
            ("list", '["a"]', ["a"]),
            ("set(string)", '["b", "a", "b"]', ["a", "b"]),
            ("map(number)", '{ b = "2", a = 1 }', {"a": 1, "b": 2}),
            ("tuple([string, number])", '[1, "2"]', ["1", 2]),
            (
                "object({ a = string, b = optional(number, 5), c = optional(bool) })",
                "{ a = 1, z = 2 }",
                {"a": "1", "b": 5, "c": None},
            ),
            ("map(object({ r = string }))", '{ x = { r = "eu" } }', {"x": {"r": "eu"}}),
            ('"string"', "1", "1"),
        ],
    )
    def test_a_value_is_converted(self, tmp_path, type_, default, value):
        preamble = f'variable "x" {{\n  type = {type_}\n  default = {default}\n}}\n'
        assert value_of(tmp_path, "var.x", preamble) == value

    @pytest.mark.parametrize(
        ("type_", "default"),
        [
            ("number", '"x"'),
            ("bool", "1"),
            ("string", "[]"),
            ("list(string)", '"a"'),
            ("map(string)", "[]"),
            ("object({ a = string })", "{}"),
            ("tuple([string])", "[]"),
            ("strnig", '"a"'),
        ],
    )
    def test_a_value_of_another_type_is_a_problem(self, tmp_path, type_, default):
        main = f'variable "x" {{\n  type = {type_}\n  default = {default}\n}}\n'
        audited = read(tmp_path, main + 'resource "a" "b" {\n  v = var.x\n}\n')
        (problem,) = audited.problems
        assert problem.message == "the value of `var.x` is not of its type"
        assert audited.resources[0].values == {}
        assert audited.assumptions == ()

    def test_mixed_elements_of_any_type_get_one_type(self, tmp_path):
        preamble = 'variable "x" {\n  type = list(any)\n  default = [1, "a"]\n}\n'
        assert value_of(tmp_path, "var.x", preamble) == ["1", "a"]

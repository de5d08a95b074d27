"""Numbers with an exponent, which the grammar knows only with a fraction in front of it."""

import pytest

from compliance_toolkit.terraform.syntax import Fault, parse
from terraform_files import messages, read, unknown, value_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e3", 1000),
        ("1E5", 100000),
        ("1e+3", 1000),
        ("1e-7", 1e-07),
        ("-2e2", -200),
        ("1.5e3", 1500),
        ("[1e3, 2e3, 3]", [1000, 2000, 3]),
        ("1e3 + 1", 1001),
        ("1-1e3", -999),
        ('{ "ä-1e3" = 1e3 }["ä-1e3"]', 1000),
        ("1e3 == 1000 ? 1e1 : 2", 10),
        ("max(1e3, 2)", 1000),
        ("{ x = 1e3 }", {"x": 1000}),
        ('"${1e3}"', 1000),
        ('"1e3 ${1e3} 1e3"', "1e3 1000 1e3"),
        ('["x-1e3", 1e3]', ["x-1e3", 1000]),
        ("[local.a-1e3, 1e3]", ["name", 1000]),
        ("1e3 # 1e3", 1000),
        ("<<E\n1e3 ${1e3}\nE", "1e3 1000\n"),
        ("[1e3][0e0]", 1000),
    ],
)
def test_a_number_with_an_exponent_is_read_as_terraform_reads_it(tmp_path, text, value):
    assert value_of(tmp_path, text, 'locals {\n  a-1e3 = "name"\n}') == value


def test_one_that_json_does_not_hold_is_unknown(tmp_path):
    assert value_of(tmp_path, "1e30") == unknown("function-not-evaluated", "v")


def test_one_may_be_given_to_a_variable(tmp_path):
    preamble = 'variable "n" { type = number }'
    assert value_of(tmp_path, "var.n", preamble, variables={"n": "1e3"}) == 1000
    files = {"terraform.tfvars": "n = 2e3\n"}
    assert value_of(tmp_path, "var.n", preamble, files=files) == 2000


@pytest.mark.parametrize("text", ["a = 1e3\nb = ]\n", "a = 1e\n", "a = 1 e3\n", "a = 1e3e4\n"])
def test_what_is_no_number_stays_an_error_at_its_line(text):
    with pytest.raises(Fault, match="a syntax error") as found:
        parse(text.encode())
    assert found.value.line == text.count("\n", 0, text.find("]")) + 1 if "]" in text else 1


def test_lines_stay_where_they_are(tmp_path):
    audited = read(tmp_path, 'locals {\n  a = 1e3\n}\nresource "a" "b" {\n  v = 2e1\n}\n')
    assert (messages(audited), audited.resources[0].location.line) == ([], 4)

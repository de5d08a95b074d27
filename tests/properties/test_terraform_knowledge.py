"""What is known of an expression stays so, whatever its unknown parts turn out to be.

Its type may get narrower: beside something of an unknown type, an object is not yet a map.
"""

from __future__ import annotations

import re

from terraform_grammar import PREAMBLE, each_rule, expressions
from terraform_oracle import Answer, by_us

OUTCOMES = (
    {"s": '"abc"', "n": "5", "b": "true", "l": 'tolist(["a", "b"])', "m": 'tomap({ k = "v" })'},
    {"s": '""', "n": "0", "b": "false", "l": "tolist([])", "m": "tomap({})"},
    {"s": '"10.0.0.0/8"', "n": "-1.5", "b": "true", "l": 'tolist(["b"])', "m": 'tomap({ a = "" })'},
)
FIXED = (
    "length([terraform_data.s.output, terraform_data.n.output])",
    '"a-${terraform_data.s.output}" == "b"',
    '"a-${terraform_data.s.output}" == null',
    "length(terraform_data.l.output) >= 0",
    'startswith("a-${terraform_data.s.output}", "a-")',
    'startswith("a-${terraform_data.s.output}", "b")',
    'length("ab-${terraform_data.s.output}") > 1',
    "keys({ a = terraform_data.s.output })",
    "try(terraform_data.l.output[-1], 7)",
    "can(terraform_data.n.output.x)",
    "[for v in [terraform_data.s.output, 1] : 1]",
    "length(toset([terraform_data.s.output])) == 1",
    "length(distinct([terraform_data.s.output])) > 5",
    "{ for i, v in [terraform_data.s.output] : i => 1 }",
    'true ? "x" : terraform_data.s.output',
    'lookup({ a = terraform_data.n.output, b = 2 }, "b", 3)',
    "merge({ a = terraform_data.n.output }, { a = 1 }).a",
    "length(concat([terraform_data.s.output], [1]))",
    "element([terraform_data.s.output, 4], 1)",
    "coalesce(1, terraform_data.n.output)",
    "contains([1, terraform_data.n.output], 1)",
    "anytrue([true, terraform_data.b.output])",
    "terraform_data.l.output == terraform_data.s.output",
    'terraform_data.l.output == "x"',
)
_LATE = re.compile(r"terraform_data\.([snblm])\.output")


def settled(asked: list[str], outcome: dict[str, str]) -> list[str]:
    """Write what resources gave in the place of what they would give."""
    return [_LATE.sub(lambda match: f"({outcome[match[1]]})", text) for text in asked]


def is_known(answer: Answer | str) -> bool:
    return isinstance(answer, Answer) and answer.unknown is False


def test_a_known_answer_is_the_answer_after_the_run(tmp_path):
    made = each_rule(31, 4) + expressions(32, 6000, 3) + list(FIXED)
    asked = [text for text in made if _LATE.search(text)]
    for name in ("before", "0", "1", "2"):
        (tmp_path / name).mkdir()
    before = by_us(tmp_path / "before", PREAMBLE, asked)
    known = [number for number in before if is_known(before[number])]
    assert len(known) > 60
    asked = [asked[number] for number in known]
    for at, outcome in enumerate(OUTCOMES):
        after = by_us(tmp_path / str(at), PREAMBLE, settled(asked, outcome))
        pairs = [
            (text, before[n], after[i])
            for i, (text, n) in enumerate(zip(asked, known, strict=True))
        ]
        assert [
            pair for pair in pairs if is_known(pair[2]) and pair[1].known != pair[2].known
        ] == []


def test_the_guard_sees_an_answer_that_changes(tmp_path):
    asked = ["terraform_data.n.output + 1"]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = by_us(tmp_path / "a", PREAMBLE, settled(asked, OUTCOMES[0]))
    other = by_us(tmp_path / "b", PREAMBLE, settled(asked, OUTCOMES[1]))
    assert is_known(one[0])
    assert one != other

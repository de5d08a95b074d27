"""HCL: blocks, arguments and literals come out as they are written."""

from decimal import Decimal
from fractions import Fraction

import pytest

from compliance_toolkit.terraform.expressions import (
    Binary,
    Call,
    Fields,
    Items,
    Literal,
    Opaque,
    Traversal,
)
from compliance_toolkit.terraform.hcl_numbers import (
    WIDEST,
    Number,
    number_text,
    parse_number,
    rounded,
)
from compliance_toolkit.terraform.syntax import Fault, parse, parse_expression


def number(written):
    return Literal(parse_number(str(written)))


def name(text):
    """A bare name as an expression."""
    return Traversal(text, (), text)


def refused(text: str | bytes) -> tuple[str, int]:
    """Why and on which line a file is refused."""
    with pytest.raises(Fault) as caught:
        parse(text if isinstance(text, bytes) else text.encode())
    return caught.value.reason, caught.value.line


class TestStructure:
    def test_blocks_and_arguments_know_their_lines(self):
        body = parse(b'# one\nb "x" y {\n\n  a = 1\n}\n')
        (block,) = body.blocks
        assert (block.type, block.labels, block.line) == ("b", ("x", "y"), 2)
        assert block.body.attributes["a"].line == 4

    def test_comments_may_stand_anywhere(self):
        body = parse(b"a = [ # one\n  1, // two\n  /* three */ 2\n]\n/* four\n */ b = 1 # five\n")
        assert body.attributes["a"].expression == Items((number(1), number(2)))
        assert body.attributes["b"].expression == number(1)

    def test_lines_may_break_between_brackets(self):
        assert parse_expression("(\n  a\n  + b\n)") == Binary("+", name("a"), name("b"))
        assert parse_expression("f(\n  a,\n  b...\n)") == Call(
            "f", (name("a"), name("b")), expand=True, text="f( a, b... )"
        )

    def test_a_bare_key_is_a_word_and_one_in_parentheses_a_name(self):
        assert parse_expression('{a = 1, (b) = 2, "c" : 3}') == Fields(
            (
                (Literal("a"), number(1)),
                (name("b"), number(2)),
                (Literal("c"), number(3)),
            )
        )

    def test_an_empty_file_and_a_byte_order_mark_are_fine(self):
        assert parse(b"").blocks == ()
        assert set(parse(b"\xef\xbb\xbfa = 1\r\n").attributes) == {"a"}

    @pytest.mark.parametrize(
        ("written", "meant"), [("007", 7), ("1.0", 1), ("1.5", 1.5), ("1.5e1", 15), ("0.1", "0.1")]
    )
    def test_numbers_are_read_exactly(self, written, meant):
        assert parse_expression(written) == number(meant)

    @pytest.mark.parametrize("written", ["9" * 50, "0.1234567890123456789", "1.0e99"])
    def test_numbers_keep_more_digits_than_a_machine_has(self, written):
        read = parse_expression(written)
        assert isinstance(read, Literal)
        assert isinstance(read.value, Number)
        assert Decimal(number_text(read.value)) == Decimal(written)

    @pytest.mark.parametrize("digits", [1, 50, 99, 100, 154, 155, 200])
    def test_an_integer_is_rounded_to_the_bits_that_are_kept_however_long_it_is(self, digits):
        read, same = parse_number("9" * digits), rounded(Fraction(10**digits - 1), WIDEST)
        assert read is not None
        assert (read.exact, read.bits) == (same.exact, same.bits)

    @pytest.mark.parametrize("written", ["\u0663", "\u00b2", "+-1", " 1", ""])
    def test_what_only_python_takes_for_digits_is_no_number(self, written):
        assert parse_number(written) is None

    @pytest.mark.parametrize("written", ["9" * 500, "1.0e99999", "1e99999"])
    def test_a_number_that_would_fill_the_memory_is_not_evaluated(self, written):
        assert isinstance(parse_expression(written), Opaque)

"""HCL: what the grammar misreads is put right or refused, and hostile files come to an end."""

import pytest

from compliance_toolkit.terraform.expressions import (
    Attr,
    Binary,
    Conditional,
    For,
    Index,
    Join,
    Literal,
    Opaque,
    Splat,
    Template,
    Traversal,
    Unary,
)
from compliance_toolkit.terraform.hcl_numbers import parse_number
from compliance_toolkit.terraform.syntax import LARGEST_FILE, Fault, parse, parse_expression


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


class TestWhatTerraformRefuses:
    """The grammar accepts each of these; two readers would see two things in them."""

    def test_an_argument_that_is_given_twice(self):
        assert refused("b {\n  a = 1\n  a = 2\n}\n") == ("`a` is given twice", 3)

    def test_a_name_that_is_argument_and_block(self):
        assert refused("b {\n  a = 1\n  a {}\n}\n") == ("`a` is both argument and block", 3)

    @pytest.mark.parametrize(
        "text", ["a = 1 b = 2\n", "x {\na = 1 b = 2\n}\n", "a {} b {}\n", "a = {} b {}\n"]
    )
    def test_two_arguments_on_one_line(self, text):
        assert refused(text)[0] == "two arguments stand on one line"

    @pytest.mark.parametrize(
        "text", ["a = b\n[0]\n", "a = b\n.c\n", "a = b +\nc\n", "a = b\n? c : d\n", "a =\n1\n"]
    )
    def test_an_expression_that_is_broken_over_lines(self, text):
        assert refused(text)[0] == "an expression runs over the end of its line"

    def test_a_head_that_is_broken_over_lines(self):
        assert refused('b "x"\n{\n}\n')[0] == "an expression runs over the end of its line"

    def test_entries_of_an_object_side_by_side(self):
        assert refused("a = { b = 1 c = 2 }\n") == (
            "two entries of an object stand side by side",
            1,
        )

    def test_a_string_over_two_lines(self):
        assert refused('a = "b\nc"\n')[0] == "a quoted string runs over the end of its line"

    def test_text_that_may_be_an_interpolation(self):
        assert refused('a = "$$${b}"\n')[0] == "an interpolation cannot be told from text"

    def test_an_interpolation_in_a_label(self):
        assert refused('b "${c}" {}\n')[0] == "an interpolation cannot be told from text"

    def test_an_empty_interpolation(self):
        assert refused('a = "${}"\n')[0] == "an interpolation is empty"

    def test_a_hexadecimal_number(self):
        assert refused("a = 0x1F\n")[0] == "a number is not written in decimal"

    def test_half_a_character(self):
        assert refused('a = "\\ud800"\n')[0] == "an escape names half a surrogate pair"

    def test_a_splat_inside_an_old_splat(self):
        assert refused("a = b.*.c.*.d\n")[0] == "a splat stands inside another one"

    def test_a_file_that_is_an_object(self):
        assert refused('{"resource": {}}')[0] == "a file is no list of blocks"

    @pytest.mark.parametrize(
        "text", ["a = \n", "b {\n", "}\n", 'a = "b\n', "a = [1 2]\n", "a = b c\n", "a = 1;\n"]
    )
    def test_what_is_no_hcl(self, text):
        assert refused(text)[0] == "a syntax error"

    def test_the_line_of_a_syntax_error_is_told(self):
        assert refused("a = 1\nb = 2\nc = = 3\nd = 4\n") == ("a syntax error", 3)


class TestHostileFiles:
    @pytest.mark.parametrize(
        "text",
        [
            "a = " + "(" * 10_000 + "1" + ")" * 10_000,
            "a = " + "[" * 10_000 + "]" * 10_000,
            "a = " + "f(" * 10_000 + ")" * 10_000,
            "a = " + "!" * 10_000 + "b",
            "a = " + "1 + " * 10_000 + "1",
            "a = " + "b ? c : " * 10_000 + "d",
            "a = b" + "[*]" * 1_000,
            "a = b" + "[c" * 10_000 + "]" * 10_000,
            "a {\n" * 10_000 + "}\n" * 10_000,
        ],
        ids=["()", "[]", "f()", "!", "+", "?:", "[*]", "[[]]", "{}"],
    )
    def test_nesting_is_refused_before_it_is_followed(self, text):
        assert refused(text + "\n")[0] == "code is nested more than 150 levels deep"

    @pytest.mark.parametrize("text", ["(" * 10_000, "a = [" * 10_000, '"${' * 1_000, "<<A\n" * 999])
    def test_what_is_never_closed_is_refused(self, text):
        assert refused(f"a = {text}")[0] == "a syntax error"

    def test_a_file_that_takes_the_grammar_too_long_is_given_up(self, monkeypatch):
        monkeypatch.setattr("compliance_toolkit.terraform.syntax._PATIENCE", -1.0)
        assert refused("a = !\n" * 2_000)[0] == "a file takes too long to parse"

    def test_a_file_that_is_too_large_is_refused(self):
        assert (
            refused(b"#" * (LARGEST_FILE + 1))[0] == f"a file is larger than {LARGEST_FILE} bytes"
        )

    def test_a_binary_file_is_refused(self):
        assert refused(b"a = 1\n\x7fELF\x00\x01") == ("a file is binary", 2)

    def test_a_file_that_is_not_utf8_is_refused(self):
        assert refused(b'a = 1\nb = "\xff"\n') == ("a file is not UTF-8", 2)


class TestGrouping:
    def test_conditionals_group_to_the_right(self):
        assert parse_expression("a ? b : c ? d : e") == Conditional(
            name("a"), name("b"), Conditional(name("c"), name("d"), name("e"))
        )

    def test_a_conditional_in_the_middle_stays_there(self):
        assert parse_expression("a ? b ? c : d : e") == Conditional(
            name("a"), Conditional(name("b"), name("c"), name("d")), name("e")
        )

    def test_parentheses_are_kept(self):
        assert parse_expression("(a ? b : c) ? d : e") == Conditional(
            Conditional(name("a"), name("b"), name("c")), name("d"), name("e")
        )

    @pytest.mark.parametrize(
        ("text", "grouped"),
        [
            ("a || b && c", "a || (b && c)"),
            ("a && b || c", "(a && b) || c"),
            ("a == b && c != d", "(a == b) && (c != d)"),
            ("a < b == c", "(a < b) == c"),
            ("a == b < c", "a == (b < c)"),
            ("a + b * c - d", "(a + (b * c)) - d"),
            ("a - b - c", "(a - b) - c"),
            ("a / b % c", "(a / b) % c"),
            ("!a == b", "(!a) == b"),
            ("-a * b", "(-a) * b"),
            ("a || b ? c : d", "(a || b) ? c : d"),
            ("a + b < c + d", "(a + b) < (c + d)"),
        ],
    )
    def test_operators_bind_as_terraform_binds_them(self, text, grouped):
        assert parse_expression(text) == parse_expression(grouped)

    def test_a_minus_before_a_number_is_no_subtraction(self):
        assert parse_expression("- 1") == Unary("-", number(1))
        assert parse_expression("a -1") == Binary("-", name("a"), number(1))
        assert parse_expression("a-1") == name("a-1")


class TestSplats:
    def test_an_index_after_an_old_splat_picks_from_the_list(self):
        splat = Splat((Attr("b"),))
        assert parse_expression("a.*.b[0]") == Traversal("a", (splat, Index(number(0))), "a.*.b[0]")

    def test_an_index_after_a_full_splat_picks_from_each_element(self):
        splat = Splat((Attr("b"), Index(number(0))))
        assert parse_expression("a[*].b[0]") == Traversal("a", (splat,), "a[*].b[0]")

    def test_an_attribute_after_the_index_of_an_old_splat_is_outside_of_it(self):
        assert parse_expression("a.*.b[0].c") == Traversal(
            "a", (Splat((Attr("b"),)), Index(number(0)), Attr("c")), "a.*.b[0].c"
        )

    def test_an_old_index_stays_inside_of_an_old_splat(self):
        splat = Splat((Index(number(0)), Attr("b")))
        assert parse_expression("a.*.0.b") == Traversal("a", (splat,), "a.*.0.b")

    def test_a_full_splat_holds_the_splat_after_it(self):
        inner = Splat((Attr("c"),))
        assert parse_expression("a[*].b[*].c") == Traversal(
            "a", (Splat((Attr("b"), inner)),), "a[*].b[*].c"
        )


class TestStrings:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            (r'"a\tb\n\"c\"\\"', 'a\tb\n"c"\\'),
            (r'"\u00e9\U0001F600"', "é😀"),
            ('"$${a}"', "${a}"),
            ('"%%{if}"', "%{if}"),
            ('"$5 100%"', "$5 100%"),
            (r'"\\$${a}"', r"\${a}"),
            ('""', ""),
        ],
    )
    def test_escapes_mean_what_terraform_says(self, written, meant):
        assert parse_expression(written) == Literal(meant)

    def test_a_single_interpolation_is_the_value_itself(self):
        assert parse_expression('"${a}"') == name("a")

    def test_text_around_an_interpolation_keeps_its_spaces(self):
        assert parse_expression('" a ${b} c "') == Template(
            (" a ", name("b"), " c "), '" a ${b} c "'
        )

    def test_a_percent_before_an_interpolation_is_text(self):
        assert parse_expression('"100%${b}"') == Template(("100%", name("b")), '"100%${b}"')

    def test_strip_markers_take_the_space_around_them(self):
        written = '"a ${~ b ~} c"'
        assert parse_expression(written) == Template(("a", name("b"), "c"), written)

    def test_directives_are_choices_and_loops_that_make_text(self):
        written = '"%{ if a }b%{ else }${c}%{ endif }%{ for k, v in d }${v}%{ endfor }"'
        choice = Conditional(name("a"), Literal("b"), Template((name("c"),), written))
        body = Template((name("v"),), written)
        loop = For("k", "v", name("d"), None, body, None, grouped=False, text="%{ for k, v in d }")
        assert parse_expression(written) == Template((choice, Join(loop)), written)

    @pytest.mark.parametrize(
        "written", ['"%{ if a }"', '"%{ endif }"', '"%{ for a in b }%{ endif }"', '"%{ else }"']
    )
    def test_a_directive_that_is_not_closed_is_refused(self, written):
        with pytest.raises(Fault):
            parse_expression(written)

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("<<A\nA", ""),
            ("<<A\n  b\n\n c\nA", "  b\n\n c\n"),
            ("<<A\nAB\nb A\nA", "AB\nb A\n"),
            ("<<A\na\\n$${b}\nA", "a\\n${b}\n"),
            ("<<-A\n    a\n\n  \n   b\n      A", " a\n\n  \nb\n"),
            ("<<-A\n\t a\n\t\t b\n A", "a\n b\n"),
        ],
    )
    def test_a_heredoc_is_read_line_by_line(self, written, meant):
        assert parse_expression(written) == Literal(meant)

    def test_an_interpolation_at_the_start_of_a_line_has_no_indentation(self):
        read = parse_expression("<<-A\n   a\n${b}\n  A")
        assert read == Template(("   a\n", name("b"), "\n"), "<<-A a ${b} A")

    def test_a_heredoc_with_carriage_returns_is_not_evaluated(self):
        assert isinstance(parse_expression("<<A\r\nb\r\nA"), Opaque)

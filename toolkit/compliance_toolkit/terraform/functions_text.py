"""Functions of text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from compliance_toolkit.terraform import texts
from compliance_toolkit.terraform.functions_base import (
    COUNT,
    TEXT,
    Function,
    Given,
    Parameter,
    RefusedError,
    UnsupportedError,
    on_texts,
    on_texts_truth,
    text_at,
    whole_at,
)
from compliance_toolkit.terraform.functions_regex import replaced_all
from compliance_toolkit.terraform.hcl_kinds import BOOL, STRING, STRINGS
from compliance_toolkit.terraform.hcl_values import (
    LARGEST,
    Bounds,
    Value,
    bounds_of,
    is_whole,
    list_of,
    lost,
    text_of,
    truth_of,
)

_LINE_ENDS = re.compile(r"(?:\r\n?|\n)*\Z")


def characters(text: str) -> list[str]:
    """Split text into what a person would call its characters."""
    found = texts.characters(text)
    if found is None:
        raise UnsupportedError
    return found


def _substr(given: Given) -> Value:
    text = characters(text_at(given, 0))
    offset, length = whole_at(given, 1), whole_at(given, 2)
    if offset < 0:
        offset += len(text)
    elif length == 0:
        return text_of("")
    # An offset that is still negative, or a length of 0 after one, Terraform takes for "from the
    # beginning" and "to the end".
    start = max(offset, 0)
    rest = text[start:]
    return text_of("".join(rest if length <= 0 else rest[:length]))


def _join(given: Given) -> Value:
    separator, lists = text_at(given, 0), given.values[1:]
    if not lists:
        raise RefusedError
    if not all(map(is_whole, lists)):
        return lost(STRING, lists, given.text)
    pieces = [element.raw for one in lists for element in one.elements]
    if None in pieces:
        raise RefusedError
    plain = [piece for piece in pieces if isinstance(piece, str)]
    if len(separator) * len(plain) + sum(map(len, plain)) > LARGEST:
        raise UnsupportedError
    return text_of(separator.join(plain))


def _split(given: Given) -> Value:
    separator, text = text_at(given, 0), text_at(given, 1)
    pieces = text.split(separator) if separator else list(text)
    return list_of([text_of(piece) for piece in pieces], STRING)


def _replace(text: str, wanted: str, instead: str) -> str:
    if len(wanted) > 1 and wanted[0] == wanted[-1] == "/":
        return replaced_all(wanted[1:-1], text, instead)
    times = text.count(wanted) if wanted else len(text) + 1
    if times * len(instead) + len(text) > LARGEST:
        raise UnsupportedError
    return text.replace(wanted, instead)


def _startswith(given: Given) -> Value:
    prefix, value = text_at(given, 1), given.values[0]
    if value.hole is None:
        return truth_of(text_at(given, 0).startswith(prefix))
    known = bounds_of(value).prefix
    if known.startswith(prefix):
        return truth_of(True)
    # So does Terraform: of a beginning that is long enough the answer is taken as known.
    if known and len(known.encode()) >= len(prefix.encode()):
        return truth_of(False)
    return lost(BOOL, [value], given.text)


def _indent(given: Given) -> Value:
    spaces, text = whole_at(given, 0), text_at(given, 1)
    if spaces < 0:
        raise RefusedError
    if spaces * text.count("\n") > LARGEST:
        raise UnsupportedError
    return text_of(text.replace("\n", "\n" + " " * spaces))


def _sort(given: Given) -> Value:
    value = given.values[0]
    if not is_whole(value):
        bounds = bounds_of(value)
        known = Bounds(least=bounds.least, most=bounds.most)
        return lost(STRINGS, [value], given.text, known)
    pieces = [element.raw for element in value.elements]
    if None in pieces:
        raise RefusedError
    ordered = sorted((str(piece) for piece in pieces), key=str.encode)
    return list_of([text_of(piece) for piece in ordered], STRING)


def _strrev(text: str) -> str:
    return "".join(reversed(characters(text)))


def _trim(text: str, cut: str) -> str:
    return text.strip(cut) if cut else text


FUNCTIONS: Mapping[str, Function] = {
    "chomp": on_texts(lambda text: _LINE_ENDS.sub("", text)),
    "endswith": Function((TEXT, TEXT), BOOL, on_texts_truth(str.endswith)),
    "indent": Function((COUNT, TEXT), STRING, _indent),
    "join": Function((TEXT,), STRING, _join, rest=Parameter(STRINGS)),
    "lower": on_texts(texts.lower),
    "replace": on_texts(_replace, 3),
    "sort": Function((Parameter(STRINGS, unknown=True),), STRINGS, _sort),
    "split": Function((TEXT, TEXT), STRINGS, _split),
    "startswith": Function((Parameter(STRING, unknown=True), TEXT), BOOL, _startswith),
    "strcontains": Function((TEXT, TEXT), BOOL, on_texts_truth(str.__contains__), nullable=True),
    "strrev": on_texts(_strrev),
    "substr": Function((TEXT, COUNT, COUNT), STRING, _substr),
    "title": on_texts(texts.title),
    "trim": on_texts(_trim, 2),
    "trimprefix": on_texts(str.removeprefix, 2),
    "trimspace": on_texts(lambda text: text.strip(texts.SPACE)),
    "trimsuffix": on_texts(str.removesuffix, 2),
    "upper": on_texts(texts.upper),
}

"""Regular expressions, by the library whose syntax Terraform's are written in.

It takes time in proportion to the text, whatever the pattern: no pattern can stall a reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from compliance_toolkit.terraform.functions_base import (
    TEXT,
    Function,
    Given,
    RefusedError,
    UnsupportedError,
    text_at,
)
from compliance_toolkit.terraform.hcl_kinds import ANY, STRING, Kind, ListOf, ObjectOf, TupleOf
from compliance_toolkit.terraform.hcl_values import (
    LARGEST,
    Value,
    list_of,
    lost,
    object_of,
    text_of,
    tuple_of,
)

_LONGEST_PATTERN = 4096
_MOST_MATCHES = 10_000


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    import re2  # noqa: PLC0415  few configurations have a regular expression

    if len(pattern) > _LONGEST_PATTERN or "\\C" in pattern or "\0" in pattern:
        raise UnsupportedError
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 8 << 20
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        # A pattern that is too large for it may not be for Terraform.
        if "too large" in str(error) or "(?<" in pattern:
            raise UnsupportedError from None
        raise RefusedError from None


def _names(pattern: Any) -> list[str | None]:
    named = {number: name for name, number in pattern.groupindex.items()}
    return [named.get(number) for number in range(1, pattern.groups + 1)]


def _kind(pattern: str) -> Kind:
    names = _names(_compiled(pattern))
    if not names:
        return STRING
    if None not in names:
        return ObjectOf({str(name): STRING for name in names})
    if any(names):
        raise RefusedError
    return TupleOf((STRING,) * len(names))


def _found(match: Any, pattern: Any, kind: Kind) -> Value:
    groups = [Value(STRING, None) if g is None else text_of(g) for g in match.groups()]
    match kind:
        case ObjectOf():
            return object_of({str(n): g for n, g in zip(_names(pattern), groups, strict=True)})
        case TupleOf():
            return tuple_of(groups)
        case _:
            return text_of(match.group(0))


def _regex_kind(values: Sequence[Value]) -> Kind:
    pattern = values[0].raw
    return _kind(pattern) if isinstance(pattern, str) else ANY


def _regex(given: Given) -> Value:
    pattern = _compiled(text_at(given, 0))
    match = pattern.search(text_at(given, 1))
    if match is None:
        raise RefusedError
    return _found(match, pattern, given.kind)


def _regexall(given: Given) -> Value:
    if not isinstance(given.kind, ListOf) or given.kind.element == ANY:
        return lost(ANY, given.values, given.text)
    pattern, element = _compiled(text_at(given, 0)), given.kind.element
    found = []
    for match in _matches(pattern, text_at(given, 1)):
        found.append(_found(match, pattern, element))
        given.run.spend(1)
    return list_of(found, element)


def _matches(pattern: Any, text: str) -> list[Any]:
    """List matches as Go does: an empty one right after another match does not count."""
    found: list[Any] = []
    end = -1
    for match in pattern.finditer(text):
        if match.start() == match.end() == end:
            continue
        end = match.end()
        found.append(match)
        if len(found) > _MOST_MATCHES:
            raise UnsupportedError
    return found


def replaced_all(pattern: str, text: str, instead: str) -> str:
    """Replace every match of a pattern, `$1` and `${name}` in its place being what was found."""
    compiled = _compiled(pattern)
    made: list[str] = []
    at = size = 0
    for match in _matches(compiled, text):
        piece = _expanded(match, compiled, instead)
        made += [text[at : match.start()], piece]
        size += len(piece)
        if size > LARGEST:
            raise UnsupportedError
        at = match.end()
    return "".join((*made, text[at:]))


def _expanded(match: Any, pattern: Any, template: str) -> str:
    made: list[str] = []
    while (at := template.find("$")) >= 0:
        made.append(template[:at])
        template = template[at + 1 :]
        if template.startswith("$"):
            made.append("$")
            template = template[1:]
            continue
        name, rest = _reference(template)
        if name is None:
            made.append("$")
            continue
        template = rest
        number = int(name) if name.isdigit() else pattern.groupindex.get(name)
        if number is not None and number <= pattern.groups:
            made.append(match.group(number) or "")
    return "".join((*made, template))


def _reference(text: str) -> tuple[str | None, str]:
    """Read what follows a `$`: a name, or one in braces, and the text after it."""
    braced = text.startswith("{")
    inner = text[1:] if braced else text
    end = 0
    while end < len(inner) and (inner[end].isalnum() or inner[end] == "_"):
        end += 1
    name = inner[:end]
    if not name or (braced and not inner[end:].startswith("}")):
        return None, text
    if name[0] == "0" and len(name) > 1 and name.isdigit():
        return "", inner[end + braced :]
    return name, inner[end + braced :]


FUNCTIONS: Mapping[str, Function] = {
    "regex": Function((TEXT, TEXT), _regex_kind, _regex),
    "regexall": Function((TEXT, TEXT), lambda values: ListOf(_regex_kind(values)), _regexall),
}

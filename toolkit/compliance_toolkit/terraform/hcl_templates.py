"""The text inside quotes and heredocs, as Terraform reads it: escapes."""

from __future__ import annotations

import re

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_MARKED = re.compile(r"([$%])\1\{")
_BARE_QUOTE = re.compile(r'(?<!\\)(?:\\\\)*"')


class TemplateError(ValueError):
    """Text that Terraform would refuse; the message is a fragment of ours."""


def unquoted(raw: str) -> str:
    """Read the text between quotation marks.

    Args:
        raw: A stretch without interpolations, as written.

    Returns:
        The text that it stands for.

    Raises:
        TemplateError: A line break, a bare quotation mark, or an escape that does not exist:
            the grammar lets some of them through.
    """
    if "\n" in raw:
        raise TemplateError("a quoted string runs over the end of its line")
    if '"' in raw and _BARE_QUOTE.search(raw):
        raise TemplateError("a quoted string is not closed where it seems to be")
    if "\\" not in raw:
        return unmarked(raw)
    # An escaped backslash must not take part in a `$${` that follows it, so each part is read once.
    text, end = [], 0
    for match in _ESCAPE.finditer(raw):
        text += [unmarked(raw[end : match.start()]), _escaped(match[1])]
        end = match.end()
    return "".join((*text, unmarked(raw[end:])))


def unmarked(raw: str) -> str:
    """Read `$${` as `${` and `%%{` as `%{`; all there is to do in a heredoc.

    Raises:
        TemplateError: An interpolation begins here that the grammar did not see.
    """
    if "{" not in raw:
        return raw
    if "${" in (rest := _MARKED.sub("", raw)) or "%{" in rest:
        raise TemplateError("an interpolation cannot be told from text")
    return _MARKED.sub(r"\1{", raw)


def _escaped(code: str) -> str:
    if code in _ESCAPES:
        return _ESCAPES[code]
    if code[0] in "uU" and len(code) > 1 and (point := int(code[1:], 16)) <= 0x10FFFF:
        if 0xD800 <= point <= 0xDFFF:  # half a character: no text can hold it
            raise TemplateError("an escape names half a surrogate pair")
        return chr(point)
    raise TemplateError(f"`\\{code[0]}` is no escape")

"""Text as Go sees it: case, white space, and the characters that a person would count."""

from __future__ import annotations

import unicodedata

_DELIMITERS = frozenset("-_:;/\\,.(){}[]|?!~ \t@#$%^&*+\"'")
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
SPACE = _SPACE + "\u200a\u2028\u2029\u202f\u205f\u3000"
"""What counts as white space; Python's own idea of it is wider."""

_HANGUL = range(0x1100, 0x1200)


def safe_prefix(text: str) -> str:
    """Cut from a known beginning what unknown text after it could still join with."""
    kept = text.rstrip("\r\n")
    if kept != text or not kept or kept[-1] in _DELIMITERS:
        return kept
    kept = kept[:-1]
    while kept and not kept[-1].isascii() and characters(kept[-1]) is None:
        kept = kept[:-1]
    return kept


def characters(text: str) -> list[str] | None:
    """Split text into the characters that a person sees; `None` where that takes Unicode's tables.

    One code point is one character unless marks, joiners, flags or Korean letters take part.
    """
    if text.isascii():
        return list(text) if "\r\n" not in text else None
    for character in text:
        point = ord(character)
        if not character.isascii() and (
            unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf", "Cn", "Co", "Cs", "Lo"}
            and (point not in _PLAIN_LETTERS)
        ):
            return None
        if point in _HANGUL or point >= 0x1F000:
            return None
    return None if "\r\n" in text else list(text)


_PLAIN_LETTERS = range(0x3041, 0xA000)
"""Kana and Chinese characters, each of which stands alone."""


def upper(text: str) -> str | None:
    """Write text in capitals, one for one; `None` where a letter has no single one."""
    if text.isascii():
        return text.upper()
    made = [character.upper() for character in text]
    return "".join(made) if all(len(character) == 1 for character in made) else None


def lower(text: str) -> str | None:
    """Write text in small letters, one for one; `None` where a letter has no single one."""
    if text.isascii():
        return text.lower()
    made = [character.lower() for character in text]
    return "".join(made) if all(len(character) == 1 for character in made) else None


def title(text: str) -> str | None:
    """Begin each word with a capital; `None` beyond ASCII."""
    if not text.isascii():
        return None
    fresh, made = True, []
    for character in text:
        made.append(character.upper() if fresh else character)
        fresh = not (character.isalnum() or character == "_")
    return "".join(made)

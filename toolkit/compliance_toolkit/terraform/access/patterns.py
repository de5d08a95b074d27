"""Texts of policies that stand for many: wildcards, policy variables and ARNs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import msgspec

from compliance_toolkit.terraform.access import truth
from compliance_toolkit.terraform.access.truth import Truth

Pattern: TypeAlias = tuple[str, ...]
"""Single characters that stand for themselves, `_ANY` and `_ONE`."""

Asked: TypeAlias = "tuple[str, ...] | Truth"
"""The values of a condition key: none where it is absent, `UNKNOWN` or `FREE` where it is open."""

_ANY = "**"
_ONE = "??"
_WILD = {"*": _ANY, "?": _ONE}
_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_DEFAULT = re.compile(r"\s*([^,']*?)\s*,\s*'([^']*)'\s*")
_LITERAL = frozenset("*?$")
_ARN_PARTS = 6


class Context(msgspec.Struct, frozen=True):
    """What a request says of its condition keys."""

    keys: Mapping[str, Asked] = msgspec.field(default_factory=dict)
    """By lower-case name."""

    otherwise: Asked = ()
    """What holds of a key that is not listed: absent, unless it is said to be open."""

    variables: bool = True
    """Whether `${…}` is a variable: from version 2012-10-17 of a policy on."""

    def values(self, key: str) -> Asked:
        """Give the values of a key; case does not matter."""
        return self.keys.get(key.lower(), self.otherwise)


def expand(text: str, context: Context, *, wild: bool) -> Pattern | None:
    """Read a text of a policy as a pattern.

    Args:
        text: As written.
        context: What variables stand for.
        wild: Whether `*` and `?` stand for other characters; `${*}` and `${?}` never do.

    Returns:
        The pattern; `None` where a variable of it has no value that is known.
    """
    if not context.variables or "${" not in text:
        return _plain(text, wild=wild)
    made: list[str] = []
    at = 0
    for found in _VARIABLE.finditer(text):
        made += _plain(text[at : found.start()], wild=wild)
        value = _value(found[1], context)
        if value is None:
            return None
        made += value
        at = found.end()
    return (*made, *_plain(text[at:], wild=wild))


def _value(name: str, context: Context) -> str | None:
    if name in _LITERAL:
        return name
    defaulted = _DEFAULT.fullmatch(name)
    match context.values(defaulted[1] if defaulted else name.strip()):
        case (str() as only,):
            return only
        case ():
            return defaulted[2] if defaulted else None
        case _:
            return None


@lru_cache(maxsize=4096)
def _plain(text: str, *, wild: bool) -> Pattern:
    return tuple(_WILD.get(character, character) for character in text) if wild else tuple(text)


@lru_cache(maxsize=65536)
def matches(pattern: Pattern, text: str) -> bool:
    """Whether a pattern covers a whole text, in time that is bounded by their lengths' product."""
    at = along = 0
    star, mark = -1, 0
    while along < len(text):
        token = pattern[at] if at < len(pattern) else ""
        if token == _ANY:
            star, mark = at, along
            at += 1
        elif token in (text[along], _ONE):
            at += 1
            along += 1
        elif star >= 0:
            mark += 1
            at, along = star + 1, mark
        else:
            return False
    return all(token == _ANY for token in pattern[at:])


def covers(pattern: Pattern, arn: str) -> Truth:
    """Whether a pattern of an ARN covers one.

    AWS compares part by part, between the colons; a pattern that covers only across them, or that
    has too few parts, is read in one way by one of its pages and in another by others.
    """
    if pattern == (_ANY,):
        return Truth.YES
    if not arn.startswith(_head(pattern)):
        return Truth.NO
    whole = matches(pattern, arn)
    theirs, ours = _parts(pattern), arn.split(":", _ARN_PARTS - 1)
    apart = len(theirs) == len(ours) and all(map(matches, theirs, ours))
    return truth.of(whole) if whole == apart else Truth.UNKNOWN


def is_like(text: str, value: str) -> bool:
    """Whether a text without variables, read as a pattern, covers a whole value.

    The same as `matches` of its pattern, and much faster: most texts have no `?`.
    """
    if "?" in text:
        return matches(_plain(text, wild=True), value)
    first, *rest = text.split("*")
    if not rest:
        return text == value
    *middle, last = rest
    at, end = len(first), len(value) - len(last)
    if at > end or not (value.startswith(first) and value.endswith(last)):
        return False
    for piece in middle:
        at = value.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


@lru_cache(maxsize=65536)
def covers_plainly(text: str, arn: str) -> Truth:
    """Whether a text without variables, read as a pattern, covers an ARN; see `covers`."""
    if text == "*":
        return Truth.YES
    if not is_like(text, arn):
        return Truth.NO
    theirs, ours = (one.split(":", _ARN_PARTS - 1) for one in (text, arn))
    apart = len(theirs) == len(ours) and all(map(is_like, theirs, ours))
    return Truth.YES if apart else Truth.UNKNOWN


@lru_cache(maxsize=4096)
def _head(pattern: Pattern) -> str:
    """Give what stands before the first wildcard: most ARNs differ there already."""
    return "".join(itertools.takewhile(lambda one: len(one) == 1, pattern))


class ArnPattern(NamedTuple):
    """The parts of an ARN's pattern that differ between calls, where each can be asked by itself.

    An ARN of a call ends in a kind, a slash and a name, and has no slash after a later colon.
    """

    region: str
    account: str
    tail: str

    @classmethod
    def of(cls, text: str) -> ArnPattern | None:
        """Read a text without variables; `None` where a wildcard of it could span parts.

        A wildcard that spans parts leaves for the tail what stands after a later colon of the ARN.
        """
        parts = text.split(":", _ARN_PARTS - 1)
        if len(parts) != _ARN_PARTS:
            return None
        *_, region, account, tail = parts
        found = cls(region, account, tail)
        if "/" in tail:
            return found
        fixed = all(map(_is_plain, parts[:3])) and tail == "*"
        if fixed and _is_plain(region) and _is_start(account):
            return found
        return found if fixed and _is_start(region) and account == "*" else None


def _is_plain(text: str) -> bool:
    return "*" not in text and "?" not in text


def _is_start(text: str) -> bool:
    """Whether a text is plain, or stands for all that begins in one way."""
    return _is_plain(text.removesuffix("*"))


def region_of(name: str) -> str | None:
    """Give the region's part of an ARN in a policy; `None` where it may be any."""
    parts = name.split(":", _ARN_PARTS - 1)
    return parts[3] if len(parts) == _ARN_PARTS and "$" not in name else None


def variables_of(text: str) -> Iterator[str]:
    """Yield the condition keys, in lower case, that the variables of a text stand for."""
    for found in _VARIABLE.finditer(text):
        defaulted = _DEFAULT.fullmatch(found[1])
        yield (defaulted[1] if defaulted else found[1].strip()).lower()


@lru_cache(maxsize=4096)
def _parts(pattern: Pattern) -> tuple[Pattern, ...]:
    parts: list[list[str]] = [[]]
    for one in pattern:
        if one == ":" and len(parts) < _ARN_PARTS:
            parts.append([])
        else:
            parts[-1].append(one)
    return tuple(tuple(part) for part in parts)

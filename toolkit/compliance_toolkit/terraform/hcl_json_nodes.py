"""JSON with the lines that its parts stand on."""

from __future__ import annotations

import json
import re

import msgspec

from compliance_toolkit.terraform.hcl_nodes import DEEPEST, Fault

_TOKEN = re.compile(
    r'[ \t\r\n]*(?P<word>"(?:[^"\\\x00-\x1f]|\\["\\/bfnrtu])*"|[{}\[\]:,]'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)"
)
_SPACE = re.compile(r"[ \t\r\n]*")


class NumberText(msgspec.Struct, frozen=True):
    """A number as it is written."""

    text: str


class Node(msgspec.Struct, frozen=True):
    """A value and the line that it begins on; an object's members keep their order."""

    content: str | bool | NumberText | list[Node] | None
    line: int
    members: tuple[tuple[str, Node], ...] | None = None
    """Of an object; `None` for anything else."""


def parse_nodes(text: str) -> Node:
    """Read a document.

    Raises:
        Fault: It is no JSON, or nested too deeply.
    """
    reader = _Reader(text)
    node = reader.value(0)
    reader.finish()
    return node


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0

    def value(self, depth: int) -> Node:
        word = self._next()
        line = self._line
        if depth > DEEPEST:
            raise Fault(f"code is nested more than {DEEPEST} levels deep", line)
        match word[0]:
            case "{":
                return Node(None, line, tuple(self._members(depth)))
            case "[":
                return Node(self._elements(depth), line)
            case '"':
                return Node(self._string(word), line)
            case "t" | "f":
                return Node(word == "true", line)
            case "n":
                return Node(None, line)
            case "}" | "]" | ":" | ",":
                raise Fault("a syntax error", line)
            case _:
                return Node(NumberText(word), line)

    def finish(self) -> None:
        rest = _SPACE.match(self._text, self._at)
        if rest is None or rest.end() != len(self._text):
            raise Fault("a syntax error", self._line)

    def _next(self) -> str:
        match = _TOKEN.match(self._text, self._at)
        end = self._at if match is None else match.start("word")
        self._line += self._text.count("\n", self._counted, end)
        self._counted = end
        if match is None:
            raise Fault("a syntax error", self._line)
        self._at = match.end()
        return match["word"]

    def _peek(self) -> str:
        space = _SPACE.match(self._text, self._at)
        at = self._at if space is None else space.end()
        return self._text[at : at + 1]

    def _string(self, word: str) -> str:
        try:
            text: str = json.loads(word)
        except json.JSONDecodeError:
            raise Fault("a syntax error", self._line) from None
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Fault("an escape names half a surrogate pair", self._line)
        return text

    def _elements(self, depth: int) -> list[Node]:
        made: list[Node] = []
        while self._peek() != "]" or made:
            made.append(self.value(depth + 1))
            if self._closed("]"):
                return made
        self._next()
        return made

    def _members(self, depth: int) -> list[tuple[str, Node]]:
        made: list[tuple[str, Node]] = []
        while self._peek() != "}" or made:
            word = self._next()
            if word[0] != '"' or self._next() != ":":
                raise Fault("a syntax error", self._line)
            made.append((self._string(word), self.value(depth + 1)))
            if self._closed("}"):
                return made
        self._next()
        return made

    def _closed(self, end: str) -> bool:
        word = self._next()
        if word not in {end, ","}:
            raise Fault("a syntax error", self._line)
        return word == end

"""What policies read of their input, taken from their own text: what an answer can hang on.

A decision may be given again only if all that it hangs on is the same. A list kept by hand would
lack the field that somebody adds tomorrow, so it is derived: every reference below `input` of every
module that the asked rules can reach. What cannot be followed, such as `input` as a value, is the
whole input: unsure means all of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeAlias

import msgspec

from compliance_toolkit.models import JsonValue
from compliance_toolkit.policy.bundle import Bundle

Path: TypeAlias = tuple[str, ...]
"""Keys from the root; `()` is the root, and all below it."""

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<template>\$["`])
    |(?P<text>"(?:[^"\\\n]|\\.)*"|`[^`]*`)
    |(?P<name>[A-Za-z_]\w*)
    |(?P<space>\s+)
    |(?P<other>.)""",
    re.VERBOSE | re.ASCII | re.DOTALL,
)

_CHANGING: frozenset[Path] = frozenset(
    tuple(name.split("."))
    for name in (
        "http.send",
        "io.jwt.decode_verify",
        "net.lookup_ip_addr",
        "opa.runtime",
        "rand.intn",
        "time.now_ns",
        "uuid.rfc4122",
    )
)
"""Builtins that answer the same question differently another time."""

_MOST = 3
"""The longest of these has so many parts."""


class Reads(msgspec.Struct, frozen=True):
    """What the answers of some rules hang on."""

    paths: tuple[Path, ...]
    """Places in the input, sorted; each with all below it, and none below another."""

    steady: bool
    """Whether the same input always has the same answer: no rule asks for the time, say."""

    @property
    def whole(self) -> bool:
        """Whether all of the input may be read."""
        return () in self.paths

    def covers(self, path: Path) -> bool:
        """Whether something at a place, around it or below it is read."""
        return any(path[: len(one)] == one[: len(path)] for one in self.paths)

    def key(self, given: JsonValue) -> str:
        """Write down what is read of an input: inputs of one text have one answer."""
        found = [_at(given, path) for path in self.paths]
        return json.dumps(found, sort_keys=True, default=dict, separators=(",", ":"))


def reads_of(bundle: Bundle, rules: Iterable[str]) -> Reads:
    """Derive what some rules of a bundle read.

    Args:
        bundle: The policies that the engine has.
        rules: Paths below `data` of the rules that are asked: `compliance.resolve.routes`.
    """
    left = [(_package(text), text) for _, text in bundle.modules]
    wanted: list[Path] = [tuple(rule.split(".")) for rule in rules]
    found: list[_Module] = []
    while wanted:
        path = wanted.pop()
        reached = [(package, text) for package, text in left if _meet(package, path)]
        left = [module for module in left if module not in reached]
        for package, text in reached:
            module = _scanned(text)
            found.append(module)
            # A package is all its modules: they share their names.
            wanted += [package, *module.data]
    if not found:  # nobody answers, and that is not to be remembered
        return Reads(((),), steady=False)
    every = {path for module in found for path in module.input}
    kept = tuple(sorted(x for x in every if not any(x[:n] in every for n in range(len(x)))))
    return Reads(kept, steady=all(module.steady for module in found))


class _Module(msgspec.Struct, frozen=True):
    input: frozenset[Path]
    data: frozenset[Path]
    steady: bool


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str


_HEAD = 64
"""A package is stated in so many words, however much is said of it before; of a longer one the
beginning is enough."""

_END = _Token("end", "")


def _scanned(text: str) -> _Module:
    tokens = [*_tokens(text), _END]
    input_: set[Path] = set()
    data: set[Path] = set()
    steady = True
    for place, token in enumerate(tokens):
        if token.kind == "template":  # any expression can stand in it, so it holds all of them
            input_.add(())
            data.add(())
            steady = False
        elif token.kind == "name" and (place == 0 or tokens[place - 1].text != "."):
            path = _followed(tokens, place)
            if token.text == "input":
                input_.add(path)
            elif token.text == "data":
                data.add(path)
            elif any((token.text, *path[:n]) in _CHANGING for n in range(_MOST)):
                steady = False
    return _Module(frozenset(input_), frozenset(data), steady)


def _package(text: str) -> Path:
    """The package of a module, or the beginning of it that can be read."""
    words = (token for token in _tokens(text) if token.kind != "space")
    tokens = list(islice(words, _HEAD))
    names = [place for place, token in enumerate(tokens) if token.text == "package"]
    if not names or names[0] + 1 >= len(tokens):
        return ()
    first = names[0] + 1
    return (tokens[first].text, *_followed(tokens, first))


def _tokens(text: str) -> Iterator[_Token]:
    """The text without comments; a space stays, for a reference ends at it."""
    for found in _TOKEN.finditer(text):
        if found.lastgroup and found.lastgroup != "comment":
            yield _Token(found.lastgroup, found.group())


def _followed(tokens: list[_Token], place: int) -> Path:
    """The constant part of the reference that begins at a name."""
    path: list[str] = []
    while True:
        match [token.text for token in tokens[place + 1 : place + 4]]:
            case [".", name, *_] if tokens[place + 2].kind == "name":
                path.append(name)
                place += 2
            case ["[", text, "]"] if tokens[place + 2].kind == "text":
                key = _unquoted(text)
                if key is None:
                    return tuple(path)
                path.append(key)
                place += 3
            case _:
                return tuple(path)


def _unquoted(text: str) -> str | None:
    if text.startswith("`"):
        return text[1:-1]
    try:
        key: str = json.loads(text)
    except ValueError:  # the engine's own escapes: not followed
        return None
    return key


def _meet(one: Path, other: Path) -> bool:
    """Whether one of two paths lies on the way to the other."""
    return all(x == y for x, y in zip(one, other, strict=False))


def _at(given: JsonValue, path: Path) -> JsonValue:
    """What is at a path, in a list; nothing where there is nothing."""
    value = given
    for key in path:
        if not isinstance(value, Mapping):
            return [value, key]  # there is no such thing below it, whatever it is
        if key not in value:
            return []
        value = value[key]
    return [value]

"""YAML with lines and without surprises: scalars stay text, and nothing is guessed or executed.

PyYAML's own loader makes `NO` false, `0123` eighty-three and `2027-03-31` a date, keeps the last of
two equal keys, and expands nine lines of aliases into gigabytes. Its composer and constructor also
recurse. So this reads the parser's flat list of events and builds the tree itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn, TypeAlias

import msgspec
import yaml

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonValue, Location
from compliance_toolkit.registry.wording import printable, shown

MAX_DEPTH: Final = 50
MAX_COPIES: Final = 100_000
"""Nodes that aliases may add to what is written."""

_NEEDED: Final = "a project file needs `version: 1` and `organization`, a tenant file `tenants`"

_NULLS: Final = frozenset(("", "~", "null", "Null", "NULL"))
_BARE: Final = re.compile(
    r"(?P<null>~|null|Null|NULL)"
    r"|(?P<truth>true|True|TRUE|false|False|FALSE)"
    # Both are text since YAML 1.2, and truth to many who read YAML 1.1.
    r"|(?P<choice>[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF)"
    r"|(?P<number>[-+]?(?:0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|\.(?:inf|Inf|INF)"
    r"|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?)|\.(?:nan|NaN|NAN))"
)
"""What YAML has for another kind of value than text, where no quotes say that it is meant as one.

Days are not among them: they are as good a reference as any.
"""

_MEANS: Final = {
    "null": "no value",
    "number": "a number",
    "choice": "`true` or `false` in YAML 1.1",
}

KeyPath: TypeAlias = tuple[str | int, ...]


class Bare(str):
    """A text that stands without quotes where YAML has no text: a null, a truth or a number."""

    __slots__ = ()

    @property
    def kind(self) -> str:
        """`null`, `truth`, `number`; or `choice`, which is text since YAML 1.2."""
        found = _BARE.fullmatch(self)
        return (found and found.lastgroup) or "truth"

    @property
    def means(self) -> str:
        """What YAML has for it, in words."""
        return _MEANS.get(self.kind, "`true` or `false`")


class Scalar(msgspec.Struct, frozen=True):
    """A piece of text, whatever YAML 1.1 would make of it; empty where nothing is written."""

    text: str
    line: int
    quoted: bool = True
    size: int = 1
    height: int = 0


class Items(msgspec.Struct):
    """A list."""

    line: int
    nodes: list[Node] = msgspec.field(default_factory=list)
    size: int = 1
    height: int = 1


class Entries(msgspec.Struct):
    """A mapping from text."""

    line: int
    nodes: dict[str, Node] = msgspec.field(default_factory=dict)
    key_lines: dict[str, int] = msgspec.field(default_factory=dict)
    size: int = 1
    height: int = 1


Node: TypeAlias = Scalar | Items | Entries


class Document(msgspec.Struct, frozen=True):
    """One YAML document: its tree, and the file it stands in."""

    file: str
    root: Node

    def location(self, path: KeyPath) -> Location:
        """Say where a key stands, or the nearest thing around it that was written."""
        node, line = self.root, self.root.line
        for step in path:
            match node, step:
                case Entries(), str() if step in node.nodes:
                    line, node = node.key_lines[step], node.nodes[step]
                case Items(), int() if step < len(node.nodes):
                    node = node.nodes[step]
                    line = node.line
                case _:
                    break
        return Location(self.file, line)

    def plain(self) -> JsonValue:
        """Give the tree as JSON values: text, lists and mappings."""
        return plain(self.root)


def plain(node: Node) -> JsonValue:
    """Give a tree as JSON values: text, lists and mappings. Bounded by `MAX_DEPTH`."""
    match node:
        case Scalar():
            bare = not node.quoted and _BARE.fullmatch(node.text)
            return Bare(node.text) if bare else node.text
        case Items():
            return [plain(child) for child in node.nodes]
        case Entries():
            return {key: plain(child) for key, child in node.nodes.items()}


def read_yaml(raw: bytes, file: str) -> Document:
    """Read one YAML document.

    Args:
        raw: Its bytes: UTF-8, with or without BOM.
        file: How to name it in an error.

    Raises:
        ConfigurationError: It is not UTF-8, no YAML, empty or several documents; repeats a key;
            has tags, merge keys, keys that are no text, aliases that contain themselves or
            multiply, or is nested too deeply. The message has file and line.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _fail(Location(file, line), "this is not UTF-8 text", "save the file as UTF-8")
    builder = _Builder(file)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        _fail(Location(file, line), "a control character is no YAML", "is this a binary file?")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = " ".join((error.problem or "cannot be parsed").split())
        _fail(Location(file, line), f"no YAML: {problem}", "check indentation, colons and quotes")
    return Document(file, builder.root())


def _events(text: str) -> Iterator[Any]:
    # The parser in C is ten times faster; wheels of PyYAML have it, a build from source may not.
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    yield from yaml.parse(text, Loader=loader)


class _Builder:
    """Builds the tree from events, on a stack of its own."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[tuple[Items | Entries, str | None]] = []
        """Containers not yet closed, each with its anchor."""
        self._keys: list[Scalar | None] = []
        """For each of them the key that waits for its value."""
        self._anchors: dict[str, Node] = {}
        self._root: Node | None = None
        self._copies = 0

    def root(self) -> Node:
        """Give the tree."""
        if self._root is None:
            self._fail(1, "the file is empty", _NEEDED)
        return self._root

    def take(self, event: Any) -> None:
        """Take the next event."""
        line = event.start_mark.line + 1
        if getattr(event, "tag", None) is not None:
            self._fail(line, f"the tag {shown(event.tag)} is not allowed", "write the plain value")
        match event:
            case yaml.DocumentStartEvent() if self._root is not None:
                self._fail(line, "a second document starts here", "keep one document a file")
            case yaml.ScalarEvent():
                quoted = not event.implicit[0]
                self._place(self._named(event.anchor, Scalar(event.value, line, quoted)))
            case yaml.SequenceStartEvent():
                self._start(Items(line), event.anchor)
            case yaml.MappingStartEvent():
                self._start(Entries(line), event.anchor)
            case yaml.AliasEvent():
                self._place(self._copy(str(event.anchor), line), copied_at=line)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._end()
            case _:
                pass  # the start and end of stream and document carry nothing else

    def _start(self, container: Items | Entries, anchor: str | None) -> None:
        if self._open and isinstance(self._open[-1][0], Entries) and self._keys[-1] is None:
            self._fail(container.line, "a key is no text", "write keys as plain text")
        self._check_depth(container)
        self._open.append((container, anchor))
        self._keys.append(None)

    def _check_depth(self, node: Node, at: int | None = None) -> None:
        if len(self._open) + node.height > MAX_DEPTH:
            self._fail(at or node.line, f"nested deeper than {MAX_DEPTH} levels", "flatten this")

    def _end(self) -> None:
        container, anchor = self._open.pop()
        self._keys.pop()
        self._place(self._named(anchor, container))

    def _named(self, anchor: str | None, node: Node) -> Node:
        # Known only from here on: an alias inside its own anchor finds nothing.
        if anchor is not None:
            self._anchors[anchor] = node
        return node

    def _copy(self, anchor: str, line: int) -> Node:
        if any(anchor == open_ for _, open_ in self._open):
            self._fail(line, f"the alias {shown(anchor)} contains itself", "write it out")
        node = self._anchors.get(anchor)
        if node is None:
            self._fail(line, f"the alias {shown(anchor)} has no anchor", "write it out")
        self._check_depth(node, line)
        self._copies += node.size
        if self._copies > MAX_COPIES:
            self._fail(line, f"aliases multiply to over {MAX_COPIES} values", "write them out")
        return node

    def _place(self, node: Node, *, copied_at: int | None = None) -> None:
        if not self._open:
            self._root = node
            return
        parent, _ = self._open[-1]
        parent.size += node.size
        parent.height = max(parent.height, node.height + 1)
        if isinstance(parent, Items):
            parent.nodes.append(node)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = self._key(parent, node, copied_at)
        else:
            parent.nodes[key.text] = node
            parent.key_lines[key.text] = key.line
            self._keys[-1] = None

    def _key(self, parent: Entries, node: Node, copied_at: int | None) -> Scalar:
        if not isinstance(node, Scalar) or copied_at is not None:
            self._fail(copied_at or node.line, "a key is no text", "write keys as plain text")
        if not node.quoted and node.text in _NULLS:
            self._fail(node.line, "a key is no text", "write it in quotes, or correct it")
        if node.text == "<<":
            self._fail(node.line, "merge keys (`<<`) are not allowed", "write the entries out")
        if first := parent.key_lines.get(node.text):
            what = f"the key {shown(node.text)} is given twice, first on line {first}"
            self._fail(node.line, what, "remove one of them")
        return node

    def _fail(self, line: int, what: str, hint: str) -> NoReturn:
        _fail(Location(self._file, line), what, hint)


def _fail(location: Location, what: str, hint: str) -> NoReturn:
    # The cause would carry the text around it, secrets too.
    message = f"{printable(location.file)}:{location.line}: {what}"
    raise ConfigurationError(message, hint=hint) from None

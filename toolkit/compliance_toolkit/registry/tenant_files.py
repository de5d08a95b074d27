"""Reads tenants from where they are written: the project file, YAML files and JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from compliance_toolkit.errors import ConfigurationError, SourceError
from compliance_toolkit.models import JsonObject, JsonValue, Location
from compliance_toolkit.registry.leaks import note_leaks
from compliance_toolkit.registry.mistakes import Mistakes, refusals
from compliance_toolkit.registry.project import TENANT
from compliance_toolkit.registry.strict_json import loads_strict
from compliance_toolkit.registry.tenants import Entry
from compliance_toolkit.registry.wording import key_path, printable, shown
from compliance_toolkit.registry.yaml import (
    Document,
    Entries,
    KeyPath,
    Node,
    Scalar,
    plain,
    read_yaml,
)

_BOM = b"\xef\xbb\xbf"
_NO_MAPPING = "expected a mapping of tenants below the key `tenants`"


@dataclass(frozen=True, slots=True)
class _Written:
    """One tenant before anything is known of it."""

    value: JsonValue
    file: str
    line: int
    lines: Mapping[str, int]
    at: Callable[[KeyPath], Location]
    """Where a key path of it stands."""

    named: Callable[[KeyPath], KeyPath]
    """What a key path of it is in the file."""


class TenantReader:
    """Gathers the tenants of one project, each name once."""

    def __init__(self, mistakes: Mistakes) -> None:
        self.entries: dict[str, Entry] = {}
        self.refused: set[str] = set()
        """Names of tenants that are written, but wrongly."""

        self.complete = True
        """Whether every name is known; where not, a mistake has been noted."""

        self._mistakes = mistakes

    def read_file(self, file: str, raw: bytes) -> None:
        """Take the tenants of one file of `tenant_files`.

        Args:
            file: How to name it; `.jsonl` is JSON Lines, any other YAML.
            raw: Its bytes.
        """
        found = 0
        written = self._lines(file, raw) if file.endswith(".jsonl") else self._file(file, raw)
        for one in written:
            found += 1
            if one is None:
                self.complete = False
            else:
                self._take(one)
        if not found:
            self._mistakes.add(
                Location(file, 1), "this file holds no tenant", "write tenants, or remove the file"
            )

    def read_entries(self, document: Document) -> None:
        """Take the tenants below the key `tenants` of a YAML document."""
        root = document.root
        if isinstance(root, Entries) and not isinstance(root.nodes.get("tenants", root), Entries):
            self.complete = False  # the schema says so
        for one in self._entries(document):
            self._take(one)

    def _file(self, file: str, raw: bytes) -> Iterator[_Written | None]:
        try:
            document = read_yaml(raw, file)
        except ConfigurationError as error:
            self._mistakes.note(error)
            yield None
            return
        note_leaks(document.plain(), document.location, self._mistakes)
        root = document.root
        keys = root.nodes if isinstance(root, Entries) else {}
        if not isinstance(keys.get("tenants"), Entries):
            hint = "write `tenants:` first, and the tenants below it"
            self._mistakes.add(document.location(("tenants",)), _NO_MAPPING, hint)
            yield None
            return
        for key in [key for key in keys if key != "tenants"]:
            hint = "a tenant file has the one key `tenants`"
            what = f"{key_path((key,))}: unknown key"
            self._mistakes.add(document.location((key,)), what, hint)
        yield from self._entries(document)

    def _entries(self, document: Document) -> Iterator[_Written]:
        root = document.root
        tenants = root.nodes.get("tenants") if isinstance(root, Entries) else None
        if not isinstance(tenants, Entries):
            return
        for name, node in tenants.nodes.items():
            below: KeyPath = ("tenants", name)
            lines = node.key_lines if isinstance(node, Entries) else {}
            value = _typed(node)
            if isinstance(value, Mapping):
                if "name" in value:
                    hint = "the name of a tenant is its key"
                    what = f"{key_path((*below, 'name'))}: unknown key"
                    self._mistakes.add(document.location((*below, "name")), what, hint)
                value = {**value, "name": name}
            yield _Written(
                value,
                document.file,
                tenants.key_lines[name],
                lines,
                at=_within(document, below),
                named=_below(below),
            )

    def _lines(self, file: str, raw: bytes) -> Iterator[_Written | None]:
        for number, line in enumerate(raw.removeprefix(_BOM).split(b"\n"), start=1):
            if not line.strip():
                continue
            try:
                value = loads_strict(line, file, line=number)
            except SourceError as error:
                self._mistakes.note(ConfigurationError(error.message, hint=error.hint))
                yield None
                continue
            here = _always(Location(file, number))
            note_leaks(value, here, self._mistakes)
            yield _Written(value, file, number, {}, at=here, named=tuple)

    def _take(self, written: _Written) -> None:
        try:
            tenant = TENANT.validate_python(written.value)
        except ValidationError as error:
            match written.value:
                case {"name": str(name)}:
                    self.refused.add(name)
                case _:
                    self.complete = False
            if self._mistakes.full:  # explaining is slow, and nobody would read it
                self._mistakes.add(Location(written.file, written.line), "refused")
                return
            self._mistakes.refused(
                "tenant", written.value, written.at, why=refusals(error), named=written.named
            )
            return
        first = self.entries.get(tenant.name)
        if first is not None:
            where = f"{printable(first.file)}:{first.line}"
            self._mistakes.add(
                Location(written.file, written.line),
                f"tenant {shown(tenant.name)} is defined twice, first at {where}",
                "remove one of the two",
            )
            return
        self.entries[tenant.name] = Entry(tenant, written.file, written.line, written.lines)


def _within(document: Document, below: KeyPath) -> Callable[[KeyPath], Location]:
    return lambda path: document.location((*below, *path))


def _below(below: KeyPath) -> Callable[[KeyPath], KeyPath]:
    # A tenant's name is no key of its own there, it is the last of those it stands below.
    return lambda path: below if path == ("name",) else (*below, *path)


def _always(location: Location) -> Callable[[KeyPath], Location]:
    return lambda _path: location


def _typed(node: Node) -> JsonValue:
    """Give a tenant as JSON has it: the two values that are no text, from their text."""
    value = plain(node)
    if not isinstance(node, Entries) or not isinstance(value, dict):
        return value
    match node.nodes.get("requests"):
        case Scalar(text="true" | "false" as requests):
            value["requests"] = requests == "true"
        case _:
            pass
    match value.get("retention"):
        case {"prompts": {"max_days": str(text)} as prompts} if _whole(text):
            value["retention"] = _with_days(value["retention"], prompts, int(text))
        case _:
            pass
    return value


def _with_days(retention: JsonObject, prompts: JsonObject, days: int) -> JsonObject:
    return {**retention, "prompts": {**prompts, "max_days": days}}


def _whole(text: str) -> bool:
    """Tell whether text is a whole number as JSON writes it: `030` might be meant as octal."""
    return text.isascii() and text.isdigit() and len(text) < 10 and str(int(text)) == text

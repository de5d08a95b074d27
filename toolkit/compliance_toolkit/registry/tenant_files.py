"""Reads tenants from where they are written: the project file, YAML files and JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec
from pydantic import ValidationError

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonValue, Location
from compliance_toolkit.registry.entries import Entry
from compliance_toolkit.registry.leaks import note_leaks
from compliance_toolkit.registry.lines import Lines
from compliance_toolkit.registry.mistakes import Mistakes, named_by, of_tenant, place, refusals
from compliance_toolkit.registry.model import is_tenant_name
from compliance_toolkit.registry.strict_json import JsonError, loads_strict
from compliance_toolkit.registry.tenant import TENANT, TenantLaw, law_of
from compliance_toolkit.registry.typed import key_lines, typed
from compliance_toolkit.registry.unread import Doubts, told_name
from compliance_toolkit.registry.wording import described, key_path, shown
from compliance_toolkit.registry.yaml import Document, Entries, KeyPath, read_yaml

_BOM = b"\xef\xbb\xbf"
_NO_MAPPING = "expected a mapping of tenants below the key `tenants`"


class Written(msgspec.Struct, frozen=True):
    """One tenant before anything is known of it."""

    value: JsonValue
    file: str
    line: int
    lines: Mapping[str, int] | None
    at: Callable[[KeyPath], Location]
    """Where a key path of it stands."""

    key: str | None = None
    """The key that it stands at, which is its name."""

    @property
    def name(self) -> str | None:
        """Its name, as far as it has one."""
        return named_by(self.value) if self.key is None else self.key

    @classmethod
    def on_one_line(cls, value: JsonValue, file: str, line: int) -> Written:
        """Take a tenant that stands on one line, or in one row of a store."""
        location = Location(file, line)
        return cls(value, file, line, None, at=lambda _path: location)


class TenantReader:
    """Gathers the tenants of one project, each name once."""

    def __init__(self, mistakes: Mistakes, in_tenants: Mistakes) -> None:
        """Begin without any.

        Args:
            mistakes: Where to note those of whole files.
            in_tenants: Where to note those that break single tenants.
        """
        self.entries: dict[str, Entry] = {}
        self.refused: set[str] = set()
        """Names of tenants that are written, but wrongly."""

        self.doubts = Doubts()
        """What those say of themselves that could not be read."""

        self.complete = True
        """Whether every name is known; where not, a mistake has been noted."""

        self._mistakes = mistakes
        self._in_tenants = in_tenants
        self._known = Lines()

    def read_file(self, file: str, raw: bytes) -> None:
        """Take the tenants of one file of `tenant_files`.

        Args:
            file: How to name it; `.jsonl` is JSON Lines, any other YAML.
            raw: Its bytes.
        """
        read = self._read_lines if file.endswith(".jsonl") else self._read_yaml
        if not read(file, raw):
            self._mistakes.add(
                Location(file, 1), "this file holds no tenant", "write tenants, or remove the file"
            )

    def read_entries(self, document: Document) -> int:
        """Take the tenants below the key `tenants` of a YAML document, and count them."""
        root = document.root
        if isinstance(root, Entries) and not isinstance(root.nodes.get("tenants", root), Entries):
            self.complete = False  # the schema says so
        found = list(self._entries(document))
        for one in found:
            self.take(one)
        return len(found)

    def take(self, written: Written) -> None:
        """Take one tenant, or note why not."""
        try:
            tenant = TENANT.validate_python(written.value)
        except ValidationError as error:
            self._refuse(written, error)
        else:
            self._add(tenant.name, law_of(tenant), written)

    def _read_yaml(self, file: str, raw: bytes) -> int:
        try:
            document = read_yaml(raw, file)
        except ConfigurationError as error:
            self._mistakes.note(error)
            self.complete = False
            return 1  # what it holds is not known
        note_leaks(document.plain(), document.location, self._mistakes)
        root = document.root
        keys = root.nodes if isinstance(root, Entries) else {}
        if not isinstance(keys.get("tenants"), Entries):
            hint = "write `tenants:` first, and the tenants below it"
            self._mistakes.add(document.location(("tenants",)), _NO_MAPPING, hint)
            self.complete = False
            return 1
        for key in [key for key in keys if key != "tenants"]:
            hint = "a tenant file has the one key `tenants`"
            what = f"{key_path((key,))}: unknown key"
            self._mistakes.add(document.location((key,)), what, hint)
        return self.read_entries(document)

    def _entries(self, document: Document) -> Iterator[Written]:
        root = document.root
        tenants = root.nodes.get("tenants") if isinstance(root, Entries) else None
        if not isinstance(tenants, Entries):
            return
        for name, node in tenants.nodes.items():
            below: KeyPath = ("tenants", name)
            value = typed(node)
            if isinstance(value, Mapping):
                if "name" in value:
                    hint = "the name of a tenant is its key"
                    what = of_tenant(name, "unknown key", ("name",))
                    at = document.location((*below, "name"))
                    self._in_tenants.add(at, what, hint, tenant=name)
                value = {**value, "name": name}
            yield Written(
                value,
                document.file,
                tenants.key_lines[name],
                key_lines(node),
                at=_within(document, below),
                key=name,
            )

    def _read_lines(self, file: str, raw: bytes) -> int:
        found = 0
        for number, line in enumerate(raw.removeprefix(_BOM).split(b"\n"), start=1):
            if not line.strip():
                continue
            found += 1
            known = self._known.law(line)
            if known is None:
                self._read_line(file, number, line)
                continue
            name, law = known
            if name in self.entries:
                self._add(name, law, Written.on_one_line(None, file, number))
            else:
                self.entries[name] = Entry(name, law, file, number)
        return found

    def _read_line(self, file: str, number: int, line: bytes) -> None:
        """Take a line slowly: what it is accepted for is the same."""
        try:
            value = loads_strict(line, file, line=number)
        except JsonError as error:
            at = Location(file, number)
            name, text = told_name(line)
            what = of_tenant(name, f"column {error.column}: {error.what}")
            self._in_tenants.add(at, what, error.hint, tenant=name)
            if name is not None:
                self.refused.add(name)
            # Whose the line is does not say that the rest of it says nothing.
            self.doubts.note(text, at)
            self.complete = False
            return
        written = Written.on_one_line(value, file, number)
        note_leaks(value, written.at, self._in_tenants, tenant=named_by(value))
        self.take(written)

    def _refuse(self, written: Written, error: ValidationError) -> None:
        name = written.name
        if name is None:
            self.complete = False
        else:
            self.refused.add(name)
        if name is None or not is_tenant_name(name):
            text = repr(written.value) if name is None else name
            at = Location(written.file, written.line)
            self.doubts.note(text, at, whole=name is not None)
        if written.key is not None and not isinstance(written.value, Mapping):
            found = described(written.value)
            what = f"expected a mapping such as `{{jurisdictions: [us]}}`, found {found}"
            one = shown(f"{written.key}: {{jurisdictions: [eu]}}")
            hint = f"write it as in {one}; `{{}}` behind the name, where it adds nothing"
            self._in_tenants.add(written.at(()), of_tenant(name, what), hint, tenant=name)
            return
        if self._in_tenants.full:  # explaining is slow, and nobody would read it
            what = of_tenant(name, "refused")
            self._in_tenants.add(Location(written.file, written.line), what, tenant=name)
            return
        self._in_tenants.refused(
            "tenant",
            written.value,
            written.at,
            why=refusals(error),
            tenant=name,
        )

    def _add(self, name: str, law: TenantLaw, written: Written) -> None:
        first = self.entries.get(name)
        if first is not None:
            self._in_tenants.add(
                Location(written.file, written.line),
                f"tenant {shown(name)} is defined twice, first at {place(first.at())}",
                "remove one of the two",
                tenant=name,
            )
            return
        self.entries[name] = Entry(name, law, written.file, written.line, written.lines)


def _within(document: Document, below: KeyPath) -> Callable[[KeyPath], Location]:
    return lambda path: document.location((*below, *path))

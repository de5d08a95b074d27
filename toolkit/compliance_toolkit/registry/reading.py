"""The steps of reading a project: files, shapes, tenants, meaning; mistakes of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec
from pydantic import TypeAdapter, ValidationError

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonValue
from compliance_toolkit.registry.entries import Entry, above
from compliance_toolkit.registry.files import MEGABYTE, matching, read_bounded
from compliance_toolkit.registry.known import Names, check_deployment
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.leaks import note_leaks
from compliance_toolkit.registry.mistakes import Broken, Mistakes, Refusal, refusals
from compliance_toolkit.registry.model import with_name
from compliance_toolkit.registry.project import (
    AUDIT,
    DEPLOYMENT,
    PROVIDERS,
    Audit,
    Deployment,
    Project,
)
from compliance_toolkit.registry.tenant_files import TenantReader
from compliance_toolkit.registry.tenants import Tenants
from compliance_toolkit.registry.tightening import Words, check_tenants
from compliance_toolkit.registry.wording import key_path, listed, printable
from compliance_toolkit.registry.yaml import Document, KeyPath, read_yaml

MOST_YAML = 16 * MEGABYTE
MOST_JSON_LINES = 256 * MEGABYTE
_SUFFIXES = (".jsonl", ".yaml", ".yml")

T = TypeVar("T")


class Reading(msgspec.Struct, frozen=True):
    """A project that was read without a mistake."""

    project: Project
    document: Document
    tenants: Tenants
    words: Words
    """What the entries of tenants may name."""

    digest: str
    broken: tuple[Broken, ...] = ()
    """Tenants with mistakes, where the others were asked for all the same."""


class Leave(msgspec.Struct, frozen=True):
    """What is not an error, because somebody said so."""

    broken_tenants: bool = False
    """Tenants with mistakes, and all below them, are left out, and told."""

    stored_tenants: bool = False
    """Tenants may also be kept in a store: what is not in the files may be there."""


def read_project(path: Path, law: KnownLaw, leave: Leave) -> Reading:
    """Read a project file and all files it names.

    Args:
        path: The project file.
        law: What the bundle knows.
        leave: What is not an error.

    Raises:
        ConfigurationError: Something is wrong; it carries every further mistake in `others`.
    """
    raw = read_bounded(path, most=MOST_YAML, what="project file")
    return parse_project(raw, path, law, leave)


def parse_project(raw: bytes, path: Path, law: KnownLaw, leave: Leave) -> Reading:
    """Read the bytes of a project file that may be in no file; see `read_project`."""
    reader = _Reader(path, read_yaml(raw, str(path)), law, leave)
    reader.digest(raw)
    return reader.run()


class _Reader:
    """Reads one project; every step notes its mistakes and leaves out what it refused."""

    def __init__(self, path: Path, document: Document, law: KnownLaw, leave: Leave) -> None:
        self._digest = hashlib.sha256()
        self._folder = path.parent
        self._document = document
        self._law = law
        self._mistakes = Mistakes()
        self._refusals: list[Refusal] = []
        self._leave = leave
        self._words = Words(law)
        self._in_tenants = Mistakes() if leave.broken_tenants else self._mistakes
        self._tenants = TenantReader(self._mistakes, self._in_tenants)
        self._names = Names(self._mistakes, document.location)

    def run(self) -> Reading:
        plain = self._document.plain()
        note_leaks(plain, self._document.location, self._mistakes)
        sections: Mapping[str, JsonValue] = plain if isinstance(plain, Mapping) else {}
        deployments = self._deployments(sections.get("deployments"))
        audits = self._audits(sections.get("audits"))
        project = self._header(plain)
        if self._refusals:
            self._explain(plain)
        self._read_tenants(sections.get("tenant_files"))
        names = sections.get("deployments")
        self._words = Words(self._law, frozenset(names if isinstance(names, Mapping) else ()))
        stored = self._leave.stored_tenants or "tenant_database" in sections
        self._check_tenants(stored=stored)
        for deployment in deployments.values():
            check_deployment(deployment, self._law, self._names)
        broken = self._in_tenants.broken() if self._leave.broken_tenants else ()
        tenants = self._sound(broken)
        self._check_audits(audits, tenants, stored=stored)
        self._mistakes.raise_any()
        if project is None:  # `raise_any` has said why; without it, silence is no consent either
            raise ConfigurationError(f"{self._document.file}:1: this is no project file")
        whole = {
            "deployments": deployments,
            "audits": tuple(audits.values()),
        }
        return Reading(
            project=project.model_copy(update=whole),
            document=self._document,
            tenants=tenants,
            words=self._words,
            digest=f"sha256:{self._digest.hexdigest()}",
            broken=broken,
        )

    def digest(self, raw: bytes) -> None:
        """Add the bytes of one file to the revision; the length keeps two files apart."""
        self._digest.update(b"%d\n" % len(raw))
        self._digest.update(raw)

    def _parsed(self, adapter: TypeAdapter[T], path: KeyPath, value: object) -> T | None:
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            self._refusals.extend(refusals(error, path, PROVIDERS))
        return None

    def _deployments(self, section: JsonValue) -> dict[str, Deployment]:
        found: dict[str, Deployment] = {}
        for name, value in section.items() if isinstance(section, Mapping) else ():
            try:
                whole = with_name(name, value)
            except ValueError:
                whole = None  # it brings a name along; the schema says so
            deployment = self._parsed(DEPLOYMENT, ("deployments", name), whole)
            if deployment is not None:
                found[name] = deployment
        return found

    def _audits(self, section: JsonValue) -> dict[int, Audit]:
        values = section if isinstance(section, list) else []
        parsed = {n: self._parsed(AUDIT, ("audits", n), value) for n, value in enumerate(values)}
        return {n: audit for n, audit in parsed.items() if audit is not None}

    def _header(self, plain: JsonValue) -> Project | None:
        """Parse what is neither deployment, tenant nor audit, and that those are containers."""
        header = plain
        if isinstance(plain, Mapping):
            header = {key: _emptied(key, value) for key, value in plain.items()}
        return self._parsed(TypeAdapter(Project), (), header)

    def _explain(self, plain: JsonValue) -> None:
        document = plain
        if isinstance(plain, Mapping) and isinstance(plain.get("tenants"), Mapping):
            document = {**plain, "tenants": {}}  # each tenant is explained on its own
        self._mistakes.refused("project", document, self._document.location, why=self._refusals)

    def _read_tenants(self, globs: JsonValue) -> None:
        self._tenants.read_entries(self._document)
        paths: dict[Path, None] = {}
        if globs is not None and not isinstance(globs, list):
            self._tenants.complete = False  # the schema says so, here and below
        for position, glob in enumerate(globs if isinstance(globs, list) else []):
            if not isinstance(glob, str) or not glob:
                self._tenants.complete = False
                continue
            try:
                paths.update(dict.fromkeys(matching(self._folder, glob)))
            except ConfigurationError as error:
                self._tenants.complete = False
                where: KeyPath = ("tenant_files", position)
                what = f"{key_path(where)}: {error.message}"
                self._mistakes.add(self._document.location(where), what, error.hint)
        for path in paths:
            self._read_tenant_file(path)

    def _check_tenants(self, *, stored: bool) -> None:
        check_tenants(
            self._tenants.entries,
            self._tenants.refused,
            self._words,
            self._in_tenants,
            # A line that could not be read may be the tenant that is missing; where such lines
            # are skipped, what may hang on them is broken too. What may be in a store is looked
            # for when it is asked for.
            complete=(self._tenants.complete or self._leave.broken_tenants) and not stored,
        )

    def _sound(self, broken: tuple[Broken, ...]) -> Tenants:
        """Give the tenants without those that are broken, and without all below them."""
        named = {one.name: one for one in broken if one.name is not None}
        every = self._tenants.entries
        entries: Mapping[str, Entry] = every
        if named:
            entries = {
                name: entry
                for name, entry in every.items()
                if named.keys().isdisjoint((*above(name), name))
            }
        return Tenants(
            entries,
            self._law,
            self._document.file,
            broken=named,
            doubts=self._tenants.doubts,
            # A tenant takes no requests because its children are broken.
            parents=[path for name in (*every, *named) for path in above(name)] if named else (),
        )

    def _read_tenant_file(self, path: Path) -> None:
        if path.suffix not in _SUFFIXES:
            what = f"the tenant file `{printable(str(path))}` is neither YAML nor JSON Lines"
            hint = f"name it with one of the endings {listed(_SUFFIXES)}"
            self._mistakes.note(ConfigurationError(what, hint=hint))
            self._tenants.complete = False
            return
        most = MOST_JSON_LINES if path.suffix == ".jsonl" else MOST_YAML
        try:
            raw = read_bounded(path, most=most, what="tenant file")
        except ConfigurationError as error:
            self._mistakes.note(error)
            self._tenants.complete = False
            return
        self.digest(raw)
        self._tenants.read_file(str(path), raw)

    def _check_audits(self, audits: Mapping[int, Audit], tenants: Tenants, *, stored: bool) -> None:
        for number, audit in audits.items():
            path: KeyPath = ("audits", number)
            for kind, key, codes, known in (
                ("jurisdiction", "jurisdictions", audit.jurisdictions, self._law.jurisdictions),
                ("regime", "regimes", audit.regimes, self._law.regimes),
            ):
                self._names.check_all(kind, (*path, key), codes or (), set(known))
            for position, name in enumerate(() if stored else audit.tenants or ()):
                if (
                    name not in tenants
                    and name not in self._tenants.refused
                    and not tenants.broken(name)
                ):
                    error = tenants.unknown(name)
                    where = (*path, "tenants", position)
                    what = f"{key_path(where)}: {error.message}"
                    self._mistakes.add(self._document.location(where), what, error.operator_hint)


def _emptied(key: str, value: JsonValue) -> JsonValue:
    """Empty a section that is a container; whether it is one is still to be judged."""
    if key in {"deployments", "tenants"} and isinstance(value, dict):
        return {}
    if key == "audits" and isinstance(value, list):
        return []
    return value

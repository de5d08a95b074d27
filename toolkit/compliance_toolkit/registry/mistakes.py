"""Collects every mistake of one reading, so that all are reported at once."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

import msgspec
from pydantic import ValidationError

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonValue, Location
from compliance_toolkit.registry.entries import UNPLACED
from compliance_toolkit.registry.model import MEANING
from compliance_toolkit.registry.schemas import faults
from compliance_toolkit.registry.wording import key_path, printable, shown
from compliance_toolkit.registry.yaml import KeyPath

MOST = 50
"""Mistakes told one by one; a generated file of a hundred thousand tenants can hold as many."""


class Refusal(msgspec.Struct, frozen=True):
    """One thing that pydantic refuses."""

    path: KeyPath
    what: str
    meaning: bool
    """Whether no schema could have said it."""

    hint: str | None = None


def refusals(
    error: ValidationError, below: KeyPath = (), tags: Container[str] = ()
) -> list[Refusal]:
    """Give what pydantic refuses, without what it found.

    Args:
        error: Its error.
        below: Path of what was validated.
        tags: Names of a union's members, which pydantic puts first into its paths.
    """
    found: list[Refusal] = []
    for one in error.errors(include_url=False, include_input=False):
        first, *rest = one["loc"] or ("",)
        path = tuple(rest) if first in tags else one["loc"]
        meaning = one["type"] == MEANING
        hint = one.get("ctx", {}).get("hint") if meaning else None  # any other context is hostile
        found.append(Refusal((*below, *path), one["msg"].lower(), meaning, hint))
    return found


class Broken(msgspec.Struct, frozen=True):
    """One tenant that is written wrongly, where the others were asked for all the same."""

    name: str | None
    """`None` where not even its name could be read."""

    location: Location
    mistake: ConfigurationError
    """The first one; it carries the others."""


class _Noted(msgspec.Struct, frozen=True):
    """One mistake, where it stands, and the tenant that it breaks."""

    error: ConfigurationError
    location: Location | None
    about: str | Location | None
    """A tenant's name, or the place of one without a name."""


class Mistakes:
    """The mistakes found so far."""

    def __init__(self) -> None:
        self._noted: list[_Noted] = []
        self._further = 0
        self._untold: set[tuple[str, int] | str] = set()
        """Places with mistakes that are only counted: how many are on one line is not known."""

        self._places: dict[str | Location, Location] = {}
        """Every tenant with a mistake, told or not, and where its first one stands."""

    @property
    def count(self) -> int:
        """How many mistakes there were."""
        return len(self._noted) + self._further

    @property
    def full(self) -> bool:
        """Whether further mistakes are only counted."""
        return len(self._noted) >= MOST

    def __bool__(self) -> bool:
        return bool(self._noted)

    def add(
        self, location: Location, what: str, hint: str | None = None, *, tenant: str | None = None
    ) -> None:
        """Note a mistake at a place.

        Args:
            location: Where a person finds it.
            what: One sentence, lower case, without full stop.
            hint: What to do about it.
            tenant: The tenant that it breaks.
        """
        error = ConfigurationError(f"{place(location)}: {what}", hint=hint)
        self.note(error, location, tenant=tenant)

    def note(
        self,
        error: ConfigurationError,
        location: Location | None = None,
        *,
        tenant: str | None = None,
    ) -> None:
        """Note an error that was made elsewhere."""
        about = location if tenant is None else tenant
        if about is not None and location is not None:
            self._places.setdefault(about, location)
        if self.full:
            self._further += 1
            at = error.message if location is None else (location.file, location.line)
            self._untold.add(at)
        else:
            self._noted.append(_Noted(error, location, about))

    def refused(
        self,
        kind: str,
        document: JsonValue,
        at: Callable[[KeyPath], Location],
        *,
        why: Iterable[Refusal],
        tenant: str | None = None,
    ) -> None:
        """Note why pydantic refused a document, in the words of its JSON Schema.

        Args:
            kind: The schema's name.
            document: What was refused, whole.
            at: Where a key path of it stands.
            why: What pydantic said; it is told where the schema is silent.
            tenant: The tenant that it is, where it says whose it is.
        """
        explained: set[KeyPath] = set()
        for fault in faults(kind, document):
            explained.add(fault.path)
            what = of_tenant(tenant, fault.what, _unsaid(tenant, fault.path))
            self.add(at(fault.path), what, fault.hint, tenant=tenant)
        for refusal in why:
            # A shape that the schema accepted must still be told: silence is never consent.
            if refusal.path not in explained and (refusal.meaning or not explained):
                what = of_tenant(tenant, refusal.what, _unsaid(tenant, refusal.path))
                self.add(at(refusal.path), what, refusal.hint, tenant=tenant)

    def broken(self) -> tuple[Broken, ...]:
        """Give each tenant with a mistake, in the order in which they were found."""
        grouped: dict[str | Location | None, list[ConfigurationError]] = {}
        for one in self._noted:
            grouped.setdefault(one.about, []).append(one.error)
        found: list[Broken] = []
        for about, at in self._places.items():
            first, *others = grouped.get(about) or [_untold(at)]
            mistake = ConfigurationError(first.message, hint=first.hint, others=others)
            found.append(Broken(about if isinstance(about, str) else None, at, mistake))
        return tuple(found)

    def raise_any(self) -> None:
        """Do nothing if there was no mistake.

        Raises:
            ConfigurationError: The first mistake, in the order of the lines; it carries the others.
        """
        if not self._noted:
            return
        backwards = reversed(list(enumerate(self._noted)))
        files = {one.location.file: n for n, one in backwards if one.location}
        ordered = sorted(
            self._noted,
            key=lambda one: (
                (files[one.location.file], one.location.line) if one.location else (-1, 0)
            ),
        )
        first, *others = [one.error for one in ordered]
        told = {(at.file, at.line) for one in self._noted if (at := one.location) is not None}
        if untold := self._untold - told:
            places = f"{len(untold):,} more places" if len(untold) > 1 else "one more place"
            others.append(
                ConfigurationError(
                    f"there are mistakes in {places}, which are not listed",
                    hint="correct those that are listed first",
                )
            )
        raise ConfigurationError(first.message, hint=first.hint, others=others)


def named_by(document: JsonValue) -> str | None:
    """Give the name in a tenant's document, as far as it has one."""
    match document:
        case {"name": str(name)}:
            return name
        case _:
            return None


def place(location: Location) -> str:
    """Write a place as messages do: file and line, or what a store calls it."""
    file = printable(location.file)
    return file if location.line == UNPLACED else f"{file}:{location.line}"


def _unsaid(tenant: str | None, key: KeyPath) -> KeyPath:
    """Leave out a key that need not be said: where a name is wrong, it is told anyway."""
    return () if tenant is not None and key == ("name",) else key


def _untold(location: Location) -> ConfigurationError:
    return ConfigurationError(
        f"{place(location)}: this tenant is refused",
        hint="correct the tenants that are explained first; this one is explained after them",
    )


def of_tenant(name: str | None, what: str, key: KeyPath = ()) -> str:
    """Say what is wrong with an entry, behind its place.

    Args:
        name: The tenant whose entry it is; `None` where it is no tenant's, or nobody knows whose.
        what: What is wrong.
        key: With which key of it.
    """
    said = f"{key_path(key)}: {what}" if key else what
    return said if name is None else f"tenant {shown(name)}: {said}"

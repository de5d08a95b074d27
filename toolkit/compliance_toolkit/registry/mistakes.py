"""Collects every mistake of one reading, so that all are reported at once."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonValue, Location
from compliance_toolkit.registry.model import MEANING
from compliance_toolkit.registry.schemas import faults
from compliance_toolkit.registry.wording import key_path, printable
from compliance_toolkit.registry.yaml import KeyPath

MOST = 50
"""Mistakes told one by one; a generated file of a hundred thousand tenants can hold as many."""


@dataclass(frozen=True, slots=True)
class Refusal:
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


class Mistakes:
    """The mistakes found so far."""

    def __init__(self) -> None:
        self._errors: list[tuple[Location | None, ConfigurationError]] = []
        self._untold = 0

    @property
    def full(self) -> bool:
        """Whether further mistakes are only counted."""
        return len(self._errors) >= MOST

    def add(self, location: Location, what: str, hint: str | None = None) -> None:
        """Note a mistake at a place.

        Args:
            location: Where a person finds it.
            what: One sentence, lower case, without full stop.
            hint: What to do about it.
        """
        message = f"{printable(location.file)}:{location.line}: {what}"
        self._keep(location, ConfigurationError(message, hint=hint))

    def note(self, error: ConfigurationError) -> None:
        """Note an error that was made elsewhere."""
        self._keep(None, error)

    def refused(
        self,
        kind: str,
        document: JsonValue,
        at: Callable[[KeyPath], Location],
        *,
        why: Iterable[Refusal],
        named: Callable[[KeyPath], KeyPath] = tuple,
    ) -> None:
        """Note why pydantic refused a document, in the words of its JSON Schema.

        Args:
            kind: The schema's name.
            document: What was refused, whole.
            at: Where a key path of it stands.
            why: What pydantic said; it is told where the schema is silent.
            named: What the message calls a key path of it, where the file has another.
        """
        told: set[KeyPath] = set()
        for fault in faults(kind, document):
            told.add(fault.path)
            self.add(at(fault.path), _of(named(fault.path), fault.what), fault.hint)
        for refusal in why:
            # A shape that the schema accepted must still be told: silence is never consent.
            if refusal.path not in told and (refusal.meaning or not told):
                what = _of(named(refusal.path), refusal.what)
                self.add(at(refusal.path), what, refusal.hint)

    def raise_any(self) -> None:
        """Do nothing if there was no mistake.

        Raises:
            ConfigurationError: The first mistake, in the order of the lines; it carries the others.
        """
        if not self._errors:
            return
        files = {at.file: n for n, (at, _) in reversed(list(enumerate(self._errors))) if at}
        ordered = sorted(
            self._errors, key=lambda one: (files[one[0].file], one[0].line) if one[0] else (-1, 0)
        )
        first, *others = [error for _, error in ordered]
        if self._untold:
            others.append(
                ConfigurationError(f"{self._untold} more mistakes were found, and are not listed")
            )
        raise ConfigurationError(first.message, hint=first.hint, others=others)

    def _keep(self, location: Location | None, error: ConfigurationError) -> None:
        if self.full:
            self._untold += 1
        else:
            self._errors.append((location, error))


def _of(path: KeyPath, what: str) -> str:
    return f"{key_path(path)}: {what}" if path else what

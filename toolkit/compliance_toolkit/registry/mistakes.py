"""Collects every mistake of one reading, so that all are reported at once."""

from __future__ import annotations

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import Location

MOST = 50
"""Mistakes told one by one; a generated file of a hundred thousand tenants can hold as many."""


class Mistakes:
    """The mistakes found so far, in the order of finding."""

    def __init__(self) -> None:
        self._errors: list[ConfigurationError] = []
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
        self.note(ConfigurationError(f"{location.file}:{location.line}: {what}", hint=hint))

    def note(self, error: ConfigurationError) -> None:
        """Note an error that was made elsewhere, with those it carries."""
        for one in (error, *error.others):
            if self.full:
                self._untold += 1
            else:
                self._errors.append(ConfigurationError(one.message, hint=one.hint))

    def raise_any(self) -> None:
        """Do nothing if there was no mistake.

        Raises:
            ConfigurationError: The first mistake; it carries the others.
        """
        if not self._errors:
            return
        first, *others = self._errors
        if self._untold:
            others.append(
                ConfigurationError(f"{self._untold} more mistakes were found, and are not listed")
            )
        raise ConfigurationError(first.message, hint=first.hint, others=others)

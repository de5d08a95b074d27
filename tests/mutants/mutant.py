"""A mutant: one file of the policies with one small mistake in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One mistake."""

    path: str
    """File below `policies`."""

    line: int
    """Where it is in the file, from 1."""

    kind: str
    """What sort of mistake it is, of few; `made never true` or `offers: destinations`."""

    what: str
    """What was done, and to what."""

    text: str
    """The whole file, with it."""

    @property
    def is_rego(self) -> bool:
        """Whether it is in a policy, and not in data."""
        return self.path.endswith(".rego")

    @property
    def name(self) -> str:
        """What it is called wherever its line moves to."""
        return f"{self.path}  {self.what}"

    def __str__(self) -> str:
        return f"policies/{self.path}:{self.line}  {self.what}"

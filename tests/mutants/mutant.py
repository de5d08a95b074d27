"""A mutant: one file of the policies with one small mistake in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One mistake."""

    path: str
    """File below `policies`."""

    where: str
    """Line or key of the mistake."""

    what: str
    """What was done there."""

    text: str
    """The whole file, with it."""

    @property
    def is_rego(self) -> bool:
        """Whether it is in a policy, and not in data."""
        return self.path.endswith(".rego")

    def __str__(self) -> str:
        return f"{self.path}:{self.where}  {self.what}"

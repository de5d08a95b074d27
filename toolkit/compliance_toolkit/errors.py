"""What can go wrong, sorted by whose fault it is.

ComplianceError
├── ConfigurationError    the operator's: fix a setting, the project file, a tenant or a waiver
├── SourceError           the operator's too: an input that cannot be read or understood
├── PolicyError           the policy author's: fix a rule
├── NoCompliantRouteError nobody's mistake: a denial was asked for a client; the denial is a value
├── ResidencyError        the provider's or the environment's: what is, contradicts the decision
└── UnavailableError      nobody's: try again later
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance_toolkit.models import Denial


class ComplianceError(Exception):
    """Base of all errors of this package: one sentence of what and where, and a hint of what to do.

    Attributes:
        message: Lower case, one line, no full stop; user input in backticks.
        hint: What to do about it, or `None`.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class ConfigurationError(ComplianceError):
    """The command line, the project file, a tenant or a waiver is wrong (exit 2).

    Attributes:
        others: Further mistakes found in the same reading, so that all are reported at once.
        operator_hint: The hint for whoever has the project's files before them. It may name other
            tenants, which `hint` does not where a request was refused: that one may be shown to a
            customer. The same as `hint` where there is nothing to keep from one.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        others: Sequence[ConfigurationError] = (),
        operator_hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.others = tuple(others)
        self._operator_hint = operator_hint

    @property
    def operator_hint(self) -> str | None:
        """The hint for whoever has the project's files before them."""
        return self._operator_hint or self.hint


class SourceError(ComplianceError):
    """An input is missing, does not parse, or is of another kind (exit 3)."""


class PolicyError(ComplianceError):
    """A rule is undefined, failed, or answered out of shape (exit 3)."""


class NoCompliantRouteError(ComplianceError):
    """A client or a config was asked of a decision that denies.

    Attributes:
        denials: Why each deployment was refused.
    """

    def __init__(
        self, message: str, *, denials: Sequence[Denial] = (), hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.denials = tuple(denials)


class ResidencyError(ComplianceError):
    """A client, an endpoint or a reply contradicts the decision."""


class UnavailableError(ComplianceError):
    """An engine, a service or the reader of our output did not answer (exit 3)."""

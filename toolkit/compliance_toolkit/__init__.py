"""Holds every Claude request, and the infrastructure around it, to the law of the tenant it is for.

The public names load on first use, so that importing the package costs nothing and imports no SDK.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance_toolkit.api import Compliance as Compliance
    from compliance_toolkit.api.shadow import Shadow as Shadow
    from compliance_toolkit.api.shadow import ShadowRecord as ShadowRecord
    from compliance_toolkit.errors import ComplianceError as ComplianceError
    from compliance_toolkit.errors import ConfigurationError as ConfigurationError
    from compliance_toolkit.errors import NoCompliantRouteError as NoCompliantRouteError
    from compliance_toolkit.errors import PolicyError as PolicyError
    from compliance_toolkit.errors import ResidencyError as ResidencyError
    from compliance_toolkit.errors import SourceError as SourceError
    from compliance_toolkit.errors import UnavailableError as UnavailableError
    from compliance_toolkit.resolve.cache import Limits as Limits
    from compliance_toolkit.resolve.decision import Decision as Decision
    from compliance_toolkit.testing import FakeCompliance as FakeCompliance

__version__ = "0.1.0"
"""Also the version of the distribution; reading it there would cost 25 ms of every start."""

_HOMES = {
    "Compliance": "api",
    "ComplianceError": "errors",
    "ConfigurationError": "errors",
    "Decision": "resolve.decision",
    "FakeCompliance": "testing",
    "Limits": "resolve.cache",
    "NoCompliantRouteError": "errors",
    "PolicyError": "errors",
    "ResidencyError": "errors",
    "Shadow": "api.shadow",
    "ShadowRecord": "api.shadow",
    "SourceError": "errors",
    "UnavailableError": "errors",
}

__all__ = [  # noqa: PLE0604, RUF100  the names are in `_HOMES`, and mypy sees them above
    "Compliance",
    "ComplianceError",
    "ConfigurationError",
    "Decision",
    "FakeCompliance",
    "Limits",
    "NoCompliantRouteError",
    "PolicyError",
    "ResidencyError",
    "Shadow",
    "ShadowRecord",
    "SourceError",
    "UnavailableError",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value

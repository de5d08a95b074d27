"""Loads the project for a verb: all of its tenants, or those that are written rightly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from compliance_toolkit.api import Compliance
    from compliance_toolkit.errors import ConfigurationError

SKIP_BROKEN = "--skip-broken-tenants"
SKIP_BROKEN_HELP = "Refuse tenants that are wrong or cannot be read; answer for the others."
_SHOWN = 10
"""Skipped tenants that are told one by one."""


def load(
    config: Path | None,
    *,
    policies: Path | None = None,
    engine: str | None = None,
    skip_broken_tenants: bool = False,
) -> Compliance:
    """Load a project, and warn of each tenant that was skipped.

    Args:
        config: The project file; `None`: none.
        policies: A bundle root to use instead of the shipped one.
        engine: URL of an OPA server.
        skip_broken_tenants: Whether broken tenants are left out and refused.

    Raises:
        ConfigurationError: The project file is wrong. Where nothing but tenants is, the last hint
            names the option that leaves them out.
        PolicyError: The bundle is broken.
    """
    from compliance_toolkit.api import Compliance  # noqa: PLC0415  `--help` stays quick
    from compliance_toolkit.cli.console import print_warning  # noqa: PLC0415
    from compliance_toolkit.errors import ConfigurationError  # noqa: PLC0415

    def loaded(*, skip: bool) -> Compliance:
        return Compliance.load(config, policies=policies, engine=engine, skip_broken_tenants=skip)

    try:
        compliance = loaded(skip=skip_broken_tenants)
    except ConfigurationError as error:
        if not skip_broken_tenants and config is not None and _only_tenants(loaded):
            _name_the_option(error)
        raise
    broken = () if config is None else compliance.registry.broken
    for one in broken[:_SHOWN]:
        print_warning(f"skipped a tenant: {one.mistake.message}")
    if len(broken) > _SHOWN:
        print_warning(f"skipped {len(broken) - _SHOWN} more")
    return compliance


class _Loaded(Protocol):
    def __call__(self, *, skip: bool) -> Compliance: ...


def _only_tenants(loaded: _Loaded) -> bool:
    """Whether the project loads once its broken tenants are left out."""
    from compliance_toolkit.errors import ComplianceError  # noqa: PLC0415

    try:
        return bool(loaded(skip=True).registry.broken)
    except ComplianceError:
        return False


def _name_the_option(error: ConfigurationError) -> None:
    """Add the option to the hint that is printed last."""
    last = error.others[-1] if error.others else error
    option = f"`{SKIP_BROKEN}` refuses such tenants and goes on"
    # A question ends its sentence.
    between = " " if (last.hint or "").endswith("?") else "; "
    last.hint = f"{last.hint}{between}{option}" if last.hint else option

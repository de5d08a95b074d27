"""SDKs are extras: what to say when one is not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from compliance_toolkit.errors import ConfigurationError


@contextmanager
def sdk(extra: str) -> Iterator[None]:
    """Name the extra that brings the SDK whose import fails in the block.

    Raises:
        ConfigurationError: The import failed.
    """
    try:
        yield
    except ImportError as error:
        missing = f"`{error.name}`" if error.name else "the SDK"
        raise ConfigurationError(
            f"{missing} cannot be imported, which the `{extra}` client needs",
            hint=f"run `pip install 'compliance-toolkit[{extra}]'`",
        ) from error

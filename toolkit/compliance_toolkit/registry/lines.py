"""Reads lines of JSON Lines quickly: most of a hundred thousand tenants say what another has said.

Nothing is decided here. A line is accepted only if pydantic accepted it, or one that differs in
the tenant's name alone; every other line is left to the slow reader, which also explains it.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import msgspec
from pydantic import ValidationError

from compliance_toolkit.registry.model import is_tenant_name
from compliance_toolkit.registry.tenant import LAW, TenantLaw
from compliance_toolkit.registry.wording import looks_secret

_MOST: Final = 10_000
"""Different laws that are remembered."""

_QUOTES: Final = 4
"""Those of `"name": "acme"`."""

_decode = msgspec.json.Decoder(dict[str, Any]).decode
_encode = msgspec.json.Encoder().encode


class _Line(NamedTuple):
    """A line that is JSON, and repeats no key."""

    name: str
    rest: dict[str, Any]
    text: bytes
    """The rest as JSON, always spelled alike."""


class Lines:
    """Remembers what lines said, for those that say the same of another name."""

    def __init__(self) -> None:
        self._laws: dict[bytes, TenantLaw] = {}

    def law(self, line: bytes) -> tuple[str, TenantLaw] | None:
        """Give the name and law of a line, or nothing where the slow reader must look at it.

        Args:
            line: One line, without its line break.
        """
        read = _read(line)
        if read is None or looks_secret(read.name):
            return None
        known = self._laws.get(read.text)
        if known is None:
            known = _accepted(read)
            if known is None:
                return None
            if len(self._laws) < _MOST:
                self._laws[read.text] = known
        return read.name, known


def _read(line: bytes) -> _Line | None:
    # Without a backslash every text stands in the line as it is, between two quotes. So a key
    # that is given twice shows: the decoder drops one, and the quotes no longer come out even.
    if b"\\" in line:
        return None
    try:
        rest = _decode(line)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    name = rest.pop("name", None)
    if not isinstance(name, str) or not is_tenant_name(name):
        return None
    text = _encode(rest)
    quotes = line.count(b'"') - text.count(b'"')
    return _Line(name, rest, text) if quotes == _QUOTES else None


def _accepted(read: _Line) -> TenantLaw | None:
    if looks_secret(read.text.decode()):
        return None
    try:
        return LAW.validate_python(read.rest)  # the name is one already
    except ValidationError:
        return None

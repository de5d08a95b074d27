"""Refuses what looks like a secret, wherever an operator wrote it.

A key that is read as a workspace or a ticket would be printed later, in a report or a message, by
somebody who takes it for a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from compliance_toolkit.models import JsonValue, Location
from compliance_toolkit.registry.mistakes import Mistakes, of_tenant
from compliance_toolkit.registry.wording import looks_secret
from compliance_toolkit.registry.yaml import KeyPath

_HINT = (
    "revoke it, and name an environment variable as in `api_key: {env: NAME}`; "
    "if it is none, rename it"
)


def note_leaks(
    value: JsonValue,
    at: Callable[[KeyPath], Location],
    mistakes: Mistakes,
    *,
    tenant: str | None = None,
) -> None:
    """Note each key and each text that looks like a secret, without any part of it.

    Args:
        value: What was written, nested no deeper than its reader allows.
        at: Where a key path of it stands.
        mistakes: Where to note them.
        tenant: The tenant that says it, where single tenants can be broken.
    """
    for path, is_key in _leaks(value, ()):
        what = "this looks like a secret"
        told = path
        if is_key:
            what, told = "a key of this mapping looks like a secret", path[:-1]
        mistakes.add(at(path), of_tenant(tenant, what, told), _HINT, tenant=tenant)


def _leaks(value: JsonValue, path: KeyPath) -> Iterator[tuple[KeyPath, bool]]:
    if isinstance(value, str):
        if looks_secret(value):
            yield path, False
    elif isinstance(value, Mapping):
        for key, child in value.items():
            if looks_secret(key):
                yield (*path, key), True
            yield from _leaks(child, (*path, key))
    elif isinstance(value, list):
        for position, child in enumerate(value):
            yield from _leaks(child, (*path, position))

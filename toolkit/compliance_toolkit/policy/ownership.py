"""Where a bundle may define what: below its roots, and once."""

from __future__ import annotations

import re

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonValue

_TAKEN = "settled"
"""Root that policies once believed without asking who had filled it; nothing may be put there."""

_RULE = re.compile(r"^(?:default\s+)?([A-Za-z_]\w*)", re.MULTILINE | re.ASCII)


def refuse_outside(path: str, segments: tuple[str, ...], roots: tuple[str, ...]) -> None:
    """Refuse a file that defines what is not the bundle's.

    Raises:
        PolicyError: It does.
    """
    owned = (tuple(filter(None, root.split("/"))) for root in roots)
    if not any(segments[: len(root)] == root for root in owned):
        raise PolicyError(
            f"`{path}` defines `{'.'.join(segments) or 'data'}`, outside the bundle's roots",
            hint=f"the roots in `.manifest` are {', '.join(f'`{root}`' for root in roots)}",
        )
    refuse_taken(f"`{path}`", segments[:1])


def refuse_taken(where: str, names: tuple[str, ...]) -> None:
    """Refuse first names below `data` that no bundle may define.

    Raises:
        PolicyError: One is among them.
    """
    if _TAKEN in names:
        raise PolicyError(
            f"{where} defines `{_TAKEN}`, where no bundle may define anything",
            hint="move it below another root",
        )


def refuse_data_in_place_of_rules(
    path: str, package: tuple[str, ...], text: str, data: JsonValue
) -> None:
    """Refuse data that says what a rule says: OPA loads no such bundle, and engines would mix them.

    Raises:
        PolicyError: A rule of the policy lies where the data has something, or its package does.
    """
    for segment in package:
        if not isinstance(data, dict) or segment not in data:
            return
        data = data[segment]
    names = set(_RULE.findall(text)) & data.keys() if isinstance(data, dict) else {""}
    for name in sorted(names):
        raise PolicyError(
            f"`{path}` states `{'.'.join(filter(None, (*package, name)))}`, "
            "which a `data.json` defines too",
            hint="keep one of the two",
        )

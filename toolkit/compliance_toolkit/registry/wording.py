"""How a message shows what somebody wrote: short, on one line, and never a secret."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable

_LONGEST = 60
_SECRET = re.compile(
    r"\bsk-(?:ant|[A-Za-z0-9]{8})|\bA[KS]IA[A-Z0-9]{8}|\bgh[a-z]_|\bgithub_pat_|\bxox[a-z]-"
    r"|\beyJ[A-Za-z0-9]|-----BEGIN|\bya29\.|\bAIza"
    # Forty letters of both cases and digits: an AWS secret key, and hardly a name or a path.
    r"|\b(?=[a-z0-9+/]*[A-Z])(?=[A-Za-z+/]*[0-9])(?=[A-Z0-9+/]*[a-z])[A-Za-z0-9+/]{40}\b"
)
_SUGGESTIONS = 3
_CANDIDATES = 500
"""`difflib` takes 25 ms for as many names, and an unknown tenant may be a stranger's request."""


def shown(text: str) -> str:
    """Show what was written in backticks, or say why it is not shown.

    Args:
        text: What stands in a file or on the command line; hostile, as far as we know.

    Returns:
        The text in backticks, shortened, control characters escaped; for what looks like a
        secret a description without any part of it.
    """
    if _SECRET.search(text):
        return "a value that looks like a secret"
    if not text:
        return "nothing"
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    quoted = printable(text).replace("`", "'")
    return f"`{quoted}`"


def printable(text: str) -> str:
    """Escape what would break a line or colour a terminal, as in a hostile file name."""
    return text if text.isprintable() else "".join(_escaped(character) for character in text)


def listed(names: Iterable[str]) -> str:
    """List names in backticks, in their order."""
    return ", ".join(shown(name) for name in names)


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str | None = None) -> str | None:
    """Make the hint for a name that is not known.

    Args:
        name: What was written.
        known: What could have been meant; at most 500 are looked at, at most three named.
        otherwise: The hint where nothing is near.
    """
    # Only the first of those that differ in case alone: `EU` is near `eu`.
    folded = {one.casefold(): one for one in reversed(_plausible(name, known))}
    near = difflib.get_close_matches(name.casefold(), folded, n=_SUGGESTIONS, cutoff=0.6)
    if not near:
        return otherwise
    return f"did you mean {' or '.join(shown(folded[one]) for one in near)}?"


def _plausible(name: str, known: Iterable[str]) -> list[str]:
    """Keep names of about the same length: others cannot be near."""
    slack = max(3, len(name) // 2)
    plausible = (one for one in known if abs(len(one) - len(name)) <= slack)
    return sorted(itertools.islice(plausible, _CANDIDATES))


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def key_path(path: Iterable[str | int]) -> str:
    """Write a path of keys as one name in backticks: `deployments.bedrock-eu.models[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{shown(step).strip('`')}"
    return f"`{text.removeprefix('.')}`"

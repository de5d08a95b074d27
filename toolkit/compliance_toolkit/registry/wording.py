"""How a message shows what somebody wrote: short, on one line, and never a secret."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonValue

_LONGEST = 60
_MIXED = r"(?=[a-z0-9+/]*[A-Z])(?=[A-Za-z+/]*[0-9])(?=[A-Z0-9+/]*[a-z])"
"""Letters of both cases and digits follow: hardly a name or a path."""

_SECRET = re.compile(
    # Not every `sk-`: `acme/sk-bratislava` is a tenant in Slovakia.
    r"\b(?:sk-(?:ant-|proj-|(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{16})"
    r"|A[KS]IA[A-Z0-9]{8}|gh[oprsu]_|github_pat_|xox[a-z]-[0-9]|eyJ[A-Za-z0-9]|ya29\.|AIza)"
    r"|-----BEGIN"
    # An AWS secret key; a role of forty characters is none. Length first: it is quickly told.
    rf"|(?<![A-Za-z0-9+/])(?=[A-Za-z0-9+/]{{40}}(?![A-Za-z0-9+/]))(?!role/){_MIXED}"
    # A key of Azure.
    rf"|(?<![A-Za-z0-9])(?=[A-Za-z0-9]{{52}}){_MIXED}"
)
_MARKS = (
    *("sk-", "AKIA", "ASIA", "gho_", "ghp_", "ghr_", "ghs_", "ghu_", "github_pat_", "xox", "eyJ"),
    *("ya29.", "AIza", "-----BEGIN"),
)
_LONG_RUN = 40
_LONG = re.compile(rf"[A-Za-z0-9+/]{{{_LONG_RUN}}}")
"""Without a mark or so long a run of letters, nothing is a secret."""

SUGGESTIONS = 3
_SHORT = 3
_CANDIDATES = 500
"""`difflib` takes 25 ms for as many names, and an unknown tenant may be a stranger's request."""


def looks_secret(text: str) -> bool:
    """Tell whether somebody seems to have written a key, a token or a password, and no name."""
    # Looking closely takes long, and a hundred thousand tenants hold next to nothing like it.
    if len(text) >= _LONG_RUN and not _LONG.search(text) and not any(m in text for m in _MARKS):
        return False
    return _SECRET.search(text) is not None


def shown(text: str) -> str:
    """Show what was written in backticks, or say why it is not shown.

    Args:
        text: What stands in a file or on the command line; hostile, as far as we know.

    Returns:
        The text in backticks, shortened, control characters escaped; for what looks like a
        secret a description without any part of it.
    """
    cut = len(text) > _LONGEST and not looks_secret(text)
    return shown_whole(text[: _LONGEST - 1] + "…" if cut else text)


def shown_whole(text: str) -> str:
    """Show a name as `shown` does, however long it is: one that somebody is to copy."""
    if looks_secret(text):
        return "a value that looks like a secret"
    if not text:
        return "nothing"
    quoted = printable(text).replace("`", "'")
    return f"`{quoted}`"


def described(value: JsonValue) -> str:
    """Say in words what was found: scalars in backticks, of the others only their kind."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return shown("null" if value is None else str(value))


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
    near = nearest(name, known)
    return asking(near) if near else otherwise


def unknown(kind: str, name: str, known: Collection[str]) -> ConfigurationError:
    """Make the error for a name that is not among those known.

    Args:
        kind: What it names, such as `model`.
        name: What was written.
        known: What it may be.
    """
    every = f"known are {listed(sorted(known))}" if known else f"there is no {kind} at all"
    return ConfigurationError(
        f"unknown {kind} {shown(name)}", hint=did_you_mean(name, known, otherwise=every)
    )


def asking(names: Iterable[str]) -> str:
    """Ask whether one of these names was meant."""
    return f"did you mean {' or '.join(map(shown_whole, names))}?"


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Give the names that could have been meant: at most three, the nearest first."""
    import difflib  # noqa: PLC0415  most runs have no name to correct

    # Only the first of those that differ in case alone: `EU` is near `eu`.
    folded = {one.casefold(): one for one in reversed(_plausible(name, known))}
    wanted = name.casefold()
    near = [one for one in folded if _swapped(wanted, one)]
    near += difflib.get_close_matches(wanted, folded, n=SUGGESTIONS, cutoff=0.6)
    return [folded[one] for one in dict.fromkeys(near)][:SUGGESTIONS]


def _swapped(name: str, other: str) -> bool:
    """Tell whether one short code has the letters of another.

    `ue` has one of two letters where `eu` has it: to `difflib` no nearer than `ux` is to `us`.
    """
    return len(name) <= _SHORT and name != other and sorted(name) == sorted(other)


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

"""Sentences about findings, made from the catalog's prose and the evidence, and safe to print.

Addresses, paths and values come from whoever wrote the input. What leaves this module holds no line
break, no control or bidirectional character, no lone surrogate and no `##` (GitHub and Azure
Pipelines obey `##[command]` anywhere in a line of a log).
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Protocol, assert_never

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import (
    CitedLaw,
    Finding,
    GivenValue,
    Grounds,
    JsonObject,
    JsonValue,
    Report,
    Unknown,
    Verdict,
)

WIDTH = 100
"""Columns of prose where no terminal says how many it has."""

_NARROWEST = 40
_ITEMS = 5
_CHARACTERS = 120
_FIRST = "outside"
"""The evidence that a reader looks for: the places at fault."""

_BARE = re.compile(r"[\w./:@*+-]+(?: \([\w, ]+\))?", re.ASCII)
"""What needs no quotes; among it a place and its countries, `us-east-1 (US)`."""


_PIECES = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^",\s]+|")+[,\s]*|[,\s]+')
"""What evidence is broken between: quoted texts stay whole."""


class Prose(Protocol):
    """What a report tells of a check: the part of a catalog entry that is made of words."""

    @property
    def title(self) -> str:
        """The good state, in one sentence."""

    @property
    def description(self) -> str:
        """When the check fails, and when it is unknown."""

    @property
    def severity(self) -> str:
        """`low`, `medium`, `high` or `critical`."""

    @property
    def rationale(self) -> str:
        """Why, in one sentence."""

    @property
    def remediation(self) -> str:
        """What to do, as one imperative."""

    @property
    def controls(self) -> Mapping[str, Sequence[str]]:
        """Framework → the requirements that the check is evidence for."""

    @property
    def related_resources(self) -> Sequence[str]:
        """Addresses of the law or of the vendor's page."""


def prose(catalog: Mapping[str, Prose], check: str) -> Prose:
    """The catalog's entry of `check`.

    Raises:
        PolicyError: There is none.
    """
    entry = catalog.get(check)
    if entry is None:
        raise PolicyError(
            f"a finding is of check `{check}`, which the catalog does not list",
            hint="generate the catalog again, or use a bundle that was built whole",
        )
    return entry


def printable(text: str) -> str:
    """`text` on one line, with everything that a terminal or a log could obey made visible."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else _escape(char) for char in text)
    return text.replace("##", r"#\x23")


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def value_text(value: JsonValue) -> str:
    """A value in as few characters as tell it apart; what was cut off is counted."""
    match value:
        case str():
            return value if _BARE.fullmatch(value) and len(value) <= _CHARACTERS else _quoted(value)
        case None | bool() | int() | float():
            return json.dumps(value)
        case Mapping():
            pairs = [f"{_key(name)}={value_text(item)}" for name, item in sorted(value.items())]
            return f"({_listed(pairs)})"
        case _:
            return f"[{_listed([value_text(item) for item in value])}]"


def given_text(given: GivenValue) -> str:
    """A value that a variable was given from around the program, and where it stood."""
    name, by = printable(given.variable), printable(given.by)
    return (
        f"{name} ({by}, sensitive)"
        if given.sensitive
        else f"{name}={value_text(given.value)} ({by})"
    )


def _quoted(text: str) -> str:
    kept = text[:_CHARACTERS].replace("\\", "\\\\").replace('"', '\\"')
    more = len(text) - _CHARACTERS
    return printable(f'"{kept}"') + (f"+{more} characters" if more > 0 else "")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _listed(items: Sequence[str]) -> str:
    more = len(items) - _ITEMS
    return ",".join([*items[:_ITEMS], *([f"+{more} more"] if more > 0 else [])])


def evidence_text(evidence: JsonObject, *, between: str = ", ") -> str:
    """Evidence as `key=value`: the places at fault, and then by key."""
    ordered = sorted(evidence.items(), key=lambda item: (item[0] != _FIRST, item[0]))
    return between.join(f"{_key(k)}={value_text(v)}" for k, v in ordered)


def reason_text(reason: Unknown) -> str:
    """Why something is not known, and what it hangs on."""
    return f"{reason.code} ({printable(reason.reference)})" if reason.reference else reason.code


def law_text(finding: Finding) -> str:
    """The law that a finding names: its jurisdiction, regime or tenant."""
    named = [part for part in (finding.jurisdiction, finding.regime, finding.tenant) if part]
    return printable("/".join(named)) or "-"


def controls_of(entry: Prose, grounds: Grounds) -> dict[str, Sequence[str]]:
    """Framework → requirements, without the frameworks that are law elsewhere only."""
    return {
        name: list(items)
        for name, items in sorted(entry.controls.items())
        if name not in grounds.foreign
    }


def controls_text(controls: Mapping[str, Sequence[str]]) -> str:
    """`gdpr Art. 44, Art. 46; hipaa 164.312(b)`."""
    return printable(
        "; ".join(f"{name} {', '.join(items)}" for name, items in sorted(controls.items()))
    )


def cited_text(law: CitedLaw) -> str:
    """`eu, European Union, Regulation (EU) 2016/679: Sending personal data …`."""
    named = ", ".join(part for part in (law.code, law.name, law.article) if part)
    return printable(f"{named}: {law.rationale}" if law.rationale else named)


def grounds_of(report: Report, finding: Finding) -> Grounds:
    """What a finding rests on; nothing is quoted where the report does not say."""
    return report.grounds.get(finding.under, Grounds())


def message(finding: Finding, entry: Prose) -> str:
    """One sentence for one finding: the resource, the check, the law and the evidence."""
    address, title = printable(finding.address), printable(entry.title)
    law = law_text(finding)
    under = f" under `{law}`" if law != "-" else ""
    about = f"{finding.check}{under} ({title})"
    why = evidence_text(finding.evidence)
    match finding.verdict:
        case Verdict.PASS:
            said = f"`{address}` passes {about}"
        case Verdict.FAIL:
            said = f"`{address}` fails {about}"
        case Verdict.UNKNOWN:
            said = f"`{address}` is unknown for {about}"
            cause = reason_text(finding.reason) if finding.reason is not None else ""
            why = "; ".join(part for part in (cause, why) if part)
        case Verdict.SKIP:
            said = f"`{address}` is none that {about} is about"
        case never:
            assert_never(never)
    return f"{said}: {why}" if why else said


def wrapped(text: str, indent: str = "", *, width: int = WIDTH) -> list[str]:
    """`text` in lines of at most `width` columns; those after the first hang below its label.

    Args:
        text: `label: prose`, on one line.
        indent: What every line starts with.
        width: Columns of the terminal; a word that is longer is left whole.
    """
    label, colon, _ = text.partition(": ")
    hanging = indent + " " * (len(label + colon) if label.isalpha() else 2)
    return textwrap.wrap(
        text,
        max(width, _NARROWEST),
        initial_indent=indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def broken(text: str, indent: str = "", *, width: int = WIDTH) -> list[str]:
    """Evidence in lines of at most `width` columns, broken between keys and between items of lists.

    Args:
        text: As `evidence_text` gives it.
        indent: What every line starts with; further ones of the same key stand two deeper.
        width: Columns of the terminal; an item that is longer is left whole.
    """
    room = max(width, _NARROWEST) - len(indent)
    lines: list[str] = []
    line = ""
    for piece in _PIECES.findall(text):
        if line and len(line) + len(piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = "  " if line.rstrip().endswith(",") else ""
        line += piece
    return [f"{indent}{one}" for one in (*lines, line.rstrip())]


def kept_text(days: JsonValue) -> str:
    """How long prompts are kept: `kept 30 days`."""
    if days == "unspecified":
        return "kept for a time that nothing bounds"
    return f"kept {count_of(days, 'day')}" if isinstance(days, int) else f"kept {value_text(days)}"


def price_text(price: JsonValue) -> str:
    """A price as a multiple of the list price."""
    return f"{value_text(price)} \N{MULTIPLICATION SIGN} list price"


def count_of(number: int, noun: str) -> str:
    """`1 resource`, `2 resources`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

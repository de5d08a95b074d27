"""Which checks and rules read what a law says: those that can fail under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from compliance_toolkit.explain.binding import TURNS_ON
from compliance_toolkit.explain.document import LawKind
from compliance_toolkit.explain.law import Law, limiting
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog, Check, Rule

_READ = re.compile(r"\b(jurisdictions|regimes|data_classes)\[[^\]]*\]\.([a-z_]+(?:\.[a-z_]+)*)")
_KINDS: Mapping[str, LawKind] = {
    "jurisdictions": "jurisdiction",
    "regimes": "regime",
    "data_classes": "data_class",
}
_ADMITTED = "DAT-101"
"""It binds whomever a request is for, and reads of the law whether data may be sent at all."""


class Driving:
    """Tells what reads the statements of a law."""

    def __init__(self, catalog: Catalog, bundle: Bundle) -> None:
        """Read the text of each check.

        Args:
            catalog: What checks and rules say of themselves.
            bundle: Their policies. Rules of `resolve` share what they read; what those turn on
                is listed in `binding`.
        """
        self._catalog = catalog
        self._read = {check.id: frozenset(_read(check, bundle)) for check in catalog.checks}

    def __call__(self, law: Law) -> dict[str, tuple[Rule, ...]]:
        """Dimension → the checks and rules that read it, of all that a law states and limits."""
        driven = {}
        stated = set(limiting(law))
        if law.says().get("admitted") is False:
            stated.add("admitted")
        for dimension in sorted(stated):
            found = tuple(
                rule for rule in self._catalog.values() if self._reads(rule, law, dimension)
            )
            if found:
                driven[dimension] = found
        return driven

    def _reads(self, rule: Rule, law: Law, dimension: str) -> bool:
        if isinstance(rule, Check):
            return any(
                kind == law.kind and f"{dimension}.".startswith(f"{path}.")
                for kind, path in self._read[rule.id]
            )
        turns_on = ("admitted",) if rule.id == _ADMITTED else TURNS_ON.get(rule.id, ())
        return dimension in turns_on


def _read(check: Check, bundle: Bundle) -> Iterator[tuple[LawKind, str]]:
    """The kinds of law that a check's text reads, and what of them, as dimensions begin."""
    home = f"compliance/checks/{check.path}/"
    for path, text in bundle.modules:
        if path.startswith(home):
            for line in text.splitlines():
                for kind, keys in _READ.findall(line.partition("#")[0]):
                    yield _KINDS[kind], keys.removeprefix("retention.")

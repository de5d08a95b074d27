"""Which packages of a bundle can have a say in a rule, from the bundle's own text.

What cannot be followed is everything: a package too many costs a microsecond, one too few would
take law away without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance_toolkit.policy.bundle import Bundle

_WORDLESS = re.compile(r"""#[^\n]*|"(?:[^"\\\n]|\\.)*"|`[^`]*`""")
_REFERENCE = re.compile(
    r"(?<![\w.])(?P<imported>import\s+)?data\b(?P<path>(?:\.\w+)*)(?P<open>\s*[.\[])?"
    r"(?:\s+as\s+(?P<alias>\w+))?",
    re.ASCII,
)
_INPUT = re.compile(r"\binput\b", re.ASCII)


class Reach:
    """Follows the references of a bundle's policies.

    Args:
        bundle: The policies.
    """

    def __init__(self, bundle: Bundle) -> None:
        self._texts: dict[str, list[str]] = {}
        for package, (_, text) in zip(bundle.packages, bundle.modules, strict=True):
            self._texts.setdefault(package, []).append(_code(text))
        self._used: dict[tuple[str, str], frozenset[str | None]] = {}

    def reached(self, *starts: str) -> frozenset[str]:
        """The packages that some refer to, with these, and those that they refer to, and so on."""
        found: set[str] = set()
        left = [package for package in starts if package in self._texts]
        while left:
            package = left.pop()
            if package in found:
                continue
            found.add(package)
            for text in self._texts[package]:
                for match in _REFERENCE.finditer(text):
                    if not match["path"]:
                        return frozenset(self._texts)
                    left += self._met(match, text)
        return frozenset(found)

    def reads_no_input(self, package: str) -> bool:
        """Whether nothing that a package can reach says `input`."""
        reached = self.reached(package)
        return not any(_INPUT.search(text) for one in reached for text in self._texts[one])

    def names_only(self, package: str, rule: str) -> bool:
        """Whether the others name one rule of a package, and nothing else of it."""
        return all(
            path.startswith(f"{package}.{rule}.")
            for one, texts in self._texts.items()
            if one != package
            for text in texts
            for match in _REFERENCE.finditer(text)
            for path in [_below(match)]
            if path.startswith(f"{package}.")
            or (f"{package}.".startswith(path) and self._opens(match, text, package))
        )

    def _met(self, match: re.Match[str], text: str) -> Iterator[str]:
        """The packages around the place of a reference, and below it."""
        path = _below(match)
        around = sorted(x for x in self._texts if path.startswith(f"{x}."))
        for one in around:
            # Of the outer ones only those that have such a rule.
            name = path.removeprefix(f"{one}.").partition(".")[0]
            if one == around[-1] or self._states(one, name):
                yield one
        for one in self._texts:
            if f"{one}.".startswith(path) and self._opens(match, text, one):
                yield one

    def _opens(self, match: re.Match[str], text: str, package: str) -> bool:
        """Whether a reference to a place around a package can be followed into it."""
        path = _below(match)
        below = f"{package}.".removeprefix(path)
        if not match["imported"] or not below or not path:
            return True
        name = match["alias"] or path.rstrip(".").rpartition(".")[2]
        used = self._uses(name, text)
        return None in used or below.partition(".")[0] in used

    def _uses(self, name: str, text: str) -> frozenset[str | None]:
        """What stands after a name, each time it does in a policy; `None` where that is no name.

        Asked once for each policy: a library's name is in most, and has a package for each use.
        """
        if (name, text) not in self._used:
            found = re.finditer(rf"(?<![\w.]){name}\b(?:\.(\w+))?", text, re.ASCII)
            self._used[name, text] = frozenset(use[1] for use in found)
        return self._used[name, text]

    def _states(self, package: str, name: str) -> bool:
        stated = re.compile(rf"^(?:default\s+)?{name}\b", re.MULTILINE)
        return any(stated.search(text) for text in self._texts[package])


def _code(text: str) -> str:
    """A policy without its comments."""
    return _WORDLESS.sub(lambda match: "" if match[0].startswith("#") else match[0], text)


def _below(match: re.Match[str]) -> str:
    """The path of a reference, each name with a dot after it; empty for all of `data`."""
    return f"{match['path']}.".removeprefix(".")

"""Mistakes that somebody could make in a policy, one at a time, line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from mutants.mutant import Mutant

_Lines: TypeAlias = list[str]
_Change: TypeAlias = tuple[str, _Lines]
"""What was done, and the lines that stand there instead."""

_KINDS = {
    **{what: what for what in ("deleted", "rule deleted", "made never true", "some for every")},
    **dict.fromkeys(("negated", "swapped", "turned round"), "negated or swapped"),
    **dict.fromkeys(("narrowed", "widened"), "edge moved"),
    **dict.fromkeys(("intersected", "not taken away", "left out"), "part left out"),
}
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`')
_OPENING, _CLOSING = "([{", ")]}"


def mutants(root: Path) -> Iterator[Mutant]:
    """Every mutant of every policy below a bundle root; tests are left out."""
    for file in sorted(root.rglob("*.rego")):
        if not file.name.endswith("_test.rego"):
            yield from of(file.relative_to(root).as_posix(), file.read_text())


def of(path: str, text: str) -> Iterator[Mutant]:
    """Every mutant of one policy; one that is named like an earlier one gets a number."""
    lines = text.split("\n")
    made: set[str] = set()
    named: Counter[str] = Counter()
    for number, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith(("#", "package ", "import ")):
            continue
        for what, instead in _changes(lines, number):
            changed = "\n".join([*lines[:number], *instead])
            if changed in made:
                continue
            made.add(changed)
            kind = _KINDS.get(what, "constant changed")
            name = f"{what}: {line.strip()}"
            named[name] += 1
            again = f" ({named[name]})" if named[name] > 1 else ""
            yield Mutant(path, number + 1, kind, name + again, changed)


def _changes(lines: _Lines, number: int) -> Iterator[_Change]:
    line, after = lines[number], lines[number + 1 :]
    if _is_condition(line):
        yield "deleted", after
    if _is_rule(line):
        yield "rule deleted", after
    if line.rstrip().endswith("if {"):
        yield "made never true", [line, "\tfalse", *after]
    for what, changed in _edits(line):
        yield what, [changed, *after]
    yield from _every(line, after)


def _is_condition(line: str) -> bool:
    """Whether a line is a whole condition of a body, and binds nothing."""
    code = _STRING.sub('""', line).split(" # ")[0].strip()
    if not line.startswith("\t") or ":=" in code or code.startswith(("some ", "else", "default")):
        return False
    if code[-1] in "([{|," or code[0] in _CLOSING:
        return False
    return all(
        code.count(one) == code.count(two) for one, two in zip(_OPENING, _CLOSING, strict=True)
    )


def _is_rule(line: str) -> bool:
    """Whether a line is a whole rule with a condition; one over several is made never true."""
    code = _STRING.sub('""', line).split(" # ")[0].rstrip()
    return " if " in code and code[0] not in "\t}" and code[-1] not in "([{,|"


_SWAPS: tuple[tuple[str, str, str], ...] = (
    (r" == true\b", " == false", "negated"),
    (r" == false\b", " == true", "negated"),
    (r" == (?!true\b|false\b)", " != ", "negated"),
    (r" != ", " == ", "negated"),
    (r"(?<=:= )true\b", "false", "swapped"),
    (r"(?<=:= )false\b", "true", "swapped"),
    (r"(?<=: )true\b", "false", "swapped"),
    (r"(?<=: )false\b", "true", "swapped"),
    (r" <= ", " < ", "narrowed"),
    (r" >= ", " > ", "narrowed"),
    (r" < ", " <= ", "widened"),
    (r" > ", " >= ", "widened"),
    (r"\bmin\(", "max(", "turned round"),
    (r"\bmax\(", "min(", "turned round"),
    (r"\} \| \{", "} & {", "intersected"),
    (r" - \{null\}", "", "not taken away"),
    (r"\bobject\.remove\(([\w.]+), [\w.]+\)", r"\1", "not taken away"),
    (r"\barray\.concat\(([\w.]+), [\w.]+\)", r"\1", "left out"),
)
"""Pattern, what stands there instead, and what that is called; never inside a text."""


def _edits(line: str) -> Iterator[tuple[str, str]]:
    """Each edit of one place in a line."""
    for pattern, instead, what in _SWAPS:
        for found in _outside_strings(pattern, line):
            yield what, line[: found.start()] + found.expand(instead) + line[found.end() :]
    for found in _outside_strings(r"(?<![\w.\"-])\d+\b", line):
        more = str(int(found[0]) + 1)
        yield f"{found[0]} made {more}", line[: found.start()] + more + line[found.end() :]
    for found in _STRING.finditer(line):
        if re.search(r"\($|(==|!=|:=) $", line[: found.start()]):
            said = _VERDICTS if "verdict :=" in line else _ANSWERS
            other = said.get(found[0], '"mutant"')
            yield f"{found[0]} made {other}", line[: found.start()] + other + line[found.end() :]


_VERDICTS = {'"pass"': '"fail"', '"fail"': '"pass"', '"unknown"': '"pass"'}
_ANSWERS = {'"unknown"': "true"}
"""The worst that a verdict, and the answer of a helper, can be taken for."""


def _outside_strings(pattern: str, line: str) -> Iterator[re.Match[str]]:
    texts = [found.span() for found in _STRING.finditer(line)]
    for found in re.finditer(pattern, line):
        if not any(begin <= found.start() < end for begin, end in texts):
            yield found


def _every(line: str, after: _Lines) -> Iterator[_Change]:
    """`every` where `some` would do: on one line, or with its body below."""
    if found := re.fullmatch(r"(\t+)every (.+?) in (.+?) \{ (.+) \}", line):
        indent, names, among, body = found.groups()
        yield "some for every", [f"{indent}some {names} in {among}", f"{indent}{body}", *after]
    if found := re.fullmatch(r"(\t+)every (.+?) in (.+) \{", line):
        indent, names, among = found.groups()
        end = after.index(f"{indent}}}")
        begin = [f"{indent}count([true |", f"{indent}\tsome {names} in {among}"]
        body = [*after[:end], f"{indent}]) > 0"]
        yield "some for every", [*begin, *body, *after[end + 1 :]]

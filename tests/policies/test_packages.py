"""Rules of one name in two files of a package would be one, without a word."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rego_sources import SOURCES, code

NAMED = re.compile(r"(?:default )?([A-Za-z_]\w*)")


def merged(sources: Mapping[str, str]) -> set[tuple[str, str]]:
    """Packages and names that stand in several files: their rules are one, without a word."""
    files: dict[tuple[str, str], set[str]] = {}
    for file, source in sources.items():
        package = ""
        for line in code(source):
            if line.startswith("package "):
                package = line.split()[1]
            elif (found := NAMED.match(line)) and found[1] != "import":
                files.setdefault((package, found[1]), set()).add(file)
    return {named for named, found in files.items() if len(found) > 1}


def test_no_name_of_a_package_stands_in_two_of_its_files():
    assert merged({str(file): file.read_text() for file in SOURCES}) == set()


def test_a_name_in_two_files_of_a_package_is_found():
    first, second = "package p\n\n_days(x) := x\n", "package p\n\n_days(y) := 1 if y\n"
    assert merged({"a": first, "b": second}) == {("p", "_days")}
    assert merged({"a": first, "b": second.replace("package p", "package q")}) == set()
    assert merged({"a": "package p\n\ndefault ok := false\n", "b": "package p\n\nok if x\n"})

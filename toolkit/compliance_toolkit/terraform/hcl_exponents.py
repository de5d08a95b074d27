"""Numbers such as `1e3`, which Terraform reads and the grammar does not without a fraction."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from tree_sitter import Tree  # noqa: TID251  the tree that syntax.py parses

_WORDS = re.compile(
    rb"[A-Za-z_\x80-\xff][\w\x80-\xff-]*|(?<!\.)([0-9]+)(?=[eE][+-]?[0-9])|[0-9][0-9.]*"
)
"""Names and numbers; a group holds what a fraction is missing after."""

_FRACTION = b".0"


def with_fractions(content: bytes, parse: Callable[[bytes], Tree]) -> tuple[bytes, Tree] | None:
    """Write numbers with an exponent as the grammar knows them: `1e3` as `1.0e3`.

    Args:
        content: A text that the grammar finds an error in.
        parse: The grammar.

    Returns:
        The text, of as many lines, and its tree; `None` where that mends nothing. What stands in
        strings and comments, or is a part of a name, is left as it is.
    """
    places = [match.end() for match in _WORDS.finditer(content) if match[1]]
    if not places:
        return None
    tree = parse(_written(content, places))
    numbers = [place for number, place in enumerate(places) if _is_number(tree, place, number)]
    mended = _written(content, numbers)
    if len(numbers) < len(places):
        tree = parse(mended)
    return None if tree.root_node.has_error else (mended, tree)


def _written(content: bytes, places: Collection[int]) -> bytes:
    parts, start = [], 0
    for place in places:
        parts.append(content[start:place])
        start = place
    return _FRACTION.join([*parts, content[start:]])


def _is_number(tree: Tree, place: int, before: int) -> bool:
    """Whether what was written at a place is a part of a number, after so many others."""
    start = place + before * len(_FRACTION)
    node = tree.root_node.descendant_for_byte_range(start, start + len(_FRACTION))
    return node is not None and node.type == "numeric_lit"

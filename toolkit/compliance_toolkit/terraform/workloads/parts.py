"""Ids of models that are put together of several settings, and that no setting holds whole.

`MODEL_PREFIX = us.` beside `MODEL = anthropic.claude-…` is a profile that runs in other countries
than the model alone. Whether a program puts the two together only its code tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.workloads.atlas import Atlas
from compliance_toolkit.terraform.workloads.settings import Setting
from compliance_toolkit.terraform.workloads.texts import bare_ids
from compliance_toolkit.terraform.workloads.variables import is_prefix_name

_BEGINNING = re.compile(r"(?:([a-z]+(?:-[a-z]+)*)\.)?anthropic(\.(?:claude-?)?)?")
_REST = re.compile(r"(?i)(?:claude-)?(?:opus|sonnet|haiku|fable|mythos|instant)-[\w.:@-]+")
_LONGEST = 40


def is_part(name: str, value: str, atlas: Atlas) -> bool:
    """Whether a setting holds a part of the id of a model, and no whole one."""
    if len(value) > _LONGEST:
        return False
    text = value.strip().lower()
    return _is_prefix(name, text, atlas) or _is_beginning(text, atlas)


def may_be_of_id(name: str, value: str, atlas: Atlas) -> bool:
    """Whether a setting may be one part of an id, or the rest of it."""
    return is_part(name, value, atlas) or _is_rest(value)


def missed_parts(settings: Sequence[Setting], atlas: Atlas) -> Iterator[tuple[str, Unknown]]:
    """Yield the settings of one program that hold a part of an id, and the reason.

    What may be such a part counts only beside what it may be a part of; the beginning of a
    profile's id is one whatever stands beside it.
    """
    values = [one.value for one in settings if isinstance(one.value, str) and one.value]
    for one in settings:
        if isinstance(one.value, str) and is_part(one.name, one.value, atlas):
            part = one.value.strip().lower()
            if any(_is_one_with(part, other, atlas) for other in values):
                why = f"{one.shown}: part of a model's id"
                yield one.shown, Unknown(ReasonCode.UNKNOWN_VALUE, why)


def _is_prefix(name: str, text: str, atlas: Atlas) -> bool:
    """Whether a text stands before an id: `us.`, or `us` where a variable is called so."""
    ends = text.endswith(".") or is_prefix_name(name)
    return ends and text.removesuffix(".") in atlas.profiles


def _is_beginning(text: str, atlas: Atlas) -> bool:
    """Whether an id begins with a text: `us.anthropic.`, or `anthropic.claude`."""
    found = _BEGINNING.fullmatch(text)
    if found is None:
        return False
    return found[1] in atlas.profiles if found[1] else found[2] is not None


def _is_one_with(part: str, other: str, atlas: Atlas) -> bool:
    """Whether a part and another value may make an id; a profile's beginning is enough of one."""
    if _is_beginning(part, atlas):
        return _is_bare(other, atlas) or _is_rest(other) or not part.startswith("anthropic")
    return (
        any(
            model.id and model.prefix == "" and model.region is None
            for model in atlas.said(other).models
        )
        or (len(other) <= _LONGEST and _is_beginning(other.strip().lower(), atlas))
        or (part.endswith(".") and _is_bare(other, atlas))
    )


def _is_rest(text: str) -> bool:
    return len(text) <= _LONGEST and _REST.fullmatch(text.strip()) is not None


def _is_bare(text: str, atlas: Atlas) -> bool:
    return any(map(atlas.is_model, bare_ids(text)))

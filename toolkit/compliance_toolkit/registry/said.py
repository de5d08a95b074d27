"""Kinds of text that somebody has to have written as text: no null, no number and no blank is one.

YAML's scalars stay text here, so that `NO` is Norway and `0123` an account. The word `null` would
be taken for a name, though, and an attestation `by: ~` for one that somebody vouches for.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from compliance_toolkit.registry.model import (
    MEANING,
    HostName,
    Identifier,
    Name,
    Table,
    Text,
    Variable,
)
from compliance_toolkit.registry.wording import shown
from compliance_toolkit.registry.yaml import Bare

_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters to Unicode, and nothing to see."""


def _written(value: object) -> object:
    """Take a text; what is none otherwise, or none of its pattern, is the type's to refuse."""
    if isinstance(value, Bare) and value.kind != "choice":  # `no` is a code of Norway's, too
        raise _no_text(value)
    return value


def _said(value: object) -> object:
    """Take a text of no pattern, in which there is something to see."""
    value = _written(value)
    if isinstance(value, str) and value and not any(map(_visible, value)):
        raise _refused(
            "expected text, found nothing that can be seen", "write the text, or leave the key out"
        )
    return value


def _vouched(value: object) -> object:
    """Take who vouches, or where that is written: a text with a letter or a digit in it."""
    if isinstance(value, Bare):
        raise _no_text(value)
    if isinstance(value, str) and value and not any(map(_spoken, value)):
        raise _refused(
            "expected text, found no letter and no digit",
            "say who vouches for it, and where it is written down",
        )
    return value


def _visible(character: str) -> bool:
    return character.isprintable() and not character.isspace() and character not in _FILLERS


def _spoken(character: str) -> bool:
    return character.isalnum() and character not in _FILLERS


def _no_text(value: Bare) -> PydanticCustomError:
    quotes = "write it in quotes, if it is meant as text"
    return _refused(
        f"expected text, found {shown(value)}, which is {value.means}",
        f"leave the key out, or {quotes}" if value.kind == "null" else quotes,
    )


def _refused(what: str, hint: str) -> PydanticCustomError:
    return PydanticCustomError(MEANING, "{what}", {"what": what, "hint": hint})


_WRITTEN = BeforeValidator(_written)

SaidText: TypeAlias = Annotated[Text, BeforeValidator(_said)]
SaidName: TypeAlias = Annotated[Name, _WRITTEN]
SaidIdentifier: TypeAlias = Annotated[Identifier, _WRITTEN]
SaidHostName: TypeAlias = Annotated[HostName, _WRITTEN]
SaidTable: TypeAlias = Annotated[Table, _WRITTEN]
SaidVariable: TypeAlias = Annotated[Variable, _WRITTEN]
Vouched: TypeAlias = Annotated[Text, BeforeValidator(_vouched)]

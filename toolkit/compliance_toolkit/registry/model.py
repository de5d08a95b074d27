"""The base of what an operator writes, as frozen types, and the kinds of text in it."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

MEANING = "meaning"
"""Type of pydantic's errors that no schema can state; every other is the schema's to explain.

Such an error may carry a `hint` in its context.
"""

_TENANT_NAME = "[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*"
LONGEST_TENANT_NAME = 255
"""A request may bring any name, and each of its segments is looked up."""

_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


_IS_TENANT_NAME = re.compile(_TENANT_NAME).fullmatch


class Model(BaseModel):
    """Base of all models: what is parsed stays as it was parsed, and no error repeats it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_no_value(cls, given: object) -> object:
        # `dict` first: asking an abstract class takes twenty times as long.
        if isinstance(given, dict | Mapping) and None in given.values():
            raise ValueError("null is no value: leave the key out")
        return given


def _day(value: object) -> dt.date:
    # Parsed here, because YAML scalars stay text, and pydantic would take timestamps too.
    if type(value) is dt.date:
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("expected a day as `YYYY-MM-DD`")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        # What matched the pattern is a number of eight digits, so it can be shown.
        what = "there is no day `{day}` in the calendar"
        hint = "correct the day: is the month that long?"
        raise PydanticCustomError(MEANING, what, {"day": value, "hint": hint}) from None


@functools.lru_cache(maxsize=10_000)
def _no_repeats(values: tuple[str, ...]) -> tuple[str, ...]:
    # Remembered: a hundred thousand tenants name the same few laws, and need them but once.
    if len(set(values)) != len(values):
        raise ValueError("an entry is listed twice")
    return values


def named(entries: object) -> object:
    """Put the key of each entry into it as its `name`, which none may bring along."""
    if not isinstance(entries, Mapping):
        return entries
    return {key: with_name(key, entry) for key, entry in entries.items()}


def with_name(name: object, entry: object) -> object:
    """Put a name into an entry that has none."""
    if not isinstance(entry, Mapping):
        return entry
    if "name" in entry:
        raise ValueError("unknown key `name`")
    return {"name": name, **entry}


def is_tenant_name(name: str) -> bool:
    """Tell whether a name could be a tenant's, as `TenantName` does."""
    return len(name) <= LONGEST_TENANT_NAME and _IS_TENANT_NAME(name) is not None


def _pattern(pattern: str) -> Any:
    return Field(pattern=pattern)


Text: TypeAlias = Annotated[str, Field(min_length=1)]
Name: TypeAlias = Annotated[str, _pattern(r"^[a-z0-9][a-z0-9-]*$")]
TenantName: TypeAlias = Annotated[
    str, Field(pattern=rf"^{_TENANT_NAME}$", max_length=LONGEST_TENANT_NAME)
]
Identifier: TypeAlias = Annotated[str, _pattern(r"^[A-Za-z0-9][A-Za-z0-9.:_-]*$")]
HostName: TypeAlias = Annotated[str, _pattern(r"^[A-Za-z0-9][A-Za-z0-9-]*$")]
Account: TypeAlias = Annotated[str, _pattern(r"^[0-9]{12}$")]
Alias: TypeAlias = Annotated[str, _pattern(r"^[a-z0-9][a-z0-9._-]*$")]
Country: TypeAlias = Annotated[str, _pattern(r"^[A-Z]{2}$")]
Table: TypeAlias = Annotated[str, _pattern(r"^[a-z_][a-z0-9_]{0,62}$")]
Variable: TypeAlias = Annotated[str, _pattern(r"^[A-Za-z_][A-Za-z0-9_]*$")]
RoleArn: TypeAlias = Annotated[
    str, _pattern(r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$")
]
ProfileArn: TypeAlias = Annotated[
    str,
    _pattern(
        r"^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:[0-9]{12}"
        r":(application-)?inference-profile/[A-Za-z0-9.:_-]+$"
    ),
]
Day: TypeAlias = Annotated[dt.date, BeforeValidator(_day)]

# `strict` would refuse a list, the only form that YAML and JSON have for a tuple.
Texts: TypeAlias = Annotated[tuple[Text, ...], Field(strict=False), AfterValidator(_no_repeats)]
SomeTexts: TypeAlias = Annotated[
    tuple[Text, ...], Field(strict=False, min_length=1), AfterValidator(_no_repeats)
]
SomeCountries: TypeAlias = Annotated[
    tuple[Country, ...], Field(strict=False, min_length=1), AfterValidator(_no_repeats)
]

"""What policies name of callers and of what they call, and of whom and what that tells apart.

Who calls, and with which profile, may be anybody and anything. What statements say of it hangs on
their patterns, so one account, one model and one name of each kind that these tell apart stand for
all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import msgspec

from compliance_toolkit.terraform.access.calls import (
    ANY_MODEL,
    BEDROCK,
    MANTLE,
    PLATFORM,
    Call,
    distinct,
)
from compliance_toolkit.terraform.access.conditions import Condition
from compliance_toolkit.terraform.access.operators import OPERATORS
from compliance_toolkit.terraform.access.patterns import ArnPattern, Context, is_like, variables_of
from compliance_toolkit.terraform.access.requests import ACCOUNT, PROFILE, REGION
from compliance_toolkit.terraform.access.samples import Part, Samples, Sort, read, samples, start
from compliance_toolkit.terraform.access.statements import Statement
from compliance_toolkit.terraform.access.truth import Truth

ANOTHER_MODEL = "anthropic.claude-another"
"""Stands for all models that neither the law's data nor a policy names."""

KINDS = {BEDROCK: "application-inference-profile", MANTLE: "project", PLATFORM: "workspace"}
"""Service → what of the customer's own is called there."""

_DIGITS = "0123456789"
_ACCOUNTS = Sort(_DIGITS, 12)
_THINGS = Sort("xyabcdefghijklmnopqrstuvw" + "z" + _DIGITS + "-_ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ACCOUNT = re.compile(r"[0-9]{12}")
_ACCOUNT_PATTERN = re.compile(r"[0-9*?]+")
_THING = re.compile(r"[\w-]+", re.ASCII)
_MODEL = re.compile(r"(?:anthropic\.)?(claude[\w.:*?-]*)")
_TELLING = re.compile(r"[*?]|claude")
_WILD = re.compile(r"[*?]")
_OWN = re.compile(r"(?<=:)\$\{\s*aws:(?:requestedregion|principalaccount)\s*\}(?=:)", re.IGNORECASE)
"""The call's own region or account as a part of an ARN: that of what it calls is no other."""

_TOLD = frozenset((REGION, PROFILE, ACCOUNT))
_LITERAL = frozenset("*?$")
_SELF = frozenset(f"${{{key}}}" for key in (REGION, ACCOUNT))

About: TypeAlias = "Sequence[tuple[Statement, bool]]"
"""Statements, each with whether `${…}` is a variable in it."""


class _Text(NamedTuple):
    """A pattern of ARNs."""

    text: str
    fold: bool = False


class Naming(msgspec.Struct):
    """Whom, which models and which names the statements about one action tell apart."""

    accounts: Samples
    complete: bool
    """Whether each kind of account and model is known."""

    _tangled: bool
    _texts: tuple[_Text, ...]
    _named: tuple[str, ...]
    _ends: tuple[str, ...]
    _things: dict[str, Samples] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, about: About) -> Naming:
        """Take the statements."""
        found = _Found()
        for statement, variables in about:
            found.add(statement, variables=variables)
        texts = tuple(dict.fromkeys(found.texts))
        exact = dict.fromkeys(found.accounts)
        parts = dict.fromkeys(found.account_parts)
        for one in texts:
            names, more = _accounts_of(one)
            exact |= dict.fromkeys(names)
            parts |= dict.fromkeys(more)
        accounts = samples(_ACCOUNTS, tuple(exact), tuple(parts))
        ends = distinct(*map(_ends_of, texts))
        models = distinct(found.models)
        complete = accounts.complete and not found.lost
        return cls(accounts, complete, found.tangled, texts, models, ends)

    def things(self, service: str) -> Samples:
        """Give a name of each kind of what is the customer's own: a profile, say."""
        if service not in self._things:
            exact: dict[str, None] = {}
            parts: dict[Part, None] = {}
            for one in self._texts:
                names, more = _things_of(one, f"{KINDS[service]}/")
                exact |= dict.fromkeys(names)
                parts |= dict.fromkeys(more)
            self._things[service] = samples(_THINGS, tuple(exact), tuple(parts))
        return self._things[service]

    def models(self, call: Call) -> tuple[str, ...]:
        """Give one model of each kind, one that nobody has named last."""
        if call.models == ANY_MODEL:
            return ANY_MODEL
        models = distinct(call.models, self._named, (ANOTHER_MODEL,))
        return models if self._tangled else _kinds(models, call.below or call.scope, self._ends)


class _Found:
    """What statements say of accounts, profiles and other resources."""

    def __init__(self) -> None:
        self.texts: list[_Text] = []
        self.models: list[str] = []
        self.accounts: list[str] = []
        self.account_parts: list[Part] = []
        self.lost = False
        """Whether somebody is told from others in a way that nothing here follows."""

        self.tangled = False
        """Whether one model may be told from another in such a way."""

    def add(self, statement: Statement, *, variables: bool) -> None:
        """Add what one statement says."""
        for name in statement.resources.listed if statement.resources is not None else ():
            self._add_pattern(name, variables=variables)
        for one in statement.conditions or ():
            self.models += [model for value in one.values for model in _models_of(value)]
            self._add_condition(one, variables=variables)

    def _add_condition(self, condition: Condition, *, variables: bool) -> None:
        key = condition.key.lower()
        name = condition.base
        if key not in _TOLD or name == "null":
            return
        texts = name.startswith(("string", "arn"))
        self.lost |= key == ACCOUNT and not texts and _counts(condition)
        for value in condition.values if texts else ():
            wild = name.endswith("like") or name.startswith("arn")
            if key != PROFILE:
                text, lost = _plain(value, variables=variables)
                self.lost |= lost
                if text is not None and key == ACCOUNT:
                    self._add_account(text, wild=wild)
            elif wild or not _WILD.search(value):  # else it is like no profile
                self._add_pattern(value, variables=variables, fold=name.endswith("ignorecase"))

    def _add_account(self, text: str, *, wild: bool) -> None:
        if _ACCOUNT.fullmatch(text):
            self.accounts.append(text)
        elif wild and _tells(text) and _ACCOUNT_PATTERN.fullmatch(text):
            self.account_parts.append(Part.whole(text))

    def _add_pattern(self, text: str, *, variables: bool, fold: bool = False) -> None:
        if text == "*":
            return
        self.models += _models_of(text)
        plain, lost = _plain(text, variables=variables)
        self.lost |= lost
        self.tangled |= lost
        if plain is not None:
            self.texts.append(_Text(plain.lower() if fold else plain, fold))


def _plain(text: str, *, variables: bool) -> tuple[str | None, bool]:
    """Give a text without variables, if it can be had, and whether what it covers is lost.

    Where it hangs on a key that no call tells, it is not known what it covers, whoever calls.
    """
    if not variables or "${" not in text:
        return text, False
    text = _OWN.sub("*", text)
    keys = set(variables_of(text))
    if not keys:
        return text, False
    return None, keys <= _TOLD | _LITERAL and text.lower() not in _SELF


def _counts(condition: Condition) -> bool:
    """Whether an operator that reads accounts as numbers, times or bytes can do so."""
    known = OPERATORS.get(condition.base)
    return known is not None and any(
        known.compare("0" * 12, value, Context()) is not Truth.UNKNOWN for value in condition.values
    )


def _models_of(text: str) -> list[str]:
    return [_filled(f"anthropic.{found}") for found in _MODEL.findall(text)]


def _filled(pattern: str) -> str:
    """Give one text that a pattern covers."""
    return pattern.replace("*", "").replace("?", "0").rstrip(".")


def _tells(pattern: str) -> bool:
    """Whether it hangs on the digits of an account which of all it covers."""
    return any(letter in _DIGITS for letter in pattern)


_Names: TypeAlias = "tuple[tuple[str, ...], tuple[Part, ...]]"
"""Words that a pattern names, and what it tells of others."""


@lru_cache(maxsize=65536)
def _accounts_of(one: _Text) -> _Names:
    """Give what a pattern of ARNs says of whose something is."""
    read_ = ArnPattern.of(one.text)
    if read_ is not None:
        account = read_.account
        if _ACCOUNT.fullmatch(account):
            return (account,), ()
        told = _tells(account) and _ACCOUNT_PATTERN.fullmatch(account)
        return (), (Part.whole(account),) if told else ()
    parts = []
    for at in _begins(one.text, ":"):
        found = _ACCOUNT_PATTERN.match(one.text, at)
        if found is not None and _tells(found[0]):
            parts.append(Part(one.text, start(one.text, at), ":", one.fold))
    return (), tuple(parts)


@lru_cache(maxsize=65536)
def _things_of(one: _Text, kind: str) -> _Names:
    """Give what a pattern of ARNs says of names of one kind of thing."""
    read_ = ArnPattern.of(one.text)
    if read_ is None:
        begins = [(one.text, at) for at in _begins(one.text, ":")]
    else:
        begins = [(read_.tail, 0)]
    exact: list[str] = []
    parts: list[Part] = []
    for text, at in begins:
        found = _WILD.search(text, at)
        plain = text[at : found.start()] if found else text[at:]
        if not (kind.startswith(plain) or plain.startswith(kind)):
            continue
        if found is None:
            name = plain.removeprefix(kind)
            if name != plain and _THING.fullmatch(name):
                (parts.append(Part.whole(name, fold=True)) if one.fold else exact.append(name))
            continue
        places = read(text, start(text, at), kind)
        if places and not any(text[place:] and not text[place:].strip("*") for place in places):
            parts.append(Part(text, places, fold=one.fold))
    return tuple(exact), tuple(parts)


@lru_cache(maxsize=65536)
def _ends_of(one: _Text) -> tuple[str, ...]:
    """Give the ends of a pattern of ARNs, by which one model may be told from another."""
    read_ = ArnPattern.of(one.text)
    if read_ is not None:
        ends: Iterable[str] = (read_.tail.rpartition("/")[2],)
    else:
        ends = (one.text[at:] for at in _begins(one.text, "/."))
    return tuple(
        end
        for end in dict.fromkeys(ends)
        if end.strip("*") and "/" not in end and _TELLING.search(end)
    )


def _begins(text: str, before: str) -> Iterator[int]:
    """Yield where in a pattern what follows one of some letters may begin."""
    for at, letter in enumerate(text):
        if letter == "*" or (at and text[at - 1] in f"{before}?"):
            yield at


@lru_cache(maxsize=1024)
def _kinds(models: tuple[str, ...], prefix: str, ends: tuple[str, ...]) -> tuple[str, ...]:
    """Give one model of each kind that ends of patterns tell apart."""
    kinds: dict[tuple[bool, ...] | str, str] = {}
    for model in models:
        told = [one for end in ends for one in _is_meant(end, prefix, model)]
        kinds.setdefault(tuple(told) if model == model.lower() else model, model)
    return tuple(kinds.values())


@lru_cache(maxsize=16384)
def _is_meant(end: str, prefix: str, model: str) -> tuple[bool, bool]:
    """Whether an end of a pattern covers a model, and its profile."""
    return is_like(end, model), is_like(end, f"{prefix}.{model}")

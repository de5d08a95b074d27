"""From what an application passes to `resolve` to a request that policies can be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonObject
from compliance_toolkit.registry.exact import exact_day, exact_text
from compliance_toolkit.registry.wording import shown, unknown
from compliance_toolkit.resolve.resolver import Request


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words a request may use, from one bundle."""

    models: frozenset[str]
    features: frozenset[str]
    data_classes: frozenset[str]

    @classmethod
    def of(cls, law: JsonObject) -> Vocabulary:
        """Take the words from `data.compliance` of a bundle."""
        routes = law.get("routes")
        features: set[str] = set()
        for provider in routes.values() if isinstance(routes, Mapping) else ():
            features.update(_keys(provider, "features"))
        return cls(
            frozenset(_keys(law, "models")),
            frozenset(features),
            frozenset(_keys(law, "data_classes")),
        )

    def request(
        self,
        model: str,
        features: Iterable[str],
        data_classes: Iterable[str],
        at: str | dt.date,
        aliases: Mapping[str, str],
    ) -> Request:
        """Make a request of words that are known.

        Args:
            model: A model's id, or a name of the tenant's own for one.
            features: Features that are used.
            data_classes: Data classes of what is sent.
            at: The UTC day.
            aliases: The tenant's own names, and the models that they mean.

        Raises:
            ConfigurationError: A word is unknown or of another type; a misspelling is nobody's
                denial, and an unknown data class is not the same as a forbidden one.
        """
        wanted, kinds = _words("features", features), _words("data_classes", data_classes)
        asked = exact_text(model)
        if asked is None:
            raise ConfigurationError(
                "`model` is no text", hint='write a model\'s id, `model="claude-opus-5-5"`'
            )
        meant = aliases.get(asked, asked)
        if meant not in self.models:
            _refuse_unknown("model", frozenset([asked]), self.models | aliases.keys())
            _refuse_unknown("model", frozenset([meant]), self.models)
        _refuse_unknown("feature", wanted, self.features)
        _refuse_unknown("data class", kinds, self.data_classes)
        return Request(meant, wanted, kinds, utc_day(at), asked=None if meant == asked else asked)


def _words(name: str, given: Iterable[str]) -> frozenset[str]:
    if issubclass(type(given), str | bytes) or not hasattr(given, "__iter__"):
        raise ConfigurationError(f"`{name}` is no collection of texts", hint=_collection(name))
    # Exact before they meet in a set: there each may say that it is another.
    words: list[str] = []
    for one in given:
        word = exact_text(one)
        if word is None:
            raise ConfigurationError(
                f"`{name}` holds something that is no text", hint=_collection(name)
            )
        words.append(word)
    return frozenset(words)


def _collection(name: str) -> str:
    return f'write `{name}={{"…"}}`, a set or a list of texts'


def _refuse_unknown(what: str, words: frozenset[str], known: frozenset[str]) -> None:
    if not words <= known:
        raise unknown(what, min(words - known), known)


def utc_day(at: object) -> dt.date:
    """Read a UTC day.

    Raises:
        ConfigurationError: It is none.
    """
    given = exact_day(at)
    if given is not None:
        return given
    text = exact_text(at)
    try:
        # Python also reads weeks, `2026-W48-3`.
        if text is not None and (day := dt.date.fromisoformat(text)).isoformat() == text:
            return day
    except ValueError:
        pass
    raise ConfigurationError(f"{shown(str(at))} is no day", hint="write a UTC day as `YYYY-MM-DD`")


def _keys(value: object, key: str) -> list[str]:
    found = value.get(key) if isinstance(value, Mapping) else None
    return list(found) if isinstance(found, Mapping) else []

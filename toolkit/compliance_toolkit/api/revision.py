"""One revision: the law, the project that is held to it, and what follows from both.

Nothing of it changes once it is made. A reload makes another one, whole, and whoever began with
this one finishes with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from compliance_toolkit.api.arguments import flag
from compliance_toolkit.api.clock import Today
from compliance_toolkit.api.engines import Engines
from compliance_toolkit.api.law import law_data
from compliance_toolkit.errors import ConfigurationError, PolicyError
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.registry.exact import tenant_name
from compliance_toolkit.registry.law import KnownLaw

if TYPE_CHECKING:  # audits need none of these
    from compliance_toolkit.api.asking import Vocabulary
    from compliance_toolkit.api.confirmed import Confirmed
    from compliance_toolkit.registry.registry import Registry
    from compliance_toolkit.registry.tenants import EffectiveTenant
    from compliance_toolkit.resolve.cache import DecisionCache, Limits
    from compliance_toolkit.resolve.resolver import Decision, Resolver

_ROUTES = "compliance.resolve.routes"
_RULES = (_ROUTES, "compliance.resolve.denials", "compliance.resolve.decision")
"""What a decision asks."""

_COLLECTIONS = frozenset((frozenset, set, tuple, list))
"""What can be looked at twice; anything else is read once, and then looked for."""


class Revision:
    """A bundle and a project, with engine, resolver and cache. Thread-safe.

    Args:
        bundle: The law.
        law: What it knows, as the registry is told.
        registry: The project; `None` for audits that name their law themselves.
        engines: What evaluates the bundle.
        state: What it was read from, to tell whether that has changed.
        source: Tells the revision of the store that further tenants are in, if there is one.
        limits: How many decisions are kept; the usual number if `None`.
        today: Gives the UTC day.
    """

    def __init__(  # noqa: PLR0913  the seam where the rooms meet
        self,
        bundle: Bundle,
        law: KnownLaw,
        registry: Registry | None,
        engines: Engines,
        *,
        state: tuple[object, ...],
        source: Confirmed | None,
        limits: Limits | None,
        today: Today,
    ) -> None:
        self.bundle = bundle
        self.law = law
        self.registry = registry
        self.engines = engines
        self.state = state
        self.catalog = Catalog.load(bundle.data)
        self._source = source
        self._limits = limits
        self._today = today

    def known(  # noqa: PLR0913, PLR0917  what the caller of `resolve` wrote
        self,
        tenant: str,
        model: str,
        data_classes: Iterable[str],
        features: Iterable[str],
        at: str | dt.date | None,
        explain: bool,  # noqa: FBT001  passed on by position: names cost time here
        *,
        ask: bool = True,
    ) -> Decision | None:
        """Find a decision that was already made; what is odd is left to `decide`.

        The tenants' store, if there is one, is asked for its revision only where `ask` says so.

        Raises:
            UnavailableError: The store did not answer.
        """
        day = self._today() if at is None else at
        key = _key(model, features, data_classes, day, explain)
        if key is None or type(tenant) is not str:
            return None
        part = self.cache.parts.get(tenant)
        if part is None:
            return None
        if self._source is not None:
            stamp = self._source.revision() if ask else self._source.fresh()
            if stamp is None or stamp != part.stamp:
                return None
        return part.entries.get(key)

    def decide(  # noqa: PLR0913, PLR0917  what the caller of `resolve` wrote
        self,
        tenant: str,
        model: str,
        data_classes: Iterable[str],
        features: Iterable[str],
        at: str | dt.date | None,
        explain: bool,  # noqa: FBT001  as in `known`
    ) -> Decision:
        """Decide which deployments may serve a request; see `Compliance.resolve`."""
        name, explain = tenant_name(tenant), flag("explain", explain)
        effective, stamp = self._stamped(name)
        day = self._today() if at is None else at
        request = self.vocabulary.request(model, features, data_classes, day, effective.aliases)
        day = request.at.isoformat()
        asked = request.asked or request.model  # as it was written, and exact
        call = self.cache.call(asked, request.features, request.data_classes, day, explain)
        part = self.cache.part(name, effective, stamp)
        found = part.entries.get(call)
        if found is not None:
            return found
        found = self.cache.similar(part, request, explain=call.explain)
        if found is None:
            found = self.resolver.resolve(request, effective, explain=call.explain)
        return self.cache.put(name, part, call, found)

    def tenant(self, name: str) -> EffectiveTenant:
        """What holds for a tenant that a request names.

        Raises:
            ConfigurationError: There is no project, the tenant is unknown, or may not be named.
            UnavailableError: The tenants' store did not answer.
        """
        return self.project.tenant(name)

    def day(self, at: str | dt.date | None) -> dt.date:
        """Read a UTC day; today where none is given.

        Raises:
            ConfigurationError: It is no day.
        """
        from compliance_toolkit.api.asking import utc_day  # noqa: PLC0415  audits need none

        return utc_day(self._today() if at is None else at)

    def prepare(self) -> None:
        """Make what is otherwise made when it is first asked for, and ask the engine once.

        Raises:
            PolicyError: The policies do not compile, or allow what they cannot see.
            ConfigurationError: The OPA server serves another bundle.
            UnavailableError: The engine cannot be used here, or does not answer.
        """
        if self.registry is None:
            return
        _ = self.vocabulary, self.resolver, self.cache
        if self.engines.decisions.evaluate(_ROUTES, {"request": {}, "tenant": {}}) != []:
            raise PolicyError(
                "the policies give an empty request a route",
                hint="a route is earned by named answers that are each true",
            )

    @property
    def project(self) -> Registry:
        """The project.

        Raises:
            ConfigurationError: There is none.
        """
        if self.registry is None:
            raise ConfigurationError(
                "there is no project file, so there are no tenants and no deployments",
                hint="write a `compliance.yaml`, or name one with `--config`",
            )
        return self.registry

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that requests may use."""
        from compliance_toolkit.api.asking import Vocabulary  # noqa: PLC0415  audits need none

        return Vocabulary.of(law_data(self.bundle))

    @cached_property
    def resolver(self) -> Resolver:
        """Asks the policies."""
        from compliance_toolkit.resolve.resolver import Resolver  # noqa: PLC0415  audits need none

        deployments = self.project.deployments
        return Resolver(self.engines.decisions, self.catalog, deployments, self.bundle)

    @cached_property
    def cache(self) -> DecisionCache:
        """The decisions that were made."""
        from compliance_toolkit.policy.reads import reads_of  # noqa: PLC0415  audits need none
        from compliance_toolkit.resolve.cache import DecisionCache, Limits  # noqa: PLC0415

        return DecisionCache(reads_of(self.bundle, _RULES), self._limits or Limits())

    def _stamped(self, name: str) -> tuple[EffectiveTenant, str | None]:
        """A tenant, and the store's revision if it was the same all the while."""
        if self._source is None:
            return self.project.tenant(name), None
        before = self._source.revision()
        tenant = self.project.tenant(name, confirmed=before)
        # What changed while it was read may be in it or not: nobody finds it under that name.
        return tenant, before if self._source.ask() == before else None


def _key(
    model: str,
    features: Iterable[str],
    data_classes: Iterable[str],
    at: str | dt.date,
    explain: bool,  # noqa: FBT001  as in `known`
) -> tuple[object, ...] | None:
    """How a cache calls what a caller wrote, as `Call` does; `None` where any of it is odd.

    It is odd where its type is another: what is below `str` may say that it equals anything.
    """
    if type(at) is not str:
        if type(at) is not dt.date:
            return None
        at = at.isoformat()
    if type(model) is not str or type(explain) is not bool:
        return None
    if type(features) not in _COLLECTIONS or type(data_classes) not in _COLLECTIONS:
        return None
    # Copied first: a list that was looked at may be another one when it is looked for.
    words, kinds = tuple(features), tuple(data_classes)
    for word in words + kinds:
        if type(word) is not str:
            return None
    return model, frozenset(words), frozenset(kinds), at, explain

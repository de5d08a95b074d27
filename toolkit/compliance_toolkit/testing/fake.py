"""`FakeCompliance`: the real policies over values in Python, and clients that send nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from compliance_toolkit.api import Compliance
from compliance_toolkit.api.asking import utc_day
from compliance_toolkit.api.clock import Clock
from compliance_toolkit.api.law import law_data
from compliance_toolkit.api.revision import Revision
from compliance_toolkit.api.setup import Setup
from compliance_toolkit.clients import build
from compliance_toolkit.clients.permitted import permitted
from compliance_toolkit.errors import ConfigurationError, UnavailableError
from compliance_toolkit.models import Denial, JsonObject
from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.registry import registry as registries
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.wording import printable, shown, unknown
from compliance_toolkit.resolve.configs import AnthropicConfig, BedrockConfig, VertexConfig
from compliance_toolkit.resolve.decision import Decision
from compliance_toolkit.testing.client import Call, FakeClient, Reply, canned, fake_client

_T = TypeVar("_T")
_NOON = dt.time(12, tzinfo=dt.UTC)


class FakeCompliance(Compliance):
    """`Compliance` for tests: no file, no network, no SDK and no credentials.

    Deployments and tenants are written as in the project file, and the shipped policies decide, so
    that decisions and errors are the real ones. Each client notes the calls that were as decided,
    and refuses the others.

    Example:
        >>> fake = FakeCompliance(
        ...     deployments={
        ...         "bedrock-eu": {
        ...             "provider": "bedrock",
        ...             "account": "111122223333",
        ...             "region": "eu-central-1",
        ...             "scope": "eu",
        ...             "models": ["claude-opus-5-5"],
        ...         }
        ...     },
        ...     tenants={"acme": {"jurisdictions": ["eu"]}},
        ...     today="2026-11-25",
        ... )
        >>> fake.resolve(tenant="acme", model="claude-opus-5-5").route.deployment
        'bedrock-eu'

    Args:
        deployments: By name.
        tenants: By name.
        organization: Whose they are.
        today: The UTC day it is, `YYYY-MM-DD` or a `datetime.date`; the real one if left out.
        reply: Makes what a call of a client returns; an empty answer of its shape if left out.

    Raises:
        ConfigurationError: Something is written wrongly.
    """

    def __init__(
        self,
        *,
        deployments: Mapping[str, Any],
        tenants: Mapping[str, Any],
        organization: str = "tests",
        today: str | dt.date | None = None,
        reply: Reply = canned,
    ) -> None:
        project: JsonObject = {
            "version": "1",
            "organization": organization,
            "deployments": deployments,
            "tenants": tenants,
        }
        bundle, law = _shipped()
        registry = registries.parse(_text(project), shown_as="FakeCompliance", law=law)
        setup = _NeverChanging(config=None, clock=Clock() if today is None else _clock(today))
        super().__init__(setup.made(bundle, law, registry, ()), setup)
        self._reply = reply
        self._calls: list[Call] = []
        self._denied: dict[object, tuple[str, str]] = {}
        """Tenant and rule of each refusal that holds, by a key of its own; the last one counts."""

        self._down: dict[object, str] = {}
        """The reason of each outage that holds, likewise."""

    @property
    def calls(self) -> tuple[Call, ...]:
        """What was called so far, by all clients."""
        return tuple(self._calls)

    def resolve(  # noqa: D102, PLR0913  those of `Compliance.resolve`
        self,
        *,
        tenant: str,
        model: str,
        data_classes: Iterable[str] = (),
        features: Iterable[str] = (),
        at: str | dt.date | None = None,
        explain: bool = False,
    ) -> Decision:
        self._refuse_if_down()
        decision = super().resolve(
            tenant=tenant,
            model=model,
            data_classes=data_classes,
            features=features,
            at=at,
            explain=explain,
        )
        return self._forced(decision)

    async def aresolve(  # noqa: D102, PLR0913  those of `Compliance.aresolve`
        self,
        *,
        tenant: str,
        model: str,
        data_classes: Iterable[str] = (),
        features: Iterable[str] = (),
        at: str | dt.date | None = None,
        explain: bool = False,
    ) -> Decision:
        self._refuse_if_down()
        decision = await super().aresolve(
            tenant=tenant,
            model=model,
            data_classes=data_classes,
            features=features,
            at=at,
            explain=explain,
        )
        return self._forced(decision)

    def client(self, decision: Decision) -> FakeClient:
        """A client that notes its calls, and holds them to the decision as the real one does.

        Raises:
            NoCompliantRouteError: The decision denies.
            ConfigurationError: The provider has no live client in this release.
        """
        config = decision.config
        held = permitted(decision, law_data(self.bundle))
        if isinstance(config, AnthropicConfig | VertexConfig | BedrockConfig):
            return fake_client(config, held, self._noted)
        build(config, held)
        raise AssertionError("the real one has no client of this provider either")

    def deny(self, tenant: str, *, rule: str) -> ExitStack:
        """Refuse whatever is asked for a tenant, over each deployment and by one rule.

        It holds from now on until `reset`; in a `with` statement, until the block ends, and then
        what was said before holds again.

        Raises:
            ConfigurationError: There is no such tenant or rule.
        """
        self.tenant(tenant)
        known = [one.id for one in self.catalog.rules]
        if rule not in known:
            raise unknown("rule", rule, known)
        return _said(self._denied, (tenant, rule))

    def unavailable(self, reason: str = "the engine did not answer") -> ExitStack:
        """Let `resolve` raise `UnavailableError`.

        It holds from now on until `reset`; in a `with` statement, until the block ends, and then
        what was said before holds again.
        """
        return _said(self._down, reason)

    def reset(self) -> None:
        """Decide as the policies do, and forget the calls."""
        self._down.clear()
        self._denied.clear()
        self._calls.clear()

    def _refuse_if_down(self) -> None:
        for reason in reversed(self._down.values()):
            raise UnavailableError(reason, hint="this test said so: `FakeCompliance.reset`")

    def _forced(self, decision: Decision) -> Decision:
        rule = dict(self._denied.values()).get(decision.tenant)
        if rule is None:
            return decision
        denials = tuple(Denial(name, rule, {}) for name in sorted(self.registry.deployments))
        return replace(decision, routes=(), denials=denials)

    def _noted(self, call: Call) -> object:
        self._calls.append(call)
        return self._reply(call)


class _NeverChanging(Setup, frozen=True):
    """There is no file that could change."""

    def read_if_changed(self, now: Revision) -> None:
        """Find nothing new."""
        del now


def _said(holding: dict[object, _T], what: _T) -> ExitStack:
    """Let something hold until the stack is closed, whatever else is said meanwhile."""
    stack = ExitStack()
    holding[stack] = what
    stack.callback(holding.pop, stack, None)
    return stack


@cache
def _shipped() -> tuple[Bundle, KnownLaw]:
    bundle = bundles.load(bundles.default_root())
    return bundle, KnownLaw.from_bundle(law_data(bundle))


def _clock(today: object) -> Clock:
    """The noon of a day, for ever."""
    noon = dt.datetime.combine(utc_day(today), _NOON).timestamp()
    return Clock(wall=lambda: noon)


def _text(project: JsonObject) -> bytes:
    """A project file; JSON is YAML."""
    try:
        return json.dumps({key: _plain(one, key) for key, one in project.items()}).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigurationError(
            "the deployments or tenants hold what no project file can",
            hint="write texts, numbers, lists and mappings, as in the project file",
        ) from error


def _plain(value: object, where: str) -> object:
    """What JSON has for a value of Python's; a key that is no text would become one in JSON."""
    match value:
        case Mapping():
            for key in value:
                if not isinstance(key, str):
                    raise ConfigurationError(
                        f"`{where}`: expected texts as keys, found {shown(repr(key))}",
                        hint="write each name as a text",
                    )
            return {key: _plain(one, f"{where}.{printable(key)}") for key, one in value.items()}
        case dt.date():
            return value.isoformat()
        case set() | frozenset():
            return [_plain(one, where) for one in sorted(value)]
        case list() | tuple():
            return [_plain(one, where) for one in value]
        case _:
            return value

"""The engines of one revision: one for decisions, one for audits, each started when first asked."""

from __future__ import annotations

from functools import cached_property

from compliance_toolkit.models import JsonObject
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.engine import PolicyEngine

DECISIONS = "compliance.resolve"
"""Around the packages that decide requests, which are a third of a bundle's policies."""


class Engines:
    """Embedded engines, or an OPA server that is told of the deployments."""

    def __init__(
        self, bundle: Bundle, deployments: JsonObject, url: str | None, *, shipped: bool = False
    ) -> None:
        """Take what the engines are made from.

        Args:
            bundle: The law.
            deployments: Deployments joined with their routes' facts: `data.deployments`.
            url: Address of an OPA server; embedded engines if `None`.
            shipped: Whether the law is the one of this package, whose checks are known to reach
                nothing that decides requests.
        """
        self._bundle = bundle
        self._deployments = deployments
        self._url = url
        self._shipped = shipped

    @property
    def shared(self) -> bool:
        """Whether they are a server's, which has one set of deployments at a time."""
        return self._url is not None

    def apart(self) -> Engines:
        """The engines of audits for another process: nothing of them has started."""
        return Engines(self._bundle, {}, self._url, shipped=self._shipped)

    def close(self) -> None:
        """Let go of the connections to a server; the next question puts the deployments again."""
        for name in ("decisions", "audits"):
            started = self.__dict__.get(name)
            if self.shared and started is not None:
                started.close()

    @cached_property
    def decisions(self) -> PolicyEngine:
        """The engine of `resolve`.

        Raises:
            UnavailableError: The engine cannot be used here, or does not answer.
        """
        if self._url is not None:
            from compliance_toolkit.engines.server import ServerEngine  # noqa: PLC0415  one of two

            server = ServerEngine(self._url, self._bundle)
            server.put_data("deployments", self._deployments)
            return server
        from compliance_toolkit.engines.reach import Reach  # noqa: PLC0415  servers need none

        # The engine looks through all its modules at each reference: those that no decision can
        # reach, such as the checks, would cost a tenth of it.
        small = self._bundle.only(Reach(self._bundle).reached("compliance.resolve"))
        return _embedded(small, {"deployments": self._deployments})

    @cached_property
    def audits(self) -> PolicyEngine:
        """The engine of `check`; it knows no deployments.

        Raises:
            UnavailableError: The engine cannot be used here, or does not answer.
        """
        if self._url is not None:
            from compliance_toolkit.engines.server import ServerEngine  # noqa: PLC0415  one of two

            return ServerEngine(self._url, self._bundle)
        # A bundle of one's own is compiled whole, so that a gate sees what does not compile.
        return _embedded(self._bundle.without(DECISIONS) if self._shipped else self._bundle, {})


def _embedded(bundle: Bundle, data: JsonObject) -> PolicyEngine:
    from compliance_toolkit.engines.embedded import EmbeddedEngine  # noqa: PLC0415  loads no server

    return EmbeddedEngine(bundle, data=data)

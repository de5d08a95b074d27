"""`Compliance.explain`: what applies, to whom and why, from which line and with which article."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from compliance_toolkit.api import arguments
from compliance_toolkit.models import JsonObject
from compliance_toolkit.policy.bundle import Bundle, default_root

if TYPE_CHECKING:
    from compliance_toolkit.api.current import Current
    from compliance_toolkit.api.revision import Revision
    from compliance_toolkit.explain.explainer import Explainer
    from compliance_toolkit.explain.explanation import Explanation
    from compliance_toolkit.policy.engine import PolicyEngine

_T = TypeVar("_T")
_QUESTIONS = 3_000
"""How often the resolver is asked, at most, for a change that would help."""


class Explanations:
    """Explains one project under the law that is in use. Thread-safe.

    Each answer is an `Explanation`: what it says is in its `body`, whose `form` tells which it is.
    `text` and `document` print one as `compliance explain` does.
    """

    def __init__(self, current: Current) -> None:
        """Use `Compliance.explain`."""
        self._current = current

    def tenant(self, name: str, *, at: str | dt.date | None = None) -> Explanation:
        """Explain what holds for a tenant, from which line, and which deployments serve it.

        Args:
            name: Its whole name; also one that no request may name.
            at: The UTC day; today if left out.

        Raises:
            ConfigurationError: There is no such tenant, or no project.
            PolicyError: A rule did not answer.
            UnavailableError: The engine or the tenants' store did not answer.
        """
        return self._asked(
            lambda now: self._over(now).tenant(now.project, name, now.resolver.resolve, now.day(at))
        )

    def rule(self, id_: str | None = None) -> Explanation:
        """Explain a check or a rule of `resolve`, and whom it binds; without an id, list all.

        Raises:
            ConfigurationError: There is no such rule.
        """
        now = self._current.revision
        if id_ is None:
            return self._over(now).rules()
        return self._over(now).rule(arguments.word("id_", id_, "RES-101"), now.registry)

    def law(self, code: str | None = None) -> Explanation:
        """Explain a jurisdiction, a regime or a data class; without a code, list them.

        Raises:
            ConfigurationError: There is no such law.
        """
        given = None if code is None else arguments.word("code", code, "eu")
        return self._over(self._current.revision).law(given)

    def route(self, deployment: str, *, at: str | dt.date | None = None) -> Explanation:
        """Explain where a deployment runs, what it keeps, and what that rests on.

        Args:
            deployment: Its name.
            at: The UTC day; today if left out.

        Raises:
            ConfigurationError: There is no such deployment, or no project.
            PolicyError: The data of its provider is missing or out of shape.
        """
        now = self._current.revision
        name = arguments.word("deployment", deployment, "bedrock-eu")
        return self._over(now).route(now.project, name, now.day(at))

    def denial(  # noqa: PLR0913  those of `Compliance.resolve`, and where to look
        self,
        *,
        tenant: str,
        model: str,
        data_classes: Iterable[str] = (),
        features: Iterable[str] = (),
        at: str | dt.date | None = None,
        deployment: str | None = None,
        seconds: float = 20.0,
        progress: Callable[[int], None] | None = None,
    ) -> Explanation:
        """Explain why a request is denied, and look for the nearest change that would help.

        What would help is found by asking an embedded engine over changed deployments, which no
        server of `engine` is told of.

        Args:
            tenant: Name of the tenant the request is for.
            model: The model, or the tenant's own alias.
            data_classes: Data classes of the request, beside those the tenant always has.
            features: Features the request uses.
            at: The UTC day; today if left out.
            deployment: The one that is to serve it; any of them if `None`.
            seconds: How long to look for what would help.
            progress: Is told how often the resolver was asked so far.

        Raises:
            ConfigurationError: As for `Compliance.resolve`; or there is no such deployment, or the
                seconds have no end.
            PolicyError: A rule did not answer.
            UnavailableError: As for `Compliance.resolve`.
        """
        from compliance_toolkit.explain.cutting import Budget  # noqa: PLC0415  as in `_over`
        from compliance_toolkit.explain.explainer import known  # noqa: PLC0415

        ends = time.monotonic() + arguments.patience("seconds", seconds)
        tell = arguments.told("progress", progress, "one argument", lambda _asked: None)
        if deployment is not None:
            name = arguments.word("deployment", deployment, "bedrock-eu")
            known(self._current.revision.project, name)
        now, decision = self._asked(
            lambda now: (now, now.decide(tenant, model, data_classes, features, at, explain=True))
        )
        budget = Budget(_QUESTIONS, lambda: time.monotonic() > ends, tell)
        return self._over(now).denial(now.project, decision, deployment, budget)

    def text(self, explanation: Explanation) -> str:
        """An explanation as `compliance explain` prints it for people."""
        from compliance_toolkit.report import render_explanation  # noqa: PLC0415

        return render_explanation("text", explanation)

    def document(self, explanation: Explanation) -> JsonObject:
        """An explanation as `--format json` prints it, of the shape in `schemas/explanation.json`.

        It holds what a project's operator may see: places in files, and what others are called.
        """
        from compliance_toolkit.report import render_explanation  # noqa: PLC0415

        document: JsonObject = json.loads(render_explanation("json", explanation))
        return document

    def _asked(self, ask: Callable[[Revision], _T]) -> _T:
        """Ask something of the engine; nothing under a law that is too old, as for `resolve`."""
        if self._current.watched is not None:
            self._current.watched.refuse_if_stale()
        return self._current.use(ask)

    def _over(self, now: Revision) -> Explainer:
        # Applications that only resolve need none of this.
        from compliance_toolkit.explain.explainer import Explainer  # noqa: PLC0415
        from compliance_toolkit.explain.worlds import Worlds  # noqa: PLC0415

        worlds = Worlds(now.bundle, now.catalog, _embedded(now.bundle))
        return Explainer(now.bundle, now.catalog, worlds, self._current.policies or default_root())


def _embedded(bundle: Bundle) -> Callable[[JsonObject], PolicyEngine]:
    small = bundle.without("compliance.checks", "compliance.audit")

    def engine(deployments: JsonObject) -> PolicyEngine:
        # Never the server of `engine`: it answers others, who must not be told of inventions.
        from compliance_toolkit.engines.embedded import EmbeddedEngine  # noqa: PLC0415

        return EmbeddedEngine(small, data={"deployments": deployments})

    return engine

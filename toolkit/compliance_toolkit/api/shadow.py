"""Shadow mode, the way in: policies are asked beside an application, which goes on as it did.

The application says what it is about to use; the record says whether the law would have it so.
Nothing here changes what the application does: no error leaves, no choice is touched.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from compliance_toolkit.api.addresses import host_of
from compliance_toolkit.api.choices import Choice
from compliance_toolkit.api.law import law_data
from compliance_toolkit.errors import ComplianceError
from compliance_toolkit.registry.wording import shown

if TYPE_CHECKING:
    from compliance_toolkit.api.compliance import Compliance
    from compliance_toolkit.resolve.decision import Decision

_LOG = logging.getLogger("compliance_toolkit.shadow")
_WORDS = {True: "yes", False: "no", None: "unknown"}
_OUTCOMES = {True: "agreed", False: "differed", None: "unknown"}


@dataclass(frozen=True, slots=True)
class ShadowRecord:
    """What one question came to."""

    tenant: str
    model: str
    chosen: Mapping[str, str]
    """What the application was about to use; a copy."""

    agrees: bool | None
    """Whether a compliant route is what was chosen; `None` where that could not be told."""

    why: str
    """In one sentence."""

    decision: Decision | None
    error: Exception | None
    """What went wrong; a `ComplianceError`, unless it is a bug."""


@dataclass(frozen=True, slots=True)
class ShadowCounts:
    """How often each came out."""

    agreed: int = 0
    differed: int = 0
    unknown: int = 0
    record_failed: int = 0
    """How often `record` raised."""

    @property
    def asked(self) -> int:
        """Questions in all."""
        return self.agreed + self.differed + self.unknown


class Shadow:
    """Asks beside an application. Thread-safe.

    Example:
        >>> shadow = Shadow(compliance, record=records.append)  # doctest: +SKIP
        >>> shadow.ask(
        ...     tenant="acme/bank", model="claude-opus-5-5", chosen={"deployment": "bedrock-eu"}
        ... )  # doctest: +SKIP

    Args:
        compliance: Decides.
        record: Is given each record, in the caller's thread; what it raises is counted and logged.
    """

    def __init__(
        self, compliance: Compliance, record: Callable[[ShadowRecord], object] | None = None
    ) -> None:
        self._compliance = compliance
        self._record = record
        self._lock = threading.Lock()
        self._counts = ShadowCounts()
        self._known: tuple[str, frozenset[str]] = ("", frozenset())

    @property
    def counts(self) -> ShadowCounts:
        """What all questions so far came to."""
        return self._counts

    def ask(  # noqa: PLR0913  those of `Compliance.resolve`
        self,
        *,
        tenant: str,
        model: str,
        chosen: Mapping[str, str],
        data_classes: Iterable[str] = (),
        features: Iterable[str] = (),
        at: str | dt.date | None = None,
    ) -> ShadowRecord:
        """Ask what the law would have, note it, and let the application go on. Never raises.

        Args:
            tenant: Name of the tenant the request is for.
            model: The model.
            chosen: What is about to be used: `{"deployment": NAME}`, or what is known of it, of
                `provider`, `region` (or Google's location), `model_id` (the provider's own),
                `base_url`, `inference_geo`, `account`, `workspace`, `project` and `resource`.
            data_classes: Data classes of the request.
            features: Features the request uses.
            at: The UTC day; today if left out.
        """
        decision, error = None, None
        try:
            decision = self._compliance.resolve(
                tenant=tenant, model=model, data_classes=data_classes, features=features, at=at
            )
        except Exception as raised:  # noqa: BLE001  whatever it is, the application goes on
            error = raised
        return self._noted((tenant, model, chosen), decision, error)

    async def aask(  # noqa: PLR0913  those of `ask`
        self,
        *,
        tenant: str,
        model: str,
        chosen: Mapping[str, str],
        data_classes: Iterable[str] = (),
        features: Iterable[str] = (),
        at: str | dt.date | None = None,
    ) -> ShadowRecord:
        """Ask as `ask` does, without holding up the event loop."""
        decision, error = None, None
        try:
            decision = await self._compliance.aresolve(
                tenant=tenant, model=model, data_classes=data_classes, features=features, at=at
            )
        except Exception as raised:  # noqa: BLE001  whatever it is, the application goes on
            error = raised
        return self._noted((tenant, model, chosen), decision, error)

    def _noted(
        self,
        question: tuple[str, str, Mapping[str, str]],
        decision: Decision | None,
        error: Exception | None,
    ) -> ShadowRecord:
        tenant, model, chosen = question
        agrees: bool | None = None
        facts: Mapping[str, str] = {}
        why = ""
        try:
            choice = Choice.of(chosen)
            facts = choice.facts
            if decision is not None:
                deployments = self._compliance.registry.deployments
                agrees, why = choice.compared(decision, deployments, self._regions())
        except Exception as raised:  # noqa: BLE001  as in `ask`
            error = error or raised
        if error is not None:
            why = _told(error)
        record = ShadowRecord(tenant, model, facts, agrees, why, decision, error)
        self._count(_OUTCOMES[agrees])
        self._tell(record)
        return record

    def _regions(self) -> Collection[str]:
        """The regions that the law knows, and Google's locations."""
        bundle = self._compliance.bundle
        if self._known[0] != bundle.digest:
            clouds = law_data(bundle).get("regions")
            found = clouds.values() if isinstance(clouds, Mapping) else ()
            names = {name for one in found if isinstance(one, Mapping) for name in one}
            self._known = (bundle.digest, frozenset(names))
        return self._known[1]

    def _tell(self, record: ShadowRecord) -> None:
        # Both are the application's own: what they raise is no reason to stop its call.
        with suppress(Exception):
            _LOG.info("%s", _line(record))
        try:
            if self._record is not None:
                self._record(record)
        except Exception as raised:  # noqa: BLE001  as above
            self._count("record_failed")
            with suppress(Exception):
                _LOG.debug("`record` raised %s", type(raised).__name__)

    def _count(self, name: str) -> None:
        with self._lock:
            self._counts = replace(self._counts, **{name: getattr(self._counts, name) + 1})


def _line(record: ShadowRecord) -> str:
    """The record without anything that is long, secret or none of ours."""
    chosen = {
        name: host_of(value) or "no address" if name == "base_url" else value
        for name, value in sorted(record.chosen.items())
    }
    said = ", ".join(f"{name} {shown(value)}" for name, value in chosen.items()) or "nothing"
    return (
        f"tenant {shown(str(record.tenant))}, model {shown(str(record.model))}:"
        f" agrees: {_WORDS[record.agrees]}; chosen: {said}; {record.why}"
    )


def _told(error: Exception) -> str:
    if isinstance(error, ComplianceError):
        return error.message
    return f"this is a bug in compliance: {type(error).__name__}"

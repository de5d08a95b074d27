"""Decisions that were made under one revision, so that the same question is not asked twice.

A cache belongs to its revision and goes with it: nothing in it is ever brought up to date. Inside,
each tenant has a part of its own, which belongs to the tenant's law as well: where that changes,
the part goes. In a part an entry is found by what the caller wrote and the day it is for; and,
where policies do not read all of that, by what they read of it. A failure is no decision, and is
not kept.

Reading takes no lock and writes nothing: what is full lets go of what was put there first.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonValue
from compliance_toolkit.policy.reads import Reads
from compliance_toolkit.resolve.decision import Decision, Request
from compliance_toolkit.resolve.sealed import sealed, sealed_denial


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a cache may hold.

    An entry takes about 10 KB where a project has twelve deployments, and 30 KB with every denial.

    Raises:
        ConfigurationError: A number is none, or below 0.
    """

    per_tenant: int = 256
    """Entries of one tenant, so that none takes the place of all others; 0: nothing is kept."""

    total: int = 10_000
    """Entries of all tenants together; 0: nothing is kept."""

    def __post_init__(self) -> None:
        """Refuse what is no number of entries.

        Raises:
            ConfigurationError: One of them is none.
        """
        for name, number in (("per_tenant", self.per_tenant), ("total", self.total)):
            if type(number) is not int or number < 0:
                raise ConfigurationError(
                    f"`{name}` of `Limits`: expected a whole number of decisions, 0 or more",
                    hint=f"write `Limits({name}=100)`, or leave it out; 0 keeps nothing",
                )


class Call(NamedTuple):
    """What a caller wrote, but for the tenant."""

    model: str
    features: frozenset[str]
    data_classes: frozenset[str]
    day: str
    """The UTC day that it is for, `YYYY-MM-DD`."""

    explain: bool


@dataclass(slots=True)
class Part:
    """What was decided for one tenant under one law."""

    tenant: object
    """What holds for the tenant, as the registry gives it."""

    stamp: str | None = None
    """The revision of the source that confirmed it; `None` where tenants never change."""

    entries: dict[Hashable, Decision] = field(default_factory=dict)
    document: JsonValue = None
    """The tenant as policies read it, which all these decisions share."""

    def shared(self, decision: Decision) -> Decision:
        """The same decision, in a form that nobody can change for others."""
        if self.document is None:
            self.document = sealed({"tenant": decision.given.get("tenant")})["tenant"]
        return replace(
            decision,
            denials=tuple(map(sealed_denial, decision.denials)),
            given=sealed({**decision.given, "tenant": self.document}),
        )


class DecisionCache:
    """The decisions of one revision. Thread-safe.

    Args:
        reads: What the policies read of `{"request": …, "tenant": …}`.
        limits: How much is kept.
    """

    call = Call
    """How an entry is named."""

    def __init__(self, reads: Reads, limits: Limits) -> None:
        self._limits = limits
        self._keeps = reads.steady and limits.per_tenant > 0 and limits.total > 0
        self._narrow = _narrow(reads)
        self._lock = threading.Lock()
        self._count = 0
        self.parts: dict[str, Part] = {}
        """By the tenant's name; for reading alone."""

    def __len__(self) -> int:
        return self._count

    def part(self, name: str, tenant: object, stamp: str | None) -> Part:
        """Give the part of a tenant, or an empty one if its law is not what it was.

        Args:
            name: The tenant's whole name.
            tenant: What holds for it; compared by its value.
            stamp: The source's revision, if it was the same before and after the tenant was read.
        """
        found = self.parts.get(name)
        if found is None or found.tenant != tenant:
            return Part(tenant, stamp)
        found.stamp = stamp
        return found

    def similar(self, part: Part, request: Request, *, explain: bool) -> Decision | None:
        """Find what was decided for another request that is the same one to the policies."""
        if self._narrow is None or not part.entries:
            return None
        found = part.entries.get(self._narrow(request, explain))
        if found is None or _expired(found, request.at.isoformat()):
            return None
        given = {**found.given, "request": request.as_input()}
        return replace(found, request=request, given=given)

    def put(self, name: str, part: Part, call: Call, decision: Decision) -> Decision:
        """Keep a decision.

        Returns:
            The decision as it is kept: nobody can change it for others.
        """
        if not self._keeps or _expired(decision, call.day):
            return decision
        kept = part.shared(decision)
        with self._lock:
            part = self._installed(name, part)
            self._insert(part, call, kept)
            if self._narrow is not None:
                self._insert(part, self._narrow(decision.request, call.explain), kept)
        return kept

    def _installed(self, name: str, part: Part) -> Part:
        """The part that others find: this one, unless it is there under the same law."""
        there = self.parts.get(name)
        if there is part:
            return part
        if there is not None and there.tenant == part.tenant:
            there.stamp = part.stamp
            return there
        self._drop(name)
        self.parts[name] = part
        # Others may have put something there since it was dropped.
        self._count += len(part.entries)
        return part

    def _insert(self, part: Part, key: Hashable, decision: Decision) -> None:
        entries = part.entries
        if key not in entries:
            if len(entries) >= self._limits.per_tenant:
                self._drop_first_of(part)
            if self._count >= self._limits.total:
                self._make_room(part)
            self._count += 1
        entries[key] = decision

    def _make_room(self, part: Part) -> None:
        name = next(iter(self.parts))
        if self.parts[name] is part:
            self._drop_first_of(part)
        else:
            self._drop(name)

    def _drop_first_of(self, part: Part) -> None:
        part.entries.pop(next(iter(part.entries)))
        self._count -= 1

    def _drop(self, name: str) -> None:
        if (part := self.parts.pop(name, None)) is not None:
            self._count -= len(part.entries)


def _expired(decision: Decision, day: str) -> bool:
    last = decision.expires_at
    return last is not None and last < day


_Narrow: TypeAlias = Callable[[Request, bool], Hashable]


def _narrow(reads: Reads) -> _Narrow | None:
    """How to write down what is read of a request; `None` where that is all of it.

    The model is always part of it: a decision's config is made from it, without the policies.
    """
    names = ("model", "features", "data_classes", "at")
    if all(reads.covers(("request", name)) for name in names):
        return None

    def narrow(request: Request, explain: bool) -> Hashable:  # noqa: FBT001  one part of a key
        return request.model, reads.key({"request": request.as_input()}), explain

    return narrow

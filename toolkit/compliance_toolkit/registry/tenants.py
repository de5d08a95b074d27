"""Tenants as the law holds them: what a name inherits down its path, and never loosens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import JsonObject, JsonValue, Location
from compliance_toolkit.registry.law import NO_LIMITS, KnownLaw, Limits
from compliance_toolkit.registry.project import Tenant
from compliance_toolkit.registry.wording import (
    SUGGESTIONS,
    asking,
    listed,
    nearest,
    printable,
    shown,
)

_FEW = 3
"""Names an error may tell: an unknown name must not be answered with a list of customers."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One tenant as it is written, and where."""

    tenant: Tenant
    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each key, where the file says more than one line a tenant."""

    def at(self, key: str | None = None) -> Location:
        """Say where the tenant, or a key of it, stands."""
        return Location(self.file, self.lines.get(key or "", self.line))

    @property
    def max_prompt_days(self) -> int | None:
        """How many days prompts may be kept, if the entry says so."""
        retention = self.tenant.retention
        prompts = None if retention is None else retention.prompts
        return None if prompts is None else prompts.max_days


@dataclass(frozen=True, slots=True)
class EffectiveTenant:
    """What holds for a tenant after all it inherits. Tuples are sorted."""

    name: str
    jurisdictions: tuple[str, ...]
    """Each of them holds: data may only be where all agree."""

    regimes: tuple[str, ...]
    data_classes: tuple[str, ...]
    """What every request of the tenant is taken to contain."""

    max_prompt_days: int | None
    """Days that prompts may be kept; `None` where the tenant itself sets no limit."""

    logs: Limits = NO_LIMITS
    evidence: Limits = NO_LIMITS
    countries: tuple[str, ...] | None = None
    """Where data may be beside what its jurisdictions say; `None` says nothing, here and below."""

    providers: tuple[str, ...] | None = None
    features: tuple[str, ...] | None = None
    obligations: tuple[str, ...] = ()
    max_price: float | None = None
    preferences: tuple[str, ...] = ()
    """Deployments and providers, best first: not sorted."""

    aliases: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The tenant's own names of models; a request is made with the model, so no policy reads it."""

    def as_input(self) -> JsonObject:
        """Give the tenant as policies read it: `input.tenant`."""
        return {
            "name": self.name,
            "jurisdictions": list(self.jurisdictions),
            "regimes": list(self.regimes),
            "data_classes": list(self.data_classes),
            "retention": {
                "prompts": {"max_days": self.max_prompt_days},
                "logs": _limits(self.logs),
                "evidence": _limits(self.evidence),
            },
            "countries": _list(self.countries),
            "providers": _list(self.providers),
            "features": _list(self.features),
            "obligations": list(self.obligations),
            "max_price": self.max_price,
            "preferences": list(self.preferences),
        }


def _limits(limits: Limits) -> JsonObject:
    return {"min_days": limits.min_days, "max_days": limits.max_days}


def _list(allowed: tuple[str, ...] | None) -> JsonValue:
    return None if allowed is None else list(allowed)


def above(name: str) -> Iterator[str]:
    """Give the names above a tenant's, outermost first: `a`, `a/b` for `a/b/c`."""
    end = name.find("/")
    while end != -1:
        yield name[:end]
        end = name.find("/", end + 1)


class Tenants:
    """All tenants of a project, looked up by name. Thread-safe: entries never change."""

    def __init__(
        self, entries: Mapping[str, Entry], law: KnownLaw, file: str = "compliance.yaml"
    ) -> None:
        """Hold the tenants of one project.

        Args:
            entries: All of them by name, each name above one's own included.
            law: What the codes mean.
            file: The project file, as an error names it.
        """
        self._entries = entries
        self._file = file
        self._law = law
        self._effective: dict[str, EffectiveTenant] = {}
        self._below: dict[str, dict[str, None]] = {}
        """Path → the next segments of the names below it; `""` is the top."""
        self._ends: dict[str, list[str]] = {}
        """Last segment → the first few tenants so called; made when first needed."""
        for name in entries:
            self._grow(name)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def effective(self, name: str) -> EffectiveTenant:
        """Give what holds for a tenant, also for one that only its children may be named for.

        Raises:
            ConfigurationError: There is no such tenant.
        """
        known = self._effective.get(name)
        if known is None:
            if name not in self._entries:
                raise self.unknown(name)
            known = self._effective[name] = self._combined(name)
        return known

    def requested(self, name: str) -> EffectiveTenant:
        """Give what holds for a tenant that a request names.

        Raises:
            ConfigurationError: There is no such tenant; or it has children and does not say
                `requests: true`, and a shortened name must not reach its wider law.
        """
        effective = self.effective(name)
        if name in self._below and not self._entries[name].tenant.requests:
            children = [f"{name}/{segment}" for segment in self._below[name]]
            some = f"{listed(children[:_FEW])}{' …' if len(children) > _FEW else ''}"
            raise ConfigurationError(
                f"tenant {shown(name)} has tenants below it, and takes no requests itself",
                hint=f"name one of them ({some}), or set `requests: true` on it",
            )
        return effective

    def unknown(self, name: str) -> ConfigurationError:
        """Make the error for a name that is no tenant."""
        near = nearest(name, self._near(name.casefold())) or self._ending(name.casefold())
        where = f"check the tenants of `{printable(self._file)}`"
        hint = f"{asking(near)} else {where}" if near else where
        return ConfigurationError(f"unknown tenant {shown(name)}", hint=hint)

    def _grow(self, name: str) -> None:
        parent = ""
        for path in (*above(name), name):
            below = self._below.setdefault(parent, {})
            below[path.rpartition("/")[2]] = None
            parent = path

    def _combined(self, name: str) -> EffectiveTenant:
        jurisdictions: set[str] = set()
        regimes: set[str] = set()
        data_classes: set[str] = set()
        days: list[int] = []
        for path in (*above(name), name):
            if entry := self._entries.get(path):
                jurisdictions.update(entry.tenant.jurisdictions)
                regimes.update(entry.tenant.regimes)
                data_classes.update(entry.tenant.data_classes)
                days.extend([] if (most := entry.max_prompt_days) is None else [most])
        return EffectiveTenant(
            name=name,
            jurisdictions=self._restricting(jurisdictions),
            regimes=tuple(sorted(regimes)),
            data_classes=tuple(sorted(data_classes)),
            max_prompt_days=min(days, default=None),
        )

    def _restricting(self, codes: set[str]) -> tuple[str, ...]:
        """Leave out a law that restricts nothing beside one that does: it adds no finding."""
        restricting = {code for code in codes if not self._law.unrestricted(code)}
        return tuple(sorted(restricting or codes))

    def _ending(self, segment: str) -> list[str]:
        """Give tenants whose names end in one that was given alone, without what is above it."""
        if not segment or "/" in segment:
            return []
        if not self._ends:
            ends: dict[str, list[str]] = {}
            for name in self._entries:
                few = ends.setdefault(name.rpartition("/")[2], [])
                if len(few) < SUGGESTIONS:
                    few.append(name)
            self._ends = ends
        ends = self._ends
        found = [segment] if segment in ends else nearest(segment, ends)
        return [name for end in found for name in ends[end]][:SUGGESTIONS]

    def _near(self, name: str) -> Iterable[str]:
        """Give tenants beside the first part of a name that is not known: no other family's."""
        if name in self._entries:
            yield name
        parent = ""
        for path in (*above(name), name):
            below = self._below.get(parent, {})
            if path.rpartition("/")[2] not in below:
                break
            parent = path
        else:
            below = self._below.get(name, {})
        rest = name[len(path) :]
        begin = f"{parent}/" if parent else ""
        for segment in below:
            for candidate in (f"{begin}{segment}{rest}", f"{begin}{segment}"):
                if candidate in self._entries:
                    yield candidate
                    break

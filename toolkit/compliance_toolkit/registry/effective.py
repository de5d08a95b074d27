"""What holds for a tenant: all the laws on its path, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.registry.law import NO_LIMITS, KnownLaw, Limits
from compliance_toolkit.registry.tenant import TenantLaw

Record = Literal["prompts", "logs", "evidence"]
_Number = TypeVar("_Number", int, float)


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
                "logs": _days(self.logs),
                "evidence": _days(self.evidence),
            },
            "countries": _list(self.countries),
            "providers": _list(self.providers),
            "features": _list(self.features),
            "obligations": list(self.obligations),
            "max_price": self.max_price,
            "preferences": list(self.preferences),
        }


def combined(name: str, laws: Sequence[TenantLaw], known: KnownLaw) -> EffectiveTenant:
    """Put the laws of a path together.

    Args:
        name: The tenant at its end.
        laws: Its laws, outermost first, each held to those before it.
        known: What the codes mean.
    """
    return EffectiveTenant(
        name=name,
        jurisdictions=_restricting(_united(law.jurisdictions for law in laws), known),
        regimes=_united(law.regimes for law in laws),
        data_classes=_united(law.data_classes for law in laws),
        max_prompt_days=kept(laws, "prompts").max_days,
        logs=kept(laws, "logs"),
        evidence=kept(laws, "evidence"),
        countries=_allowed(law.countries for law in laws),
        providers=_allowed(law.providers for law in laws),
        features=_allowed(law.features for law in laws),
        obligations=_united(law.obligations for law in laws),
        max_price=_most(min, (law.max_price for law in laws)),
        # A name that is given again keeps its place: what is above a tenant orders first.
        preferences=tuple(dict.fromkeys(one for law in laws for one in law.preferences)),
        aliases={alias: model for law in laws for alias, model in law.aliases.items()},
    )


def limits(law: TenantLaw, record: Record) -> Limits:
    """Give what one tenant says of how long a kind of record is kept."""
    if law.retention is None:
        return NO_LIMITS
    if record == "prompts":
        prompts = law.retention.prompts
        return NO_LIMITS if prompts is None else Limits(max_days=prompts.max_days)
    own = law.retention.logs if record == "logs" else law.retention.evidence
    return NO_LIMITS if own is None else Limits(own.min_days, own.max_days)


def kept(laws: Iterable[TenantLaw], record: Record) -> Limits:
    """Give the greatest minimum and the least maximum of a path, of one kind of record."""
    every = [limits(law, record) for law in laws if law.retention is not None]
    if not every:
        return NO_LIMITS
    return Limits(
        min_days=_most(max, (one.min_days for one in every)),
        max_days=_most(min, (one.max_days for one in every)),
    )


def _united(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({code for codes in lists for code in codes}))


def _allowed(lists: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    said = [frozenset(one) for one in lists if one is not None]
    return tuple(sorted(frozenset.intersection(*said))) if said else None


def _most(
    choose: Callable[[Iterable[_Number]], _Number], numbers: Iterable[_Number | None]
) -> _Number | None:
    said = [number for number in numbers if number is not None]
    return choose(said) if said else None


def _restricting(codes: tuple[str, ...], known: KnownLaw) -> tuple[str, ...]:
    """Leave out a law that restricts nothing beside one that does: it adds no finding."""
    return tuple(code for code in codes if not known.unrestricted(code)) or codes


def _days(limits: Limits) -> JsonObject:
    return {"min_days": limits.min_days, "max_days": limits.max_days}


def _list(allowed: tuple[str, ...] | None) -> JsonValue:
    return None if allowed is None else list(allowed)

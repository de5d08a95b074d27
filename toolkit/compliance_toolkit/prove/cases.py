"""One point of the space: whose law it is, and what is asked."""

from __future__ import annotations

from typing import NamedTuple

from compliance_toolkit.models import JsonObject, JsonValue

NAME = "counterexample"
"""Of the tenant in a case that needs no other."""

Days = tuple[int | None, int | None]
"""The fewest and the most days that something is kept; `None` says nothing."""


class TenantLaw(NamedTuple):
    """What binds a tenant, as far as it decides who may serve it. Tuples are sorted."""

    jurisdictions: tuple[str, ...]
    regimes: tuple[str, ...] = ()
    data_classes: tuple[str, ...] = ()
    max_days: int | None = None
    """Days that prompts may be kept; `None` says nothing, here and below."""

    countries: tuple[str, ...] | None = None
    providers: tuple[str, ...] | None = None
    features: tuple[str, ...] | None = None
    max_price: float | None = None
    obligations: tuple[str, ...] = ()
    logs: Days = (None, None)
    evidence: Days = (None, None)
    preferences: tuple[str, ...] = ()
    """Best first: not sorted."""

    name: str = NAME
    """No policy may let it decide, which only shows if it is not always the same."""

    def as_input(self) -> JsonObject:
        """Give the tenant as policies read it: `input.tenant`."""
        return {
            "name": self.name,
            "jurisdictions": list(self.jurisdictions),
            "regimes": list(self.regimes),
            "data_classes": list(self.data_classes),
            "retention": {
                "prompts": {"max_days": self.max_days},
                "logs": _days(self.logs),
                "evidence": _days(self.evidence),
            },
            "countries": _listed(self.countries),
            "providers": _listed(self.providers),
            "features": _listed(self.features),
            "obligations": list(self.obligations),
            "max_price": self.max_price,
            "preferences": list(self.preferences),
        }

    def as_entry(self) -> dict[str, JsonValue]:
        """Give the tenant as a project file states it."""
        entry: dict[str, JsonValue] = {
            "jurisdictions": self.jurisdictions,
            "regimes": self.regimes,
            "data_classes": self.data_classes,
            "countries": self.countries,
            "providers": self.providers,
            "max_price": self.max_price,
            "obligations": self.obligations,
            "preferences": self.preferences,
        }
        said: dict[str, JsonValue] = {
            key: value for key, value in entry.items() if value not in (None, ())
        }
        if self.features is not None:
            said["features"] = self.features
        kept = {"prompts": (None, self.max_days), "logs": self.logs, "evidence": self.evidence}
        retention = {record: _stated(_days(days)) for record, days in kept.items()}
        if any(retention.values()):
            said["retention"] = {record: days for record, days in retention.items() if days}
        return said

    @property
    def bare(self) -> TenantLaw:
        """The same law under no name of its own and without an order of what serves it."""
        return self._replace(name=NAME, preferences=())


class Case(NamedTuple):
    """One request under one law on one day."""

    tenant: TenantLaw
    model: str
    features: tuple[str, ...]
    data_classes: tuple[str, ...]
    """Kinds of data beside those that every request of the tenant has."""

    at: str
    """The UTC day, `YYYY-MM-DD`."""

    def as_input(self) -> JsonObject:
        """Give the case as policies read it."""
        request = {
            "model": self.model,
            "features": list(self.features),
            "data_classes": list(self.data_classes),
            "at": self.at,
        }
        return {"request": request, "tenant": self.tenant.as_input()}

    @property
    def kinds_of_data(self) -> tuple[str, ...]:
        """What the request contains: its tenant's kinds of data and its own."""
        return (*self.tenant.data_classes, *self.data_classes)

    @property
    def size(self) -> int:
        """How much of it a reader has to take in."""
        tenant = self.tenant
        lists = (tenant.jurisdictions, tenant.regimes, tenant.obligations)
        asked = (self.features, self.kinds_of_data)
        own = (tenant.max_days, tenant.countries, tenant.providers, tenant.max_price)
        days = (*tenant.logs, *tenant.evidence)
        said = [one for one in (*own, tenant.features, *days) if one is not None]
        named = (tenant.name != NAME) + len(tenant.preferences)
        return sum(len(one) for one in (*lists, *asked)) + len(said) + named

    def __str__(self) -> str:
        tenant = self.tenant
        parts = [
            "" if tenant.name == NAME else f"tenant {tenant.name}",
            f"jurisdictions {_words(tenant.jurisdictions)}",
            f"regimes {_words(tenant.regimes)}" if tenant.regimes else "",
            "" if tenant.max_days is None else f"prompts kept at most {tenant.max_days} days",
            "" if tenant.countries is None else f"countries {_words(tenant.countries)}",
            "" if tenant.providers is None else f"providers {_words(tenant.providers)}",
            "" if tenant.features is None else f"features allowed {_words(tenant.features)}",
            "" if tenant.max_price is None else f"price at most {tenant.max_price}",
            f"obligations {_words(tenant.obligations)}" if tenant.obligations else "",
            _kept("logs", tenant.logs),
            _kept("evidence", tenant.evidence),
            f"best {', then '.join(tenant.preferences)}" if tenant.preferences else "",
            f"model {self.model}",
            f"features {_words(self.features)}" if self.features else "",
            f"data {_words(self.kinds_of_data)}" if self.kinds_of_data else "",
            f"on {self.at}",
        ]
        return ", ".join(part for part in parts if part)


def _days(days: Days) -> JsonObject:
    return {"min_days": days[0], "max_days": days[1]}


def _stated(days: JsonObject) -> JsonObject:
    return {key: number for key, number in days.items() if number is not None}


def _kept(record: str, days: Days) -> str:
    least, most = days
    said = ("" if least is None else f"at least {least}", "" if most is None else f"at most {most}")
    told = " and ".join(one for one in said if one)
    return f"{record} kept {told} days" if told else ""


def _listed(allowed: tuple[str, ...] | None) -> JsonValue:
    return None if allowed is None else list(allowed)


def _words(names: tuple[str, ...]) -> str:
    return "+".join(names) or "none"

"""One point of the space: whose law it is, and what is asked."""

from __future__ import annotations

from typing import NamedTuple

from compliance_toolkit.models import JsonObject, JsonValue

NAME = "counterexample"
"""Of the tenant in each case; no policy may let it decide."""


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

    def as_input(self) -> JsonObject:
        """Give the tenant as policies read it: `input.tenant`."""
        unbounded: JsonObject = {"min_days": None, "max_days": None}
        return {
            "name": NAME,
            "jurisdictions": list(self.jurisdictions),
            "regimes": list(self.regimes),
            "data_classes": list(self.data_classes),
            "retention": {
                "prompts": {"max_days": self.max_days},
                "logs": unbounded,
                "evidence": unbounded,
            },
            "countries": _listed(self.countries),
            "providers": _listed(self.providers),
            "features": _listed(self.features),
            "obligations": list(self.obligations),
            "max_price": self.max_price,
            "preferences": [],
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
        }
        said: dict[str, JsonValue] = {
            key: value for key, value in entry.items() if value not in (None, ())
        }
        if self.features is not None:
            said["features"] = self.features
        if self.max_days is not None:
            said["retention"] = {"prompts": {"max_days": self.max_days}}
        return said


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
        said = [one for one in (*own, tenant.features) if one is not None]
        return sum(len(one) for one in (*lists, *asked)) + len(said)

    def __str__(self) -> str:
        tenant = self.tenant
        parts = [
            f"jurisdictions {_words(tenant.jurisdictions)}",
            f"regimes {_words(tenant.regimes)}" if tenant.regimes else "",
            "" if tenant.max_days is None else f"prompts kept at most {tenant.max_days} days",
            "" if tenant.countries is None else f"countries {_words(tenant.countries)}",
            "" if tenant.providers is None else f"providers {_words(tenant.providers)}",
            "" if tenant.features is None else f"features allowed {_words(tenant.features)}",
            "" if tenant.max_price is None else f"price at most {tenant.max_price}",
            f"model {self.model}",
            f"features {_words(self.features)}" if self.features else "",
            f"data {_words(self.kinds_of_data)}" if self.kinds_of_data else "",
            f"on {self.at}",
        ]
        return ", ".join(part for part in parts if part)


def _listed(allowed: tuple[str, ...] | None) -> JsonValue:
    return None if allowed is None else list(allowed)


def _words(names: tuple[str, ...]) -> str:
    return "+".join(names) or "none"

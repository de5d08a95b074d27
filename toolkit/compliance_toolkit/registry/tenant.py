"""One tenant as somebody writes it. `schemas/tenant.json` is its twin.

Shape only: what codes and names mean, and whether an entry loosens what is above it, is for
`tightening`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field, TypeAdapter, model_validator

from compliance_toolkit.registry.model import (
    Alias,
    Model,
    SomeTexts,
    TenantName,
    Text,
    Texts,
)


class PromptRetention(Model):
    """How long a provider may keep prompts."""

    max_days: int = Field(ge=0, le=36_500)


class RecordRetention(Model):
    """How long one kind of the firm's own records must and may be kept."""

    min_days: int | None = Field(None, ge=1, le=36_500)
    max_days: int | None = Field(None, ge=1, le=36_500)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.min_days is None and self.max_days is None:
            raise ValueError("expected a limit")
        return self


class TenantRetention(Model):
    """Limits of a tenant's own, beside those of its regimes."""

    prompts: PromptRetention | None = None
    logs: RecordRetention | None = None
    evidence: RecordRetention | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.prompts is None and self.logs is None and self.evidence is None:
            raise ValueError("expected a limit")
        return self


class TenantLaw(Model):
    """What a tenant adds to the law of those above it; tenants that say the same share it."""

    jurisdictions: SomeTexts = ()
    regimes: Texts = ()
    data_classes: Texts = ()
    retention: TenantRetention | None = None
    countries: SomeTexts | None = None
    """Where data may be; `None` says nothing, here and in the next two."""

    providers: SomeTexts | None = None
    features: Texts | None = None
    """Features that may be used; none at all where the list is empty."""

    obligations: Texts = ()
    max_price: float | None = Field(None, gt=0, le=100, allow_inf_nan=False)
    """The most a route may cost, as a multiple of the list price."""

    preferences: Texts = ()
    """Names of deployments and providers, best first."""

    aliases: Mapping[Alias, Text] = {}
    """The tenant's own names of models."""

    requests: bool = False
    """Whether a tenant that has children may be named in a request."""


class Tenant(TenantLaw):
    """One tenant as it is written."""

    name: TenantName


TENANT: TypeAdapter[Tenant] = TypeAdapter(Tenant)
LAW: TypeAdapter[TenantLaw] = TypeAdapter(TenantLaw)


def law_of(tenant: Tenant) -> TenantLaw:
    """Give what a tenant says, without its name: no other that says the same may learn it."""
    said = {key: value for key, value in tenant.__dict__.items() if key != "name"}
    return TenantLaw.model_construct(tenant.model_fields_set - {"name"}, **said)

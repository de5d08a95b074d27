"""What an operator writes in `compliance.yaml`. `schemas/project.json` is its twin.

Shape only; whether a region or a model exists is for `known`, which asks the bundle.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from compliance_toolkit.registry.model import (
    Account,
    Day,
    Model,
    Name,
    ProfileArn,
    RoleArn,
    SomeCountries,
    SomeTexts,
    TenantName,
    Texts,
    named,
)
from compliance_toolkit.registry.said import (
    SaidHostName,
    SaidIdentifier,
    SaidName,
    SaidTable,
    SaidText,
    SaidVariable,
    Vouched,
)
from compliance_toolkit.registry.tenant import Tenant


class Secret(Model):
    """Where a credential is found: a reference, never the credential."""

    env: SaidVariable
    """Name of an environment variable."""


class Attestation(Model):
    """A claim that nothing can read, with somebody who vouches for it."""

    by: Vouched
    reference: Vouched
    until: Day
    """Last valid day, inclusive, in UTC."""


class LocationsAttestation(Attestation):
    """A contract that names where the service is provided and data is processed."""

    countries: SomeCountries


Mode: TypeAlias = Literal["none", "default", "aws_review", "provider_data_share", "inherit"]


class RetentionAttestation(Attestation):
    """A claim of what a provider retains; on Bedrock its `mode`, for the regions named."""

    mode: Mode | None = None
    regions: SomeTexts = ()


class BedrockRetention(RetentionAttestation):
    """Bedrock's data retention mode: an account sets it region by region."""

    mode: Mode
    regions: SomeTexts


class Attestations(Model):
    """The claims a deployment rests on."""

    zero_data_retention: Attestation | None = None
    baa: Attestation | None = None
    dpa: Attestation | None = None
    scc: Attestation | None = None
    """Standard contractual clauses of the European Commission."""

    bcr: Attestation | None = None
    """Binding corporate rules."""

    idta: Attestation | None = None
    """The United Kingdom's international data transfer agreement, or its addendum."""

    dpf: Attestation | None = None
    """The provider is certified under the EU-US Data Privacy Framework."""

    dpf_uk: Attestation | None = None
    """… under its extension to the United Kingdom."""

    dpf_swiss: Attestation | None = None
    """… under the Swiss-US framework."""

    locations: LocationsAttestation | None = None
    retention: RetentionAttestation | None = None


class BedrockAttestations(Attestations):
    """The claims a Bedrock deployment rests on."""

    retention: BedrockRetention | None = None


class _Deployment(Model):
    """A route the organisation has provisioned, and the models it serves."""

    name: Name
    models: SomeTexts
    attestations: Attestations = Attestations()


class AnthropicDeployment(_Deployment):
    """A workspace of the first-party API."""

    provider: Literal["anthropic"]
    workspace: SaidIdentifier
    inference_geo: SaidText
    api_key: Secret


class ClaudePlatformAwsDeployment(_Deployment):
    """A workspace of the Claude Platform on AWS."""

    provider: Literal["claude_platform_aws"]
    account: Account
    region: SaidText
    """Binds the workspace; it pins no inference."""

    workspace: SaidIdentifier
    inference_geo: SaidText


class BedrockDeployment(_Deployment):
    """An account and source region of Bedrock's runtime, and an inference profile's scope."""

    provider: Literal["bedrock"]
    account: Account
    region: SaidText
    scope: SaidText
    role_arn: RoleArn | None = None
    profile_arn: ProfileArn | None = None
    attestations: BedrockAttestations = BedrockAttestations()


class BedrockMantleDeployment(_Deployment):
    """An account and region of Bedrock's Messages endpoint, which has no profiles."""

    provider: Literal["bedrock_mantle"]
    account: Account
    region: SaidText
    project: SaidIdentifier | None = None
    attestations: BedrockAttestations = BedrockAttestations()


class VertexDeployment(_Deployment):
    """A project and location of Google's Agent Platform."""

    provider: Literal["vertex"]
    project: SaidIdentifier
    location: SaidText


class FoundryDeployment(_Deployment):
    """A resource of Microsoft Foundry and its deployment's SKU."""

    provider: Literal["foundry"]
    resource: SaidHostName
    sku: SaidText
    api_key: Secret | None = None


Deployment: TypeAlias = Annotated[
    AnthropicDeployment
    | ClaudePlatformAwsDeployment
    | BedrockDeployment
    | BedrockMantleDeployment
    | VertexDeployment
    | FoundryDeployment,
    Field(discriminator="provider"),
]


class Audit(Model):
    """What to audit, and under which law."""

    terraform: SaidText | None = None
    plan: SaidText | None = None
    workspaces: SaidText | None = None
    jurisdictions: SomeTexts | None = None
    tenants: SomeTexts | None = None
    regimes: Texts = ()

    @model_validator(mode="after")
    def _one_input_one_law(self) -> Self:
        inputs = [self.terraform, self.plan, self.workspaces]
        laws = [self.jurisdictions, self.tenants]
        if any(sum(given is not None for given in them) != 1 for them in (inputs, laws)):
            raise ValueError("expected one input and one law")
        return self


class TenantDatabase(Model):
    """Where further tenants are kept: the room `stores` reads them."""

    url: Secret
    table: SaidTable = "tenants"


class Project(Model):
    """The project file."""

    version: Literal["1"]
    organization: SaidName
    deployments: Annotated[Mapping[Name, Deployment], BeforeValidator(named)] = {}
    tenants: Annotated[Mapping[TenantName, Tenant], BeforeValidator(named)] = {}
    """Empty in what was read: tenants of every file are in `Registry.tenants`."""

    tenant_files: Texts = ()
    tenant_database: TenantDatabase | None = None
    audits: Annotated[tuple[Audit, ...], Field(strict=False)] = ()


PROVIDERS = frozenset(
    ("anthropic", "claude_platform_aws", "bedrock", "bedrock_mantle", "vertex", "foundry")
)

DEPLOYMENT: TypeAdapter[Deployment] = TypeAdapter(Deployment)
AUDIT: TypeAdapter[Audit] = TypeAdapter(Audit)

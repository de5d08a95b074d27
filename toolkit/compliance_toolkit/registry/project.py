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
    HostName,
    Identifier,
    Model,
    Name,
    ProfileArn,
    RoleArn,
    SomeTexts,
    TenantName,
    Text,
    Texts,
    Variable,
    named,
)


class Secret(Model):
    """Where a credential is found: a reference, never the credential."""

    env: Variable
    """Name of an environment variable."""


class Attestation(Model):
    """A claim that nothing can read, with somebody who vouches for it."""

    by: Text
    reference: Text
    until: Day
    """Last valid day, inclusive, in UTC."""


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
    workspace: Identifier
    inference_geo: Text
    api_key: Secret


class ClaudePlatformAwsDeployment(_Deployment):
    """A workspace of the Claude Platform on AWS."""

    provider: Literal["claude_platform_aws"]
    account: Account
    region: Text
    """Binds the workspace; it pins no inference."""

    workspace: Identifier
    inference_geo: Text


class BedrockDeployment(_Deployment):
    """An account and source region of Bedrock's runtime, and an inference profile's scope."""

    provider: Literal["bedrock"]
    account: Account
    region: Text
    scope: Text
    role_arn: RoleArn | None = None
    profile_arn: ProfileArn | None = None
    attestations: BedrockAttestations = BedrockAttestations()


class BedrockMantleDeployment(_Deployment):
    """An account and region of Bedrock's Messages endpoint, which has no profiles."""

    provider: Literal["bedrock_mantle"]
    account: Account
    region: Text
    project: Identifier | None = None
    attestations: BedrockAttestations = BedrockAttestations()


class VertexDeployment(_Deployment):
    """A project and location of Google's Agent Platform."""

    provider: Literal["vertex"]
    project: Identifier
    location: Text


class FoundryDeployment(_Deployment):
    """A resource of Microsoft Foundry and its deployment's SKU."""

    provider: Literal["foundry"]
    resource: HostName
    sku: Text
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


class PromptRetention(Model):
    """How long prompts may be kept."""

    max_days: int = Field(ge=0, le=36_500)


class TenantRetention(Model):
    """Limits of a tenant's own, beside those of its regimes."""

    prompts: PromptRetention


class Tenant(Model):
    """One tenant as it is written: what it adds to the tenants above it."""

    name: TenantName
    jurisdictions: SomeTexts = ()
    regimes: Texts = ()
    data_classes: Texts = ()
    retention: TenantRetention | None = None
    requests: bool = False
    """Whether a tenant that has children may be named in a request."""


class Audit(Model):
    """What to audit, and under which law."""

    terraform: Text | None = None
    plan: Text | None = None
    workspaces: Text | None = None
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


class Project(Model):
    """The project file."""

    version: Literal["1"]
    organization: Name
    deployments: Annotated[Mapping[Name, Deployment], BeforeValidator(named)] = {}
    tenants: Annotated[Mapping[TenantName, Tenant], BeforeValidator(named)] = {}
    tenant_files: Texts = ()
    audits: Annotated[tuple[Audit, ...], Field(strict=False)] = ()


PROVIDERS = frozenset(
    ("anthropic", "claude_platform_aws", "bedrock", "bedrock_mantle", "vertex", "foundry")
)

DEPLOYMENT: TypeAdapter[Deployment] = TypeAdapter(Deployment)
TENANT: TypeAdapter[Tenant] = TypeAdapter(Tenant)
AUDIT: TypeAdapter[Audit] = TypeAdapter(Audit)

"""Holds what an operator wrote to what the bundle knows: models, regions, scopes and codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from compliance_toolkit.models import Location
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.mistakes import Mistakes
from compliance_toolkit.registry.project import (
    AnthropicDeployment,
    Attestations,
    BedrockDeployment,
    BedrockMantleDeployment,
    ClaudePlatformAwsDeployment,
    Deployment,
    FoundryDeployment,
    VertexDeployment,
)
from compliance_toolkit.registry.wording import did_you_mean, key_path, listed, shown
from compliance_toolkit.registry.yaml import KeyPath

_IN_REGION = "in-region"


class Names(msgspec.Struct, frozen=True):
    """Notes names that are not known, each at its place."""

    mistakes: Mistakes
    at: Callable[[KeyPath], Location]

    def check(self, kind: str, path: KeyPath, name: str, known: Iterable[str]) -> None:
        """Note a mistake if a name is not among those known.

        Args:
            kind: What it names, such as `region`.
            path: Where it stands.
            name: The name.
            known: What it may be.
        """
        known = frozenset(known)
        if name in known:
            return
        every = f"known are {listed(sorted(known))}" if known else None
        hint = did_you_mean(name, known, otherwise=every or f"the bundle knows no such {kind}")
        self.mistakes.add(self.at(path), f"{key_path(path)}: unknown {kind} {shown(name)}", hint)

    def check_all(self, kind: str, path: KeyPath, names: Iterable[str], known: set[str]) -> None:
        """Check each name of a list."""
        for position, name in enumerate(names):
            self.check(kind, (*path, position), name, known)


def check_deployment(deployment: Deployment, law: KnownLaw, names: Names) -> None:
    """Note what the bundle does not know of a deployment, and what contradicts itself in it."""
    path: KeyPath = ("deployments", deployment.name)
    names.check_all("model", (*path, "models"), deployment.models, set(law.models))
    scopes = law.scopes.get(deployment.provider, frozenset())
    aws = law.regions.get("aws", frozenset())
    match deployment:
        case AnthropicDeployment():
            names.check("scope", (*path, "inference_geo"), deployment.inference_geo, scopes)
        case ClaudePlatformAwsDeployment():
            names.check("region", (*path, "region"), deployment.region, aws)
            names.check("scope", (*path, "inference_geo"), deployment.inference_geo, scopes)
        case BedrockDeployment():
            names.check("region", (*path, "region"), deployment.region, aws)
            names.check("scope", (*path, "scope"), deployment.scope, scopes)
            _check_arns(deployment, path, names)
            _check_retention(deployment.attestations, path, names, aws)
        case BedrockMantleDeployment():
            names.check("region", (*path, "region"), deployment.region, aws)
            _check_retention(deployment.attestations, path, names, aws)
        case VertexDeployment():
            google = law.regions.get("google", frozenset())
            names.check("location", (*path, "location"), deployment.location, google)
        case FoundryDeployment():
            names.check("SKU", (*path, "sku"), deployment.sku, scopes)


def _check_retention(
    attestations: Attestations, path: KeyPath, names: Names, known: frozenset[str]
) -> None:
    if attestations.retention is not None:
        where = (*path, "attestations", "retention", "regions")
        names.check_all("region", where, attestations.retention.regions, set(known))


def _check_arns(deployment: BedrockDeployment, path: KeyPath, names: Names) -> None:
    """Note an ARN of another account, region or scope: calls would go where no check looked."""
    if deployment.role_arn is not None:
        account = deployment.role_arn.split(":")[4]
        if account != deployment.account:
            _contradiction(names, (*path, "role_arn"), "account", account, deployment.account)
    if deployment.profile_arn is not None:
        _check_profile(deployment, deployment.profile_arn, (*path, "profile_arn"), names)


def _check_profile(deployment: BedrockDeployment, arn: str, path: KeyPath, names: Names) -> None:
    _, _, _, region, account, resource = arn.split(":", maxsplit=5)
    kind, _, profile = resource.partition("/")
    if region != deployment.region:
        _contradiction(names, path, "region", region, deployment.region)
    if account != deployment.account:
        _contradiction(names, path, "account", account, deployment.account)
    scope = deployment.scope
    if kind == "application-inference-profile":
        what = "an application inference profile does not tell where its calls run"
        hint = "leave `profile_arn` out, or name the system profile that it was made from"
    elif scope == _IN_REGION:
        what = f"a deployment of scope {shown(scope)} has no inference profile"
        hint = "leave `profile_arn` out, or set `scope` to the profile's prefix"
    elif not profile.startswith(f"{scope}.anthropic."):
        what = f"{shown(profile)} is no inference profile of the scope {shown(scope)}"
        hint = (
            f"name a profile whose id begins with {shown(f'{scope}.anthropic.')}, or leave it out"
        )
    else:
        return
    names.mistakes.add(names.at(path), f"{key_path(path)}: {what}", hint)


def _contradiction(names: Names, path: KeyPath, kind: str, found: str, expected: str) -> None:
    what = f"{key_path(path)}: the {kind} is {shown(found)}, the deployment's is {shown(expected)}"
    names.mistakes.add(names.at(path), what, f"correct the {kind} in one of the two")

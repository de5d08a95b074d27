"""A resource of an input: where it is and why, what is not known of it, and what checks say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import (
    AuditInput,
    Finding,
    JsonObject,
    JsonValue,
    Location,
    Resource,
    Step,
    Unknown,
)
from compliance_toolkit.policy.catalog import Check, Per
from compliance_toolkit.registry.wording import did_you_mean, shown, shown_whole

Countries: TypeAlias = tuple[str, ...] | Literal["unspecified"] | None
"""`None`: the data does not know the place."""

_FEW = 8


@dataclass(frozen=True, slots=True)
class PlaceExplained:
    """One region that the resource's content goes to, or comes from."""

    region: str
    role: str
    countries: Countries


@dataclass(frozen=True, slots=True)
class Judged:
    """What a check says of it under one law; without a law, that it would be asked."""

    check: str
    title: str
    severity: str
    law: str | None
    """A jurisdiction, a regime or a tenant."""

    verdict: str | None
    evidence: JsonObject
    reason: Unknown | None


@dataclass(frozen=True, slots=True)
class ResourceExplained:
    """Where a resource is, and what that rests on."""

    form: ClassVar[Literal["resource"]] = "resource"

    address: str
    type: str
    input: str
    kind: str
    """As `AuditInput.kind`."""

    location: Location | None
    region: str | Unknown | None
    countries: Countries
    chain: tuple[Step, ...]
    """From what the resource says itself to what decides; empty where nothing can be followed."""

    places: tuple[PlaceExplained, ...] | None
    """Further ones; `None` where one of them cannot be known."""

    unknown: Mapping[str, Unknown]
    """JSON pointer into its values → why that is not known."""

    silent_on: tuple[str, ...]
    judged: tuple[Judged, ...]


def select(given: AuditInput, address: str) -> Resource:
    """Find the resource that somebody means.

    Args:
        given: The input.
        address: An instance's, or a block's that has one instance.

    Raises:
        ConfigurationError: There is none, or several.
    """
    exact = [one for one in given.resources if one.address == address]
    named = exact or [one for one in given.resources if one.address.startswith(f"{address}[")]
    match named:
        case [one]:
            return one
        case []:
            known = [one.address for one in given.resources]
            raise ConfigurationError(
                f"`{given.path}` has no resource {shown(address)}",
                hint=did_you_mean(
                    address, known, otherwise="name it as `compliance check` does, with its index"
                ),
            )
        case several:
            addresses = ", ".join(shown_whole(one.address) for one in several[:_FEW])
            raise ConfigurationError(
                f"`{given.path}` has {len(several)} instances of {shown(address)}",
                hint=f"name one of them, such as {addresses}",
            )


def explain_resource(  # noqa: PLR0913, PLR0917  all that is known of one resource
    given: AuditInput,
    resource: Resource,
    chain: Sequence[Step],
    regions: JsonObject,
    checks: Sequence[Check],
    findings: Sequence[Finding] | None,
    *,
    holds_no_content: bool,
) -> ResourceExplained:
    """Explain one resource.

    Args:
        given: The input that it is of.
        resource: With its facts.
        chain: How its region came about.
        regions: The data's tables, by cloud.
        checks: All checks.
        findings: What they said of the input; `None` where no law was named.
        holds_no_content: Whether the data excuses its type from checks of content.
    """
    places = None
    if resource.regions is not None:
        places = tuple(
            PlaceExplained(one.region, one.role, _countries(regions, resource, one.region))
            for one in resource.regions
            if one.role != "home"
        )
    asked = [
        check
        for check in checks
        if check.per != Per.ESTATE
        and check.applies_to_type(resource.type, no_content=holds_no_content)
        and check.is_about(resource)
    ]
    region = resource.region
    return ResourceExplained(
        address=resource.address,
        type=resource.type,
        input=given.path,
        kind=given.kind,
        location=resource.location,
        region=region,
        countries=_countries(regions, resource, region) if isinstance(region, str) else None,
        chain=tuple(chain),
        places=places,
        unknown=dict(sorted(resource.unknown.items())),
        silent_on=tuple(sorted(resource.silent_on)),
        judged=(
            *_judged(asked, findings, resource.address),
            *_of_the_whole(checks, findings, resource.address),
        ),
    )


def _countries(regions: JsonObject, resource: Resource, region: str) -> Countries:
    """Say which countries a place lies in; another cloud's is written `anthropic:us`."""
    cloud, _, name = region.rpartition(":")
    return _in_table(regions.get(cloud or resource.provider), name)


def _in_table(table: JsonValue, region: str) -> Countries:
    entry = table.get(region) if isinstance(table, Mapping) else None
    if not isinstance(entry, Mapping):
        return None
    if entry.get("unspecified") is True:
        return "unspecified"
    listed = entry.get("countries")
    if isinstance(listed, Collection) and not isinstance(listed, str):
        return tuple(str(one) for one in listed)
    country = entry.get("country")
    return (country,) if isinstance(country, str) else None


def _of_the_whole(
    checks: Sequence[Check], findings: Sequence[Finding] | None, address: str
) -> list[Judged]:
    """What checks of the whole say that name a resource: it is not what it was."""
    whole = {one.id: one for one in checks if one.per == Per.ESTATE}
    return [
        judged_as(whole[one.check], one)
        for one in findings or ()
        if one.check in whole and is_named(one, address)
    ]


def is_named(finding: Finding, address: str) -> bool:
    """Whether a finding about the whole names a resource in the lists of its evidence."""
    return any(
        isinstance(listed, list | tuple) and address in listed
        for listed in finding.evidence.values()
    )


def judged_as(check: Check, finding: Finding | None) -> Judged:
    """Tell what a check says; without a finding, that it would be asked."""
    if finding is None:
        return Judged(check.id, check.title, str(check.severity), None, None, {}, None)
    return Judged(
        check=finding.check,
        title=check.title,
        severity=str(finding.severity),
        law=finding.jurisdiction or finding.regime or finding.tenant,
        verdict=finding.verdict.value,
        evidence=finding.evidence,
        reason=finding.reason,
    )


def _judged(
    asked: Sequence[Check], findings: Sequence[Finding] | None, address: str
) -> list[Judged]:
    if findings is None:
        return [judged_as(one, None) for one in asked]
    of = {one.id: one for one in asked}
    return [
        judged_as(of[one.check], one)
        for one in findings
        if one.address == address and one.check in of
    ]

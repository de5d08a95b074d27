"""One resource of an input, explained: its region's chain, its facts and what checks say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from compliance_toolkit.api.applicable import Taken, refuse_unused
from compliance_toolkit.api.auditing import stated
from compliance_toolkit.api.checking import CheckOptions
from compliance_toolkit.api.inputs import read_again, read_input, source_of
from compliance_toolkit.api.law import law_data, type_facts
from compliance_toolkit.audit.estate import ADDRESS as ESTATE
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.explain.estate import explain_estate, explain_removed, taken_away
from compliance_toolkit.explain.explanation import Explanation
from compliance_toolkit.explain.resource import explain_resource, select
from compliance_toolkit.models import AuditInput, Finding, Resource, Step

if TYPE_CHECKING:
    from compliance_toolkit.api.compliance import Compliance
    from compliance_toolkit.registry.registry import Registry


def explained_resource(
    compliance: Compliance,
    path: str,
    address: str,
    options: CheckOptions,
    registry: Registry | None,
) -> tuple[Explanation, AuditInput]:
    """Explain one resource of an input, or the whole, and give the input for its problems.

    Args:
        compliance: The law and the project.
        path: The input; a file or folder, for it is read more than once.
        address: Of the resource, also of one that is taken away; or `estate`.
        options: How it is read, and the law that it is held to, beside the project's.
        registry: The project, if there is one.

    Raises:
        ConfigurationError: There is no such resource, or a code is unknown.
        SourceError: The input cannot be read.
        PolicyError: A check did not answer.
        UnavailableError: The engine did not answer.
    """
    if path == "-":
        raise ConfigurationError(
            "standing input cannot be explained, because it is read more than once",
            hint="write it to a file, and name that with `--input`",
        )
    law = law_data(compliance.bundle)
    read = read_input(path, options)
    refuse_unused(options, [Taken(path, read.kind, read.undeclared)])
    checks = compliance.catalog.checks
    whole = address == ESTATE and not any(one.address == ESTATE for one in read.resources)
    gone = taken_away(read, address)
    if whole or gone is not None:
        findings = _findings(compliance, path, options, registry)
        told = (
            explain_estate(read, checks, findings)
            if gone is None
            else explain_removed(read, gone, checks, findings)
        )
        return Explanation(compliance.bundle.revision, compliance.bundle.digest, told), read
    resource = select(read, address)
    given = stated(read, law)
    resource = select(given, resource.address)
    types = type_facts(compliance.bundle)
    regions = law.get("regions")
    body = explain_resource(
        given,
        resource,
        _chain(path, options, given, resource),
        regions if isinstance(regions, Mapping) else {},
        checks,
        _findings(compliance, path, options, registry),
        holds_no_content=types.holds_no_content(resource),
    )
    return Explanation(compliance.bundle.revision, compliance.bundle.digest, body), given


def _findings(
    compliance: Compliance, path: str, options: CheckOptions, registry: Registry | None
) -> tuple[Finding, ...] | None:
    """Give what checks say of the input under the law that it is held to, if it is to any."""
    entries = registry.audit_for(path) if registry is not None else ()
    if not options.jurisdictions and not entries:
        if options.regimes:
            raise ConfigurationError(
                "a regime alone is no law to hold a resource to",
                hint="name a jurisdiction too, with `--jurisdiction`",
            )
        return None
    return compliance.check([path], options).findings


def _chain(
    path: str, options: CheckOptions, given: AuditInput, resource: Resource
) -> tuple[Step, ...]:
    match given.kind:
        case "terraform-source":
            from compliance_toolkit.terraform.effective.source_chain import (  # noqa: PLC0415
                source_chain,
            )

            return source_chain(source_of(path, options), resource)
        case "terraform-plan":
            from compliance_toolkit.terraform.effective.plan_chain import (  # noqa: PLC0415
                plan_chain,
            )
            from compliance_toolkit.terraform.plan_format import decode  # noqa: PLC0415

            return plan_chain(decode(read_again(path), path), resource)
        case "terraform-state":
            from compliance_toolkit.terraform.effective.plan_chain import (  # noqa: PLC0415
                plan_chain,
            )
            from compliance_toolkit.terraform.plan_format import Plan  # noqa: PLC0415

            return tuple(replace(step, where=None) for step in plan_chain(Plan("1.0"), resource))
        case _:
            return ()

"""One run of `compliance check`: paths to inputs, inputs under their law, findings to a report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from compliance_toolkit import __version__
from compliance_toolkit.api.grounds import Statutes
from compliance_toolkit.api.inputs import ReadOptions, read_input
from compliance_toolkit.api.law import law_data
from compliance_toolkit.audit.audit import AuditResult, TypeFacts, audit
from compliance_toolkit.audit.outcome import Gate, InputStatus, exit_code
from compliance_toolkit.errors import ConfigurationError, SourceError
from compliance_toolkit.models import (
    AuditInput,
    Finding,
    InputReport,
    JsonObject,
    Law,
    Problem,
    Report,
)
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.policy.engine import PolicyEngine
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.wording import did_you_mean, listed, shown
from compliance_toolkit.terraform.access.holders import state_access
from compliance_toolkit.terraform.workloads.holders import state_workloads

if TYPE_CHECKING:  # most audits have no project file, and need neither YAML nor its models
    from compliance_toolkit.registry.registry import AuditEntry, Registry


@dataclass(frozen=True, slots=True)
class CheckOptions(ReadOptions):
    """What was typed beside the paths."""

    jurisdictions: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    gate: Gate = field(default_factory=Gate)


def check(  # noqa: PLR0913  the seam where the rooms meet
    paths: Sequence[str],
    options: CheckOptions,
    *,
    registry: Registry | None,
    law: KnownLaw,
    bundle: Bundle,
    catalog: Catalog,
    types: TypeFacts,
    engine: PolicyEngine,
) -> Report:
    """Audit `paths`, or every audit of the project file where none is named."""
    _known(options.jurisdictions, "jurisdiction", law.jurisdictions)
    _known(options.regimes, "regime", law.regimes)
    findings: list[Finding] = []
    inputs: list[InputReport] = []
    skips = 0
    audits = _audits(paths, options, registry)
    unjudged: set[str] = set()
    for path, laws in audits:
        try:
            given = stated(read_input(path, options), law_data(bundle))
            result = audit(
                given,
                laws,
                catalog.checks,
                types,
                engine,
                deployments=lambda: _deployments(registry),
            )
        except SourceError as error:  # a number that policies cannot read shows only when asked
            inputs.append(_unreadable(path, error))
            continue
        findings += result.findings
        judged = {finding.regime for finding in result.findings}
        unjudged.update(code for law in laws for code in law.regimes if code not in judged)
        skips += result.skips
        inputs.append(_input_report(given, result))
    return Report(
        tool_version=__version__,
        policy_revision=bundle.revision,
        policy_digest=bundle.digest,
        inputs=tuple(inputs),
        findings=tuple(findings),
        skips=skips,
        exit_code=exit_code(findings, [InputStatus(one.status) for one in inputs], options.gate),
        relaxed=options.gate.relaxed,
        unjudged=tuple(sorted(unjudged)),
        fail_on=options.gate.fail_on,
        unknown_fails=options.gate.unknown_fails,
        grounds=Statutes(law_data(bundle)).of_findings(
            findings, [one for _, laws in audits for one in laws], catalog
        ),
    )


def stated(given: AuditInput, law: JsonObject) -> AuditInput:
    """Add what resources come to that no attribute says: what is allowed, and where it leads."""
    return state_workloads(state_access(given, law), law)


def _deployments(registry: Registry | None) -> list[JsonObject]:
    found = registry.deployments.values() if registry is not None else ()
    return [one.model_dump(mode="json") for one in found]


def _audits(
    paths: Sequence[str], options: CheckOptions, registry: Registry | None
) -> list[tuple[str, tuple[Law, ...]]]:
    """Each input once, with all the laws it is held to."""
    if not paths:
        entries = registry.audits if registry is not None else ()
        if not entries:
            raise ConfigurationError(
                "there is nothing to check: no PATH, and no audits in a project file",
                hint="name a Terraform folder, a plan or a snapshot, or list `audits`",
            )
        paths = list(dict.fromkeys(str(entry.path) for entry in entries))
    audits = []
    for path in dict.fromkeys(paths):
        entries = registry.audit_for(path) if registry is not None else ()
        laws = [law for entry in entries for law in _laws(entry, registry, options)]
        laws += [Law((code,), options.regimes) for code in options.jurisdictions]
        if not laws:
            raise ConfigurationError(
                f"`{path}` has no law to be held to",
                hint="name one with `--jurisdiction`, or list the path under `audits`",
            )
        audits.append((path, tuple(laws)))
    return audits


def _laws(entry: AuditEntry, registry: Registry | None, options: CheckOptions) -> list[Law]:
    regimes = tuple(dict.fromkeys((*entry.regimes, *options.regimes)))
    laws = [Law((code,), regimes) for code in entry.jurisdictions]
    for name in entry.tenants:
        if registry is not None:
            tenant = registry.tenant(name, audited=True)
            both = tuple(dict.fromkeys((*tenant.regimes, *regimes)))
            laws.append(Law(tuple(tenant.jurisdictions), both, tenant.as_input()))
    return laws


def _input_report(given: AuditInput, result: AuditResult) -> InputReport:
    if given.problems:
        status = InputStatus.UNREADABLE
    elif not result.findings:
        status = InputStatus.EMPTY
    else:
        status = InputStatus.CHECKED
    return InputReport(
        path=given.path,
        kind=given.kind,
        status=status.value,
        resources=len(given.resources),
        unresolved=len(given.unresolved),
        assumptions=given.assumptions,
        problems=given.problems,
        skipped=result.skips,
        given=given.given,
    )


def _unreadable(path: str, error: SourceError) -> InputReport:
    return InputReport(
        path=path,
        kind="",
        status=InputStatus.UNREADABLE.value,
        resources=0,
        unresolved=0,
        assumptions=(),
        problems=(Problem(error.message, hint=error.hint),),
        skipped=0,
    )


def _known(codes: Sequence[str], kind: str, known: Collection[str]) -> None:
    for code in codes:
        if code not in known:
            raise ConfigurationError(
                f"{kind} {shown(code)} is unknown",
                hint=did_you_mean(code, known, otherwise=f"known are {listed(sorted(known))}"),
            )

"""One run of `compliance check`: paths to inputs, inputs under their law, findings to a report."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from compliance_toolkit import __version__
from compliance_toolkit.api.applicable import Taken, refuse_unused
from compliance_toolkit.api.auditing import Auditor, Outcome, Processes, Task
from compliance_toolkit.api.engines import Engines
from compliance_toolkit.api.grounds import Statutes
from compliance_toolkit.api.inputs import ReadOptions
from compliance_toolkit.api.law import law_data
from compliance_toolkit.api.spreading import Progress, outcomes
from compliance_toolkit.audit.outcome import Gate, InputStatus, exit_code
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.models import (
    InputReport,
    JsonObject,
    Law,
    Report,
)
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.wording import unknown

if TYPE_CHECKING:  # most audits have no project file, and need neither YAML nor its models
    from compliance_toolkit.registry.registry import AuditEntry, Registry

_WITHOUT_LAW = "name one with `--jurisdiction`, or list the path under `audits`"
_WITHOUT_PLACE = (
    "a regime holds beside a law on where: name that with `--jurisdiction`, or list the path under "
    "`audits`"
)


class CheckOptions(ReadOptions, frozen=True):
    """What was typed beside the paths."""

    jurisdictions: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    gate: Gate = msgspec.field(default_factory=Gate)


def check(  # noqa: PLR0913  the seam where the rooms meet
    paths: Sequence[str],
    options: CheckOptions,
    *,
    registry: Registry | None,
    law: KnownLaw,
    bundle: Bundle,
    catalog: Catalog,
    engines: Engines,
    processes: Processes,
    progress: Progress,
) -> Report:
    """Audit `paths`, or every audit of the project file where none is named."""
    _known(options.jurisdictions, "jurisdiction", law.jurisdictions, law.regimes)
    _known(options.regimes, "regime", law.regimes, law.jurisdictions)
    audits = _audits(paths, options, registry)
    auditor = Auditor(bundle, engines, options, lambda: _deployments(registry))
    found = _settled(outcomes(audits, auditor, processes, progress))
    refuse_unused(options, (Taken(x.report.path, x.report.kind, x.undeclared) for x in found))
    unjudged: set[str] = set()
    for task, one in zip(audits, found, strict=True):
        if one.report.kind:
            judged = {finding.regime for finding in one.findings}
            unjudged.update(x for law in task.laws for x in law.regimes if x not in judged)
    findings = [finding for one in found for finding in one.findings]
    statuses = [InputStatus(one.report.status) for one in found]
    return Report(
        tool_version=__version__,
        policy_revision=bundle.revision,
        policy_digest=bundle.digest,
        inputs=_inputs(found),
        findings=tuple(findings),
        skips=sum(one.report.skipped for one in found),
        exit_code=exit_code(findings, statuses, options.gate),
        relaxed=options.gate.relaxed,
        unjudged=tuple(sorted(unjudged)),
        fail_on=options.gate.fail_on,
        unknown_fails=options.gate.unknown_fails,
        grounds=Statutes(law_data(bundle)).of_findings(
            findings, [law for task in audits for law in task.laws], catalog
        ),
    )


def _inputs(found: Sequence[Outcome]) -> tuple[InputReport, ...]:
    """What became of each input; no folder that another one reads counts as unread."""
    read = {folder for one in found for folder in one.folders}
    return tuple(
        replace(
            one.report,
            unread=tuple(f for f in one.report.unread if os.path.realpath(f) not in read),
        )
        for one in found
    )


def _settled(found: Sequence[Outcome]) -> Sequence[Outcome]:
    """Let an error of one input take nothing of another away, and one of them all be raised.

    Raises:
        ConfigurationError: What was typed does not fit an input.
        Exception: No input could be audited, by no fault of its own.
    """
    errors = [one.error for one in found if one.error is not None]
    for error in errors:
        if isinstance(error, ConfigurationError):
            raise error
    if errors and len(errors) == len(found):
        raise errors[0]
    return found


def _deployments(registry: Registry | None) -> list[JsonObject]:
    found = registry.deployments.values() if registry is not None else ()
    return [one.model_dump(mode="json") for one in found]


def _audits(paths: Sequence[str], options: CheckOptions, registry: Registry | None) -> list[Task]:
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
                hint=_WITHOUT_PLACE if options.regimes else _WITHOUT_LAW,
            )
        audits.append(Task(path, tuple(laws)))
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


def _known(
    codes: Sequence[str], kind: str, known: Collection[str], others: Collection[str]
) -> None:
    for code in codes:
        if code in known:
            continue
        if code in others:
            other = "regime" if kind == "jurisdiction" else "jurisdiction"
            raise ConfigurationError(
                f"unknown {kind} `{code}`", hint=f"it is a {other}: name it with `--{other}`"
            )
        raise unknown(kind, code, known)

"""One input of a run: read, held to its laws, and what came of it, whichever process does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import msgspec

from compliance_toolkit.api.engines import Engines
from compliance_toolkit.api.inputs import ReadOptions, read_input
from compliance_toolkit.api.law import law_data, type_facts
from compliance_toolkit.audit.audit import AuditResult, TypeFacts, audit
from compliance_toolkit.audit.outcome import InputStatus
from compliance_toolkit.errors import ComplianceError, SourceError
from compliance_toolkit.models import AuditInput, Finding, InputReport, JsonObject, Law, Problem
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.terraform.access.holders import state_access
from compliance_toolkit.terraform.plan_json import without_collection
from compliance_toolkit.terraform.workloads.holders import state_workloads
from compliance_toolkit.terraform.workloads.mentions import state_mentions

Tell = Callable[[str], None]
"""Is told what is being done, for people who wait."""


class Task(msgspec.Struct, frozen=True):
    """One input and all the laws it is held to."""

    path: str
    laws: tuple[Law, ...]


class Outcome(msgspec.Struct, frozen=True):
    """What came of one input."""

    report: InputReport
    findings: tuple[Finding, ...] = ()
    error: Exception | None = None
    """Why there are no findings, where that is no fault of the input."""

    folders: tuple[str, ...] = ()
    """As `AuditInput.folders`."""

    undeclared: tuple[str, ...] = ()
    """As `AuditInput.undeclared`."""


class Processes(msgspec.Struct, frozen=True):
    """How the inputs of a run are shared out."""

    most: int = 1
    at_once: bool = False
    """Whether others start at the beginning, and not only where the work takes a while."""


class Auditor(msgspec.Struct, frozen=True, dict=True):
    """Audits inputs under one bundle; what it holds can be sent to another process."""

    bundle: Bundle
    engines: Engines
    options: ReadOptions
    deployments: Callable[[], Sequence[JsonObject]]

    @cached_property
    def _catalog(self) -> Catalog:
        return Catalog.load(self.bundle.data)

    @cached_property
    def _types(self) -> TypeFacts:
        return type_facts(self.bundle)

    def audited(self, task: Task, tell: Tell) -> Outcome:
        """Read an input and ask about it; an error is a part of the outcome."""
        try:
            with without_collection():  # next to nothing is let go of before the end
                given, result = self._audited(task, tell)
        except SourceError as error:  # a number that policies cannot read shows only when asked
            return Outcome(_unreadable(task.path, Problem(error.message, hint=error.hint)))
        except Exception as error:  # noqa: BLE001  whoever has all outcomes decides
            return failed(task, error)
        return Outcome(
            _reported(given, result),
            result.findings,
            folders=given.folders,
            undeclared=given.undeclared,
        )

    def _audited(self, task: Task, tell: Tell) -> tuple[AuditInput, AuditResult]:
        tell(f"reading `{task.path}`")
        given = stated(read_input(task.path, self.options), law_data(self.bundle))
        tell(f"asking about `{task.path}`")
        result = audit(
            given,
            task.laws,
            self._catalog.checks,
            self._types,
            self.engines.audits,
            deployments=self.deployments,
        )
        return given, result


def failed(task: Task, error: Exception) -> Outcome:
    """What came of an input that was not audited, by no fault of its own."""
    if isinstance(error, ComplianceError):
        problem = Problem(error.message, hint=error.hint)
    else:
        problem = Problem(
            f"this is a bug in compliance: {type(error).__name__}",
            hint="check it alone with `--debug` and report what it prints",
        )
    return Outcome(_unreadable(task.path, problem), error=error)


def stated(given: AuditInput, law: JsonObject) -> AuditInput:
    """Add what resources come to that no attribute says: what is allowed, and where it leads."""
    return state_workloads(state_access(state_mentions(given, law), law), law)


def _reported(given: AuditInput, result: AuditResult) -> InputReport:
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
        drifted=given.drifted,
        forgotten=tuple(one.resource.address for one in given.removed if one.action == "forget"),
        unread=given.unread,
    )


def _unreadable(path: str, problem: Problem) -> InputReport:
    return InputReport(
        path=path,
        kind="",
        status=InputStatus.UNREADABLE.value,
        problems=(problem,),
    )

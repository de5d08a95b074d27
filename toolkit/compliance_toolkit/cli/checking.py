"""`compliance check`: audit Terraform, plans and workspace snapshots, as the gate in CI."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from compliance_toolkit.models import Problem, Severity

if TYPE_CHECKING:
    from compliance_toolkit.api import CheckOptions


class Format(StrEnum):
    """The formats of a report."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class UnknownAs(StrEnum):
    """What an unknown verdict counts as."""

    FAIL = "fail"
    WARN = "warn"


class YesNo(StrEnum):
    """A switch that is always spelled out."""

    YES = "yes"
    NO = "no"


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed after `compliance check`, each under the name of its option."""

    paths: tuple[str, ...] = ()
    config: Path | None = None
    jurisdiction: tuple[str, ...] = ()
    regime: tuple[str, ...] = ()
    var_file: tuple[Path, ...] = ()
    var: tuple[str, ...] = ()
    var_env: bool = False
    source: Path | None = None
    format: Format = Format.TEXT
    output: Path | None = None
    jobs: int | None = None
    fail_on: Severity = Severity.LOW
    unknown: UnknownAs = UnknownAs.FAIL
    assume_defaults: YesNo = YesNo.YES
    skip_broken_tenants: bool = False
    policies: Path | None = None
    engine: str | None = None


def run_check(typed: Typed, *, last: bool = False) -> int:
    """Audit what was typed, print the report, and give the exit code.

    Args:
        typed: What was typed.
        last: Whether this process ends with it.
    """
    if last:
        from compliance_toolkit.terraform.contents import check_once  # noqa: PLC0415

        check_once(typed.paths)  # before all that follows is loaded
    from compliance_toolkit.api.auditing import Processes  # noqa: PLC0415  `--help` stays quick
    from compliance_toolkit.cli.console import columns, print_error, wants_color  # noqa: PLC0415
    from compliance_toolkit.cli.loading import load  # noqa: PLC0415
    from compliance_toolkit.cli.progress import Ticker, cores, terminal  # noqa: PLC0415
    from compliance_toolkit.cli.project import project_file  # noqa: PLC0415
    from compliance_toolkit.report import render  # noqa: PLC0415
    from compliance_toolkit.report.write import write  # noqa: PLC0415

    compliance = load(
        project_file(typed.config),
        policies=typed.policies,
        engine=typed.engine,
        skip_broken_tenants=typed.skip_broken_tenants,
    )
    output = typed.output
    shown = terminal(report_is_shown=output is None and typed.format is not Format.TEXT)
    ticker = None if shown is None else Ticker(shown)
    with nullcontext() if ticker is None else ticker.running():
        report = compliance.check(
            typed.paths,
            _options(typed),
            processes=Processes(typed.jobs or cores(), at_once=typed.jobs is not None),
            progress=ticker,
        )
    for read in report.inputs:
        for problem in read.problems:
            print_error(placed(read.path, problem), problem.hint)
    color = output is None and wants_color(sys.stdout)
    width = columns(sys.stdout) if output is None else None
    text = render(report, compliance.catalog, typed.format.value, color=color, width=width)
    write(text, output)
    return report.exit_code


def _options(typed: Typed) -> CheckOptions:
    from compliance_toolkit.api import CheckOptions  # noqa: PLC0415  `--help` stays quick
    from compliance_toolkit.audit.outcome import Gate  # noqa: PLC0415
    from compliance_toolkit.cli.environment import variables_of_environment  # noqa: PLC0415

    return CheckOptions(
        jurisdictions=typed.jurisdiction,
        regimes=typed.regime,
        var_files=typed.var_file,
        variables=typed.var,
        environment=variables_of_environment() if typed.var_env else {},
        source=typed.source,
        assume_defaults=typed.assume_defaults is YesNo.YES,
        gate=Gate(typed.fail_on, unknown_fails=typed.unknown is UnknownAs.FAIL),
    )


def placed(path: str, problem: Problem) -> str:
    """A problem with its file and line in front, unless the sentence names the place itself."""
    where = problem.location
    if where is not None:
        return f"{where.file}:{where.line}: {problem.message}"
    return problem.message if f"`{path}`" in problem.message else f"`{path}`: {problem.message}"

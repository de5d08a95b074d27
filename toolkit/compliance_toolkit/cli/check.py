"""`compliance check`: audit Terraform, plans and workspace snapshots, as the gate in CI."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from compliance_toolkit.cli.loading import SKIP_BROKEN, SKIP_BROKEN_HELP, load
from compliance_toolkit.models import Problem, Severity

_INPUT, _CHECKS, _OUTPUT, _POLICIES = "Input", "Checks", "Output", "Policies"


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


def check(  # noqa: PLR0913  one parameter an option; design §5.5 fixes them
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            show_default=False,
            help="Terraform folder or file, plan, state, workspace snapshot, or `-`; "
            "without one, every audit of the project file.",
        ),
    ] = None,
    *,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=_INPUT,
            help="Project file; `compliance.yaml` here if there is one.",
        ),
    ] = None,
    jurisdiction: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", rich_help_panel=_CHECKS, help="Law on where; one audit each."),
    ] = None,
    regime: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", rich_help_panel=_CHECKS, help="What else the law demands."),
    ] = None,
    var_file: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", rich_help_panel=_INPUT, help="Terraform variable values."),
    ] = None,
    var: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", rich_help_panel=_INPUT, help="One Terraform variable."),
    ] = None,
    var_env: Annotated[
        bool,
        typer.Option(
            "--var-env", rich_help_panel=_INPUT, help="Also Terraform's `TF_VAR_NAME` variables."
        ),
    ] = False,
    source: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            rich_help_panel=_INPUT,
            help="Source of a plan or state, for the lines of its findings.",
        ),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", rich_help_panel=_OUTPUT, help="Format of the report.")
    ] = Format.TEXT,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", rich_help_panel=_OUTPUT, help="Write the report there."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            rich_help_panel=_INPUT,
            help="Processes for several PATHs; as many as help if left out.",
        ),
    ] = None,
    fail_on: Annotated[
        Severity, typer.Option(rich_help_panel=_CHECKS, help="Least severity that counts.")
    ] = Severity.LOW,
    unknown: Annotated[
        UnknownAs, typer.Option(rich_help_panel=_CHECKS, help="What an unknown verdict counts as.")
    ] = UnknownAs.FAIL,
    assume_defaults: Annotated[
        YesNo,
        typer.Option(rich_help_panel=_INPUT, help="Take a variable's default as its value."),
    ] = YesNo.YES,
    skip_broken_tenants: Annotated[
        bool,
        typer.Option(
            SKIP_BROKEN,
            rich_help_panel=_INPUT,
            help=SKIP_BROKEN_HELP,
        ),
    ] = False,
    policies: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", rich_help_panel=_POLICIES, help="Bundle root instead of the shipped one."
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            metavar="URL", rich_help_panel=_POLICIES, help="OPA server instead of the embedded one."
        ),
    ] = None,
) -> int:
    """Audit Terraform, plans and workspaces. Exit 0 only if everything was checked and holds."""
    from compliance_toolkit.api import CheckOptions  # noqa: PLC0415  `--help` stays quick
    from compliance_toolkit.api.auditing import Processes  # noqa: PLC0415
    from compliance_toolkit.audit.outcome import Gate  # noqa: PLC0415
    from compliance_toolkit.cli.console import columns, print_error, wants_color  # noqa: PLC0415
    from compliance_toolkit.cli.environment import variables_of_environment  # noqa: PLC0415
    from compliance_toolkit.cli.progress import Ticker, cores, terminal  # noqa: PLC0415
    from compliance_toolkit.cli.project import project_file  # noqa: PLC0415
    from compliance_toolkit.report import render  # noqa: PLC0415
    from compliance_toolkit.report.write import write  # noqa: PLC0415

    compliance = load(
        project_file(config),
        policies=policies,
        engine=engine,
        skip_broken_tenants=skip_broken_tenants,
    )
    shown = terminal(report_is_shown=output is None and format_ is not Format.TEXT)
    ticker = None if shown is None else Ticker(shown)
    with nullcontext() if ticker is None else ticker.running():
        report = compliance.check(
            paths or (),
            CheckOptions(
                jurisdictions=tuple(jurisdiction or ()),
                regimes=tuple(regime or ()),
                var_files=tuple(var_file or ()),
                variables=tuple(var or ()),
                environment=variables_of_environment() if var_env else {},
                source=source,
                assume_defaults=assume_defaults is YesNo.YES,
                gate=Gate(fail_on, unknown_fails=unknown is UnknownAs.FAIL),
            ),
            processes=Processes(jobs or cores(), at_once=jobs is not None),
            progress=ticker,
        )
    for read in report.inputs:
        for problem in read.problems:
            print_error(placed(read.path, problem), problem.hint)
    color = output is None and wants_color(sys.stdout)
    width = columns(sys.stdout) if output is None else None
    text = render(report, compliance.catalog, format_.value, color=color, width=width)
    write(text, output)
    return report.exit_code


def placed(path: str, problem: Problem) -> str:
    """A problem with its file and line in front, unless the sentence names the place itself."""
    where = problem.location
    if where is not None:
        return f"{where.file}:{where.line}: {problem.message}"
    return problem.message if f"`{path}`" in problem.message else f"`{path}`: {problem.message}"

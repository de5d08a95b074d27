"""The options of `compliance check`, for typer: their help, and the lines that are not plain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from compliance_toolkit.cli.checking import Format, Typed, UnknownAs, YesNo, run_check
from compliance_toolkit.cli.loading import SKIP_BROKEN, SKIP_BROKEN_HELP
from compliance_toolkit.models import Severity

_INPUT, _CHECKS, _OUTPUT, _POLICIES = "Input", "Checks", "Output", "Policies"


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
            "--var-env",
            rich_help_panel=_INPUT,
            help="Also `TF_VAR_NAME`, `TF_WORKSPACE` and regions such as `AWS_REGION`.",
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
    return run_check(
        Typed(
            paths=tuple(paths or ()),
            config=config,
            jurisdiction=tuple(jurisdiction or ()),
            regime=tuple(regime or ()),
            var_file=tuple(var_file or ()),
            var=tuple(var or ()),
            var_env=var_env,
            source=source,
            format=format_,
            output=output,
            jobs=jobs,
            fail_on=fail_on,
            unknown=unknown,
            assume_defaults=assume_defaults,
            skip_broken_tenants=skip_broken_tenants,
            policies=policies,
            engine=engine,
        )
    )

"""`compliance explain`: what applies, from which line, with which article, and what would help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from compliance_toolkit.cli import explaining
from compliance_toolkit.cli.explaining import Format
from compliance_toolkit.cli.loading import load
from compliance_toolkit.cli.options import SkipBroken

_At: TypeAlias = Annotated[
    str | None, typer.Option(metavar="DATE", help="UTC day, `YYYY-MM-DD`; today if left out.")
]
_Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Project file; `compliance.yaml` here if left out."),
]
_Format: TypeAlias = Annotated[Format, typer.Option("--format", help="Format of the explanation.")]
_Policies: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Bundle root instead of the shipped one.")
]
_Engine: TypeAlias = Annotated[
    str | None, typer.Option(metavar="URL", help="OPA server instead of the embedded engine.")
]

app = typer.Typer(
    help="Explain what applies, to whom and why. Names line, article and what would help.",
    rich_markup_mode=None,
    no_args_is_help=True,
)


@app.command("tenant", short_help="What holds for a tenant, and which deployments serve it.")
def tenant(  # noqa: PLR0913  one parameter an option
    name: Annotated[str, typer.Argument(metavar="TENANT", help="Its whole name.")],
    *,
    at: _At = None,
    config: _Config = None,
    skip_broken_tenants: SkipBroken = False,
    format_: _Format = Format.TEXT,
    policies: _Policies = None,
    engine: _Engine = None,
) -> int:
    """Explain what holds for a tenant, and which deployments can serve it."""
    compliance = explaining.project(config, policies, engine, skip=skip_broken_tenants)
    return explaining.told(compliance.explain.tenant(name, at=at), format_)


@app.command("rule", short_help="A check, or a rule of `resolve`, in its own words.")
def rule(  # noqa: PLR0913  one parameter an option
    id_: Annotated[
        str | None, typer.Argument(metavar="RULE", help="Its id, such as `RES-101`.")
    ] = None,
    *,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Also how its Rego is made, and what it reads.")
    ] = False,
    config: _Config = None,
    skip_broken_tenants: SkipBroken = False,
    format_: _Format = Format.TEXT,
    policies: _Policies = None,
) -> int:
    """Explain a check, or a rule of `resolve`, and whom it binds; list all without an id."""
    if id_ is None:
        return explaining.told(explaining.law_alone(policies).explain.rule(), format_)
    compliance = explaining.found(config, policies, skip=skip_broken_tenants)
    return explaining.told(compliance.explain.rule(id_), format_, verbose=verbose)


@app.command("law", short_help="A jurisdiction, a regime or a data class.")
def law(
    code: Annotated[
        str | None,
        typer.Argument(metavar="[CODE]", help="A jurisdiction, a regime or a data class."),
    ] = None,
    *,
    format_: _Format = Format.TEXT,
    policies: _Policies = None,
) -> int:
    """Explain a jurisdiction, a regime or a data class; list all without a code."""
    return explaining.told(explaining.law_alone(policies).explain.law(code), format_)


@app.command("route", short_help="Where a deployment runs, what it keeps, and since when.")
def route(  # noqa: PLR0913  one parameter an option
    deployment: Annotated[str, typer.Argument(metavar="DEPLOYMENT", help="Its name.")],
    *,
    at: _At = None,
    config: _Config = None,
    skip_broken_tenants: SkipBroken = False,
    format_: _Format = Format.TEXT,
    policies: _Policies = None,
) -> int:
    """Explain where a deployment runs, what it keeps, and what that rests on."""
    compliance = explaining.project(config, policies, None, skip=skip_broken_tenants)
    return explaining.told(compliance.explain.route(deployment, at=at), format_)


@app.command("denial", short_help="Why a request is denied, and what would help.")
def denial(  # noqa: PLR0913  one parameter an option, those of `resolve` among them
    *,
    tenant: Annotated[str, typer.Option(metavar="T", help="Who the request is for.")],
    model: Annotated[str, typer.Option(metavar="M", help="Model id, or an alias of the tenant.")],
    deployment: Annotated[
        str | None, typer.Option(metavar="D", help="The deployment that is to serve it.")
    ] = None,
    data_class: Annotated[
        list[str] | None, typer.Option(metavar="C", help="A data class of the request.")
    ] = None,
    feature: Annotated[
        list[str] | None, typer.Option(metavar="F", help="A feature the request uses.")
    ] = None,
    at: _At = None,
    config: _Config = None,
    skip_broken_tenants: SkipBroken = False,
    format_: _Format = Format.TEXT,
    policies: _Policies = None,
    engine: _Engine = None,
) -> int:
    """Explain why a request is denied, and the nearest change that would help; exit 0 if told."""
    compliance = explaining.project(config, policies, engine, skip=skip_broken_tenants)
    try:
        explanation = compliance.explain.denial(
            tenant=tenant,
            model=model,
            data_classes=data_class or (),
            features=feature or (),
            at=at,
            deployment=deployment,
            progress=explaining.progress(),
        )
    finally:
        explaining.clear()
    return explaining.told(explanation, format_)


@app.command("resource", short_help="Where a resource is, by which steps, and what checks say.")
def resource(  # noqa: PLR0913  one parameter an option, those of `check` among them
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="As `check` names it.")],
    *,
    input_: Annotated[
        str,
        typer.Option("--input", metavar="PATH", help="Terraform folder or file, plan or state."),
    ],
    jurisdiction: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Law on where that it is held to.")
    ] = None,
    regime: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="What else the law demands.")
    ] = None,
    var_file: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Terraform variable values.")
    ] = None,
    var: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="One Terraform variable.")
    ] = None,
    var_env: Annotated[
        bool, typer.Option("--var-env", help="Also `TF_VAR_NAME`, `TF_WORKSPACE` and regions.")
    ] = False,
    source: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Source of a plan or state, for its line.")
    ] = None,
    config: _Config = None,
    skip_broken_tenants: SkipBroken = False,
    format_: _Format = Format.TEXT,
    policies: _Policies = None,
    engine: _Engine = None,
) -> int:
    """Explain where a resource is, by which steps, what is not known, and what checks say of it."""
    from compliance_toolkit.api import CheckOptions  # noqa: PLC0415
    from compliance_toolkit.api.resource import explained_resource  # noqa: PLC0415
    from compliance_toolkit.audit.outcome import Exit  # noqa: PLC0415
    from compliance_toolkit.cli.checking import placed  # noqa: PLC0415
    from compliance_toolkit.cli.console import print_error  # noqa: PLC0415
    from compliance_toolkit.cli.environment import variables_of_environment  # noqa: PLC0415
    from compliance_toolkit.cli.project import project_file  # noqa: PLC0415

    file = project_file(config)
    compliance = load(
        file, policies=policies, engine=engine, skip_broken_tenants=skip_broken_tenants
    )
    options = CheckOptions(
        jurisdictions=tuple(jurisdiction or ()),
        regimes=tuple(regime or ()),
        var_files=tuple(var_file or ()),
        variables=tuple(var or ()),
        environment=variables_of_environment() if var_env else {},
        source=source,
    )
    registry = compliance.registry if file is not None else None
    explanation, given = explained_resource(compliance, input_, address, options, registry)
    told = explaining.told(explanation, format_)
    for problem in given.problems:
        print_error(placed(given.path, problem), problem.hint)
    return Exit.ERROR if given.problems else told

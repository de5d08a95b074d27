"""`compliance resolve`: which deployment may serve a request, or why none may."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from compliance_toolkit.cli.loading import load
from compliance_toolkit.cli.options import SkipBroken


class Format(StrEnum):
    """The formats of a decision."""

    TEXT = "text"
    JSON = "json"


def resolve(  # noqa: PLR0913  one parameter an option; design §5.6 fixes them
    *,
    tenant: Annotated[str, typer.Option(metavar="T", help="Who the request is for.")],
    model: Annotated[str, typer.Option(metavar="M", help="Model id, or an alias of the tenant.")],
    data_class: Annotated[
        list[str] | None, typer.Option(metavar="C", help="A data class of the request.")
    ] = None,
    feature: Annotated[
        list[str] | None, typer.Option(metavar="F", help="A feature the request uses.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="DATE", help="UTC day, `YYYY-MM-DD`; today if left out.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Project file; `compliance.yaml` here if left out."),
    ] = None,
    skip_broken_tenants: SkipBroken = False,
    format_: Annotated[
        Format, typer.Option("--format", help="Format of the decision.")
    ] = Format.TEXT,
    policies: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Bundle root instead of the shipped one.")
    ] = None,
    engine: Annotated[
        str | None, typer.Option(metavar="URL", help="OPA server instead of the embedded engine.")
    ] = None,
) -> int:
    """Resolve a request to a client configuration. Exit 1 if no deployment may serve it."""
    from compliance_toolkit.audit.outcome import Exit  # noqa: PLC0415  `--help` stays quick
    from compliance_toolkit.cli.console import columns, wants_color  # noqa: PLC0415
    from compliance_toolkit.cli.project import DEFAULT, project_file  # noqa: PLC0415
    from compliance_toolkit.report import render_decision  # noqa: PLC0415
    from compliance_toolkit.report.write import write  # noqa: PLC0415

    compliance = load(
        project_file(config) or DEFAULT,
        policies=policies,
        engine=engine,
        skip_broken_tenants=skip_broken_tenants,
    )
    decision = compliance.resolve(
        tenant=tenant,
        model=model,
        data_classes=data_class or (),
        features=feature or (),
        at=at,
        explain=True,
    )
    document = compliance.document(decision)
    out = sys.stdout
    text = render_decision(
        format_.value,
        document,
        width=columns(out),
        color=wants_color(out),
        encoding=out.encoding,
    )
    write(text, None)
    return Exit.COMPLIANT if decision.outcome == "resolved" else Exit.VIOLATIONS

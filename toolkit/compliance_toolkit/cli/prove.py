"""`compliance prove`: enumerate what can be asked, and show that the law always holds."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compliance_toolkit.cli.progress import Bar, cores, terminal

if TYPE_CHECKING:
    from compliance_toolkit.audit.outcome import Exit
    from compliance_toolkit.models import JsonObject
    from compliance_toolkit.policy.bundle import Bundle
    from compliance_toolkit.policy.engine import PolicyEngine
    from compliance_toolkit.registry.registry import Registry
    from compliance_toolkit.registry.tenants import EffectiveTenant


class Format(StrEnum):
    """The formats of a proof."""

    TEXT = "text"
    JSON = "json"


def prove(  # noqa: PLR0913  one parameter an option
    *,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Project file; `compliance.yaml` here if left out."),
    ] = None,
    at: Annotated[
        dt.datetime | None,
        typer.Option(
            metavar="DATE", formats=["%Y-%m-%d"], help="UTC day to prove for; today if left out."
        ),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="Format of the proof.")] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the proof there.")
    ] = None,
    counterexample: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the smallest counter-example's project there."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes; one a core if left out.")
    ] = None,
    policies: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Bundle root instead of the shipped one.")
    ] = None,
) -> int:
    """Prove that no request reaches a route its law forbids; exit 1 with a counter-example."""
    from compliance_toolkit.api import Compliance  # noqa: PLC0415  `--help` stays quick
    from compliance_toolkit.cli.console import columns, print_warning  # noqa: PLC0415
    from compliance_toolkit.cli.project import DEFAULT, project_file  # noqa: PLC0415
    from compliance_toolkit.prove.asking import World  # noqa: PLC0415
    from compliance_toolkit.prove.document import document  # noqa: PLC0415
    from compliance_toolkit.prove.proof import Prover, laws_of  # noqa: PLC0415
    from compliance_toolkit.report.machine import dump  # noqa: PLC0415
    from compliance_toolkit.report.proof import render_json, render_text  # noqa: PLC0415
    from compliance_toolkit.report.wording import WIDTH  # noqa: PLC0415
    from compliance_toolkit.report.write import write  # noqa: PLC0415

    compliance = Compliance.load(project_file(config) or DEFAULT, policies=policies)
    registry = compliance.registry
    deployments = sorted(registry.deployments.values(), key=lambda one: one.name)
    world = World(compliance.bundle, tuple(deployments), engine_for_decisions)
    today = at.date() if at else dt.datetime.now(dt.UTC).date()
    prover = Prover(world, laws_of(_requested(registry)), today)
    if registry.stored is not None:
        print_warning("tenants in the database are not enumerated, but the laws they may have are")
    print(prover.bound(), file=sys.stderr)
    shown = terminal()
    bar = None if shown is None else Bar(shown)
    proof = prover.prove(jobs or cores(), bar)
    written = counterexample if proof.examples else None
    if written is not None:
        write(dump(proof.examples[0].project), written)
    found = document(
        proof,
        config=str(written or "FILE"),
        policies=None if policies is None else str(policies),
    )
    width = (columns(sys.stdout) if output is None else None) or WIDTH
    write(render_json(found) if format_ is Format.JSON else render_text(found, width=width), output)
    return _exit(proof.outcome)


def engine_for_decisions(bundle: Bundle, deployments: JsonObject) -> PolicyEngine:
    """Make the engine that `resolve` would ask; at the top of its module, for other processes."""
    from compliance_toolkit.api.engines import Engines  # noqa: PLC0415  `--help` stays quick

    return Engines(bundle, deployments, None).decisions


def _requested(registry: Registry) -> list[EffectiveTenant]:
    """The tenants that a request may name: of a parent, its children are asked for."""
    from compliance_toolkit.errors import ConfigurationError  # noqa: PLC0415

    found = []
    for name in registry.tenants:
        try:
            found.append(registry.tenant(name))
        except ConfigurationError:
            continue
    return found


def _exit(outcome: str) -> Exit:
    from compliance_toolkit.audit.outcome import Exit  # noqa: PLC0415

    exits = {
        "proven": Exit.COMPLIANT,
        "refuted": Exit.VIOLATIONS,
        "failed": Exit.ERROR,
        "empty": Exit.NOTHING_CHECKED,
    }
    return exits[outcome]

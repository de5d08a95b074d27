"""`compliance prove`: enumerate what can be asked, and show that the law always holds."""

from __future__ import annotations

import datetime as dt
import errno
import os
import sys
import tempfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from compliance_toolkit.cli.loading import load
from compliance_toolkit.cli.options import SkipBroken
from compliance_toolkit.cli.progress import Bar, cores, terminal

if TYPE_CHECKING:
    from compliance_toolkit.audit.outcome import Exit
    from compliance_toolkit.errors import ConfigurationError
    from compliance_toolkit.models import JsonObject, JsonValue
    from compliance_toolkit.policy.bundle import Bundle
    from compliance_toolkit.policy.engine import Answer, PolicyEngine, Question
    from compliance_toolkit.registry.registry import Registry
    from compliance_toolkit.registry.tenants import EffectiveTenant


_SHOWN = 10
"""Skipped tenants that are told one by one; the proof lists all of them."""


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
        str | None, typer.Option(metavar="DATE", help="UTC day, `YYYY-MM-DD`; today if left out.")
    ] = None,
    skip_broken_tenants: SkipBroken = False,
    format_: Annotated[Format, typer.Option("--format", help="Format of the proof.")] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the proof there.")
    ] = None,
    counterexample: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a project there that replays counter-examples."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes; one a core if left out.")
    ] = None,
    policies: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Bundle root instead of the shipped one.")
    ] = None,
) -> int:
    """Prove that no request reaches a route its law forbids. Exit 1 with a counter-example."""
    from compliance_toolkit.api.asking import utc_day  # noqa: PLC0415  `--help` stays quick
    from compliance_toolkit.cli.console import columns, print_warning  # noqa: PLC0415
    from compliance_toolkit.cli.project import DEFAULT, project_file  # noqa: PLC0415
    from compliance_toolkit.prove.asking import World  # noqa: PLC0415
    from compliance_toolkit.prove.document import document  # noqa: PLC0415
    from compliance_toolkit.prove.ending import told_to_end  # noqa: PLC0415
    from compliance_toolkit.prove.proof import Prover, laws_of  # noqa: PLC0415
    from compliance_toolkit.report.machine import dump  # noqa: PLC0415
    from compliance_toolkit.report.proof import render_json, render_text  # noqa: PLC0415
    from compliance_toolkit.report.wording import WIDTH, printable  # noqa: PLC0415
    from compliance_toolkit.report.write import write  # noqa: PLC0415

    today = dt.datetime.now(dt.UTC).date() if at is None else utc_day(at)
    for file in (output, counterexample):
        _refuse_unwritable(file)
    compliance = load(
        project_file(config) or DEFAULT,
        policies=policies,
        skip_broken_tenants=skip_broken_tenants,
    )
    registry = compliance.registry
    deployments = sorted(registry.deployments.values(), key=lambda one: one.name)
    world = World(compliance.bundle, tuple(deployments), engine_for_decisions, engine_as_served)
    tenants, doubtful = _requested(registry)
    if doubtful and not skip_broken_tenants:
        raise doubtful[0]
    skipped = [one.mistake.message for one in registry.broken]
    skipped += [error.message for error in doubtful]
    for error in doubtful[:_SHOWN]:
        print_warning(f"skipped a tenant: {error.message}")
    prover = Prover(world, laws_of(tenants), today)
    if registry.stored is not None:
        print_warning("tenants in the database are not enumerated, but the laws they may have are")
    if counterexample is not None and counterexample.is_file():
        counterexample.unlink()  # what stood there answers another proof
    print(prover.bound(), file=sys.stderr)
    shown = terminal()
    bar = None if shown is None else Bar(shown)
    with told_to_end():
        proof = prover.prove(jobs or cores(), bar)
    replays = proof.replay.project
    if replays is not None and counterexample is not None:
        write(dump(replays), counterexample)
    elif counterexample is not None:
        why = "nothing was refuted" if proof.outcome == "proven" else "nothing can be replayed"
        print_warning(f"{why}: `{printable(str(counterexample))}` was not written")
    found = document(
        proof,
        file=None if replays is None or counterexample is None else str(counterexample),
        policies=None if policies is None else str(policies),
        skipped=skipped,
    )
    width = (columns(sys.stdout) if output is None else None) or WIDTH
    write(render_json(found) if format_ is Format.JSON else render_text(found, width=width), output)
    return _exit(proof.outcome)


def engine_for_decisions(bundle: Bundle, deployments: JsonObject) -> PolicyEngine:
    """Make the engine that `resolve` would ask; at the top of its module, for other processes."""
    from compliance_toolkit.api.engines import Engines  # noqa: PLC0415  `--help` stays quick

    return Engines(bundle, deployments, None).decisions


class _AsServed:
    """Asks as an OPA server is asked: deployments stand beside the law, with their digest."""

    def __init__(self, bundle: Bundle, deployments: JsonObject) -> None:
        from compliance_toolkit.engines.embedded import EmbeddedEngine  # noqa: PLC0415
        from compliance_toolkit.engines.reach import Reach  # noqa: PLC0415
        from compliance_toolkit.engines.sourced import DEPLOYMENTS, stamped  # noqa: PLC0415

        self._bundle = bundle
        put, self._digest = stamped(deployments)
        asked = ("compliance.resolve", "compliance.resolve.sourced")
        small = bundle.only(Reach(bundle).reached(*asked))
        # As data of the bundle, so that the engine settles nothing beforehand.
        self._engine = EmbeddedEngine(replace(small, data={**bundle.data, DEPLOYMENTS: put}))

    def evaluate(self, rule: str, given: JsonValue) -> JsonValue:
        """Evaluate one rule; see `PolicyEngine.evaluate`."""
        from compliance_toolkit.engines.sourced import answer_from, sourced  # noqa: PLC0415

        sure = sourced(rule, self._bundle)
        if sure is None:
            return self._engine.evaluate(rule, given)
        found = self._engine.evaluate(sure, given)
        return answer_from(found, self._digest, rule, "the engine that stands for a server")

    def judge(self, questions: Sequence[Question]) -> Sequence[Sequence[Answer]]:
        """Ask checks, many at a time; see `PolicyEngine.judge`."""
        return self._engine.judge(questions)


def engine_as_served(bundle: Bundle, deployments: JsonObject) -> PolicyEngine:
    """Make an engine that asks as a server is asked; at the top, for other processes."""
    return _AsServed(bundle, deployments)


def _requested(registry: Registry) -> tuple[list[EffectiveTenant], list[ConfigurationError]]:
    """The tenants that a request may name, and why it may not name some others.

    Of a parent, its children are asked for; that it takes no requests itself is no mistake.
    """
    from compliance_toolkit.errors import ConfigurationError  # noqa: PLC0415

    found, doubtful = [], []
    for name in registry.tenants:
        try:
            registry.tenant(name, audited=True)
        except ConfigurationError as error:
            doubtful.append(error)
            continue
        try:
            found.append(registry.tenant(name))
        except ConfigurationError as error:
            tenants = registry.tenants
            if not tenants.is_parent(name) and tenants.doubts.below(name) is not None:
                doubtful.append(error)
    return found, doubtful


def _refuse_unwritable(file: Path | None) -> None:
    """Refuse a file that cannot be written before there is anything to write.

    Raises:
        ConfigurationError: The folder is missing or may not be written to, or the file is a folder.
    """
    from compliance_toolkit.errors import ConfigurationError  # noqa: PLC0415

    if file is None or (file.exists() and not file.is_file() and not file.is_dir()):
        return  # a pipe or a terminal shows only when it is written to
    try:
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with tempfile.TemporaryFile(dir=file.resolve().parent):
            pass
    except (OSError, ValueError) as error:  # a path with a null character is a `ValueError`
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ConfigurationError(
            f"`{file}` cannot be written: {reason.lower()}",
            hint="name a file in a folder that exists and can be written to",
        ) from error


def _exit(outcome: str) -> Exit:
    from compliance_toolkit.audit.outcome import Exit  # noqa: PLC0415

    exits = {
        "proven": Exit.COMPLIANT,
        "refuted": Exit.VIOLATIONS,
        "failed": Exit.ERROR,
        "empty": Exit.NOTHING_CHECKED,
    }
    return exits[outcome]

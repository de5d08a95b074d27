"""What the forms of `compliance explain` share: reading the project, asking, and printing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from compliance_toolkit.cli.loading import load
from compliance_toolkit.cli.progress import draw, terminal

if TYPE_CHECKING:
    from compliance_toolkit.api import Compliance
    from compliance_toolkit.explain.explanation import Explanation


class Format(StrEnum):
    """The formats of an explanation."""

    TEXT = "text"
    JSON = "json"


def project(
    config: Path | None, policies: Path | None, engine: str | None, *, skip: bool
) -> Compliance:
    """The law, and the project that was named or is here; without one it is an error."""
    from compliance_toolkit.cli.project import DEFAULT, project_file  # noqa: PLC0415

    return load(
        project_file(config) or DEFAULT,
        policies=policies,
        engine=engine,
        skip_broken_tenants=skip,
    )


def found(config: Path | None, policies: Path | None, *, skip: bool) -> Compliance:
    """The law, and the project that was named or is here.

    A project that nobody named and that is broken takes no explanation of a rule away.
    """
    from compliance_toolkit.cli.console import print_warning  # noqa: PLC0415
    from compliance_toolkit.cli.project import project_file  # noqa: PLC0415
    from compliance_toolkit.errors import ComplianceError  # noqa: PLC0415

    file = project_file(config)
    if file is None:
        return law_alone(policies)
    try:
        return load(file, policies=policies, skip_broken_tenants=skip)
    except ComplianceError as error:
        if config is not None:
            raise
        print_warning(f"skipped all tenants: {error.message}")
        return law_alone(policies)


def law_alone(policies: Path | None) -> Compliance:
    """The law without a project."""
    from compliance_toolkit.api import Compliance  # noqa: PLC0415  `--help` stays quick

    return Compliance.load(None, policies=policies)


def progress() -> Callable[[int], None]:
    """Tell on a terminal how often the resolver was asked for what would help."""
    began = time.monotonic()

    def tell(asked: int) -> None:
        if asked % 10 == 0 and time.monotonic() - began > 1 and sys.stderr.isatty():
            print(f"\rasking what would help: {asked} questions", end="", file=sys.stderr)

    return tell


def clear() -> None:
    """Take the progress away again, so that only the answer is left."""
    if (shown := terminal()) is not None:
        draw(shown, "")


def told(explanation: Explanation, form: Format, *, verbose: bool = False) -> int:
    """Print an explanation; give the exit code."""
    from compliance_toolkit.audit.outcome import Exit  # noqa: PLC0415
    from compliance_toolkit.cli.console import columns, wants_color  # noqa: PLC0415
    from compliance_toolkit.report import render_explanation  # noqa: PLC0415
    from compliance_toolkit.report.write import write  # noqa: PLC0415

    out = sys.stdout
    text = render_explanation(
        form.value,
        explanation,
        width=columns(out),
        color=wants_color(out),
        encoding=out.encoding,
        verbose=verbose,
    )
    write(text, None)
    return Exit.COMPLIANT

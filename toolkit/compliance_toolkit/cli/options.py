"""Options that several verbs have."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from compliance_toolkit.cli.loading import SKIP_BROKEN, SKIP_BROKEN_HELP

SkipBroken: TypeAlias = Annotated[bool, typer.Option(SKIP_BROKEN, help=SKIP_BROKEN_HELP)]

"""The verbs of `compliance` as typer reads them, and what it says of a line that it cannot read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from compliance_toolkit import __version__
from compliance_toolkit.audit.outcome import Exit
from compliance_toolkit.cli import check, explain, prove, resolve
from compliance_toolkit.cli.console import print_error

app = typer.Typer(
    name="compliance",
    help="Hold Claude requests, and the infrastructure around them, to the law of each tenant.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
)
app.command("check")(check.check)
app.command("resolve")(resolve.resolve)
app.add_typer(explain.app, name="explain")
app.command("prove")(prove.prove)


def _print_version(asked: bool) -> None:  # noqa: FBT001  typer calls it with the option's value
    if asked:
        print(f"compliance-toolkit {__version__}")
        raise typer.Exit


@app.callback()
def compliance(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Hold Claude requests, and the infrastructure around them, to the law of each tenant."""


def run_program(arguments: Sequence[str], *, debug: bool) -> int:
    """Run a command line, and give its exit code.

    Args:
        arguments: All that stands after `compliance`.
        debug: Whether what typer refuses is raised.
    """
    try:
        code = app(list(arguments), standalone_mode=False)
    except TyperException as error:
        if debug:
            raise
        return _refused(error)
    return code if isinstance(code, int) else Exit.COMPLIANT


def _refused(error: TyperException) -> Exit:
    context = getattr(error, "ctx", None)
    said = error.format_message() if hasattr(error, "format_message") else str(error)
    if said.startswith("Usage:"):  # a command line without a verb: the help is the message
        print(said, file=sys.stderr)
        return Exit.USAGE
    path = context.command_path if context else "compliance"
    print_error(_sentence(said), f"run `{path} --help`")
    return Exit.USAGE


def _sentence(text: str) -> str:
    """The command line parser's message, in this program's spelling."""
    text = " ".join(text.split()).removesuffix(".").replace("Value error, ", "")
    text = text.replace(": Input should be ", ": it should be ")
    return text[:1].lower() + text[1:]

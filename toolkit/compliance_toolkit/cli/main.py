"""The `compliance` command: the verbs, and the one place where an error becomes an exit code."""

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
from compliance_toolkit.cli.quick import QuickCommand, QuickGroup
from compliance_toolkit.cli.typed import refuse_blanks
from compliance_toolkit.errors import ComplianceError, ConfigurationError

app = typer.Typer(
    name="compliance",
    help="Hold Claude requests, and the infrastructure around them, to the law of each tenant.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
)
app.command("check", cls=QuickCommand)(check.check)
app.command("resolve")(resolve.resolve)
app.add_typer(explain.app, name="explain")
app.command("prove")(prove.prove)


def _print_version(asked: bool) -> None:  # noqa: FBT001  typer calls it with the option's value
    if asked:
        print(f"compliance-toolkit {__version__}")
        raise typer.Exit


@app.callback(cls=QuickGroup)
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


def main(arguments: Sequence[str]) -> int:
    """Run one command line.

    Returns:
        The exit code (design §5.5). A crash is 3: Python's own 1 would mean *violations*.
    """
    debug = "--debug" in arguments
    try:
        refuse_blanks(arguments)
        code = app([one for one in arguments if one != "--debug"], standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # Python would exit 1, which means "violations"
        if debug:
            raise
        return _explain(error)
    return code if isinstance(code, int) else Exit.COMPLIANT


def _explain(error: Exception) -> Exit:
    """Print what went wrong, and say whose fault it is by the exit code."""
    match error:
        case TyperException():
            context = getattr(error, "ctx", None)
            said = error.format_message() if hasattr(error, "format_message") else str(error)
            if said.startswith("Usage:"):  # a command line without a verb: the help is the message
                print(said, file=sys.stderr)
                return Exit.USAGE
            path = context.command_path if context else "compliance"
            print_error(_sentence(said), f"run `{path} --help`")
            return Exit.USAGE
        case ConfigurationError():
            for one in (error, *error.others):
                print_error(one.message, one.operator_hint)
            return Exit.USAGE
        case ComplianceError():
            print_error(error.message, error.hint)
        case BrokenPipeError():
            pass  # the reader hung up: nobody is there to be told
        case _:
            print_error(
                f"this is a bug in compliance: {type(error).__name__}",
                "run again with `--debug` and report what it prints",
            )
    return Exit.ERROR


def _sentence(text: str) -> str:
    """The command line parser's message, in this program's spelling."""
    text = " ".join(text.split()).removesuffix(".").replace("Value error, ", "")
    return text[:1].lower() + text[1:]


def run() -> None:
    """Entry point of the `compliance` script."""
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        # Python would flush again at exit, fail, and exit with 120.
        sys.stdout = None
        code = Exit.ERROR
    sys.exit(code)

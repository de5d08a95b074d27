"""The `compliance` command: the one place where an error becomes an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from compliance_toolkit.audit.outcome import Exit
from compliance_toolkit.cli.checking import run_check
from compliance_toolkit.cli.console import print_error
from compliance_toolkit.cli.plain import typed
from compliance_toolkit.cli.typed import refuse_blanks
from compliance_toolkit.errors import ComplianceError, ConfigurationError

_OBJECTS = 1_000_000
"""How many objects are made before some are looked for that nothing holds: by default 700, and then
a start, which makes many and lets go of none, is looked through a hundred times."""


def main(arguments: Sequence[str], *, last: bool = False) -> int:
    """Run one command line.

    Args:
        arguments: What was typed after the name of the command.
        last: Whether this process ends with it.

    Returns:
        The exit code (design §5.5). A crash is 3: Python's own 1 would mean *violations*.
    """
    debug = "--debug" in arguments
    try:
        refuse_blanks(arguments)
        code = _run([one for one in arguments if one != "--debug"], debug=debug, last=last)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except MemoryError:
        if debug:
            raise
    except Exception as error:  # Python would exit 1, which means "violations"
        if debug:
            raise
        return _explain(error)
    else:
        return code
    gc.collect()  # what filled the memory is let go of, so that there is room for a sentence
    print_error(
        "there is not enough memory for what is asked",
        "ask about fewer inputs at a time, or give this process more memory",
    )
    return Exit.ERROR


def _run(arguments: Sequence[str], *, debug: bool, last: bool) -> int:
    plain = typed(arguments)
    if plain is not None:
        return run_check(plain, last=last)
    from compliance_toolkit.cli.program import run_program  # noqa: PLC0415  see `plain`

    return run_program(arguments, debug=debug)


def _explain(error: Exception) -> Exit:
    """Print what went wrong, and say whose fault it is by the exit code."""
    match error:
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


def run() -> NoReturn:
    """Entry point of the `compliance` script."""
    gc.set_threshold(_OBJECTS)
    _stand_in()
    code = main(sys.argv[1:], last=True)
    try:
        sys.stdout.flush()
    except OSError:
        # Python would flush again at exit, fail, and exit with 120.
        sys.stdout = None
        code = Exit.ERROR
    if sys.argv[1:2] == ["check"]:
        # It leaves nothing to be closed. To take apart all that it has made, as Python would, is a
        # seventh of the time of a check of one module.
        with suppress(OSError):  # nobody listens, and the exit code says it too
            sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _stand_in() -> None:
    """Put something in the place of a stream that is closed, for Python puts nothing there.

    What is meant for a closed standard output cannot be written; messages may get lost.
    """
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  until the end
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115

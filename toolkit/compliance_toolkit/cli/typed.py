"""What was typed, looked at before any verb reads it: a blank text is nobody's choice.

It is what a shell leaves of a variable that is not set, and the current folder once it is a path.
No option and no argument of any verb has a use for one.
"""

from __future__ import annotations

from collections.abc import Sequence

from compliance_toolkit.errors import ConfigurationError


def refuse_blanks(arguments: Sequence[str]) -> None:
    """Refuse a blank text, wherever it stands.

    Raises:
        ConfigurationError: There is one.
    """
    before = ""
    for one in arguments:  # also after `--`, which may be the value of an option
        if one.startswith("--"):
            option, equals, value = one.partition("=")
            if equals and not value.strip():
                raise _blank(option, value)
            before = "" if equals else option
        elif not one.strip():
            raise _blank(before, one)
        else:
            before = ""


def _blank(option: str, value: str) -> ConfigurationError:
    where = f"the text after `{option}`" if option else "an argument"
    return ConfigurationError(
        f"{where} is {'blank' if value else 'empty'}",
        hint="give it a value or leave it out; is this a shell variable that is not set?",
    )

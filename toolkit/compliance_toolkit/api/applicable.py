"""Options that have no use for any input of a run: whoever typed them meant something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from compliance_toolkit.api.inputs import ReadOptions
from compliance_toolkit.errors import ConfigurationError

_SOURCE = "terraform-source"
_WITH_SOURCE = frozenset(("terraform-plan", "terraform-state"))


class Taken(msgspec.Struct, frozen=True):
    """What one input takes of the options."""

    path: str
    kind: str
    """As `AuditInput.kind`; empty where it could not be read, and might take anything."""

    undeclared: tuple[str, ...] = ()
    """As `AuditInput.undeclared`."""


def refuse_unused(options: ReadOptions, inputs: Iterable[Taken]) -> None:
    """Refuse what was typed for inputs of another kind, or for a variable that none declares.

    Raises:
        ConfigurationError: There is such an option.
    """
    found = tuple(inputs)
    kinds = {one.kind for one in found}
    if not found or "" in kinds:
        return
    if _SOURCE not in kinds:
        for option, typed in (("--var", options.variables), ("--var-file", options.var_files)):
            if typed:
                raise ConfigurationError(
                    f"`{option}` has no use here: {_none(found)} Terraform source",
                    hint=f"leave `{option}` out; a plan holds the values that it was made with",
                )
    if options.source is not None and not kinds & _WITH_SOURCE:
        raise ConfigurationError(
            f"`--source` has no use here: {_none(found)} a plan or a state",
            hint="leave `--source` out; findings of a source have their lines already",
        )
    _refuse_undeclared([one for one in found if one.kind == _SOURCE])


def _refuse_undeclared(sources: Sequence[Taken]) -> None:
    """Refuse a variable that no root declares, as Terraform does for one: it may be misspelled."""
    if not sources:
        return
    first, *others = sources
    for name in first.undeclared:
        if all(name in one.undeclared for one in others):
            where = ", ".join(f"`{one.path}`" for one in sources[:3])
            more = f" and {len(sources) - 3} more" if len(sources) > 3 else ""
            declares = "declares" if len(sources) == 1 else "declare"
            raise ConfigurationError(
                f"{where}{more} {declares} no variable `{name}`",
                hint="check the name given with `--var`",
            )


def _none(inputs: Sequence[Taken]) -> str:
    """Say that the inputs are none of what follows."""
    return f"`{inputs[0].path}` is not" if len(inputs) == 1 else "no PATH is"

"""From a PATH to what a source reads there; the kind is detected."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from compliance_toolkit.errors import ConfigurationError, SourceError
from compliance_toolkit.models import AuditInput, JsonValue

_NAME = re.compile(r"[^\W\d][\w-]*")
"""What Terraform takes for a variable's name."""

_WORKSPACE = "terraform.workspace="
"""How the workspace is given: as if it were a variable."""

LIMIT = 512 * 1024 * 1024
"""Bytes of one plan or snapshot; more is refused rather than half read."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How Terraform source is read."""

    variables: tuple[str, ...] = ()
    """`NAME=VALUE`, as typed; `terraform.workspace=NAME` names the workspace."""

    var_files: tuple[Path, ...] = ()
    assume_defaults: bool = True


def read_input(path: str, options: ReadOptions) -> AuditInput:
    """Read one PATH: a Terraform folder or file, a plan, a snapshot, or `-`.

    Raises:
        SourceError: It is missing, cannot be read, or is of no known kind.
        ConfigurationError: A variable is not `NAME=VALUE`.
    """
    if path != "-" and (Path(path).is_dir() or path.endswith((".tf", ".tf.json", ".tofu"))):
        from compliance_toolkit.terraform.source import read_source  # noqa: PLC0415  parses HCL

        return read_source(
            Path(path),
            variables=_variables(options.variables),
            var_files=options.var_files,
            workspace=_workspace(options.variables),
            assume_defaults=options.assume_defaults,
            shown_as=path,
        )
    from compliance_toolkit.terraform.detect import detect  # noqa: PLC0415  only for JSON

    raw = _read(path)
    match detect(raw, shown_as=path):
        case "terraform-plan":
            from compliance_toolkit.terraform.plan import read_plan  # noqa: PLC0415

            return read_plan(raw, shown_as=path, assume_defaults=options.assume_defaults)
        case "workspaces":
            from compliance_toolkit.workspaces.snapshot import read_snapshot  # noqa: PLC0415

            return read_snapshot(raw, shown_as=path)
        case kind:
            raise SourceError(f"`{path}` is a {kind}, which `compliance check` cannot read")


def _read(path: str) -> bytes:
    try:
        if path == "-":
            raw = sys.stdin.buffer.read(LIMIT + 1)
        else:
            with open(path, "rb") as file:  # noqa: PTH123  a pipe or a device is welcome too
                raw = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise SourceError(
            f"there is nothing at `{path}`",
            hint="name a Terraform folder, a plan JSON or a workspace snapshot",
        ) from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be read"
        raise SourceError(f"`{path}` cannot be read: {reason.lower()}") from error
    if len(raw) > LIMIT:
        raise SourceError(f"`{path}` is larger than {LIMIT // 1024**2} MiB")
    return raw


def _workspace(typed: tuple[str, ...]) -> str | None:
    """The value of `terraform.workspace`, if somebody gave it."""
    given = [one.removeprefix(_WORKSPACE) for one in typed if one.startswith(_WORKSPACE)]
    return given[-1] if given else None


def _variables(typed: tuple[str, ...]) -> dict[str, JsonValue]:
    values: dict[str, JsonValue] = {}
    for one in typed:
        if one.startswith(_WORKSPACE):
            continue
        name, equals, value = one.partition("=")
        if not equals or not _NAME.fullmatch(name):
            raise ConfigurationError(
                "`--var` was given without a name and a value",
                hint="write `--var NAME=VALUE`, such as `--var region=eu-central-1`",
            )
        values[name] = value
    return values

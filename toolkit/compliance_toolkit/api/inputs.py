"""From a PATH to what a source reads there; the kind is detected."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from compliance_toolkit.errors import ConfigurationError, SourceError
from compliance_toolkit.models import AuditInput, JsonValue, Spot
from compliance_toolkit.terraform.contents import LIMIT, keep, read

if TYPE_CHECKING:
    from compliance_toolkit.terraform.plan_json import LargeText
    from compliance_toolkit.terraform.source import Opened

_NAME = re.compile(r"[^\W\d][\w-]*")
"""What Terraform takes for a variable's name."""

_WORKSPACE = "terraform.workspace="
"""How the workspace is given: as if it were a variable."""


class ReadOptions(msgspec.Struct, frozen=True):
    """How Terraform source is read."""

    variables: tuple[str, ...] = ()
    """`NAME=VALUE`, as typed; `terraform.workspace=NAME` names the workspace."""

    var_files: tuple[Path, ...] = ()
    environment: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Where `TF_VAR_name`, the workspace and regions are looked for; nowhere by default."""

    assume_defaults: bool = True
    source: Path | None = None
    """Folder of the source that a plan or a state was made from; it gives findings their lines."""


def read_input(path: str, options: ReadOptions) -> AuditInput:
    """Read one PATH: a Terraform folder or file, a plan, a state, a snapshot, or `-`.

    Raises:
        SourceError: It is missing, cannot be read, or is of no known kind.
        ConfigurationError: A variable is not `NAME=VALUE`, or the source is not that of the plan.
    """
    if path != "-" and (Path(path).is_dir() or path.endswith((".tf", ".tf.json", ".tofu"))):
        from compliance_toolkit.terraform.source import read_source  # noqa: PLC0415  parses HCL

        return read_source(
            Path(path),
            variables=_variables(options.variables),
            var_files=options.var_files,
            environment=options.environment,
            workspace=_workspace(options.variables),
            assume_defaults=options.assume_defaults,
            shown_as=path,
        )
    from compliance_toolkit.terraform.detect import detect  # noqa: PLC0415  only for JSON
    from compliance_toolkit.terraform.plan_json import LargeText  # noqa: PLC0415

    text = LargeText.of(read(path))
    match detect(text, shown_as=path):
        case "terraform-binary-plan":
            return _plan(LargeText.of(_shown(path)), path, options)
        case "terraform-plan":
            return _plan(text, path, options)
        case "terraform-state":
            from compliance_toolkit.terraform.state import read_state  # noqa: PLC0415

            return _located(read_state(text, shown_as=path), options.source, _around(path))
        case "workspaces":
            from compliance_toolkit.workspaces.snapshot import read_snapshot  # noqa: PLC0415

            return read_snapshot(text.raw, shown_as=path)
        case other:
            raise SourceError(f"`{path}` is a {other}, which `compliance check` cannot read")


def _plan(text: LargeText, path: str, options: ReadOptions) -> AuditInput:
    """Read a plan, and once more where the source at hand says that it names too little."""
    from compliance_toolkit.terraform.plan import read_plan  # noqa: PLC0415  only for plans
    from compliance_toolkit.terraform.plan_format import decode  # noqa: PLC0415

    plan = decode(text, path)
    keep(text, plan)
    around = _around(path)
    found = read_plan(plan, shown_as=path, assume_defaults=options.assume_defaults)
    if doubted := _doubted(found, options.source, around):
        found = read_plan(
            plan, shown_as=path, assume_defaults=options.assume_defaults, doubted=doubted
        )
    return _located(found, options.source, around)


def source_of(path: str, options: ReadOptions) -> Opened:
    """Open a Terraform folder or file again, unevaluated; see `read_input`."""
    from compliance_toolkit.terraform.source import open_source  # noqa: PLC0415  parses HCL

    return open_source(
        Path(path),
        variables=_variables(options.variables),
        var_files=options.var_files,
        environment=options.environment,
        workspace=_workspace(options.variables),
        assume_defaults=options.assume_defaults,
        shown_as=path,
    )


def read_again(path: str) -> bytes:
    """Read a plan once more, as JSON; see `read_input`."""
    from compliance_toolkit.terraform.detect import detect  # noqa: PLC0415  only for JSON

    raw = read(path)
    return _shown(path) if detect(raw, shown_as=path) == "terraform-binary-plan" else raw


def _shown(path: str) -> bytes:
    """The JSON of a plan in binary form, which only the program that wrote it can read."""
    from compliance_toolkit.terraform.plan_binary import refuse_binary, show_plan  # noqa: PLC0415

    if not Path(path).is_file():
        raise refuse_binary(path)
    return show_plan(Path(path), shown_as=path, limit=LIMIT)


def _located(given: AuditInput, source: Path | None, around: list[Path]) -> AuditInput:
    """Give findings their lines, where the source is at hand."""
    if source is None and not around:
        return given
    from compliance_toolkit.terraform.plan_sources import located  # noqa: PLC0415  parses HCL

    return located(given, source, around)


def _doubted(given: AuditInput, source: Path | None, around: list[Path]) -> frozenset[Spot]:
    """Where the source at hand says that a plan took an expression for less than it is."""
    if source is None and not around:
        return frozenset()
    from compliance_toolkit.terraform.plan_sources import more_than_named  # noqa: PLC0415

    return more_than_named(given, source, around)


def _around(path: str) -> list[Path]:
    """Folders near an input that hold source."""
    folder = Path(path).parent if path != "-" else Path()
    return [one for one in (folder, folder.parent, Path()) if _holds_source(one)]


def _holds_source(folder: Path) -> bool:
    try:
        names = os.listdir(folder)  # noqa: PTH208  of thousands of files the names are enough
    except OSError:
        return False
    return any(name.endswith((".tf", ".tf.json", ".tofu")) for name in names)


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

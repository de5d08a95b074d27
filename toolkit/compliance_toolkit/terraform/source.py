"""Terraform source, read into resources: what is written, where it is, and what nobody can know.

A value is known because it was derived from what is written, or it is listed as unknown with the
reason. A file, module or block that is not understood is a problem, never left out in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import (
    Assumption,
    AuditInput,
    JsonValue,
)
from compliance_toolkit.terraform.elsewhere import mention
from compliance_toolkit.terraform.forwarding import follow_targets
from compliance_toolkit.terraform.hcl_calls import Calls, own_providers
from compliance_toolkit.terraform.hcl_collecting import Found, collect
from compliance_toolkit.terraform.hcl_downloads import read_downloads
from compliance_toolkit.terraform.hcl_files import enclosing_root
from compliance_toolkit.terraform.hcl_instances import ModuleInstance, Reading
from compliance_toolkit.terraform.hcl_reach import Files
from compliance_toolkit.terraform.hcl_surroundings import (
    driven,
    siblings,
    unread,
)
from compliance_toolkit.terraform.hcl_variables import Given, read_given
from compliance_toolkit.terraform.inheritance import inherit_regions
from compliance_toolkit.terraform.modules import Loader, Module
from compliance_toolkit.terraform.removals import removed_by_block

KIND = "terraform-source"


class Opened(msgspec.Struct, frozen=True):
    """A configuration that is ready to be asked."""

    loader: Loader
    top: ModuleInstance
    file: Path | None
    """The file that was named instead of a folder."""


def open_source(  # noqa: PLR0913  what can be said about one reading
    path: Path,
    *,
    variables: Mapping[str, JsonValue],
    var_files: Sequence[Path],
    assume_defaults: bool = True,
    shown_as: str,
    workspace: str | None = None,
    environment: Mapping[str, str] | None = None,
    root: Path | None = None,
) -> Opened:
    """Read the root module, and give it unevaluated; see `read_source`."""
    real = _resolved(path, shown_as)
    loader, module = _load(real, shown_as, root)
    automatic = module.folder if real.is_dir() else None
    given = read_given(
        automatic,
        variables,
        var_files,
        environment=environment or {},
        shown_as=module.shown_as,
        root=loader.root,
    )
    problems = [*given.problems, *driven(module.folder, loader)]
    # A file that could not be read might have set any variable.
    assume = assume_defaults and not problems
    files = Files(module.folder, loader.root, loader.shown(loader.root))
    calls = Calls(loader, read_downloads(module.folder, loader.root))
    reading = Reading(given, workspace, assume, problems, calls, files, loader.budget)
    reading.environment = environment or {}
    top = ModuleInstance(module, "", reading)
    top.providers = own_providers(top)
    return Opened(loader, top, None if real.is_dir() else real)


def read_source(  # noqa: PLR0913  what can be said about one reading
    path: Path,
    *,
    variables: Mapping[str, JsonValue],
    var_files: Sequence[Path],
    assume_defaults: bool = True,
    shown_as: str,
    workspace: str | None = None,
    environment: Mapping[str, str] | None = None,
    root: Path | None = None,
) -> AuditInput:
    """Read a folder of Terraform files, or one file, with the local modules that it calls.

    Args:
        path: The folder, or a `.tf` file; other files of its folder are then listed as not read.
        variables: What `--var` gives, over all files. Text is read as Terraform reads it there.
        var_files: What `--var-file` gives, over the `*.tfvars` that the folder holds.
        assume_defaults: Whether the default of a root variable counts as its value, and is listed.
        shown_as: How to name the path.
        workspace: The value of `terraform.workspace`, if it is known.
        environment: Where `TF_VAR_name` is looked for, below all files; nowhere by default.
        root: Local modules are read below it; by default below the path's checkout, else the path.

    Returns:
        Every resource instance with what is known of it; a problem for whatever cannot be read.

    Raises:
        SourceError: There is nothing at the path, or it is neither folder nor `.tf` file.
        ConfigurationError: A file of `var_files` is missing.
    """
    opened = open_source(
        path,
        variables=variables,
        var_files=var_files,
        assume_defaults=assume_defaults,
        shown_as=shown_as,
        workspace=workspace,
        environment=environment,
        root=root,
    )
    top, reading, loader = opened.top, opened.top.reading, opened.loader
    collect(top, found := Found())
    if reading.budget.left < 0:
        reading.refuse(
            "its expressions take too long to evaluate",
            hint="audit a plan: run `terraform show -json tfplan > plan.json`",
        )
    if opened.file is not None:
        for sibling in siblings(loader, opened.file):
            found.add_module(*sibling)
    return AuditInput(
        path=shown_as,
        kind=KIND,
        resources=mention(follow_targets(inherit_regions(found.resources))),
        problems=(*loader.problems, *reading.problems),
        assumptions=tuple(Assumption(n, v) for n, v in sorted(reading.assumptions.items())),
        unresolved=tuple(found.unresolved),
        removed=tuple(removed_by_block(found.removed)),
        given=tuple(one for _, one in sorted(reading.told.items())),
        unread=() if opened.file is not None else tuple(unread(top.module.folder, loader)),
        folders=tuple(map(str, loader.folders)),
        undeclared=_undeclared(top.module, reading.given),
    )


def _load(real: Path, shown_as: str, root: Path | None) -> tuple[Loader, Module]:
    """Read the root module, and give the loader for those that it calls."""
    folder, above = (real, shown_as) if real.is_dir() else (real.parent, str(Path(shown_as).parent))
    loader = Loader(folder, enclosing_root(folder) if root is None else root.resolve(), above)
    module = loader.folder(folder) if real.is_dir() else loader.file(real)
    if module is None:
        raise SourceError(
            f"`{shown_as}` is outside of the folder that modules are read from",
            hint="name a root that the path is below",
        )
    return loader, module


def _resolved(path: Path, shown_as: str) -> Path:
    hint = "name a folder with `.tf` files, or one of them"
    try:
        real = path.resolve(strict=True)
    except FileNotFoundError:
        raise SourceError(f"there is nothing at `{shown_as}`", hint=hint) from None
    except (OSError, RuntimeError, ValueError) as error:
        why = (getattr(error, "strerror", None) or "links go in a circle").lower()
        raise SourceError(f"`{shown_as}` cannot be read: {why}", hint=hint) from None
    if not real.is_dir() and not path.name.endswith((".tf", ".tf.json", ".tofu")):
        raise SourceError(f"`{shown_as}` is no Terraform file", hint=hint)
    # The name that was given counts: a link called `main.tf` may lead to any other name.
    return real if real.is_dir() else path.parent.resolve() / path.name


def _undeclared(module: Module, given: Given) -> tuple[str, ...]:
    """Name what `--var` gives and no variable takes, which Terraform refuses."""
    return tuple(sorted(given.texts.keys() - module.variables.keys())) if module.whole else ()

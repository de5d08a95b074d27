"""A module as it is written: what the files of one folder declare."""

from __future__ import annotations

from pathlib import Path

import msgspec

from compliance_toolkit.models import Location
from compliance_toolkit.terraform.syntax import Attribute, Block


class Declared(msgspec.Struct, frozen=True):
    """A block and where it stands."""

    block: Block
    location: Location


class Module(msgspec.Struct):
    """What the files of one folder declare, each kind by name."""

    folder: Path
    shown_as: str
    from_root: str = "."
    """As `path.module` names it: from the root module's folder."""

    variables: dict[str, Declared] = msgspec.field(default_factory=dict)
    outputs: dict[str, Declared] = msgspec.field(default_factory=dict)
    calls: dict[str, Declared] = msgspec.field(default_factory=dict)
    providers: dict[str, Declared] = msgspec.field(default_factory=dict)
    """By `aws` or `aws.alias`."""

    sources: dict[str, str] = msgspec.field(default_factory=dict)
    """Where providers come from, by the names that the module has for them."""

    resources: dict[str, Declared] = msgspec.field(default_factory=dict)
    """By `type.name`."""

    data: dict[str, Declared] = msgspec.field(default_factory=dict)
    """By `type.name`."""

    ephemeral: dict[str, Declared] = msgspec.field(default_factory=dict)
    """By `type.name`."""

    locals: dict[str, Attribute] = msgspec.field(default_factory=dict)
    removed: list[tuple[str, str, Location]] = msgspec.field(default_factory=list)
    """What `removed` blocks take away, as written, how (see `Removed.action`), and where."""

    removing: list[Declared] = msgspec.field(default_factory=list)
    """The `removed` blocks that run something when what they name is destroyed."""

    actions: list[Declared] = msgspec.field(default_factory=list)
    whole: bool = True
    """Whether all its files were read: if not, what is not declared may be declared there."""

    empty: bool = False
    """Whether the folder has no file of Terraform's."""

    shadowed: list[str] = msgspec.field(default_factory=list)
    """Files that OpenTofu passes over for one of its own, and Terraform reads."""

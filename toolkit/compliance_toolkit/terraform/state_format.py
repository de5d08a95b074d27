"""The parts of Terraform's and OpenTofu's state that an audit reads, in both of its forms.

The file itself (`terraform.tfstate`, version 4) lists instances by block; `terraform show -json`
lists them by module, as a plan's values are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import JsonValue
from compliance_toolkit.terraform.plan_format import PlannedValues

_VERSION = 4
_PULL = "run `terraform state pull > state.json` in its folder, with Terraform 0.12 or newer"
_SHOW = "write it with `terraform show -json > state.json`"

_T = TypeVar("_T")


class Instance(msgspec.Struct, frozen=True):
    """One instance of a block."""

    index_key: str | int | None = None
    attributes: Mapping[str, Any] | None = None
    attributes_flat: Mapping[str, Any] | None = None
    """As Terraform 0.11 wrote them, until the instance is refreshed."""

    sensitive_attributes: tuple[Any, ...] | None = None
    """Paths to what the configuration marks, each a list of steps."""

    deposed: str | None = None


class Stored(msgspec.Struct, frozen=True):
    """One block with its instances."""

    mode: str
    type: str
    name: str
    module: str | None = None
    instances: tuple[Instance, ...] | None = None


class StateFile(msgspec.Struct, frozen=True):
    """A state as it is stored."""

    version: int
    resources: tuple[Stored, ...] | None = None


class ShownState(msgspec.Struct, frozen=True):
    """A state as `terraform show -json` prints it."""

    format_version: str
    values: PlannedValues | None = None


def to_state(document: JsonValue, shown_as: str) -> StateFile | ShownState:
    """Give a state's document its types.

    Raises:
        SourceError: It is no state, encrypted, or of a version that is not read.
    """
    if not isinstance(document, Mapping):
        raise SourceError(f"`{shown_as}` is no Terraform state", hint=_PULL)
    if "encrypted_data" in document:
        raise SourceError(
            f"`{shown_as}` is an encrypted OpenTofu state or plan",
            hint="run `tofu show -json FILE > shown.json` where its key is configured",
        )
    if "format_version" in document:
        return _shown(document, shown_as)
    version = document.get("version")
    if version != _VERSION or isinstance(version, bool):
        raise SourceError(
            f"`{shown_as}` is a state of version `{version}`, expected {_VERSION}", hint=_PULL
        )
    return _converted(document, StateFile, shown_as)


def _shown(document: JsonValue, shown_as: str) -> ShownState:
    version = document.get("format_version") if isinstance(document, Mapping) else None
    if not isinstance(version, str) or version.partition(".")[0] not in {"0", "1"}:
        raise SourceError(
            f"`{shown_as}` has state format `{version}`, expected 0.x or 1.x",
            hint="update compliance-toolkit, or write the state with a Terraform it knows",
        )
    return _converted(document, ShownState, shown_as)


def _converted(document: JsonValue, type_: type[_T], shown_as: str) -> _T:
    try:
        return msgspec.convert(document, type=type_, strict=True)
    except msgspec.ValidationError as error:
        reason = str(error)
        what = reason[0].lower() + reason[1:]
        raise SourceError(f"`{shown_as}` is no Terraform state: {what}", hint=_SHOW) from None

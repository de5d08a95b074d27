"""What kind of input some bytes are, by what stands in them and not by a file's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import JsonValue
from compliance_toolkit.registry.strict_json import decoded, loads_strict
from compliance_toolkit.terraform.plan_json import LargeText

Kind = Literal["terraform-plan", "terraform-state", "terraform-binary-plan", "workspaces"]

_EXPECTED = (
    "expected a plan of `terraform show -json PLAN`, a state or a list of workspaces of the "
    "Admin API"
)
_SHOW = "run `terraform show -json PLAN > plan.json` and check that file"
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_OF_A_STATE = frozenset({"lineage", "serial", "terraform_version", "modules"})
_LOOKS = (
    ({"format_version"}, "Terraform's JSON, but no plan", _SHOW),
    ({"resource"}, "Terraform source in JSON", "give it a name that ends in `.tf.json`"),
    ({""}, "JSON, but no object", "check that this is the right file"),
)


def detect(text: bytes | LargeText, *, shown_as: str) -> Kind:
    """Tell a Terraform plan, a state and a snapshot of workspaces apart.

    Only the outermost keys are looked at: who reads the input checks the rest.

    Args:
        text: The whole input; who reads it afterwards has it decoded already.
        shown_as: How to name it in messages.

    Raises:
        SourceError: It is neither, or no JSON; the message says what it looks like instead.
    """
    text = LargeText.of(text) if isinstance(text, bytes) else text
    if text.raw.startswith(_ZIP):
        return "terraform-binary-plan"
    if text.raw.startswith(_GZIP):
        raise SourceError(
            f"`{shown_as}` is compressed with gzip, {_EXPECTED}", hint="unpack it with `gunzip`"
        )
    keys = _keys(text, shown_as)
    if "format_version" in keys and keys.keys() & {"resource_changes", "planned_values"}:
        return "terraform-plan"
    if "format_version" in keys and "values" in keys:
        return "terraform-state"
    if "encrypted_data" in keys or ("version" in keys and keys.keys() & _OF_A_STATE):
        return "terraform-state"
    if _is_page(keys) or _are_pages(keys.get("")):
        return "workspaces"
    like, hint = _looks_like(keys)
    raise SourceError(f"`{shown_as}` is {like}, {_EXPECTED}", hint=hint)


def _keys(given: LargeText, shown_as: str) -> Mapping[str, JsonValue | msgspec.Raw]:
    """Give the outermost keys, with what is below them as it is; a list stands under the key ``.

    A document that only has its keys in order is taken by them, for its reader to say where it goes
    wrong; one that has not is read strictly, to say so here.
    """
    raw = given.raw
    text: bytes | str = raw if raw[:64].lstrip()[:1] in {b"{", b"["} else decoded(raw, shown_as)
    if '"@level"' in _beginning(text):
        raise SourceError(
            f"`{shown_as}` is the log that `terraform plan -json` prints, {_EXPECTED}",
            hint="run `terraform plan -out PLAN`, then " + _SHOW,
        )
    if isinstance(given.quick, dict):
        return given.quick
    try:
        keys: Mapping[str, JsonValue | msgspec.Raw] = msgspec.json.decode(
            text, type=dict[str, msgspec.Raw]
        )
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        document = loads_strict(raw, shown_as)
        return document if isinstance(document, Mapping) else {"": document}
    return keys


def _beginning(text: bytes | str) -> str:
    head = text[:4096]
    return head if isinstance(head, str) else head.decode(errors="replace")


def _read(value: JsonValue | msgspec.Raw | None) -> JsonValue:
    """Read one value; what is no JSON reads as null here, and its reader will say where."""
    if not isinstance(value, msgspec.Raw):
        return value
    try:
        read: JsonValue = msgspec.json.decode(value)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None
    return read


def _is_page(keys: Mapping[str, JsonValue | msgspec.Raw]) -> bool:
    match _read(keys.get("data")):
        case []:
            return "has_more" in keys
        case [Mapping() as first, *_]:
            return first.get("type") == "workspace"
        case _:
            return False


def _are_pages(document: JsonValue | msgspec.Raw | None) -> bool:
    match document:
        case [_, *_]:
            return all(isinstance(page, Mapping) and _is_page(page) for page in document)
        case _:
            return False


def _looks_like(keys: Mapping[str, JsonValue | msgspec.Raw]) -> tuple[str, str]:
    if _read(keys.get("type")) == "workspace":
        return "one workspace", "save the answer of GET /v1/organizations/workspaces"
    for names, like, hint in _LOOKS:
        if names <= keys.keys():
            return like, hint
    return "JSON of no known kind", "check that this is the right file"

"""Every shape in which a Terraform provider writes an Anthropic workspace, brought into one.

One type name has at least four shapes, and no field says which provider wrote it; so the shape
itself decides. What is left out is the API's own default: unrestricted, `global`, stored in `us`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import msgspec
from msgspec.structs import replace

from compliance_toolkit.models import JsonObject, JsonValue, Place, ReasonCode, Resource, Unknown

WORKSPACE = "anthropic_workspace"
"""The type under which workspaces of every provider but AWS's own are judged."""

_AWS_WORKSPACE = "awscc_awsexternalanthropic_workspace"
_COMMUNITY = re.compile(r"anthropic[a-z0-9_-]*_workspace")
_GEOS = "allowed_inference_geos"
_UNRESTRICTED = "allowed_inference_geos_unrestricted"
_RAW = frozenset({"data_residency", _GEOS, _UNRESTRICTED, "default_inference_geo", "workspace_geo"})
_LEFT_OUT = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "data_residency")
_ODD = Unknown(ReasonCode.UNSUPPORTED_TYPE, "data_residency")


class _Residency(msgspec.Struct, frozen=True):
    """What one resource says about residency, at whatever depth its provider says it."""

    values: JsonObject
    unknown: Mapping[str, Unknown]
    """Name (`allowed_inference_geos`, `allowed_inference_geos/values`) → why it is not known."""

    complete: bool
    """Whether a name that is missing was left out on purpose, and so has the default."""

    def read(self, name: str, default: JsonValue) -> JsonValue | Unknown:
        """Give one field, its default where it is unset, or why neither can be told."""
        if (reason := self.reason(name)) is not None:
            return reason
        if name not in self.values and not self.complete:
            return _LEFT_OUT
        value = self.values.get(name)
        return default if value is None else value

    def reason(self, name: str) -> Unknown | None:
        """Say why a field, or a part of it, is not known."""
        for pointer, reason in self.unknown.items():
            if pointer in {"", name} or pointer.startswith(f"{name}/"):
                return reason
        return None


@cache
def _is_workspace(type_: str) -> bool:
    return type_ == _AWS_WORKSPACE or _COMMUNITY.fullmatch(type_) is not None


def normalise(resource: Resource, *, computed_unknown: bool) -> Resource:
    """Bring an Anthropic workspace into the one shape that checks read; leave all else alone.

    Args:
        resource: Any resource of a source or a plan.
        computed_unknown: Whether a provider that computes an attribute would list it (a plan), so
            that one which is missing is not known; in a source it has its default.

    Returns:
        The workspace with `data_residency` as the Admin API writes it:
        `workspace_geo`, `default_inference_geo`, and `allowed_inference_geos` as a sorted list or
        `"unrestricted"`; what is not known of it is listed below `/data_residency`. Its region is
        where it stores, except for AWS's type: there the AWS region binds the gateway, and where
        it stores is a further place that AWS's regions do not name.
    """
    if not _is_workspace(resource.type):
        return resource
    if "" in resource.unknown:
        return _placed(resource, resource.unknown[""])
    residency = _residency(resource, computed_unknown=computed_unknown)
    fields: dict[str, JsonValue | Unknown] = {
        "workspace_geo": _word(residency.read("workspace_geo", "us")),
        _GEOS: _allowed(residency),
        "default_inference_geo": _word(residency.read("default_inference_geo", "global")),
    }
    known = {name: v for name, v in fields.items() if not isinstance(v, Unknown)}
    lost = {f"/data_residency/{n}": v for n, v in fields.items() if isinstance(v, Unknown)}
    rest = {name: value for name, value in resource.values.items() if name not in _RAW}
    others = {p: u for p, u in resource.unknown.items() if p.split("/")[1] not in _RAW}
    shaped = replace(
        resource,
        values={**rest, "data_residency": known},
        unknown={**others, **lost},
        references={_moved(p): addresses for p, addresses in resource.references.items()},
    )
    geo = fields["workspace_geo"]
    return _placed(shaped, geo if isinstance(geo, str | Unknown) else _ODD)


def _placed(resource: Resource, geo: str | Unknown) -> Resource:
    """Say where the workspace stores; for AWS's type without the words of its regions."""
    if resource.type == _AWS_WORKSPACE:
        if isinstance(geo, Unknown) or resource.regions is None:
            return replace(resource, regions=None)
        stored = Place(f"anthropic:{geo}", "workspace")
        return replace(resource, regions=(*resource.regions, stored))
    places = (Place(geo, "home"),) if isinstance(geo, str) else ()
    return replace(resource, type=WORKSPACE, provider="anthropic", region=geo, regions=places)


def _residency(resource: Resource, *, computed_unknown: bool) -> _Residency:
    complete = not (computed_unknown and resource.type == _AWS_WORKSPACE)
    named = {p.split("/")[1] for p in resource.unknown} | resource.values.keys()
    if "data_residency" not in named:  # flat, or no word of it at all
        flat = {p.removeprefix("/"): u for p, u in resource.unknown.items()}
        return _Residency(resource.values, flat, complete)
    if named & (_RAW - {"data_residency"}):  # no provider has both
        return _Residency({}, {"": _ODD}, complete)
    below = {
        _inside(p): u for p, u in resource.unknown.items() if p.split("/")[1] == "data_residency"
    }
    match resource.values.get("data_residency"):
        case None | []:  # unset: the API's defaults, unless it is listed as unknown
            return _Residency({}, below, complete=True)
        case Mapping() as block:
            return _Residency(block, below, complete)
        case [Mapping() as block]:  # written as a block
            return _Residency(block, below, complete)
        case _:
            return _Residency({}, {"": _ODD}, complete)


def _inside(pointer: str) -> str:
    """Cut `/data_residency/0/workspace_geo` to `workspace_geo`."""
    parts = pointer.split("/")[2:]
    return "/".join(parts[1:] if parts and parts[0].isdecimal() else parts)


def _moved(pointer: str) -> str:
    head = pointer.split("/")[1] if pointer else ""
    if head not in _RAW:
        return pointer
    inner = _inside(pointer) if head == "data_residency" else pointer.removeprefix("/")
    return f"/data_residency/{inner}".rstrip("/")


def _word(value: JsonValue | Unknown) -> str | Unknown:
    return value if isinstance(value, str | Unknown) else _ODD


def _allowed(residency: _Residency) -> JsonValue | Unknown:
    """Read where inference may run: a sorted list, `"unrestricted"`, or why it cannot be told."""
    flags = [residency.reason(_UNRESTRICTED) or residency.values.get(_UNRESTRICTED)]
    stated = residency.read(_GEOS, "unrestricted")
    if isinstance(stated, Mapping):  # {values, unrestricted}
        flags.append(stated.get("unrestricted"))
        values = stated.get("values")
        stated = "unrestricted" if values is None else values
    if True in flags:
        return "unrestricted"
    for reason in (stated, *flags):
        if isinstance(reason, Unknown):
            return reason
    if not all(flag is None or flag is False for flag in flags):
        return _ODD
    return _geos(stated)


def _geos(stated: JsonValue | Unknown) -> JsonValue | Unknown:
    match stated:
        case "unrestricted":
            return "unrestricted"
        case [_, *_] if all(isinstance(geo, str) for geo in stated):
            geos = sorted({str(geo) for geo in stated})
            return "unrestricted" if "unrestricted" in geos else geos
        case _:  # an empty list means different things to different providers
            return _ODD

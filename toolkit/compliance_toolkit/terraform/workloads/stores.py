"""Maps and secrets of Kubernetes, from which workloads of the same input take their settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import msgspec

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.workloads.trees import Node, blocks, restored, written

_MAP = "configmap"
_SECRET = "secret"  # noqa: S105  a kind, no password
_PATCH = "kubernetes_config_map_v1_data"
_KINDS = {
    "kubernetes_config_map": _MAP,
    "kubernetes_config_map_v1": _MAP,
    _PATCH: _MAP,
    "kubernetes_secret": _SECRET,
    "kubernetes_secret_v1": _SECRET,
}
_DATA = {_MAP: ("data",), _SECRET: ("data", "stringData", "binary_data")}
_REFERENCES = {
    "config_map_ref": _MAP,
    "configMapRef": _MAP,
    "config_map_key_ref": _MAP,
    "configMapKeyRef": _MAP,
    "secret_ref": _SECRET,
    "secretRef": _SECRET,
    "secret_key_ref": _SECRET,
    "secretKeyRef": _SECRET,
}
_DEFAULT = "default"
_HIDDEN = re.compile(r"|/manifest|(?:/manifest)?/metadata(?:/\d+)?(?:/namespace)?")

Pairs: TypeAlias = list[tuple[str, "str | Unknown"]]


class _Store(msgspec.Struct):
    namespace: str | None
    """`None` where it is not known."""

    pairs: Pairs = msgspec.field(default_factory=list)
    lost: Unknown | None = None
    """Why there may be more in it."""

    is_whole: bool = True
    """Whether it is the object, and not what somebody adds to it."""


class Taken(msgspec.Struct, frozen=True):
    """What a reference leads to."""

    pairs: Pairs
    lost: Unknown | None
    is_secret: bool


class Stores:
    """Those of one input, as a workload in one namespace sees them."""

    def __init__(self, resources: Iterable[Resource] = ()) -> None:
        """Index them by kind and name."""
        self._found: dict[tuple[str, str], list[_Store]] = {}
        self._namespace: str | None = None
        for one in resources:
            if one.type in _KINDS:
                parts = {name: restored(one, name) for name in ("metadata", "data", "binary_data")}
                self._keep(_KINDS[one.type], parts, one.type)
            elif "manifest" in one.values and (kind := _kind(one)) in _DATA:
                manifest = restored(one, "manifest")
                self._keep(kind, manifest if isinstance(manifest, dict) else {}, one.type)

    def seen_by(self, resource: Resource) -> Stores:
        """Give the same as a workload sees them: those of its own namespace."""
        if not self._found:
            return self
        seen = Stores()
        seen._found = self._found
        seen._namespace = _own_namespace(resource)
        return seen

    def taken(self, reference: Node) -> Taken | None:
        """Give what an entry of an environment takes from a store; `None`: it is not here."""
        for one in blocks(reference):
            named = one if isinstance(one, dict) else {}
            for key, kind in _REFERENCES.items():
                for place in blocks(named[key]) if named.get(key) else ():
                    return self._taken(kind, place)
        return None

    def _taken(self, kind: str, place: Node) -> Taken | None:
        if not isinstance(place, dict):
            return None
        name, key = place.get("name"), place.get("key")
        found = self._found.get((kind, name), []) if isinstance(name, str) else []
        if self._namespace is None or any(one.namespace is None for one in found):
            return None  # it may be another one of that name
        near = [one for one in found if one.namespace == self._namespace]
        if not any(one.is_whole for one in near):
            return None
        pairs = [pair for one in near for pair in one.pairs]
        lost = next((one.lost for one in near if one.lost is not None), None)
        if "key" in place:
            pairs = [pair for pair in pairs if pair[0] == key]
            lost = lost or (None if pairs else Unknown(ReasonCode.OUTSIDE_INPUT, str(name)))
        return Taken(pairs, lost, kind == _SECRET)

    def _keep(self, kind: str, parts: dict[str, Node], type_: str) -> None:
        metadata = parts.get("metadata")
        names = [one.get("name") for one in blocks(metadata) if isinstance(one, dict)]
        if len(names) != 1 or not isinstance(names[0], str):
            return
        store = _Store(_namespace(metadata), is_whole=type_ != _PATCH)
        for part in _DATA[kind]:
            for name, value in _pairs(parts.get(part), store):
                late = Unknown(ReasonCode.SENSITIVE, name)
                store.pairs.append((name, late if kind == _SECRET else value))
        self._found.setdefault((kind, names[0]), []).append(store)


def _kind(resource: Resource) -> str:
    """Name the kind of an object of Kubernetes that is written as one."""
    manifest = resource.values.get("manifest")
    kind = manifest.get("kind") if isinstance(manifest, Mapping) else None
    return {"ConfigMap": _MAP, "Secret": _SECRET}.get(str(kind), "")


def _own_namespace(resource: Resource) -> str | None:
    """Name the namespace of a workload; `None` where it is not known."""
    if any(_HIDDEN.fullmatch(pointer) for pointer in resource.unknown):
        return None
    manifest = resource.values.get("manifest")
    whole = manifest if isinstance(manifest, Mapping) else resource.values
    metadata = whole.get("metadata")
    parts = metadata if isinstance(metadata, list | tuple) else [metadata]
    found = [one.get("namespace") for one in parts if isinstance(one, Mapping)]
    return _spelled(found[0]) if len(found) == 1 else None


def _pairs(data: Node, store: _Store) -> Iterator[tuple[str, str | Unknown]]:
    if isinstance(data, Unknown):
        store.lost = data
    elif isinstance(data, dict):
        for name, value in data.items():
            text = written(value)
            if text is not None:
                yield name, text


def _namespace(metadata: Node) -> str | None:
    found = [one.get("namespace") for one in blocks(metadata) if isinstance(one, dict)]
    return _spelled(found[0]) if len(found) == 1 else None


def _spelled(namespace: object) -> str | None:
    if namespace is None or namespace == "":
        return _DEFAULT
    return namespace if isinstance(namespace, str) else None


NOWHERE = Stores()
"""Where no store is known."""

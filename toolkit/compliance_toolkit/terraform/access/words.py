"""Words in policies of Google and Azure that the law's data does not know, each a reason by itself.

They are noted beside the fact, which keeps them: whether one leaves a question open is for the
check to say. A value that is denied may be one of those that are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from compliance_toolkit.models import JsonObject, JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.google_models import FEATURES, MODELS
from compliance_toolkit.terraform.access.locations import LOCATIONS, blocks, names

_ZONE = re.compile(r"([a-z]+-[a-z]+\d+)-[a-z]")
_READ: frozenset[JsonValue] = frozenset(("V", "S"))
_GROUP, _END = "in:", "-locations"


class Words:
    """The words of one law's data."""

    def __init__(self, law: JsonObject) -> None:
        """Take `routes` and `regions` of the law's data."""
        regions, vertex = _object(law, "regions"), _object(_object(law, "routes"), "vertex")
        self._azure = _placed(_object(regions, "azure"))
        self._google = _placed(_object(regions, "google"))
        self._groups = _placed(_object(regions, "google_groups"))
        self._models = _read_models(vertex)
        self._features = frozenset(_object(vertex, "features"))

    def noted(self, resource: Resource) -> Resource:
        """Note what a resource's facts name that nobody knows."""
        known: dict[str, Callable[[str], bool]] = {
            LOCATIONS: self._is_google if resource.provider == "google" else self._is_azure,
            MODELS: self._models.__contains__,
            FEATURES: self._features.__contains__,
        }
        unknown: dict[str, Unknown] = {}
        for fact, knows in known.items():
            stated = resource.values.get(fact)
            if not isinstance(stated, Mapping):
                continue
            for at, name in enumerate(names(stated.get("allowed"))):
                if not knows(name):
                    unknown[f"/{fact}/allowed/{at}"] = Unknown(ReasonCode.UNKNOWN_VALUE, name)
            if fact == LOCATIONS and names(stated.get("allowed")):
                for at, name in enumerate(names(stated.get("denied"))):
                    unknown[f"/{fact}/denied/{at}"] = Unknown(ReasonCode.UNKNOWN_VALUE, name)
        return replace(resource, unknown={**resource.unknown, **unknown}) if unknown else resource

    def _is_azure(self, name: str) -> bool:
        return name in self._azure

    def _is_google(self, name: str) -> bool:
        if name.startswith(_GROUP):
            inner = name.removeprefix(_GROUP)
            return inner in self._groups or (
                inner.endswith(_END) and inner.removesuffix(_END) in self._google
            )
        plain = name.removeprefix("is:")
        zone = _ZONE.fullmatch(plain)
        return (zone[1] if zone else plain) in self._google


def _placed(table: JsonObject) -> frozenset[str]:
    """Give the names of a table of regions of which it is known where they are."""
    return frozenset(
        name
        for name, entry in table.items()
        if isinstance(entry, Mapping) and (entry.get("country") or entry.get("countries"))
    )


def _read_models(vertex: JsonObject) -> frozenset[str]:
    """Give the models of which somebody has read everywhere that they are offered."""
    read: set[str] = set()
    unread: set[str] = set()
    for offer in blocks(vertex.get("offers")):
        models = offer.get("models")
        for model in blocks(list(models.values()) if isinstance(models, Mapping) else None):
            id_ = model.get("model_id")
            marks = {offer.get("confidence"), model.get("confidence")}
            if isinstance(id_, str):
                (read if marks <= _READ else unread).add(id_.partition("@")[0])
    return frozenset(read - unread)


def _object(value: JsonValue, key: str) -> JsonObject:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}

"""Where the settings of workloads lead, stated as facts of the resources that start them.

What a setting does counts; what it is called proves nothing, unless an SDK reads that name. Values
stay where they are: a fact holds names, regions, hosts and scopes, and never a secret.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeAlias

from msgspec.structs import replace

from compliance_toolkit.models import (
    AuditInput,
    JsonObject,
    JsonValue,
    ReasonCode,
    Resource,
    Unknown,
)
from compliance_toolkit.terraform.workloads.atlas import Atlas, Said
from compliance_toolkit.terraform.workloads.deriving import derive
from compliance_toolkit.terraform.workloads.led import Derived
from compliance_toolkit.terraform.workloads.parts import may_be_of_id
from compliance_toolkit.terraform.workloads.reading import containers_of
from compliance_toolkit.terraform.workloads.settings import LONGEST, Container, Setting
from compliance_toolkit.terraform.workloads.stores import Stores
from compliance_toolkit.terraform.workloads.telemetry import (
    TELEMETRY,
    telemetry_fact,
    written_down,
)
from compliance_toolkit.terraform.workloads.texts import bare_ids
from compliance_toolkit.terraform.workloads.types import TOLD_ITS_REGION, WORKLOADS
from compliance_toolkit.terraform.workloads.variables import is_read_by_sdks

AMBIENT = "ambient"
"""The fact about routes; see `schemas/resource.json`."""

_NOTHING = Said()
_Fact: TypeAlias = tuple[dict[str, JsonValue], list[tuple[str, Unknown]]]
"""With the names of settings of which nothing is known, and why."""


def with_settings(given: AuditInput, law: JsonObject) -> AuditInput:
    """State for each workload of an input where its settings lead.

    Args:
        given: What was read of Terraform.
        law: The law's data: `routes` and `regions` say where calls to Claude run.

    Returns:
        The same, where workloads have further values `ambient` and `telemetry`. What cannot be
        told is listed in `unknown`. A workload that was proven to set nothing of a kind has no such
        value, and says so in `silent_on`.

    Raises:
        PolicyError: The data does not say where calls run.
    """
    leads = _Leads(Atlas(law))
    stores = Stores(given.resources)
    stated = [
        _stated(one, leads, stores) if one.type in WORKLOADS else one for one in given.resources
    ]
    return replace(given, resources=tuple(stated))


class _Leads:
    """Where settings lead; programs that differ only in what leads nowhere are derived once."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._silent: dict[str, bool] = {}
        self._memo: dict[Hashable, Derived] = {}

    def of(self, container: Container, own: str | Unknown | None) -> Derived:
        told = [one for one in container.settings if not self._is_silent(one)]
        # All that `derive` reads, whole and in its order, under one law.
        key = own, tuple(told), tuple(container.lost)
        found = self._memo.get(key)
        if found is None:
            rest = Container(container.label, told, container.lost)
            found = self._memo[key] = derive(rest, own, self._atlas)
        return found

    def _is_silent(self, one: Setting) -> bool:
        """Whether neither the name nor the value of a setting means anything to `derive`."""
        value = one.value
        if (
            isinstance(value, Unknown)
            or is_read_by_sdks(one.name)
            or len(value) > LONGEST
            or may_be_of_id(one.name, value, self._atlas)
        ):
            return False
        silent = self._silent.get(value)
        if silent is None:
            models = map(self._atlas.is_model, bare_ids(value))
            silent = self._silent[value] = self._atlas.said(value) == _NOTHING and not any(models)
        return silent


def _stated(resource: Resource, leads: _Leads, stores: Stores) -> Resource:
    try:
        containers = containers_of(resource, stores.seen_by(resource))
    except RecursionError:
        containers = [Container(lost=[Unknown(ReasonCode.UNSUPPORTED_TYPE, resource.type)])]
    own = resource.region if resource.type in TOLD_ITS_REGION else None
    together = Derived()
    for container in containers:
        found = leads.of(container, own)
        together.routes |= found.routes
        together.unknown |= found.unknown
    content, unclear = written_down(one for container in containers for one in container.settings)
    lost = [(why.reference or "", why) for one in containers for why in one.lost]
    unclear = [*lost, *unclear]
    facts: dict[str, _Fact] = {
        AMBIENT: (_ambient(together), list(together.unknown)),
        TELEMETRY: (telemetry_fact(content, unclear), unclear),
    }
    return _with(resource, facts)


def _ambient(found: Derived) -> dict[str, JsonValue]:
    return {
        "routes": [one.fact() for one in found.routes],
        "unknown": [
            {"name": name, "code": why.code.value, "reference": why.reference}
            for name, why in found.unknown
        ],
    }


def _with(resource: Resource, facts: Mapping[str, _Fact]) -> Resource:
    silent_on = set(resource.silent_on)
    values = dict(resource.values)
    unknown = dict(resource.unknown)
    for name, (own, missing) in facts.items():
        fact = _beside(own, values.get(name))
        if not any(fact.values()):
            silent_on.add(name)
            continue
        values[name] = fact
        for _, why in missing[:1]:
            unknown[f"/{name}/unknown"] = why
    return replace(resource, silent_on=frozenset(silent_on), values=values, unknown=unknown)


def _beside(own: dict[str, JsonValue], stated: JsonValue) -> dict[str, JsonValue]:
    """Give a fact about settings, with what other parts of the resource were found to say."""
    if not isinstance(stated, Mapping):
        return own
    made: dict[str, JsonValue] = {}
    for name, listed in own.items():
        lists = [one for one in (listed, stated.get(name)) if isinstance(one, list)]
        made[name] = [one for each in lists for one in each]
    return made

"""A Terraform state, read into the resources that stand.

A state knows every value, and nothing of how it was written: no provider's region, no references.
Where something is, its own words and its ARN say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from compliance_toolkit.models import AuditInput, Problem, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.addresses import instance_key
from compliance_toolkit.terraform.elsewhere import mention
from compliance_toolkit.terraform.forwarding import follow_targets
from compliance_toolkit.terraform.inheritance import inherit_regions
from compliance_toolkit.terraform.plan_config import Source
from compliance_toolkit.terraform.plan_format import DATA, Plan, PlannedResource
from compliance_toolkit.terraform.plan_json import LargeText, loads_large
from compliance_toolkit.terraform.plan_placing import placed
from compliance_toolkit.terraform.plan_untold import instances_of
from compliance_toolkit.terraform.plan_values import split
from compliance_toolkit.terraform.state_format import (
    Instance,
    StateFile,
    Stored,
    to_state,
)

KIND = "terraform-state"


def read_state(text: bytes | LargeText, *, shown_as: str) -> AuditInput:
    """Read a state: the file itself, or what `terraform show -json` prints of it.

    Args:
        text: The JSON, in UTF-8 or UTF-16, with or without a BOM.
        shown_as: How to name the state in messages and in the report.

    Returns:
        Every managed instance as it stands, those that wait for their deletion included.

    Raises:
        SourceError: This is no strict JSON, no state, or one of a version that is not read.
    """
    state = to_state(loads_large(text, shown_as), shown_as)
    found = list(
        _of_file(state) if isinstance(state, StateFile) else _of_values(instances_of(state.values))
    )
    counted = Counter(resource.address for resource in found)
    return AuditInput(
        path=shown_as,
        kind=KIND,
        resources=mention(follow_targets(inherit_regions(found))),
        problems=tuple(
            Problem(
                f"`{shown_as}` tells of `{address}` {times} times",
                hint="write the state again with `terraform show -json > state.json`",
            )
            for address, times in counted.items()
            if times > 1
        ),
    )


_NOTHING_WRITTEN = Source(Plan(format_version="1.0"))


def _standing(address: str, type_: str, values: Any, sensitive: Any) -> Resource:
    known, lost = split(values, None, sensitive)
    unknown = {pointer: Unknown(code, address) for pointer, code in lost.items()}
    return placed(address, type_, known, unknown, _NOTHING_WRITTEN)


def _of_values(planned: Iterator[PlannedResource]) -> Iterator[Resource]:
    for one in planned:
        if one.mode != DATA:
            address = one.address + _deposed(one.deposed_key)
            yield _standing(address, one.type, one.values or {}, one.sensitive_values)


def _of_file(state: StateFile) -> Iterator[Resource]:
    for block in state.resources or ():
        if block.mode == DATA:
            continue
        for instance in block.instances or ():
            address = _address(block, instance)
            if instance.attributes is None:
                # Text alone, of which nobody knows the types.
                untold = {"": Unknown(ReasonCode.UNSUPPORTED_TYPE, address)}
                yield placed(address, block.type, {}, untold, _NOTHING_WRITTEN)
                continue
            marks: Any = {}
            for path in instance.sensitive_attributes or ():
                marks = _marked(marks, path)
            yield _standing(address, block.type, instance.attributes, marks)


def _address(block: Stored, instance: Instance) -> str:
    module = f"{block.module}." if block.module else ""
    key = "" if instance.index_key is None else instance_key(instance.index_key)
    return f"{module}{block.type}.{block.name}{key}{_deposed(instance.deposed)}"


def _deposed(key: str | None) -> str:
    return f" (deposed {key})" if key else ""


def _marked(marks: Any, path: Any) -> Any:
    """Add a path to the shadow of what is sensitive; one that leads into a list takes all of it."""
    if marks is True or not isinstance(path, list) or not path:
        return True
    step, *rest = path
    match step:
        case {"type": "get_attr", "value": str() as name}:
            pass
        case {"type": "index", "value": {"value": str() as name, "type": "string"}}:
            pass
        case _:
            return True
    below = marks if isinstance(marks, Mapping) else {}
    inner = below.get(name, {})
    return {**below, name: _marked(inner, rest) if rest else True}

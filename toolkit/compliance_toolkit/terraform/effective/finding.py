"""Finds an instance in a configuration by its address, and who called the modules on the way."""

from __future__ import annotations

import msgspec

from compliance_toolkit.terraform.addresses import segments, without_index
from compliance_toolkit.terraform.hcl_frames import Frame
from compliance_toolkit.terraform.hcl_instances import ModuleInstance
from compliance_toolkit.terraform.modules import Declared


class Caller(msgspec.Struct, frozen=True):
    """Who made a module instance."""

    instance: ModuleInstance
    call: Declared
    """The module block."""


class Found(msgspec.Struct):
    """An instance of a resource, in its module."""

    instance: ModuleInstance
    declared: Declared
    frame: Frame
    callers: dict[str, Caller] = msgspec.field(default_factory=dict)
    """By the prefix of a module instance on the way."""

    @property
    def address(self) -> str:
        """The instance's."""
        return f"{self.instance.prefix}{'.'.join(self.declared.block.labels)}{self.frame.key}"

    @property
    def type(self) -> str:
        """Terraform's resource type."""
        return self.declared.block.labels[0]


def find(top: ModuleInstance, address: str) -> Found | None:
    """Find an instance of a resource.

    Args:
        top: The root module.
        address: As the source was read: with its keys, `[*]` for those of an unknown count.

    Returns:
        `None` where the source has no such instance, or its module was not read.
    """
    instance, rest = top, segments(address)
    callers: dict[str, Caller] = {}
    while rest[:1] == ["module"] and len(rest) > 2:
        step, rest = rest[1], rest[2:]
        name = without_index(step)
        call = instance.module.calls.get(name)
        if call is None:
            return None
        _, child = instance.children(name).get(step[len(name) :], (None, None))
        if not isinstance(child, ModuleInstance):
            return None
        callers[child.prefix] = Caller(instance, call)
        instance = child
    if len(rest) != 2:
        return None
    name = f"{rest[0]}.{without_index(rest[1])}"
    declared = instance.module.resources.get(name)
    if declared is None:
        return None
    frame = instance.frames(name).get(rest[1][len(without_index(rest[1])) :])
    return Found(instance, declared, frame, callers) if frame is not None else None

"""The parts of Terraform's plan JSON that an audit reads, with their types; the rest is ignored.

The text is read strictly first: a decoder that skips what it does not need would take half of the
time and overlook a key given twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import JsonValue
from compliance_toolkit.terraform.plan_json import LargeText, loads_large, without_collection

_MAJORS = ("0", "1")
DATA = "data"
"""The mode of data sources."""

_SHOW = "write it with `terraform show -json PLAN > plan.json`"


class Change(msgspec.Struct, frozen=True):
    """What happens to one instance. The values are as Terraform encodes them."""

    actions: tuple[str, ...]
    before: Any = None
    """As it stands, what others changed meanwhile included."""

    before_sensitive: Any = None
    after: Any = None
    after_unknown: Any = None
    """Shaped like `after`, with true for what is known only after apply."""

    after_sensitive: Any = None


class ResourceChange(msgspec.Struct, frozen=True):
    """One instance of a resource or data source."""

    address: str
    type: str
    change: Change
    mode: str = "managed"
    module_address: str | None = None
    """Of the instance: `module.eu["x"]`."""

    deposed: str | None = None


class Deferred(msgspec.Struct, frozen=True):
    """A change that Terraform put off, because it does not know enough yet."""

    resource_change: ResourceChange
    reason: str = ""


class PlannedResource(msgspec.Struct, frozen=True):
    """One instance as it will be, without what is not known of it."""

    address: str
    type: str
    mode: str = "managed"
    values: Any = None
    """An object or nothing; said without its type, for it is as it was read then, and no copy."""

    sensitive_values: Any = None
    deposed_key: str | None = None
    """In a state: of an object that waits for its deletion."""

    def __post_init__(self) -> None:
        """Refuse values that are no object."""
        if self.values is not None and type(self.values) is not dict:
            raise TypeError("Expected `object | null` of `values`")


class PlannedModule(msgspec.Struct, frozen=True):
    """Instances of one module and of those below it."""

    resources: tuple[PlannedResource, ...] | None = None
    child_modules: tuple[PlannedModule, ...] | None = None


class PlannedValues(msgspec.Struct, frozen=True):
    """The state that the plan leads to."""

    root_module: PlannedModule | None = None


class ConfigResource(msgspec.Struct, frozen=True):
    """One resource block."""

    address: str
    mode: str = "managed"
    provider_config_key: str = ""
    expressions: Mapping[str, Any] | None = None
    count_expression: Any = None
    for_each_expression: Any = None
    provisioners: tuple[Mapping[str, Any], ...] | None = None


class ConfigOutput(msgspec.Struct, frozen=True):
    """One output block."""

    expression: Any = None


class ConfigVariable(msgspec.Struct, frozen=True):
    """One variable block."""

    default: Any = None
    sensitive: bool = False


class ModuleCall(msgspec.Struct, frozen=True):
    """One module block, with what it calls."""

    module: ConfigModule | None = None
    expressions: Mapping[str, Any] | None = None
    for_each_expression: Any = None


class ConfigModule(msgspec.Struct, frozen=True):
    """The blocks of one module."""

    resources: tuple[ConfigResource, ...] | None = None
    module_calls: Mapping[str, ModuleCall] | None = None
    outputs: Mapping[str, ConfigOutput] | None = None
    variables: Mapping[str, ConfigVariable] | None = None


class ProviderConfig(msgspec.Struct, frozen=True):
    """One provider block, or a module's mention of a provider that it is handed."""

    name: str
    alias: str | None = None
    full_name: str | None = None
    """The provider's own name, whatever a module calls it."""

    module_address: str | None = None
    expressions: Mapping[str, Any] | None = None

    @property
    def block(self) -> str:
        """The block's address."""
        return f"provider.{self.name}" + (f".{self.alias}" if self.alias else "")


class Configuration(msgspec.Struct, frozen=True):
    """The source, as far as the plan tells: constants, and names of what else is referred to."""

    provider_config: Mapping[str, ProviderConfig] | None = None
    root_module: ConfigModule | None = None


class Variable(msgspec.Struct, frozen=True):
    """A root variable as it was planned with."""

    value: Any = None


class AssertionResult(msgspec.Struct, frozen=True):
    """What came of the conditions that an author wrote: no law, and no evidence of any."""

    address: Mapping[str, Any] | None = None
    status: str = ""
    instances: tuple[Mapping[str, Any], ...] | None = None


class ActionInvocation(msgspec.Struct, frozen=True):
    """One run of an action that a provider offers, beside the changes of resources."""

    address: str = ""


class DeferredAction(msgspec.Struct, frozen=True):
    """A run that Terraform put off."""

    action_invocation: ActionInvocation | None = None


class PriorState(msgspec.Struct, frozen=True):
    """What stood before; each change tells it again as its `before`."""

    values: PlannedValues | None = None


class Plan(msgspec.Struct, frozen=True):
    """A whole plan."""

    format_version: str
    terraform_version: str | None = None
    resource_changes: tuple[ResourceChange, ...] | None = None
    resource_drift: tuple[ResourceChange, ...] | None = None
    """What others changed since Terraform last looked."""

    deferred_changes: tuple[Deferred, ...] | None = None
    action_invocations: tuple[ActionInvocation, ...] | None = None
    deferred_action_invocations: tuple[DeferredAction, ...] | None = None
    planned_values: PlannedValues | None = None
    prior_state: PriorState | None = None
    configuration: Configuration | None = None
    variables: Mapping[str, Variable] | None = None
    relevant_attributes: tuple[Mapping[str, Any], ...] | None = None
    """Drift that had an influence on the plan; read for its type alone."""

    checks: tuple[AssertionResult, ...] | None = None
    errored: bool = False
    complete: bool = True
    applyable: bool | None = None
    """False for a plan without changes too, so that nothing follows from it."""


def decode(text: bytes | LargeText, shown_as: str) -> Plan:
    """Read the text of a plan.

    Raises:
        SourceError: It is no strict JSON, no plan, or one of a format that is not known.
    """
    with without_collection():
        return convert(loads_large(text, shown_as), shown_as)


def convert(document: JsonValue, shown_as: str) -> Plan:
    """Give a plan's document its types.

    Raises:
        SourceError: It is no plan, or one of a format that is not known.
    """
    if not is_plan(document):
        raise SourceError(f"`{shown_as}` is no Terraform plan", hint=_SHOW)
    version = document.get("format_version") if isinstance(document, Mapping) else None
    if not isinstance(version, str) or version.partition(".")[0] not in _MAJORS:
        raise SourceError(
            f"`{shown_as}` has plan format `{version}`, expected 0.x or 1.x",
            hint="update compliance-toolkit, or write the plan with a Terraform it knows",
        )
    try:
        return msgspec.convert(document, type=Plan, strict=True)
    except msgspec.ValidationError as error:
        reason = str(error)
        what = reason[0].lower() + reason[1:]
        raise SourceError(f"`{shown_as}` is no Terraform plan: {what}", hint=_SHOW) from None


def is_plan(document: JsonValue) -> bool:
    """Tell whether a document means to be a plan, whatever its version and however broken."""
    return (
        isinstance(document, Mapping)
        and "format_version" in document
        and ("resource_changes" in document or "planned_values" in document)
    )

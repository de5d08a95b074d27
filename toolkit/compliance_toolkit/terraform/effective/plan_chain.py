"""The chain of a plan: what is planned, and the names that its configuration refers to.

A plan tells of an expression its constant, or the names in it, and never what it does with them. So
a step is evidence of a link; the value is what the plan says at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from compliance_toolkit.models import ReasonCode, Resource, Step, Unknown
from compliance_toolkit.terraform.addresses import segments, without_index
from compliance_toolkit.terraform.effective.by_type import by_default, told_by_type
from compliance_toolkit.terraform.google_places import lent
from compliance_toolkit.terraform.plan_config import SETTINGS
from compliance_toolkit.terraform.plan_format import (
    ConfigModule,
    ConfigResource,
    Configuration,
    ModuleCall,
    Plan,
    ProviderConfig,
)
from compliance_toolkit.terraform.plan_references import longest, names_of
from compliance_toolkit.terraform.regions import (
    home_attributes,
    is_redirected,
    parent_attributes,
    provider_name,
)

_MOST = 40


def plan_chain(plan: Plan, resource: Resource) -> tuple[Step, ...]:
    """Follow what a plan tells to the region of one instance.

    Args:
        plan: The plan; a state is one without changes and configuration.
        resource: The instance, as it was read there.

    Returns:
        The steps, in the order in which they were looked at; the last one decides.
    """
    if (told := told_by_type(resource)) is not None:
        return (told,)
    return tuple(_Chain(plan, resource).steps())[:_MOST]


class _Chain:
    """Yields the steps of one instance."""

    def __init__(self, plan: Plan, resource: Resource) -> None:
        self._plan = plan
        self._resource = resource
        configuration = plan.configuration or Configuration()
        self._providers: Mapping[str, ProviderConfig] = configuration.provider_config or {}
        self._modules: list[tuple[str, ConfigModule, ModuleCall | None]] = [
            ("/configuration/root_module", configuration.root_module or ConfigModule(), None)
        ]
        """From the root to the resource's own module: pointer, module, and the call of it."""
        for step in _path(resource.address):
            pointer, module, _ = self._modules[-1]
            call = (module.module_calls or {}).get(step)
            if call is None:
                break
            at = f"{pointer}/module_calls/{_escaped(step)}"
            self._modules.append((f"{at}/module", call.module or ConfigModule(), call))

    def steps(self) -> Iterator[Step]:
        resource = self._resource
        planned = self._planned()
        for name in home_attributes(resource.type, resource.values):
            pointer = f"/{name}"
            value = resource.unknown.get(pointer) or resource.values.get(name)
            if value is None:
                continue
            text = value if isinstance(value, str | Unknown) else Unknown(ReasonCode.UNKNOWN_REGION)
            block = self._block()
            written = (block[1].expressions or {}).get(name) if block is not None else None
            if isinstance(text, Unknown) and written is None:
                continue  # the provider computes it
            yield Step(f"{name} of the resource", f"{planned}{pointer}", text)
            if block is not None and written is not None:
                at = f"{block[0]}/expressions/{_escaped(name)}"
                yield from self._expression(at, written, len(self._modules) - 1)
            if is_redirected(resource.region):
                yield from self._provider()
            return
        yield Step("the resource, which sets no region of its own", planned, None)
        yield from self._otherwise()

    def _otherwise(self) -> Iterator[Step]:
        """Go on where the resource says nothing itself."""
        resource = self._resource
        if (default := by_default(resource.type)) is not None:
            yield default
        elif parents := parent_attributes(resource.type):
            for name in parents:
                for address in resource.references.get(f"/{name}", ()):
                    yield Step(f"part of {address}, by `{name}`", None, resource.region)
                    return
            yield self._part(parents)
        elif not self._settings():
            yield Step("a place that its provider does not lend", None, resource.region)
        elif provider_name(resource.type) in {"aws", "google"}:
            yield from self._provider()
        arn = resource.values.get("arn")
        if isinstance(arn, str) and isinstance(resource.region, str):
            yield Step("the ARN of what exists already", f"{self._planned()}/arn", resource.region)

    def _part(self, parents: Iterable[str]) -> Step:
        """Say what a resource is a part of by the names in its configuration."""
        pointer, block = self._block() or ("", ConfigResource(""))
        for name in parents:
            names = longest(names_of((block.expressions or {}).get(name, {})))
            if len(names) == 1:
                at = f"{pointer}/expressions/{_escaped(name)}"
                return Step(f"part of {names[0]}, by `{name}`", at, self._resource.region)
        return Step("part of what nobody here tells", None, self._resource.region)

    def _provider(self) -> Iterator[Step]:
        block = self._block()
        name = self._resource.type.partition("_")[0]
        key = block[1].provider_config_key if block is not None else ""
        ambient = Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, f"provider.{name}")
        config = self._providers.get(key or name)
        if block is not None:
            yield Step("provider of the resource", f"{block[0]}/provider_config_key", key or name)
        if config is None:
            yield Step(f"provider {name}, which nobody configures here", None, ambient)
            return
        at = f"/configuration/provider_config/{_escaped(key or name)}"
        written = config.expressions or {}
        if is_redirected(self._resource.region):
            yield Step(f"hosts of its own of provider {config.name}", at, self._resource.region)
            return
        for setting in self._settings():
            if setting in written:
                level = len((config.module_address or "").split(".")[1::2])
                yield from self._expression(
                    f"{at}/expressions/{setting}", written[setting], level, setting
                )
                return
        region = self._resource.region
        yield Step(
            f"provider {config.name}, without a region",
            at,
            region if isinstance(region, Unknown) else ambient,
        )

    def _settings(self) -> tuple[str, ...]:
        one = self._resource
        return lent(one.type, one.values, one.unknown) if one.provider == "google" else SETTINGS

    def _expression(
        self, at: str, written: Any, level: int, setting: str | None = None
    ) -> Iterator[Step]:
        """Yield an expression of a module at some depth, and what it refers to."""
        what = f"{setting} of the provider" if setting else "as it is written"
        if isinstance(written, Mapping) and "constant_value" in written:
            yield Step(what, f"{at}/constant_value", _text(written["constant_value"]))
            return
        names = longest(names_of(written))
        if not names:
            yield Step(what, at, Unknown(ReasonCode.FUNCTION_NOT_EVALUATED))
            return
        yield Step(f"{what}: made of {', '.join(names)}", f"{at}/references", None)
        head, *rest = segments(names[0])
        if len(names) == 1 and head == "var" and rest:
            yield from self._variable(without_index(rest[0]), level)
        else:
            yield Step("as the plan has it", None, self._resource.region)

    def _variable(self, name: str, level: int) -> Iterator[Step]:
        if level >= len(self._modules):
            return
        pointer, module, call = self._modules[level]
        declared = (module.variables or {}).get(name)
        if declared is not None and declared.sensitive:
            yield Step(f"var.{name}", None, Unknown(ReasonCode.SENSITIVE, f"var.{name}"))
        elif level == 0:
            given = (self._plan.variables or {}).get(name)
            missing = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, f"var.{name}")
            value = _text(given.value) if given is not None else missing
            yield Step(f"var.{name}, as planned", f"/variables/{_escaped(name)}/value", value)
        elif call is not None and name in (call.expressions or {}):
            above = pointer.removesuffix("/module")
            at = f"{above}/expressions/{_escaped(name)}"
            yield from self._expression(at, (call.expressions or {})[name], level - 1)
        elif declared is not None:
            at = f"{pointer}/variables/{_escaped(name)}/default"
            yield Step(f"var.{name}, by its default", at, _text(declared.default))

    def _block(self) -> tuple[str, ConfigResource] | None:
        """Give the resource's block, and where it stands."""
        wanted = ".".join(segments(without_index(self._resource.address))[-2:])
        pointer, module, _ = self._modules[-1]
        if len(self._modules) - 1 != len(_path(self._resource.address)):
            return None
        for number, one in enumerate(module.resources or ()):
            if one.address == wanted:
                return f"{pointer}/resources/{number}", one
        return None

    def _planned(self) -> str:
        for number, change in enumerate(self._plan.resource_changes or ()):
            if change.address == self._resource.address:
                return f"/resource_changes/{number}/change/after"
        return "/planned_values"


def _path(address: str) -> list[str]:
    """Name the modules on the way to an instance."""
    parts = segments(without_index(address))
    return parts[1:-2:2] if parts[:1] == ["module"] else []


def _text(value: Any) -> str | Unknown | None:
    if value is None or isinstance(value, str):
        return value or None
    return Unknown(ReasonCode.UNKNOWN_REGION)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")

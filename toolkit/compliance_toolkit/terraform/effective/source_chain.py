"""The chain of a source: resource, provider, modules, variables, and where each is written."""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import Location, ReasonCode, Resource, Step, Unknown
from compliance_toolkit.terraform.effective.by_type import by_default, told_by_type
from compliance_toolkit.terraform.effective.finding import Caller, Found, find
from compliance_toolkit.terraform.evaluate import evaluate
from compliance_toolkit.terraform.expressions import Attr, Expression, Fields, Literal, Traversal
from compliance_toolkit.terraform.hcl_ambient import ambient_setting
from compliance_toolkit.terraform.hcl_calls import provider_key
from compliance_toolkit.terraform.hcl_frames import Frame
from compliance_toolkit.terraform.hcl_instances import ModuleInstance
from compliance_toolkit.terraform.hcl_providers import chosen_elsewhere
from compliance_toolkit.terraform.hcl_values import Hole, Value
from compliance_toolkit.terraform.modules import Declared
from compliance_toolkit.terraform.regions import (
    home_attributes,
    is_redirected,
    parent_attributes,
    provider_name,
)
from compliance_toolkit.terraform.source import Opened

_MOST = 40
"""Steps of one chain; what leads further leads in a circle."""

_SETTINGS: Mapping[str, tuple[str, ...]] = {"aws": ("region",), "google": ("region", "zone")}


def source_chain(opened: Opened, resource: Resource) -> tuple[Step, ...]:
    """Follow what is written to the region of one instance.

    Args:
        opened: The configuration.
        resource: The instance, as it was read there.

    Returns:
        The steps, in the order in which they were looked at; the last one decides. Empty where
        the configuration has no such instance.
    """
    if (told := told_by_type(resource)) is not None:
        return (told,)
    found = find(opened.top, resource.address)
    if found is None:
        return ()
    chain = _Chain(found.callers, resource)
    chain.resource(found)
    return tuple(chain.steps[:_MOST])


class _Chain:
    """Collects steps."""

    def __init__(self, callers: Mapping[str, Caller], resource: Resource) -> None:
        self.steps: list[Step] = []
        self._callers = dict(callers)
        self._resource = resource

    def resource(self, found: Found, called: str = "the resource") -> None:
        """Begin with the resource's own words, then its parent's or its provider's."""
        body = found.declared.block.body
        where = found.declared.location
        unset = []
        for name in home_attributes(found.type, self._resource.values):
            written = body.attributes.get(name)
            if written is None:
                unset.append(name)
                continue
            line = Location(where.file, written.line)
            if self._expression(f"{name} of {called}", line, written.expression, found.frame):
                if is_redirected(self._resource.region):
                    self._provider(found)
                return
        if unset:
            names = " or ".join(f"`{name}`" for name in unset)
            self._add(f"{called}, without {names}", where, None)
        if (default := by_default(found.type)) is not None:
            self.steps.append(default)
        elif provider_name(found.type) == "azure" or parent_attributes(found.type):
            self._parent(found)
        elif provider_name(found.type) in _SETTINGS:
            if _stands_alone(self._resource):
                self._add("its type, which borrows no region", None, self._resource.region)
            else:
                self._provider(found)

    def _parent(self, found: Found) -> None:
        for name in parent_attributes(found.type):
            written = found.declared.block.body.attributes.get(name)
            if written is not None and len(self.steps) < _MOST:
                target = self._target(written.expression, found)
                line = Location(found.declared.location.file, written.line)
                self._add(f"part of what `{name}` names", line, None)
                if target is not None:
                    self.resource(target, target.address)
                return

    def _target(self, expression: Expression, found: Found) -> Found | None:
        """Give the resource that an expression is an attribute of."""
        if not isinstance(expression, Traversal):
            return None
        address = found.instance.target(expression, found.frame)
        if address is None:
            return None
        inner = find(found.instance, address.removeprefix(found.instance.prefix))
        if inner is not None:
            inner.callers.update(self._callers)
        return inner

    # Providers

    def _provider(self, found: Found) -> None:
        written = found.declared.block.body.attributes.get("provider")
        key: str | None = found.type.partition("_")[0]
        if written is not None:
            key = provider_key(written.expression)
            line = Location(found.declared.location.file, written.line)
            self._add(
                "provider of the resource", line, key or chosen_elsewhere(found.declared.block)
            )
        if key is None:
            return
        configured = found.instance.providers.get(key)
        self._handed_down(found.instance, key)
        if configured is None:
            self._ambient(f"provider {key}", None, key, found.instance)
            return
        self._settings(configured[1], configured[0], found.instance)

    def _ambient(
        self, what: str, where: Location | None, key: str, instance: ModuleInstance
    ) -> None:
        """End where no block says a region: the environment may, where it counts."""
        if isinstance(self._resource.region, Unknown):
            self._add(what, where, Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, f"provider.{key}"))
            return
        cloud = provider_name(self._resource.type)
        for setting in _SETTINGS.get(cloud, ()):
            given = ambient_setting(instance.reading.environment, cloud, setting, key)
            if given is not None:
                self._add(what, where, None)
                self._add(f"{given.by}, by the environment", None, str(given.value))
                return

    def _handed_down(self, instance: ModuleInstance, key: str | None) -> None:
        """Add how each module on the way up is handed its provider."""
        caller = self._callers.get(instance.prefix)
        own = instance.module.providers.get(key or "")
        if caller is None or key is None or (own is not None and own.block.body.attributes):
            return
        written = caller.call.block.body.attributes.get("providers")
        name = caller.call.block.labels[0]
        above: str | None = key
        if written is not None and isinstance(written.expression, Fields):
            for entry, value in written.expression.entries:
                named = entry.value if isinstance(entry, Literal) else getattr(entry, "text", "")
                if named == key:
                    above = provider_key(value)
                    line = Location(caller.call.location.file, written.line)
                    self._add(f"providers of module.{name}: {key}", line, above)
        self._handed_down(caller.instance, above)

    def _settings(self, declared: Declared, frame: Frame, instance: ModuleInstance) -> None:
        block = declared.block
        alias = block.body.attributes.get("alias")
        named = getattr(alias.expression, "value", "") if alias is not None else ""
        label = f"{block.labels[0]}.{named}" if named else block.labels[0]
        region = self._resource.region
        if is_redirected(region):
            self._add(f"hosts of its own of provider {label}", declared.location, region)
            return
        for name in _SETTINGS.get(provider_name(block.labels[0]), ()):
            written = block.body.attributes.get(name)
            if written is not None:
                line = Location(declared.location.file, written.line)
                if self._expression(f"{name} of provider {label}", line, written.expression, frame):
                    return
        self._ambient(f"provider {label}, without a region", declared.location, label, instance)

    # Expressions

    def _expression(
        self, what: str, where: Location | str, expression: Expression, frame: Frame
    ) -> bool:
        """Add an expression and what it refers to; `False` where it is null: it decides nothing."""
        value = _shown(evaluate(expression, frame))
        self._add(what, where, value)
        if value is None:
            return False
        instance = frame.module
        if isinstance(instance, ModuleInstance) and len(self.steps) < _MOST:
            self._follow(expression, instance, frame)
        return True

    def _follow(self, expression: Expression, instance: ModuleInstance, frame: Frame) -> None:
        match expression:
            case Traversal("var", (Attr(name), *_)):
                self._variable(name, instance)
            case Traversal("local", (Attr(name), *_)) if name in instance.module.locals:
                local = instance.module.locals[name]
                where = f"{instance.module.shown_as}, line {local.line}"
                self._expression(f"local.{name}", where, local.expression, instance.frame)
            case Traversal("module", (Attr(name), *_, Attr(output))):
                self._output(name, output, instance)
            case Traversal(_, (Attr(_), *_, Attr(attribute))):
                self._attribute(expression, attribute, instance, frame)
            case _:
                return

    def _variable(self, name: str, instance: ModuleInstance) -> None:
        declared = instance.module.variables.get(name)
        caller = self._callers.get(instance.prefix)
        passed = (instance.inputs or {}).get(name)
        if caller is not None and passed is not None:
            written = caller.call.block.body.attributes[name]
            line = Location(caller.call.location.file, written.line)
            what = f"input {name} of module.{caller.call.block.labels[0]}"
            self._expression(what, line, *passed)
        elif declared is not None:
            self._given(name, declared, instance)

    def _given(self, name: str, declared: Declared, instance: ModuleInstance) -> None:
        """Say where a variable of the root, or a default, has its value from."""
        said = f"var.{name}"
        secret = Unknown(ReasonCode.SENSITIVE, said) if _hidden(declared) else None
        given = instance.reading.given
        for kind, held in (
            ("--var", given.texts),
            ("a file of values", given.values),
            ("the environment", given.environment),
        ):
            if instance.inputs is None and name in held:
                given_as = held[name]
                shown = given_as if isinstance(given_as, str) else _shown(given_as)
                self._add(f"{said}, by {kind}", None, secret or shown)
                return
        default = declared.block.body.attributes.get("default")
        if default is None:
            why = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, said)
            self._add(f"{said}, which nobody gives", declared.location, why)
        else:
            line = Location(declared.location.file, default.line)
            value = secret or _shown(evaluate(default.expression, instance.frame))
            self._add(f"{said}, by its default", line, value)

    def _output(self, call: str, output: str, instance: ModuleInstance) -> None:
        if call not in instance.module.calls:
            return
        for _, child in instance.children(call).values():
            if isinstance(child, ModuleInstance) and output in child.module.outputs:
                declared = child.module.outputs[output]
                written = declared.block.body.attributes.get("value")
                self._callers.setdefault(
                    child.prefix, Caller(instance, instance.module.calls[call])
                )
                if written is not None:
                    line = Location(declared.location.file, written.line)
                    what = f"output {output} of module.{call}"
                    self._expression(what, line, written.expression, child.frame)
                return

    def _attribute(
        self, expression: Traversal, name: str, instance: ModuleInstance, frame: Frame
    ) -> None:
        """Follow an attribute of another resource of the same module."""
        address = instance.target(expression, frame)
        found = find(instance, address.removeprefix(instance.prefix)) if address else None
        written = found.declared.block.body.attributes.get(name) if found else None
        if found is not None and written is not None:
            line = Location(found.declared.location.file, written.line)
            self._expression(f"{name} of {address}", line, written.expression, found.frame)

    def _add(self, what: str, where: Location | str | None, value: str | Unknown | None) -> None:
        shown = f"{where.file}:{where.line}" if isinstance(where, Location) else where
        self.steps.append(Step(what, shown, value))


def _shown(value: Value | None) -> str | Unknown | None:
    match value.raw if value is not None else None:
        case None:
            return None
        case str() as text:
            return text
        case Hole(reason):
            return reason
        case _:
            return Unknown(ReasonCode.UNKNOWN_REGION)


def _hidden(declared: Declared) -> bool:
    return not {"sensitive", "ephemeral"}.isdisjoint(declared.block.body.attributes)


def _stands_alone(resource: Resource) -> bool:
    """Whether a type says where it is or is nowhere in particular, whatever its provider says."""
    why = resource.region
    return isinstance(why, Unknown) and why.reference == resource.type

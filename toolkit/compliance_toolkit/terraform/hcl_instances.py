"""A module as it is called: with inputs, with providers, once or many times.

Nothing is computed before it is asked for, and everything once. A name that leads in a circle,
which Terraform would refuse, is a hole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from compliance_toolkit.models import Location, ReasonCode
from compliance_toolkit.terraform.evaluate import Evaluation, Scope, evaluate
from compliance_toolkit.terraform.expressions import Attr, Expression, Step, Traversal
from compliance_toolkit.terraform.hcl_budget import Budget
from compliance_toolkit.terraform.hcl_builtin import BUILTIN, builtin
from compliance_toolkit.terraform.hcl_facts import attribute, jsonable
from compliance_toolkit.terraform.hcl_frames import ANY, Frame, choose, expand
from compliance_toolkit.terraform.hcl_kinds import ANY as OPEN
from compliance_toolkit.terraform.hcl_reach import Files
from compliance_toolkit.terraform.hcl_reading import Reading
from compliance_toolkit.terraform.hcl_references import each_instance, resource_name
from compliance_toolkit.terraform.hcl_types import MismatchError, constrained, kind_of
from compliance_toolkit.terraform.hcl_values import (
    Hole,
    Value,
    hole,
    is_whole,
    not_evaluated,
    object_of,
    text_of,
    too_large,
)
from compliance_toolkit.terraform.modules import Declared, Module
from compliance_toolkit.terraform.syntax import Attribute, Fault

__all__ = ["Children", "ModuleInstance", "Provider", "Reading"]

Inputs = Mapping[str, tuple[Expression, Frame]]
Provider = tuple[Frame, Declared]
"""A provider configuration, and the scope that it is evaluated in."""

Children = Mapping[str, "tuple[Frame, ModuleInstance | Hole]"]


class ModuleInstance(msgspec.Struct, eq=False):
    """One instance of a module; the names in it."""

    module: Module
    prefix: str
    """Of addresses: empty for the root, `module.eu["a"].`."""

    reading: Reading
    inputs: Inputs | None = None
    """What the call passes in; `None` for the root, which is given its values from outside."""

    providers: Mapping[str, Provider | None] = msgspec.field(default_factory=dict)
    """By the name used here; `None` for one that is handed down and that nobody configures."""

    ancestors: tuple[Module, ...] = ()
    _memo: dict[tuple[str, str], Value] = msgspec.field(default_factory=dict)
    _busy: set[tuple[str, str]] = msgspec.field(default_factory=set)
    _frames: dict[str, Mapping[str, Frame]] = msgspec.field(default_factory=dict)
    _children: dict[str, Children] = msgspec.field(default_factory=dict)

    @property
    def frame(self) -> Frame:
        """The scope of what stands outside of repeated blocks."""
        return Frame(self)

    @property
    def files(self) -> Files | None:
        """See `Scope.files`."""
        return self.reading.files

    @property
    def budget(self) -> Budget:
        """See `Scope.budget`."""
        return self.reading.budget

    def resolve(self, traversal: Traversal, run: Evaluation) -> Value:  # noqa: PLR0911  one a root
        """See `Names.resolve`."""
        text = traversal.text
        match traversal.root, traversal.steps:
            case "var", (Attr(name), *rest):
                return run.walk(self._once("var", name, self._variable), rest, text)
            case "local", (Attr(name), *rest):
                return run.walk(self._once("local", name, self._local), rest, text)
            case "module", (Attr(name), *rest):
                return self._output_of(name, tuple(rest), run, text)
            case "data", _:
                return Value(OPEN, hole(ReasonCode.DATA_SOURCE, self.prefix + text))
            case "path", (Attr(name), *rest) if name in {"module", "root"}:
                shown = self.module.from_root if name == "module" else "."
                return run.walk(text_of(shown), rest, text)
            case (("terraform" | "tofu"), (Attr("workspace"), *rest)):
                if (workspace := self.reading.named_workspace()) is not None:
                    return run.walk(text_of(workspace), rest, text)
                return Value(OPEN, hole(ReasonCode.VARIABLE_WITHOUT_DEFAULT, text))
            case (("self" | "ephemeral"), _):
                return Value(OPEN, hole(ReasonCode.KNOWN_AFTER_APPLY, self.prefix + text))
            case (("path" | "terraform" | "tofu"), _):
                return not_evaluated(text)
            case _:
                return self._managed(traversal, run)

    def frames(self, name: str) -> Mapping[str, Frame]:
        """Give the instances of a resource, by key.

        Args:
            name: `type.name`, which is declared.
        """
        if name not in self._frames:
            body = self.module.resources[name].block.body
            # Whoever asks while it is being found out leads in a circle.
            self._frames[name] = {ANY: Frame(self, ANY)}
            self._frames[name] = expand(body, self.frame)
        return self._frames[name]

    def children(self, name: str) -> Children:
        """Give the instances of a module call, by key; a hole for a module that was not read."""
        if name not in self._children:
            circle = hole(ReasonCode.FUNCTION_NOT_EVALUATED, f"module.{name}")
            self._children[name] = {ANY: (Frame(self, ANY), circle)}
            self._children[name] = self.reading.call(self, name)
        return self._children[name]

    def output(self, name: str) -> Value:
        """Give the value of an output."""
        return self._once("output", name, self._output)

    def target(self, traversal: Traversal, scope: Scope) -> str | None:
        """See `Names.target`."""
        name, steps = resource_name(traversal)
        if name not in self.module.resources:
            return None
        frame, _ = choose(self.frames(name), steps, Evaluation(scope))
        return f"{self.prefix}{name}{frame.key}" if isinstance(frame, Frame) else None

    def _once(self, kind: str, name: str, compute: Callable[[str], Value]) -> Value:
        key = kind, name
        if key not in self._memo:
            if key in self._busy:
                return not_evaluated(f"{kind}.{name}")
            self._busy.add(key)
            try:
                value = compute(name)
            finally:
                self._busy.discard(key)
            self._memo[key] = not_evaluated(f"{kind}.{name}") if too_large(value) else value
        return self._memo[key]

    def _local(self, name: str) -> Value:
        declared = self.module.locals.get(name)
        if declared is None:
            return not_evaluated(f"local.{name}")
        return evaluate(declared.expression, self.frame)

    def _variable(self, name: str) -> Value:
        declared = self.module.variables.get(name)
        attributes = declared.block.body.attributes if declared else {}
        reference = f"var.{name}"
        if _is_set(attributes.get("sensitive")) or _is_set(attributes.get("ephemeral")):
            if self.inputs is None:
                self.reading.tell(name, None, sensitive=True)
            return Value(OPEN, hole(ReasonCode.SENSITIVE, reference))
        type_ = attributes["type"].expression if "type" in attributes else None
        location = declared.location if declared else Location(self.module.shown_as, 1)
        try:
            value = self._passed(name, type_)
            if value is not None and not (
                value[0].is_null and _is_unset(attributes.get("nullable"))
            ):
                return self._told(name, constrained(value[0], type_))
            if "default" not in attributes:
                missing = hole(ReasonCode.VARIABLE_WITHOUT_DEFAULT, reference)
                return Value(kind_of(type_), missing)
            default = constrained(evaluate(attributes["default"].expression, self.frame), type_)
        except (MismatchError, Fault):
            # The value is not printed: it may be a secret.
            self.reading.refuse(f"the value of `{reference}` is not of its type", location)
            return not_evaluated(reference)
        return self._assumed(name, default) if self.inputs is None else default

    def _passed(self, name: str, type_: Expression | None) -> tuple[Value] | None:
        if self.inputs is None:
            return self.reading.given.get(name, type_)
        if name not in self.inputs:
            return None
        expression, frame = self.inputs[name]
        return (evaluate(expression, frame),)

    def _told(self, name: str, value: Value) -> Value:
        """Take a value that was given, and say so where nobody wrote it down."""
        if self.inputs is None:
            self.reading.tell(name, jsonable(value))
        return value

    def _assumed(self, name: str, default: Value) -> Value:
        """Take a root variable's default, and say so: a run may give it another value."""
        if not self.reading.assume_defaults:
            missing = hole(ReasonCode.VARIABLE_WITHOUT_DEFAULT, f"var.{name}")
            return Value(default.kind, missing)
        if is_whole(default):
            self.reading.assumptions[name] = jsonable(default)
        return default

    def _output(self, name: str) -> Value:
        declared = self.module.outputs.get(name)
        attributes = declared.block.body.attributes if declared else {}
        if "value" not in attributes:
            return not_evaluated(f"{self.prefix}{name}")
        if _is_set(attributes.get("sensitive")) or _is_set(attributes.get("ephemeral")):
            return Value(OPEN, hole(ReasonCode.SENSITIVE, f"{self.prefix}{name}"))
        return evaluate(attributes["value"].expression, self.frame)

    def _output_of(self, call: str, steps: tuple[Step, ...], run: Evaluation, text: str) -> Value:
        lost = not_evaluated(self.prefix + text)
        if call not in self.module.calls:
            return lost
        children = self.children(call)

        def read(key: str, inner: tuple[Step, ...]) -> Value:
            child = children[key][1]
            if isinstance(child, Hole):
                return Value(OPEN, Hole(child.reason, frozenset((self.prefix + text,))))
            match inner:
                case (Attr(name), *rest):
                    return run.walk(child.output(name), rest, text)
                case _:
                    outputs = object_of({n: child.output(n) for n in child.module.outputs})
                    return run.walk(outputs, inner, text) if child.module.whole else lost

        frames = {key: frame for key, (frame, _) in children.items()}
        named = "for_each" in self.module.calls[call].block.body.attributes
        return each_instance(frames, steps, run, lost, read, named=named)

    def _managed(self, traversal: Traversal, run: Evaluation) -> Value:
        text = self.prefix + traversal.text
        name, steps = resource_name(traversal)
        declared = self.module.resources.get(name)
        lost = Value(OPEN, hole(ReasonCode.KNOWN_AFTER_APPLY, text))
        if declared is None:
            if "." not in name:
                run.invalid.append(text)
            return lost
        frames = self.frames(name)

        def read(key: str, inner: tuple[Step, ...]) -> Value:
            address = f"{self.prefix}{name}{key}"
            late = hole(ReasonCode.KNOWN_AFTER_APPLY, text, address)
            if declared.block.labels[0] in BUILTIN:
                memo = f"{name}{key}", "*"
                whole = self._once(*memo, lambda _: builtin(declared.block, frames[key], late))
                return run.walk(whole, inner, text)
            match inner:
                case (Attr(wanted), *rest):
                    memo = f"{name}{key}", wanted
                    value = self._once(
                        *memo, lambda _: attribute(declared.block, wanted, frames[key])
                    )
                    return self._taken(value, rest, late, run, text)
                case _:
                    return Value(OPEN, late)

        named = "for_each" in declared.block.body.attributes
        return each_instance(frames, steps, run, lost, read, named=named)

    def _taken(
        self, value: Value, steps: list[Step], late: Hole, run: Evaluation, text: str
    ) -> Value:
        """Follow steps into what a resource says; what is not there the provider may fill in."""
        part = run.within(run.scope)
        found = part.walk(value, steps, text)
        if part.errors or found.is_null:
            return Value(OPEN, late)
        if found.hole is not None:
            return Value(found.kind, Hole(found.hole.reason, late.origins, found.hole.bounds))
        return found


def _is_set(flag: Attribute | None) -> bool:
    """Whether a flag is there and not plainly false."""
    if flag is None:
        return False
    return getattr(flag.expression, "value", None) is not False


def _is_unset(flag: Attribute | None) -> bool:
    """Whether null stands for the default: `nullable` is there and not plainly true."""
    return flag is not None and getattr(flag.expression, "value", None) not in {True, "true"}

"""What an expression of a plan refers to, followed to the resource that it stands for.

A plan gives an expression as the names in it, and not how it uses them. A name is followed through
inputs and outputs of modules; where an instance's key chooses among several, it is followed only
if the key stands right behind what it chooses from, and both sides have the very same keys.
Whatever else decides a value stays beside the resource.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from compliance_toolkit.terraform.addresses import (
    module_of,
    parent_module,
    segments,
    without_index,
)
from compliance_toolkit.terraform.plan_format import ConfigModule, ConfigResource, ModuleCall
from compliance_toolkit.terraform.plan_uses import KEYS, is_keyed, uses

Path = tuple[str, ...]
"""Names of module calls, from the root down."""

_NO_RESOURCE = frozenset(
    {"data", "each", "count", "local", "module", "path", "self", "terraform", "var"}
)


class Block(msgspec.Struct, frozen=True):
    """One resource block of the configuration."""

    path: Path
    """The module that it stands in."""

    written: ConfigResource
    references: dict[str, Mapping[str, tuple[str, ...]]] = msgspec.field(default_factory=dict)
    """Attribute → JSON pointer → names; filled as they are asked for."""

    aside: tuple[str, ...] = ()
    """Attributes that it writes and no plan keeps."""

    def refers(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Give JSON pointer → what the source refers to there, below one attribute or block."""
        known = self.references.get(name)
        if known is None:
            expression = (self.written.expressions or {}).get(name)
            known = dict(_below(f"/{name}", expression)) if expression else {}
            self.references[name] = known
        return known


class _Scope(msgspec.Struct, frozen=True):
    """Where names mean what they mean: a module instance, and the block or call in it."""

    path: Path
    module: str
    """The module instance, with its last dot."""

    own: str
    """Address of the block or call without its own key."""

    key: str
    """The key of the instance, as `["eu"]`; empty without one."""

    each: Sequence[str]
    """What `for_each` refers to."""


class Follower:
    """Follows names through one configuration."""

    def __init__(
        self,
        modules: Mapping[Path, ConfigModule],
        calls: Mapping[Path, ModuleCall],
        addresses: Iterable[str],
    ) -> None:
        """Take the configuration's modules and calls, and the addresses of all instances."""
        self._modules = modules
        self._calls = calls
        self._addresses = addresses
        self._keys: dict[str, set[str]] | None = None

    def resources_of(
        self, address: str, block: Block | None, written: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Follow names to the resources that they stand for.

        Args:
            address: The instance whose block refers to them.
            block: The block.
            written: What it refers to.

        Returns:
            Addresses: an instance's key where it is written, or where one key surely chooses it.
            What is no resource (`local.name`) stays among them, for it may decide the value too.
        """
        names = longest(written)
        parts = [segments(name) for name in names]
        if KEYS.isdisjoint(names) and all(map(_is_resource, parts)):  # as nearly all are
            module = module_of(address)
            return tuple(dict.fromkeys([f"{module}{head}.{name}" for head, name, *_ in parts]))
        own, key = _apart(address)
        each = names_of(block.written.for_each_expression) if block else ()
        path = block.path if block else ()
        scope = _Scope(path, module_of(address), own, key, each)
        return tuple(dict.fromkeys(self._follow(scope, written, set())))

    def origin(self, block: Block | None, written: tuple[str, ...]) -> tuple[str, ...]:
        """Follow names through the inputs of modules only, to what was handed in from above."""
        path = block.path if block else ()
        if not path:
            return tuple(dict.fromkeys(written))
        found: list[str] = []
        waiting = list(written)
        while path and any(name.startswith("var.") for name in waiting):
            inputs = self._calls[path].expressions or {}
            above: list[str] = []
            for name in waiting:
                if name.startswith("var."):
                    above += longest(names_of(inputs.get(without_index(segments(name)[1]))))
                else:
                    found.append(prefix_of(path) + name)
            path, waiting = path[:-1], above
        prefix = prefix_of(path)
        return tuple(dict.fromkeys((*found, *[prefix + name for name in waiting])))

    def _follow(
        self, scope: _Scope, written: Sequence[str], seen: set[tuple[str, str, str, str]]
    ) -> Iterator[str]:
        used = uses(tuple(written))
        for name in dict.fromkeys(used):
            # Another instance of a module is another scope, whose names mean other things.
            if (place := (scope.module, scope.own, scope.key, name)) in seen:
                continue
            seen.add(place)
            keyed = is_keyed(name, used)
            match segments(name):
                case ["var", variable, *_] if scope.path:
                    call = self._calls[scope.path].expressions or {}
                    above = names_of(call.get(without_index(variable)))
                    yield from self._follow(self._above(scope), above, seen)
                case ["module", call] if keyed and (only := self._only_output(scope, call)):
                    yield from self._inside(
                        scope, self._chosen(scope, f"module.{call}"), only, seen
                    )
                case ["module", call, output, *_] if inside := self._output(
                    scope.path, call, output
                ):
                    yield from self._inside(scope, f"module.{call}", inside, seen)
                case ["each", "value", *_] if (target := self._each(scope)) is not None:
                    yield target
                case ["each", "key"] | ["count", "index"]:
                    continue  # they choose an instance and are no part of the value
                case [head, block] if keyed and head not in _NO_RESOURCE:
                    yield scope.module + self._chosen(scope, name)
                case [head, block, *_] if head not in _NO_RESOURCE:
                    yield f"{scope.module}{head}.{block}"
                case _:
                    yield f"{scope.module}{name}"

    def _above(self, scope: _Scope) -> _Scope:
        """The scope of the call that made a module instance."""
        own, key = _apart(scope.module.removesuffix("."))
        call = self._calls[scope.path]
        module = parent_module(scope.module)
        return _Scope(scope.path[:-1], module, own, key, names_of(call.for_each_expression))

    def _inside(
        self,
        scope: _Scope,
        call: str,
        names: Sequence[str],
        seen: set[tuple[str, str, str, str]],
    ) -> Iterator[str]:
        """Follow the names of an output in the module instance that it belongs to."""
        own, key = _apart(scope.module + call)
        path = (*scope.path, without_index(call).removeprefix("module."))
        yield from self._follow(_Scope(path, f"{scope.module}{call}.", own, key, ()), names, seen)

    def _chosen(self, scope: _Scope, name: str) -> str:
        """Add the instance's own key to a name, if what is named has just the same keys."""
        same = scope.key and self._keys_of(scope.own) == self._keys_of(scope.module + name)
        return f"{name}{scope.key}" if same else name

    def _each(self, scope: _Scope) -> str | None:
        """What `each.value` is, where `for_each` is nothing but a block with the same keys."""
        match [segments(name) for name in uses(tuple(scope.each))]:
            case [[head, block]] if head not in _NO_RESOURCE and scope.key:
                name = f"{head}.{block}"
                chosen = self._chosen(scope, name)
                return None if chosen == name else scope.module + chosen
            case _:
                return None

    def _output(self, path: Path, call: str, output: str) -> tuple[str, ...]:
        module = self._modules.get((*path, without_index(call)), ConfigModule())
        found = (module.outputs or {}).get(without_index(output))
        return () if found is None else names_of(found.expression)

    def _only_output(self, scope: _Scope, call: str) -> tuple[str, ...]:
        """The names of a module's output, if it has one alone: a key hides which one is meant."""
        module = self._modules.get((*scope.path, without_index(call)), ConfigModule())
        outputs = list((module.outputs or {}).values())
        return names_of(outputs[0].expression) if len(outputs) == 1 else ()

    def _keys_of(self, own: str) -> set[str]:
        if self._keys is None:
            self._keys = {}
            for address in self._addresses:
                parts = segments(address)
                for end in range(2, len(parts) + 1, 2):
                    above, key = _apart(".".join(parts[:end]))
                    self._keys.setdefault(above, set()).add(key)
        return self._keys.get(own, set())


def _is_resource(parts: Sequence[str]) -> bool:
    return len(parts) > 1 and parts[0] not in _NO_RESOURCE


def _apart(address: str) -> tuple[str, str]:
    """Part an address and the key at its end, which is empty without one."""
    if not address.endswith("]"):
        return address, ""
    last = segments(address)[-1]
    bare = without_index(last)
    key = last[len(bare) :]
    return address[: len(address) - len(key)], key


@lru_cache(maxsize=1024)
def prefix_of(path: Path) -> str:
    """Write the path of a module as the addresses of its blocks begin."""
    return "".join(f"module.{name}." for name in path)


def names_of(expression: Any) -> tuple[str, ...]:
    """Give what an expression refers to; empty for a constant."""
    names = expression.get("references") if isinstance(expression, dict) else None
    return tuple([n for n in names if isinstance(n, str)]) if isinstance(names, list) else ()


def longest(names: Sequence[str]) -> tuple[str, ...]:
    """Give each name in full: `aws_s3_bucket.logs` behind `aws_s3_bucket.logs.id` is the same.

    What is used as a whole beside one of its parts stays: `values(aws_s3_bucket.logs)` is another
    value than `aws_s3_bucket.logs["eu"].id`.
    """
    if len(names) == 1:
        return tuple(names)
    return tuple(dict.fromkeys(uses(tuple(names))))


def is_settled(name: str) -> bool:
    """Whether a plan knows what a name stands for, wherever its value is known at all."""
    parts = segments(name)
    while parts[:1] == ["module"] and len(parts) > 2:
        parts = parts[2:]
    return parts[0] in {"var", "local", "each", "count"}


def _below(pointer: str, block: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(block, list):
        for index, inner in enumerate(block):
            yield from _below(f"{pointer}/{index}", inner)
    elif isinstance(block, dict):
        if names := names_of(block):
            yield pointer, names
        elif "constant_value" not in block:
            for name, inner in block.items():
                yield from _below(f"{pointer}/{name}", inner)

"""What a plan tells of its source: which provider a resource uses, and what its values are made of.

An expression is given as its constant, or as the names that it refers to. How it uses them is not
told, so a name is evidence of a link and never of a value, with one exception: a provider's region
that refers to one variable, once, and to nothing else is taken to be that variable, if that reads
like a region and no source at hand says that it is more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from compliance_toolkit.models import Assumption, JsonValue, ReasonCode, Spot, Unknown
from compliance_toolkit.terraform.addresses import segments, without_index
from compliance_toolkit.terraform.clusters import HOSTED, host_of, is_apart
from compliance_toolkit.terraform.credentials import DEFAULT, account_of
from compliance_toolkit.terraform.plan_elements import Planned
from compliance_toolkit.terraform.plan_format import (
    ConfigModule,
    Configuration,
    ModuleCall,
    Plan,
    ProviderConfig,
)
from compliance_toolkit.terraform.plan_references import (
    Block,
    Follower,
    Path,
    longest,
    names_of,
    prefix_of,
)
from compliance_toolkit.terraform.plan_write_only import never_kept
from compliance_toolkit.terraform.provider_hosts import leads_away, may_lead_away
from compliance_toolkit.terraform.regions import redirected

_REASONS = {
    "data": ReasonCode.DATA_SOURCE,
    "each": ReasonCode.UNKNOWN_COUNT,
    "count": ReasonCode.UNKNOWN_COUNT,
    "var": ReasonCode.VARIABLE_WITHOUT_DEFAULT,
    "local": ReasonCode.FUNCTION_NOT_EVALUATED,
}
_REGION = re.compile(r"(?:\S*/)?[A-Za-z]+(?:-[A-Za-z]+)*-?[0-9]+(?:-[a-z])?")
"""What a provider may be set to: a region or a zone, and no part of a name such as `eu`."""

SETTINGS = ("region", "zone")
"""The arguments of a provider block that say where its resources are, the first that counts."""

_MAX_HOPS = 50  # modules are never nested so deep; a reference that goes round would be


class Source:
    """The configuration part of one plan, indexed."""

    def __init__(
        self, plan: Plan, *, assume_defaults: bool = True, doubted: Collection[Spot] = ()
    ) -> None:
        configuration = plan.configuration or Configuration()
        self._providers = configuration.provider_config or {}
        self._variables = plan.variables or {}
        self.planned = Planned(plan)
        self._assume = assume_defaults
        self._doubted = doubted
        self._taken_at: dict[str, list[Spot]] = {}
        self._modules: dict[Path, ConfigModule] = {}
        self._calls: dict[Path, ModuleCall] = {}
        self._blocks: dict[str, Block] = {}
        self._regions: dict[tuple[str, Path, tuple[str, ...]], str | Unknown | None] = {}
        self._accounts: dict[tuple[str, str, Path], str | None] = {}
        self.twice: list[str] = []
        """Blocks that are told of more than once."""

        self.assumptions: dict[str, JsonValue] = {}
        """Root variables that a provider's region was taken from."""
        self._index(configuration.root_module or ConfigModule(), ())
        self._follower = Follower(self._modules, self._calls, self.planned.addresses())

    def _index(self, root: ConfigModule, start: Path) -> None:
        waiting = [(start, root)]
        while waiting:
            path, module = waiting.pop()
            self._modules[path] = module
            prefix = prefix_of(path)
            for resource in module.resources or ():
                address = prefix + resource.address
                if address in self._blocks:
                    self.twice.append(address)
                aside = never_kept(resource.expressions)
                self._blocks[address] = Block(path, resource, aside=aside)
            for name, call in (module.module_calls or {}).items():
                self._calls[*path, name] = call
                waiting.append(((*path, name), call.module or ConfigModule()))

    def assumed(self) -> tuple[Assumption, ...]:
        """List the variables whose planned values stand for a provider's region."""
        return tuple(
            Assumption(name, self.assumptions[name], tuple(self._taken_at.get(name, ())))
            for name in sorted(self.assumptions)
        )

    def block(self, address: str) -> Block | None:
        """Give the block of an instance; `None` where the plan does not tell it."""
        return self._blocks.get(without_index(address) if "[" in address else address)

    def blocks(self) -> Iterable[tuple[str, Block]]:
        """Give every block that the plan tells, by its address."""
        return self._blocks.items()

    def is_doubted(self, address: str, pointer: str) -> bool:
        """Whether the source makes a value of an instance of more than what the plan names."""
        return bool(self._doubted) and Spot((), address, pointer) in self._doubted

    def resources_of(
        self, address: str, block: Block | None, written: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Follow names to the resources that they stand for; see `Follower.resources_of`."""
        return self._follower.resources_of(address, block, written)

    def origin(self, block: Block | None, written: tuple[str, ...]) -> tuple[str, ...]:
        """Follow names to what was handed in from above; see `Follower.origin`."""
        return self._follower.origin(block, written)

    def provider_region(
        self, block: Block | None, type_: str, settings: tuple[str, ...] = SETTINGS
    ) -> str | Unknown | None:
        """Say which region the provider of a resource is set to; `None`: its source sets none.

        Args:
            block: The resource's; what it says of its provider, and where it stands, decides.
            type_: Its type, which begins with the name of the provider if the block names none.
            settings: The arguments of the provider that say it, the first that counts.
        """
        if block is None:
            return Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, f"provider.{_local_name(type_)}")
        # A block that names no provider has that of its type: what is remembered is told apart.
        place = (block.written.provider_config_key or _local_name(type_), block.path, settings)
        if place not in self._regions:
            self._regions[place] = self._region(*place)
        return self._regions[place]

    def host(self, block: Block | None, type_: str, provider: str) -> Unknown:
        """Say what decides where a resource is whose provider speaks to a host; see `host_of`."""
        key = (block.written.provider_config_key if block else None) or _local_name(type_)
        own = self._providers.get(key)
        name = key.rpartition(":")[2].partition(".")[0]
        candidates = [own] if own is not None and own.expressions else []
        if not candidates and ":" in key:  # a module is handed its provider from above
            candidates = [x for x in self._providers.values() if x.name == name and x.expressions]
        written: Any = candidates[0].expressions if len(candidates) == 1 else None
        for step in HOSTED[provider]:
            inner = written[0] if isinstance(written, list) and len(written) == 1 else written
            if not isinstance(inner, Mapping) or (step not in inner and "references" not in inner):
                return host_of(provider, ())
            written = inner.get(step, inner)
        names = names_of(written)
        apart = [name for name in longest(names) if is_apart(name)]
        return host_of(provider, (*apart, *self.resources_of("", None, names)))

    def account(self, block: Block | None, type_: str) -> str | None:
        """Name the account that the provider of a resource leads into; see `provider_region`."""
        if block is None:
            return None
        own = _local_name(type_)
        place = (own, block.written.provider_config_key or own, block.path)
        if place not in self._accounts:
            self._accounts[place] = self._account(*place)
        return self._accounts[place]

    def _account(self, own: str, key: str, path: Path) -> str | None:
        config = self._providers.get(key)
        if config is not None and (config.expressions or not config.module_address):
            return account_of(config.expressions or (), key)
        if not path:
            return DEFAULT if key == own else key
        return self._handed(key, prefix_of(path))

    def _handed(self, key: str, prefix: str) -> str:
        """Name the account of a provider that a module is handed, which old plans do not tell."""
        candidates = {account_of(one.expressions or (), one.name) for one in self._candidates(key)}
        return DEFAULT if candidates <= {DEFAULT} else f"{prefix}{key.rpartition(':')[2]}"

    def _candidates(self, key: str) -> Iterator[ProviderConfig]:
        """Find what a module may be handed under a name: the same provider, whatever its name."""
        name = key.rpartition(":")[2].partition(".")[0]
        told = (self._providers.get(key), self._providers.get(name))
        kinds = {one.full_name for one in told if one is not None} - {None}
        for one in self._providers.values():
            if one.name == name or one.full_name in kinds:
                yield one

    def _region(self, key: str, path: Path, settings: tuple[str, ...]) -> str | Unknown | None:
        config = self._providers.get(key)
        if config is not None and (config.expressions or not config.module_address):
            return self._stated(config, settings)
        if not path:
            return None
        # Before 1.1 a plan does not tell what a module's providers are handed from above: only
        # where every candidate says the same is it known. No default block means one from outside.
        own = key.rpartition(":")[2]
        regions = {
            self._stated(candidate, settings)
            for candidate in self._candidates(key)
            if candidate.expressions or not candidate.module_address
        }
        if own.partition(".")[0] not in self._providers or not regions:
            regions.add(None)
        if len(regions) == 1 and (only := regions.pop()) is not None:
            return only
        return Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, f"provider.{own}")

    def _stated(self, config: ProviderConfig, settings: tuple[str, ...]) -> str | Unknown | None:
        path = tuple((config.module_address or "").split(".")[1::2])
        written = config.expressions or {}
        for name in written:
            if may_lead_away(name) and self._leads_away(config, path, name):
                return redirected(config.name, name)
        for attribute in settings:
            expression = written.get(attribute)
            spot = Spot(path, config.block, attribute)
            match self._value((spot,), expression) if expression is not None else None:
                case None:
                    continue
                case str() as region if region and (
                    not names_of(expression) or _REGION.fullmatch(region)
                ):
                    return region
                case str() if names_of(expression):  # it is made of it, as of `eu`
                    return Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, names_of(expression)[0])
                case Unknown() as reason:
                    return reason
                case _:
                    return Unknown(ReasonCode.UNKNOWN_REGION, f"provider.{config.name}")
        return None

    def _leads_away(self, config: ProviderConfig, path: Path, name: str) -> bool:
        if leads_away(name, None):  # as most do by being there
            return True
        spot = Spot(path, config.block, name)
        return leads_away(name, self._value((spot,), (config.expressions or {}).get(name)))

    def _value(self, spots: tuple[Spot, ...], expression: Any) -> JsonValue | Unknown:
        """Evaluate an expression of a provider block, or of the module call that feeds it.

        Args:
            spots: Where the expression stands, after those that led to it.
            expression: As the plan has it.
        """
        path = spots[-1].path
        names = longest(names_of(expression))
        if isinstance(expression, Mapping) and "constant_value" in expression:
            constant: JsonValue = expression["constant_value"]
            # A constant refers to nothing: one that does is two things at once.
            return Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, names[0]) if names else constant
        if not names:
            return Unknown(ReasonCode.FUNCTION_NOT_EVALUATED)
        head, *rest = segments(names[0])
        simple = len(names) == 1 and head == "var" and rest and "[" not in names[0]
        simple = simple and names_of(expression).count(names[0]) == 1
        if not simple or len(spots) > _MAX_HOPS or not self._assume or spots[-1] in self._doubted:
            late = _REASONS.get(head, ReasonCode.KNOWN_AFTER_APPLY)
            code = ReasonCode.FUNCTION_NOT_EVALUATED if spots[-1] in self._doubted else late
            return Unknown(code, names[0])
        value = self._variable(path, rest[0], spots)
        for step in rest[1:]:
            if isinstance(value, Unknown):
                return value
            if not isinstance(value, Mapping) or step not in value:
                return Unknown(ReasonCode.UNKNOWN_REGION, names[0])
            value = value[step]
        return value

    def _variable(self, path: Path, name: str, spots: tuple[Spot, ...]) -> JsonValue | Unknown:
        declared = (
            (self._modules[path].variables or {}).get(name) if path in self._modules else None
        )
        if declared is not None and declared.sensitive:
            return Unknown(ReasonCode.SENSITIVE, f"var.{name}")
        if not path:
            if name not in self._variables:
                return Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, f"var.{name}")
            value: JsonValue = self._variables[name].value
            self.assumptions[name] = value
            self._taken_at.setdefault(name, []).extend(spots)
            return value
        given = (self._calls[path].expressions or {}).get(name) if path in self._calls else None
        if given is not None:
            return self._value((*spots, Spot(path[:-1], f"module.{path[-1]}", name)), given)
        if declared is None:
            return Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, f"var.{name}")
        default: JsonValue = declared.default
        return default


def _local_name(type_: str) -> str:
    return type_.partition("_")[0]

"""What the rules of `resolve` turn on: so whom each of them can bind, and which are a law's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compliance_toolkit.explain.law import Law, Laws, limiting
from compliance_toolkit.policy.catalog import Check, Rule
from compliance_toolkit.registry.tenants import EffectiveTenant

ANY = "any request"
"""A rule that turns on nothing of a tenant: request and deployment alone decide."""

TURNS_ON: Mapping[str, tuple[str, ...]] = {
    "FEA-102": ("eligibility",),
    "FEA-103": ("features", "excluded_features"),
    "PRC-101": ("max_price",),
    "RES-101": ("inference",),
    "RES-102": ("storage",),
    "RES-103": ("countries",),
    "RES-104": ("partitions",),
    "RES-105": ("inference", "storage", "countries", "transfers", "partitions", "locations"),
    "RET-101": ("prompts.max_days",),
    "RTE-104": ("providers",),
    "TRF-101": ("transfers",),
    "TRM-101": ("terms",),
    "TRM-102": ("locations",),
}
"""Rule → the dimensions of which one at least must be limited; the others can bind anybody.

Written by hand: `test_explain_binding` asks the policies whether it is whole.
"""

_OWN = ("countries", "providers", "features", "max_price")
_FEW = 10


@dataclass(frozen=True, slots=True)
class Binds:
    """The tenants of a project that a rule can bind."""

    named: tuple[tuple[str, str], ...]
    """A few: name, and the dimension that it turns on."""

    more: int
    """How many there are beside them."""

    stored: bool
    """Whether there may be others in a database, which are not listed."""

    classes: tuple[str, ...] = ()
    """Data classes of a request with which it binds whomever that is for."""


@dataclass(slots=True)
class Bound:
    """Tells whom a rule binds."""

    laws: Laws
    _said: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def binds(
        self, rule: Rule, tenants: Iterable[EffectiveTenant], *, stored: bool
    ) -> Binds | None:
        """The tenants that a rule can bind; `None` for a check, which binds no request.

        Args:
            rule: The rule.
            tenants: Those that are listed, in their order.
            stored: Whether there may be others.
        """
        if isinstance(rule, Check):
            return None
        named: list[tuple[str, str]] = []
        more = 0
        for tenant in tenants:
            by = self._by(rule.id, tenant)
            if by is not None and len(named) < _FEW:
                named.append((tenant.name, by))
            elif by is not None:
                more += 1
        return Binds(tuple(named), more, stored, tuple(self._brought(rule)))

    def _brought(self, rule: Rule) -> Iterator[str]:
        """The data classes that bring with them what a rule turns on."""
        for law in self.laws:
            if law.kind == "data_class" and self.turns_on(rule, law):
                yield law.code

    def turns_on(self, rule: Rule, law: Law) -> bool:
        """Whether a rule of `resolve` turns on something that a law says."""
        return bool(set(TURNS_ON.get(rule.id, ())) & self._of(law))

    def _by(self, rule: str, tenant: EffectiveTenant) -> str | None:
        """The first dimension that a rule turns on and that is limited for a tenant."""
        dimensions = TURNS_ON.get(rule)
        if dimensions is None:
            return ANY
        limited = {*self._limited(tenant)}
        return next((one for one in dimensions if one in limited), None)

    def _limited(self, tenant: EffectiveTenant) -> Iterator[str]:
        given = tenant.as_input()
        yield from (name for name in _OWN if given.get(name) is not None)
        match given.get("retention"):
            case {"prompts": {"max_days": int()}}:
                yield "prompts.max_days"
            case _:
                pass
        for law in (
            *self.laws.of("jurisdiction", tenant.jurisdictions),
            *self.laws.of("regime", tenant.regimes),
            *self.laws.of("data_class", tenant.data_classes),
        ):
            yield from self._of(law)

    def _of(self, law: Law) -> frozenset[str]:
        key = (law.kind, law.code)
        if key not in self._said:
            self._said[key] = limiting(law)
        return self._said[key]

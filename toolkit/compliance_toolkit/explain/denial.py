"""Why a request is denied, deployment by deployment, and what would have to be otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from compliance_toolkit.errors import UnavailableError
from compliance_toolkit.explain.changes import Suggestion
from compliance_toolkit.explain.cutting import Budget, Case, Cutter
from compliance_toolkit.explain.dimensions import Said
from compliance_toolkit.explain.document import CitedLaw, Control, RouteGiven
from compliance_toolkit.explain.inventing import invent
from compliance_toolkit.explain.law import Law, Laws
from compliance_toolkit.explain.limits import Limit, own_limits
from compliance_toolkit.explain.search import Found, given, search
from compliance_toolkit.explain.tenant import Fleet, laws_of
from compliance_toolkit.explain.worlds import Wanted, Worlds
from compliance_toolkit.models import Denial, JsonObject, JsonValue, Location
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.registry.tenants import EffectiveTenant
from compliance_toolkit.resolve.resolver import Decision, Request


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that refuses a deployment."""

    rule: str
    title: str
    message: str
    facts: JsonObject
    rationale: str
    remediation: str
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one deployment may not serve a request."""

    deployment: str
    location: Location
    reasons: tuple[Reason, ...]
    beyond: tuple[str, ...]
    """Rules that refuse it still with the model listed and everything attested."""

    limits: tuple[Limit, ...]
    """The tenant's own lines that refuse it; other rules may refuse it too."""

    @property
    def listed(self) -> bool:
        """Whether `beyond` takes the model for listed, which the deployment does not list."""
        return "RTE-101" in {reason.rule for reason in self.reasons} - {*self.beyond}


@dataclass(frozen=True, slots=True)
class Search:
    """How far the search for changes went."""

    asked: int
    """Questions that were put to the resolver."""

    complete: bool
    why: str | None
    """Why it was cut short, or not begun."""


@dataclass(frozen=True, slots=True)
class DenialExplained:
    """Why a request is denied, and the nearest change that would help."""

    form: ClassVar[Literal["denial"]] = "denial"

    tenant: str
    request: Request
    deployment: str | None
    """The one that was asked about; `None`: all of them."""

    outcome: Literal["resolved", "denied"]
    routes: tuple[RouteGiven, ...]
    """What may serve the request as it is."""

    laws: tuple[CitedLaw, ...]
    refusals: tuple[Refusal, ...]
    attested: Mapping[str, tuple[str, ...]]
    """Deployment → what is attested of it, expired or not."""

    suggestions: tuple[Suggestion, ...]
    search: Search


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision, and what is needed to explain it."""

    decision: Decision
    tenant: EffectiveTenant
    deployment: str | None
    fleet: Fleet
    said: Sequence[Said]
    """What the entries on the tenant's path say, outermost first."""


def explain_denial(
    refused: Refused, laws: Laws, catalog: Catalog, worlds: Worlds, budget: Budget
) -> DenialExplained:
    """Explain why a request is denied, and look for what would help.

    Args:
        refused: The decision, asked to explain itself.
        laws: The law of the bundle.
        catalog: What its rules say of themselves.
        worlds: Makes resolvers over deployments as they could be.
        budget: How long to look.

    Raises:
        PolicyError: A rule did not answer.
    """
    decision, name = refused.decision, refused.deployment
    own = laws_of(refused.tenant, laws, decision.request.data_classes)
    serving = {route.deployment for route in decision.routes}
    found, invented = Found(), list[Suggestion]()
    why: str | None = None
    complete = True
    if name in serving or (name is None and serving):
        why = "there is nothing to change"
    else:
        try:
            found, invented = _looked_for(refused, own, worlds, budget)
        except UnavailableError as error:
            complete, why = False, f"the search needs the embedded engine: {error.message}"
    if budget.spent:
        complete = False
        why = "the search was cut short, and there may be nearer changes"
    return DenialExplained(
        tenant=refused.tenant.name,
        request=decision.request,
        deployment=name,
        outcome=decision.outcome,
        routes=tuple(given(route, route.deployment) for route in decision.routes),
        laws=tuple(law.cited() for law in own),
        refusals=tuple(_refusals(refused, own, laws, catalog, found)),
        attested={
            one.name: tuple(one.attestations.model_dump(exclude_none=True))
            for one in refused.fleet.deployments.values()
        },
        suggestions=(*found.suggestions, *invented),
        search=Search(budget.asked, complete=complete, why=why),
    )


def _looked_for(
    refused: Refused, own: Sequence[Law], worlds: Worlds, budget: Budget
) -> tuple[Found, list[Suggestion]]:
    decision, name = refused.decision, refused.deployment
    case = Case(
        request=decision.request,
        tenant=refused.tenant,
        own=frozenset(refused.tenant.data_classes),
        targets=refused.fleet.deployments
        if name is None
        else {name: refused.fleet.deployments[name]},
        wanted=Wanted(decision.request.at, worlds.law, _named(own)),
        world=worlds,
        days=tuple(_days(own)),
    )
    cutter = Cutter(case, budget)
    found = search(case, cutter) if case.targets else Found()
    # Where another deployment serves the request, no new one is needed for it.
    invented = (
        [] if decision.routes else invent(case, [*refused.fleet.deployments.values()], cutter)
    )
    return found, invented


def _refusals(
    refused: Refused, own: Sequence[Law], laws: Laws, catalog: Catalog, found: Found
) -> Iterator[Refusal]:
    by_name: dict[str, list[Reason]] = {}
    denials: dict[str, list[Denial]] = {}
    for denial in refused.decision.denials:
        if refused.deployment in {None, denial.deployment}:
            rule = catalog.by_id(denial.rule)
            reason = Reason(
                rule=denial.rule,
                title=rule.title,
                message=refused.decision.explain(denial),
                facts=denial.facts,
                rationale=rule.rationale,
                remediation=rule.remediation,
                controls=laws.controls(rule, own),
            )
            by_name.setdefault(denial.deployment, []).append(reason)
            denials.setdefault(denial.deployment, []).append(denial)
    for name, reasons in by_name.items():
        beyond = found.beyond.get(name, ())
        limits = own_limits(denials[name], refused.said, own)
        yield Refusal(name, refused.fleet.where(name), tuple(reasons), beyond, limits)


def _named(own: Iterable[Law]) -> frozenset[str]:
    """Every word that some laws use: whatever attestations they name are among them."""
    words: set[str] = set()
    level: list[JsonValue] = [law.entry for law in own]
    while level:
        words.update(one for one in level if isinstance(one, str))
        below = [one for one in level if isinstance(one, Mapping | list | tuple)]
        level = [x for one in below for x in (one.values() if isinstance(one, Mapping) else one)]
    return frozenset(words)


def _days(own: Iterable[Law]) -> Iterator[tuple[str, str]]:
    """When adequacy decisions begin and end."""
    for law in own:
        transfers = law.entry.get("transfers")
        listed = transfers.get("adequate") if isinstance(transfers, Mapping) else ()
        for one in listed if isinstance(listed, Sequence) else ():
            if isinstance(one, Mapping):
                first, last = _day(one.get("valid_from")), _day(one.get("valid_to"))
                yield first or dt.date.min.isoformat(), last or dt.date.max.isoformat()


def _day(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None

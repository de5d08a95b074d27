"""Deployments and denials that were explained, as trees of sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, assert_never

from compliance_toolkit.report.explained import (
    citation_branches,
    control_text,
    law_branch,
    place,
    places_text,
    said,
)
from compliance_toolkit.report.tree import Branch, Tone
from compliance_toolkit.report.wording import count_of, kept_text, price_text

if TYPE_CHECKING:
    from compliance_toolkit.explain.changes import Change, Suggestion
    from compliance_toolkit.explain.denial import DenialExplained, Reason, Refusal
    from compliance_toolkit.explain.document import RouteGiven
    from compliance_toolkit.explain.route import Attested, Period, RouteExplained, Served

_Claims: TypeAlias = Mapping[str, Sequence[str]]
"""Deployment → what is attested of it, expired or not."""

_SOON = 30
_FEW_FACTS = 8
_COUNTRIES = re.compile(r"(?:`[A-Z]{2}`, ){6,}`[A-Z]{2}`")
"""Countries that are counted in a sentence; what the law allows is listed elsewhere, in full."""


def route_tree(one: RouteExplained) -> Branch:
    """A deployment joined with its route."""
    source = "" if one.source is None else f" from {one.source}"
    models = [_served(model, one) for model in one.models]
    attested = [_attested(claim) for claim in one.attested]
    below = [
        Branch(f"written in: {place(one.location)}"),
        Branch(f"route: {one.provider}, scope {one.scope}{source}"),
        Branch(f"endpoint: {one.endpoint}"),
        Branch("models", models, "head"),
        Branch("attested", attested or [Branch("nothing")], "head"),
    ]
    if one.unread:
        unread = [
            Branch(
                f"{fact.what}, mark {fact.mark}" + ("" if fact.note is None else f": {fact.note}")
            )
            for fact in one.unread
        ]
        below.append(Branch("not read in a source, so it earns nothing", unread, "warn"))
    if one.stale:
        old = [
            Branch(f"read {fact.read}, {fact.days} days ago: {_some(fact.facts)}")
            for fact in one.stale
        ]
        below.append(Branch("stale: worth reading again after 90 days", old, "warn"))
    return Branch(f"route {one.deployment} on {one.at}", below, "head")


def denial_tree(one: DenialExplained) -> Branch:
    """Why a request is denied, and what would help."""
    request = one.request
    alias = "" if request.asked is None else f", asked for as {request.asked}"
    asked = [Branch(f"model: {request.model}{alias}")]
    if request.features:
        asked.append(Branch(f"features: {', '.join(sorted(request.features))}"))
    if request.data_classes:
        asked.append(Branch(f"data classes: {', '.join(sorted(request.data_classes))}"))
    asked.append(Branch(f"on: {request.at.isoformat()}"))
    below = [Branch(f"request of tenant {one.tenant}", asked, "head")]
    if one.routes:
        below.append(Branch("served by", [Branch(_route(route)) for route in one.routes], "good"))
    told: set[str] = set()
    below += [_refusal(refusal, told, request.model) for refusal in one.refusals]
    below.append(_helping(one))
    below.append(Branch("law of the tenant", [law_branch(law) for law in one.laws], "head"))
    return Branch(_outcome(one), below, "bad" if _is_refused(one) else "good")


def _served(one: Served, on: RouteExplained) -> Branch:
    if not one.periods:
        return Branch(f"{one.model}: {_unoffered(one, on)}", tone="bad")
    return Branch(one.model, [_period(period, on.at) for period in one.periods])


def _unoffered(one: Served, on: RouteExplained) -> str:
    """Where a provider has a model that it does not offer to a deployment."""
    if not one.scopes:
        return f"not offered there: {on.provider} offers it on no scope"
    if on.scope in one.scopes:
        return f"not offered there: {on.provider} offers it on {on.scope}, but not from {on.source}"
    return f"not offered there: {on.provider} offers it on {', '.join(one.scopes)} only"


def _period(one: Period, at: str) -> Branch:
    now = (one.first or "") <= at <= (one.last or "9999-12-31")
    days = f"{'always' if one.first is None else f'from {one.first}'}"
    days += "" if one.last is None else f" to {one.last}"
    earns = "" if one.earns else ", earns no route"
    price = price_text(one.price)
    return Branch(
        f"{days}{' (now)' if now else ''}: {one.model_id}, price {price}{earns}",
        [
            Branch(f"runs in: {_where(one)}"),
            Branch(f"stored in: {places_text(one.storage)}"),
            Branch(f"prompts: {kept_text(one.retention)}; {one.because}"),
            *citation_branches(one.citation),
        ],
        None if one.earns else "warn",
    )


def _where(one: Period) -> str:
    if one.destinations == "unspecified":
        return places_text(one.countries)
    return f"{', '.join(one.destinations)} ({places_text(one.countries)})"


def _attested(one: Attested) -> Branch:
    more = "".join(f", {name}: {said(value)}" for name, value in one.more.items())
    left: str
    tone: Tone | None = None
    if one.days_left < 0:
        left, tone = f"expired {-one.days_left} days ago", "bad"
    else:
        left = f"{count_of(one.days_left, 'day')} left"
        if one.days_left < _SOON:
            left, tone = f"{left}: renew it", "warn"
    return Branch(
        f"{one.kind} until {one.until}, {left}; {one.by}, {one.reference}{more}", (), tone
    )


def _is_refused(one: DenialExplained) -> bool:
    serving = {route.deployment for route in one.routes}
    return not serving if one.deployment is None else one.deployment not in serving


def _outcome(one: DenialExplained) -> str:
    if one.deployment is not None and not _is_refused(one):
        return f"resolved: {one.deployment} may serve this request"
    if one.deployment is not None:
        return f"denied: {one.deployment} may not serve this request"
    if one.routes:
        return "resolved: this request is not denied"
    return "denied: no deployment may serve this request"


def _refusal(one: Refusal, told: set[str], model: str) -> Branch:
    """Why a deployment is refused; what was told of a rule before is not told again."""
    reasons = []
    for reason in one.reasons:
        reasons.append(_reason(reason, again=reason.rule in told))
        told.add(reason.rule)
    if one.beyond:
        rules = ", ".join(one.beyond)
        best = f"{model} listed and everything" if one.listed else "everything"
        reasons.append(Branch(f"with {best} attested it would still be refused by {rules}"))
    if one.limits:
        lines = ", ".join(
            f"{limit.setting}: {said(limit.value)} of {limit.tenant} ({place(limit.location)})"
            for limit in one.limits
        )
        alone = {limit.setting for limit in one.limits}, {reason.rule for reason in one.reasons}
        refuses = "only a limit of the tenant's own refuses it"
        if len(alone[0]) < len(alone[1]):
            refuses = "a limit of the tenant's own refuses it too"
        note = f"{refuses}; who answers for the tenant may decide"
        reasons.append(Branch(f"{note}: {lines}", tone="warn"))
    return Branch(f"refused {one.deployment} ({place(one.location)})", reasons, "bad")


def _reason(one: Reason, *, again: bool) -> Branch:
    message = f"{one.rule} {_COUNTRIES.sub(_counted, one.message)}"
    if again:
        return Branch(message)
    below = [Branch(f"why: {one.rationale}"), Branch(f"fix: {one.remediation}")]
    below += [Branch(f"control: {control_text(control)}") for control in one.controls]
    return Branch(message, below)


def _counted(listed: re.Match[str]) -> str:
    return f"{listed[0].count(',') + 1} countries"


def _helping(one: DenialExplained) -> Branch:
    if not _is_refused(one):
        return Branch("nothing needs to change")
    found = [_suggestion(suggestion, one.attested) for suggestion in one.suggestions]
    looked = f"found by asking the resolver {count_of(one.search.asked, 'time')}"
    if not found:
        found = [Branch("no change was found")]
    found.append(Branch("neither the law nor the tenant's own limits are put up for change"))
    if one.search.why is not None:
        found.append(Branch(one.search.why, tone="warn"))
    return Branch(f"what would help, {looked}", found, "head")


def _suggestion(one: Suggestion, attested: _Claims) -> Branch:
    changes = [_change(change, attested) for change in one.changes]
    gives = [Branch(f"gives {_route(one.route)}")]
    if one.alternatives:
        gives.append(Branch(f"or from {', '.join(one.alternatives)}"))
    if len(changes) == 1:
        return Branch(changes[0], gives, "good")
    together = [Branch(change) for change in changes]
    return Branch(f"{len(changes)} changes together", [*together, *gives])


def _change(one: Change, attested: _Claims) -> str:
    own = [f"{name}: {said(value)}" for name, value in one.settings.items() if name != "provider"]
    more = "".join(f", {setting}" for setting in own)
    match one.kind:
        case "use-model":
            words = f"ask for {one.what}"
        case "drop-feature":
            words = f"leave out the feature {one.what}"
        case "drop-data-class":
            words = f"leave out data of the data class {one.what}"
        case "list-model":
            words = f"list {one.what} among the models of {one.deployment}"
        case "attest":
            words = _attest(one, more, attested)
        case "add-deployment":
            words = f"set up a deployment of {one.what} ({one.deployment}){more}"
        case "on-day":
            words = f"on {one.what}, a later day, it is served"
        case never:
            assert_never(never)
    return words


def _attest(one: Change, more: str, attested: _Claims) -> str:
    """A mode is set, places are agreed on, an agreement is concluded; others are certified."""
    again = one.what in attested.get(one.deployment or "", ())
    match one.what:
        case "retention":
            return f"set the retention mode of {one.deployment}, and attest it{more}"
        case "locations":
            words = "agree on the contract's locations for"
            return f"{words} {one.deployment}, and attest them{more}"
        case "dpf" | "dpf_uk" | "dpf_swiss" as kind:
            verb = "attest again that" if again else "attest that"
            return f"{verb} the recipient is certified under {kind}, for {one.deployment}{more}"
        case kind:
            verb = "renew" if again else "conclude"
            return f"{verb} {kind} for {one.deployment}, and attest it{more}"


def _route(one: RouteGiven) -> str:
    kept = "" if one.storage == one.countries else f", stored in {places_text(_list(one.storage))}"
    where = places_text(_list(one.countries))
    days = f"prompts {kept_text(one.retention)}"
    price = price_text(one.price)
    return f"{one.deployment}: {one.model_id} in {where}{kept}, {days}, price {price}"


def _list(places: tuple[str, ...] | str) -> Sequence[str] | str:
    return places if isinstance(places, str) else list(places)


def _some(facts: Sequence[str]) -> str:
    more = len(facts) - _FEW_FACTS
    listed = ", ".join(facts[:_FEW_FACTS])
    return f"{len(facts)} facts: {listed} and {more} more" if more > 0 else listed

"""Deployments that the law would allow and the project does not have yet."""

from __future__ import annotations

from collections.abc import Sequence

from compliance_toolkit.explain.changes import Asked, Change, Suggestion, variations, without_any
from compliance_toolkit.explain.cutting import Case, Cutter
from compliance_toolkit.explain.inventions import inventions
from compliance_toolkit.explain.search import AT_BEST, at_best, given, put_back
from compliance_toolkit.explain.worlds import own_settings, renamed
from compliance_toolkit.models import Route
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.candidates import join
from compliance_toolkit.resolve.facts import countries
from compliance_toolkit.resolve.offers import Joined

_MOST = 3
"""New deployments that are suggested."""


def invent(case: Case, existing: Sequence[Deployment], cutter: Cutter) -> list[Suggestion]:
    """Suggest deployments that would serve the request, narrowest first.

    The request stays as it is, unless no new deployment serves it so; then one thing is dropped.

    Raises:
        PolicyError: A rule did not answer.
        UnavailableError: The engine did not answer.
    """
    new = {one.name: one for one in inventions(case.request.model, case.wanted.law, existing)}
    ask = case.world(at_best(one, case) for one in new.values())
    for asked in (Asked(case.request), *_dropping(case)):
        if not new or not cutter.budget.spend():
            return []
        if ask(asked.request, case.tenant).routes:
            least = put_back(asked, case, cutter, lambda one: bool(ask(one, case.tenant).routes))
            routes = ask(least.request, case.tenant).routes
            ranked = [(route, new[route.deployment.removesuffix(AT_BEST)]) for route in routes]
            return _suggested(case, least, ranked, cutter, {one.name for one in existing})
    return []


def _dropping(case: Case) -> list[Asked]:
    varied = variations(case.request, (), (), case.own)
    bare = without_any(case.request, case.own)
    return [*[asked for asked in varied if len(asked.changes) == 1], *([bare] if bare else [])]


def _suggested(
    case: Case,
    asked: Asked,
    ranked: Sequence[tuple[Route, Deployment]],
    cutter: Cutter,
    taken: set[str],
) -> list[Suggestion]:
    """One suggestion a provider and scope: of its places the one nearest to where it may run."""
    kinds: dict[tuple[str, str], list[tuple[Route, Deployment, Joined]]] = {}
    for route, deployment in ranked:
        joined = join(deployment, case.wanted.law)
        kind = (deployment.provider, joined.place.scope)
        kinds.setdefault(kind, []).append((route, deployment, joined))
    made: list[Suggestion] = []
    for places in kinds.values():
        if len(made) == _MOST:
            break
        _, deployment, chosen = min(places, key=lambda one: _abroad(one[0], one[2]))
        deployment = renamed(deployment, _free(f"new-{deployment.provider}", taken))
        needed = cutter.needed(deployment, asked.request)
        served = None if needed is None else cutter.route(deployment, needed, asked.request)
        if needed is None or served is None:
            continue
        new = Change(
            "add-deployment", deployment.provider, deployment.name, own_settings(deployment)
        )
        sources = {one[2].place.source for one in places} - {None, chosen.place.source}
        others = sorted(str(source) for source in sources)
        suggestion = Suggestion(
            (*asked.changes, new, *needed), given(served, deployment.name), tuple(others)
        )
        made.append(suggestion)
    return made


def _free(name: str, taken: set[str]) -> str:
    """A name of the pattern of names that no deployment has."""
    free = name = name.replace("_", "-")
    number = 2
    while free in taken:
        free = f"{name}-{number}"
        number += 1
    taken.add(free)
    return free


def _abroad(route: Route, joined: Joined) -> bool:
    """Whether a deployment would be called from a country where its inference does not run."""
    source = joined.place.source
    if source is None or isinstance(route.countries, str):
        return False
    called_from = countries(joined.regions, (source,))
    return isinstance(called_from, str) or not {*called_from} <= {*route.countries}

"""Deployments that the law would allow and the project does not have yet."""

from __future__ import annotations

from collections.abc import Sequence

from compliance_toolkit.explain.changes import Asked, Change, Suggestion, variations
from compliance_toolkit.explain.cutting import Case, Cutter
from compliance_toolkit.explain.inventions import inventions
from compliance_toolkit.explain.search import AT_BEST, at_best, given
from compliance_toolkit.explain.worlds import own_settings, renamed
from compliance_toolkit.models import JsonObject, Route
from compliance_toolkit.registry.project import Deployment
from compliance_toolkit.resolve.candidates import join

_MOST = 3
"""New deployments that are suggested."""


def invent(case: Case, existing: Sequence[Deployment], cutter: Cutter) -> list[Suggestion]:
    """Suggest deployments that would serve the request, narrowest first.

    The request stays as it is, unless no new deployment serves it so; then one thing is dropped.

    Raises:
        PolicyError: A rule did not answer.
        UnavailableError: The engine did not answer.
    """
    new = {one.name: one for one in inventions(case.request.model, case.law, existing)}
    ask = case.world(at_best(one, case) for one in new.values())
    for asked in (Asked(case.request), *_dropping(case)):
        if not new or not cutter.budget.spend():
            return []
        routes = ask(asked.request, case.tenant).routes
        if routes:
            ranked = [(route, new[route.deployment.removesuffix(AT_BEST)]) for route in routes]
            return _suggested(case, asked, ranked, cutter, {one.name for one in existing})
    return []


def _dropping(case: Case) -> list[Asked]:
    varied = variations(case.request, (), (), case.own)
    return [asked for asked in varied if len(asked.changes) == 1]


def _suggested(
    case: Case,
    asked: Asked,
    ranked: Sequence[tuple[Route, Deployment]],
    cutter: Cutter,
    taken: set[str],
) -> list[Suggestion]:
    """One suggestion a provider and scope: of its places the one nearest to where it may run."""
    kinds: dict[tuple[str, str], list[tuple[Route, Deployment, str | None]]] = {}
    for route, deployment in ranked:
        place = join(deployment, case.law).place
        kinds.setdefault((deployment.provider, place.scope), []).append(
            (route, deployment, place.source)
        )
    made: list[Suggestion] = []
    for places in kinds.values():
        if len(made) == _MOST:
            break
        _, deployment, source = min(places, key=lambda one: _abroad(one[0], one[2], case.law))
        deployment = renamed(deployment, _free(f"new-{deployment.provider}", taken))
        needed = cutter.needed(deployment, asked.request)
        served = None if needed is None else cutter.route(deployment, needed, asked.request)
        if needed is None or served is None:
            continue
        new = Change(
            "add-deployment", deployment.provider, deployment.name, own_settings(deployment)
        )
        others = sorted({one[2] for one in places if one[2] is not None and one[2] != source})
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


def _abroad(route: Route, source: str | None, law: JsonObject) -> bool:
    """Whether a deployment would be called from a country where its inference does not run."""
    regions = law.get("regions")
    for cloud in regions.values() if isinstance(regions, dict) else ():
        region = cloud.get(source) if isinstance(cloud, dict) else None
        if isinstance(region, dict) and "country" in region:
            return region["country"] not in route.countries
    return False

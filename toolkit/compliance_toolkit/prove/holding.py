"""What the data says of a route in a case: the questions that promises and reasons are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compliance_toolkit.prove.cases import Case
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.prove.law import Law, grounds
from compliance_toolkit.prove.ways import Countries, Way


def lawful(places: Countries, law: Law, kind: str, case: Case) -> bool:
    """Whether every jurisdiction lets inference, or storage, be in some places."""
    return _inside(places, [one[kind]["countries"] for one in law.laws(case)])


def allowed(places: Countries, case: Case) -> bool:
    """Whether the tenant's own list lets data be in some places."""
    return case.tenant.countries is None or _inside(places, [case.tenant.countries])


def _inside(places: Countries, allowed: list[Any]) -> bool:
    listed = [set(some) for some in allowed if some != "any"]
    return not listed or (places is not None and all(places <= some for some in listed))


def inference(law: Law, _: Deployed, way: Way, case: Case) -> bool:
    """Inference stays where the jurisdictions and the tenant let it be."""
    return lawful(way.countries, law, "inference", case) and allowed(way.countries, case)


def storage(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    """What is kept stays where the jurisdictions and the tenant let it be."""
    places = deployed.storage(way, case.model, case.at)
    return lawful(places, law, "storage", case) and allowed(places, case)


def partitions(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    """Source and destinations lie in the partitions that are named."""
    said = [one["partitions"] for one in (*law.laws(case), *law.regimes(case))]
    wanted = [some for some in said if some is not None]
    found = deployed.partitions(way)
    return not wanted or (found is not None and all(found <= set(some) for some in wanted))


def retention(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    """What is sent is kept no longer than every limit."""
    limits = law.limits(case)
    days = deployed.days(way, case.model, case.features, case.at)
    return not limits or (days is not None and days <= min(limits))


def terms(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    """Every term is attested, and the contract names every place where one must."""
    terms = law.terms(case)
    if not all(deployed.attested(term, case.at) for term in terms):
        return False
    places = (way.countries, deployed.storage(way, case.model, case.at))
    return "locations" not in terms or all(
        some is not None and deployed.located(some, case.at) for some in places
    )


def transfers(law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    """Data leaves a regime's free countries on a ground that is in force."""
    rules = [one["transfers"] for one in law.regimes(case) if one["transfers"] is not None]
    places = (way.countries, deployed.storage(way, case.model, case.at))
    return all(
        some is not None and all(_may_go(rule, country, deployed, case.at) for country in some)
        for rule in rules
        for some in places
    )


def _may_go(rule: Mapping[str, Any], country: str, deployed: Deployed, day: str) -> bool:
    return country in rule["free"] or any(grounds(rule, country, deployed, day))


def eligibility(law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    """Provider and features are eligible for all that is needed."""
    needs = {one["eligibility"] for one in law.duties(case)} - {None}
    return all(deployed.eligible(need, case.features) for need in needs)


def features(law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    """Provider and model have every feature, and it may be used."""
    return permitted(law, case) and all(deployed.has(one, case.model) for one in case.features)


def permitted(law: Law, case: Case) -> bool:
    """Whether the tenant and its regimes let every feature be used."""
    asked = set(case.features)
    excluded = any(asked & set(one["excluded_features"]) for one in law.regimes(case))
    return chosen(case) and not excluded


def chosen(case: Case) -> bool:
    """Whether the tenant's own list lets every feature be used."""
    return case.tenant.features is None or set(case.features) <= set(case.tenant.features)


def contained(law: Law, deployed: Deployed, _: Way, case: Case) -> bool:
    """Nothing that is sent reaches third parties, unless nothing binds its place."""
    return deployed.contains(case.features) or not law.binds_places(case)


def usable(_law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    """The account does not block the model."""
    return not deployed.blocks(way, case.model, case.at)


def data(law: Law, _deployed: Deployed, _way: Way, case: Case) -> bool:
    """Every kind of data may be sent."""
    return law.admits(case)


def own(_law: Law, deployed: Deployed, way: Way, case: Case) -> bool:
    """Provider and price are the tenant's own choice."""
    providers, price = case.tenant.providers, case.tenant.max_price
    return (providers is None or deployed.provider in providers) and (
        price is None or way.price <= price
    )

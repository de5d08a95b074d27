"""Whether a route tells the truth about itself: what it states is what the data says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance_toolkit.models import JsonValue
from compliance_toolkit.prove.cases import Case
from compliance_toolkit.prove.facts import Deployed
from compliance_toolkit.prove.promises import Invariant, Promises
from compliance_toolkit.prove.ways import UNSPECIFIED, Countries

STATED = Invariant(
    "statements",
    "a route states its own destinations, countries, storage, price, obligations and last day",
)


def misstated(
    route: Mapping[str, JsonValue], deployed: Deployed, case: Case, promises: Promises
) -> Iterator[str]:
    """Which fields of a route say something else than the data.

    Args:
        route: As policies answered it.
        deployed: Its deployment.
        case: What was asked.
        promises: The law, as the promises ask it.
    """
    way = deployed.way(case.model, case.at)
    if way is None:
        return
    days = deployed.days(way, case.model, case.features, case.at)
    expected: dict[str, JsonValue] = {
        "model_id": way.model_id,
        "destinations": UNSPECIFIED if way.destinations is None else list(way.destinations),
        "countries": _listed(way.countries),
        "storage": _listed(deployed.storage(way, case.model, case.at)),
        "price": way.price,
        "obligations": sorted(promises.duties(case)),
    }
    if "retention" in route:
        expected["retention"] = UNSPECIFIED if days is None else days
    yield from (name for name, value in expected.items() if route.get(name) != value)
    last = route.get("expires_at") or "9999-12-31"
    if not isinstance(last, str) or not case.at <= last <= promises.last_day(deployed, way, case):
        yield "expires_at"


def _listed(countries: Countries) -> JsonValue:
    return UNSPECIFIED if countries is None else sorted(countries)

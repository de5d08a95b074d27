"""What is not believed of policies: each answer is held once more to the law and the project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import Denial, JsonObject, JsonValue, Route
from compliance_toolkit.registry.project import Deployment

_Countries: TypeAlias = frozenset[str] | None
"""ISO 3166 codes; `None`: any, and unspecified too."""

_NOWHERE: tuple[_Countries, _Countries] = (frozenset(), frozenset())


class Doubts:
    """Checks answers without the policies, by the data of the same bundle.

    Args:
        law: `data.compliance` of the bundle.
        deployments: Every deployment, by name.
    """

    def __init__(self, law: JsonObject, deployments: Mapping[str, Deployment]) -> None:
        self._deployments = deployments
        self._allowed = _allowed(law)
        self._named = {
            code: tuple(sorted(countries or ()) for countries in both)
            for code, both in self._allowed.items()
        }
        self._contained = {
            provider: _contained(one) for provider, one in _entries(law.get("routes"))
        }
        self._free = _free(law)

    def together(self, codes: Sequence[str], purpose: int) -> list[str]:
        """The countries that all jurisdictions of a tenant allow, as far as they name any."""
        if len(codes) == 1 and codes[0] in self._named:
            return [*self._named[codes[0]][purpose]]
        every = [self._allowed.get(code, _NOWHERE)[purpose] for code in codes]
        named = [countries for countries in every if countries is not None]
        return sorted(frozenset.intersection(*named)) if named else []

    def refuse_strangers(self, what: str, names: set[str]) -> None:
        """Refuse an answer about deployments that the project does not have.

        Raises:
            PolicyError: There is one.
        """
        for name in sorted(names - self._deployments.keys()):
            raise PolicyError(
                f"{what} names the deployment `{name}`, which the project does not have",
                hint="give the engine the deployments of this very project",
            )

    def refuse_outside(self, routes: Sequence[Route], codes: Sequence[str]) -> None:
        """Check the countries once more, without the policies."""
        for code in codes if routes else ():
            inference, storage = self._allowed.get(code, _NOWHERE)
            outside = [
                route.deployment
                for route in routes
                if not (_inside(inference, route.countries) and _inside(storage, route.storage))
            ]
            if outside:
                raise PolicyError(
                    f"the policies gave {_each(outside)} a route outside the countries of "
                    f"jurisdiction `{code}`",
                    hint="no request was allowed; correct the policies",
                )
        if routes and not codes:
            raise PolicyError("a tenant without a jurisdiction was given a route")

    def refuse_unlisted(self, routes: Sequence[Route], whom: JsonObject) -> None:
        """Check the tenant's own lists once more, without the policies; silence allows nothing."""
        countries, providers = whom.get("countries", ()), whom.get("providers", ())
        if countries is not None:
            own = frozenset(texts(countries))
            outside = [
                route.deployment
                for route in routes
                if not (_inside(own, route.countries) and _inside(own, route.storage))
            ]
            if outside:
                raise PolicyError(
                    f"the policies gave {_each(outside)} a route outside the countries of the "
                    "tenant's own list",
                    hint="no request was allowed; correct the policies",
                )
        if providers is not None:
            listed = texts(providers)
            left_out = [
                route.deployment
                for route in routes
                if self._deployments[route.deployment].provider not in listed
            ]
            if left_out:
                raise PolicyError(
                    f"the policies gave {_each(left_out)} a route over a provider that the "
                    "tenant's own list leaves out",
                    hint="no request was allowed; correct the policies",
                )

    def refuse_sending(
        self,
        routes: Sequence[Route],
        features: frozenset[str],
        classes: frozenset[str],
        whom: JsonObject,
    ) -> None:
        """Check once more that nothing reaches third parties where something binds its place.

        Args:
            routes: What policies gave.
            features: Those of the request; none need no second look.
            classes: Data classes of the request, beside the tenant's.
            whom: The tenant; where it is silent, it is bound.

        Raises:
            PolicyError: A route's provider is not known to keep a feature's data to itself.
        """
        sending = [
            route.deployment
            for route in routes
            if not features
            <= self._contained.get(self._deployments[route.deployment].provider, frozenset())
        ]
        if sending and self._bound(whom, classes):
            raise PolicyError(
                f"the policies gave {_each(sending)} a route with a feature that sends data to "
                "third parties, and the law binds where it may go",
                hint="no request was allowed; correct the policies",
            )

    def _bound(self, whom: JsonObject, classes: frozenset[str]) -> bool:
        """Whether anything says where data may go: a law, a contract, or the tenant's own list."""
        said = {kind: whom.get(kind) for kind in self._free}
        if whom.get("countries", ()) is not None or not said["jurisdictions"]:
            return True
        if not all(isinstance(codes, list | tuple) for codes in said.values()):
            return True
        named = {kind: frozenset(texts(codes)) for kind, codes in said.items()}
        named["data_classes"] |= classes
        return any(not named[kind] <= free for kind, free in self._free.items())

    def refuse_neither_or_both(self, routes: Sequence[Route], denials: Sequence[Denial]) -> None:
        """Refuse a deployment that is neither earned nor refused, or both.

        Raises:
            PolicyError: There is one.
        """
        earned = {route.deployment for route in routes}
        refused = {denial.deployment for denial in denials}
        doubtful = sorted(self._deployments.keys() ^ earned ^ refused)
        for how, names in (
            ("neither earned nor refused", [name for name in doubtful if name not in earned]),
            ("earned and refused", [name for name in doubtful if name in earned]),
        ):
            if names:
                over = "deployment" if len(names) == 1 else "each of"
                raise PolicyError(
                    f"the route over {over} {_each(names)} is {how}",
                    hint="no request was allowed; correct the policies or their data",
                )


def _each(names: Sequence[str]) -> str:
    """All of them: which is wrong must not depend on what else there is."""
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} and {last}" if others else last


def texts(value: JsonValue) -> Sequence[str]:
    """The texts of a list; none of what is no list."""
    listed = value if isinstance(value, list | tuple) else ()
    return [text for text in listed if isinstance(text, str)]


def _inside(allowed: _Countries, places: tuple[str, ...] | str) -> bool:
    if allowed is None:
        return True
    return not isinstance(places, str) and allowed.issuperset(places)


def _contained(provider: JsonObject) -> frozenset[str]:
    """The features of a provider with which nothing reaches third parties."""
    features = _entries(provider.get("features"))
    return frozenset(name for name, one in features if one.get("third_party", True) is False)


def _free(law: JsonObject) -> Mapping[str, frozenset[str]]:
    """Kind of law → the codes that do not bind where data may go; silence binds."""
    kinds: Mapping[str, Callable[[JsonObject], bool]] = {
        "jurisdictions": lambda one: _anywhere(one) and _silent(one, "partitions"),
        "regimes": lambda one: _silent(one, "transfers", "partitions") and not _located(one),
        "data_classes": lambda one: not _located(one),
    }
    return {
        kind: frozenset(code for code, one in _entries(law.get(kind)) if free(one))
        for kind, free in kinds.items()
    }


def _anywhere(jurisdiction: JsonObject) -> bool:
    return all(_countries(jurisdiction, purpose) is None for purpose in ("inference", "storage"))


def _silent(law: JsonObject, *keys: str) -> bool:
    return all(key in law and law[key] is None for key in keys)


def _located(law: JsonObject) -> bool:
    terms = law.get("terms")
    return not isinstance(terms, list | tuple) or "locations" in terms


def _entries(found: JsonValue) -> Iterator[tuple[str, JsonObject]]:
    for code, one in found.items() if isinstance(found, Mapping) else ():
        if isinstance(one, Mapping):
            yield code, one


def _allowed(law: JsonObject) -> Mapping[str, tuple[_Countries, _Countries]]:
    """Jurisdiction → countries of inference and of storage; nowhere where the data says nothing."""
    return {
        code: (_countries(one, "inference"), _countries(one, "storage"))
        for code, one in objects(law, "jurisdictions").items()
    }


def _countries(jurisdiction: JsonValue, kind: str) -> _Countries:
    purpose = jurisdiction.get(kind) if isinstance(jurisdiction, Mapping) else None
    countries = purpose.get("countries") if isinstance(purpose, Mapping) else None
    if countries == "any":
        return None
    listed = countries if isinstance(countries, list | tuple) else ()
    return frozenset(code for code in listed if isinstance(code, str))


def objects(data: JsonObject, key: str) -> JsonObject:
    """An object of the bundle's data.

    Raises:
        PolicyError: It is not there.
    """
    found = data.get(key)
    if not isinstance(found, Mapping):
        raise PolicyError(
            f"the bundle's data has no object `{key}`",
            hint="use the policies that come with the toolkit",
        )
    return found

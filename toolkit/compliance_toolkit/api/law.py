"""What the other rooms need to know of the bundle's data, cut to size."""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.audit.audit import TypeFacts
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.registry.registry import KnownLaw


def law_data(bundle: Bundle) -> JsonObject:
    """Give `data.compliance` of a bundle: jurisdictions, regimes, regions, routes and more."""
    return _object(bundle.data, "compliance")


def known_law(bundle: Bundle) -> KnownLaw:
    """The codes that a project file may name."""
    law = law_data(bundle)
    return KnownLaw(
        jurisdictions={
            code: _countries(_object(entry, "inference"), code)
            for code, entry in _object(law, "jurisdictions").items()
        },
        regimes=frozenset(_object(law, "regimes")),
        data_classes=frozenset(_object(law, "data_classes")),
        models=frozenset(_object(law, "models")),
        regions={
            cloud: frozenset(_object(_object(law, "regions"), cloud))
            for cloud in _object(law, "regions")
        },
    )


def type_facts(bundle: Bundle) -> TypeFacts:
    """What the data says of Terraform types."""
    law = law_data(bundle)
    resources = _object(law, "resources")
    return TypeFacts(
        computed={
            kind: frozenset(str(name) for name in names if isinstance(name, str))
            for kind, names in _object(resources, "computed").items()
            if isinstance(names, list | tuple)
        },
        without_content=frozenset(_object(resources, "without_content")),
        providers_without_content=frozenset(_object(resources, "providers_without_content")),
        regions={
            cloud: frozenset(_object(_object(law, "regions"), cloud))
            for cloud in _object(law, "regions")
        },
    )


def _object(value: JsonValue, key: str) -> JsonObject:
    found = value.get(key) if isinstance(value, Mapping) else None
    if not isinstance(found, Mapping):
        raise PolicyError(
            f"the bundle's data has no object `{key}`",
            hint="use the policies that come with the toolkit, or add the data file",
        )
    return found


def _countries(inference: JsonObject, code: str) -> frozenset[str] | None:
    match inference.get("countries"):
        case "any":
            return None
        case [_, *_] as countries:
            return frozenset(str(country) for country in countries)
        case _:
            raise PolicyError(
                f"jurisdiction `{code}` lists no countries for inference",
                hint='give a non-empty list of ISO 3166 codes, or "any"',
            )

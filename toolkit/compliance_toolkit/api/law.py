"""What the other rooms need to know of the bundle's data, cut to size."""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.audit.audit import TypeFacts
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy.bundle import Bundle

_ARM = "arm_without_content"


def law_data(bundle: Bundle) -> JsonObject:
    """Give `data.compliance` of a bundle: jurisdictions, regimes, regions, routes and more."""
    return _object(bundle.data, "compliance")


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
        arm_without_content=frozenset(
            # A bundle of before has none, and excuses nothing.
            _object(resources, _ARM) if _ARM in resources else ()
        ),
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

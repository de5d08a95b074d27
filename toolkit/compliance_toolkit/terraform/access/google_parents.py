"""What policies of Google inherit: from the organisation or folder above, where the input has it.

What is allowed above and below is added up, and what either denies is denied. An organisation
stands below nothing. A folder of which the input has no policy may have one elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.google import constraint_of, read_policy
from compliance_toolkit.terraform.access.holders import GOOGLE
from compliance_toolkit.terraform.access.locations import Locations
from compliance_toolkit.terraform.addresses import without_index

_PROJECT, _FOLDER = "google_project", "google_folder"
_ORGANISATIONS, _FOLDERS, _PROJECTS = "organizations/", "folders/", "projects/"
_NODE: Mapping[str, tuple[str, str]] = {
    "google_org_policy_policy": ("parent", ""),
    "google_organization_policy": ("org_id", _ORGANISATIONS),
    "google_folder_organization_policy": ("folder", _FOLDERS),
    "google_project_organization_policy": ("project", _PROJECTS),
}
"""Type → the attribute that says what a policy is set on, and how its value begins."""

_IDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    _PROJECT: (("project_id", _PROJECTS), ("number", _PROJECTS), ("id", "")),
    _FOLDER: (("name", ""), ("folder_id", _FOLDERS), ("id", "")),
}
_ABOVE: Mapping[str, tuple[tuple[str, str], ...]] = {
    _PROJECT: (("folder_id", _FOLDERS), ("org_id", _ORGANISATIONS)),
    _FOLDER: (("parent", ""),),
}
_DEEPEST = 12
"""Google nests folders ten deep."""


class Parents:
    """The policies of one input by what they are set on, and what stands above that."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Index them."""
        self._nodes: dict[str, Resource] = {}
        self._policies: dict[tuple[str, str], list[Resource]] = defaultdict(list)
        given = tuple(resources)
        for one in given:
            for attribute, prefix in _IDS.get(one.type, ()):
                if (name := _named(one, attribute, prefix)) is not None:
                    self._nodes[name] = one
            if one.type in _IDS:
                self._nodes[one.address] = one
        for one in given:
            if one.type in GOOGLE and isinstance(constraint := constraint_of(one), str):
                node = self._node(one, *_NODE[one.type])
                if node is not None:
                    self._policies[node, constraint].append(one)

    def read(self, policy: Resource) -> Locations | Unknown:
        """Say what a policy leaves, with what it inherits.

        Returns:
            What it leaves. One that still inherits has more above it, which is not known: `missing`
            says why.
        """
        return self._effective(policy, _DEEPEST)

    def missing(self, policy: Resource) -> Unknown:
        """Say why it is not known what a policy inherits."""
        attribute, prefix = _NODE[policy.type]
        named = _named(policy, attribute, prefix) or self._node(policy, attribute, prefix)
        return Unknown(ReasonCode.OUTSIDE_INPUT, f"parent of {named or policy.address}")

    def _effective(self, policy: Resource, depth: int) -> Locations | Unknown:
        own = read_policy(policy)
        if isinstance(own, Unknown) or not own.inherits or depth == 0:
            return own
        constraint = constraint_of(policy)
        node = self._node(policy, *_NODE[policy.type])
        if node is None or not isinstance(constraint, str):
            return own
        if node.startswith(_ORGANISATIONS):
            return replace(own, inherits=False)  # above it is the default alone: all
        above = self._above(node)
        found = self._policies.get((above, constraint), []) if above is not None else []
        if len(found) != 1 or "[*]" in found[0].address:
            return own
        inherited = self._effective(found[0], depth - 1)
        if isinstance(inherited, Unknown) or inherited.inherits or not inherited.enforced:
            return own
        return _merged(own, inherited)

    def _node(self, resource: Resource, attribute: str, prefix: str) -> str | None:
        """Name what an attribute means: by its address, if the input has it, or as written."""
        name = _named(resource, attribute, prefix)
        if name is not None:
            found = self._nodes.get(name)
            return name if found is None else found.address
        references = resource.references.get(f"/{attribute}", ())
        found_all = [
            self._nodes.get(one) or self._nodes.get(without_index(one)) for one in references
        ]
        known = [one for one in found_all if one is not None]
        return known[0].address if len(known) == 1 else None

    def _above(self, node: str) -> str | None:
        resource = self._nodes.get(node)
        for attribute, prefix in _ABOVE.get(resource.type, ()) if resource is not None else ():
            if resource is not None:
                found = self._node(resource, attribute, prefix)
                if found is not None:
                    return found
        return None


def _merged(own: Locations, above: Locations) -> Locations:
    """Add what is inherited; nobody has read what becomes of an allow below a denial of all."""
    if above.allowed == () and own.allowed:
        return own
    allowed = own.allowed
    if allowed is None:
        allowed = above.allowed
    elif above.allowed is None:
        allowed = None
    else:
        allowed = (*allowed, *above.allowed)
    denied = (*own.denied, *above.denied)
    if allowed is not None:
        allowed = tuple(one for one in allowed if one not in denied)
    return Locations(allowed, denied, perhaps=_either(own.perhaps, above.perhaps))


def _either(own: tuple[str, ...] | None, above: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if own is None or above is None else (*own, *above)


def _named(resource: Resource, attribute: str, prefix: str) -> str | None:
    value = resource.values.get(attribute)
    if not isinstance(value, str) or not value:
        return None
    return value if value.startswith(prefix) else f"{prefix}{value}"

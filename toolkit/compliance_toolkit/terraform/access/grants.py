"""What one resource grants: the policy documents that stand in it, and those that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from compliance_toolkit.models import JsonValue, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import (
    DOCUMENT,
    LOST,
    Lost,
    Written,
    read,
    read_block,
    why,
)
from compliance_toolkit.terraform.access.exclusives import Way, inner_way
from compliance_toolkit.terraform.access.holders import ATTACHMENT, IDENTITY
from compliance_toolkit.terraform.access.identities import POLICY, ROLE, Identities
from compliance_toolkit.terraform.access.managed import document_of, is_managed
from compliance_toolkit.terraform.access.parsing import fault_of

_INLINE = "inline_policy"
_BLOCK = re.compile(rf"/{_INLINE}(?:/\d+)?(?=/|$)|$")
"""Begins a pointer to what holds whole policies of a role, or into it."""

_ATTACHED = "managed_policy_arns"
_ONE = "policy_arn"
"""Names one policy, be it one of several that a reference may mean."""

_REFERENCE = "customer_managed_policy_reference"


class Held(msgspec.Struct, frozen=True):
    """One policy document."""

    document: Written
    reason: Unknown | None = None
    """Why something of it is not known."""

    way: Way | None = None
    """How it is held, where a block of its holder holds it."""


class Grants(msgspec.Struct):
    """What a resource grants."""

    documents: list[Held] = msgspec.field(default_factory=list)
    """Those that stand in it, or that AWS wrote."""

    policies: list[Resource] = msgspec.field(default_factory=list)
    """Those of the input that it names: each is judged where it stands."""

    doubt: Unknown | None = None
    """Why it may not be all of these that it grants; `None`: it is."""

    def add(
        self, document: Written, reason: Unknown | None, at: str, way: Way | None = None
    ) -> None:
        """Note a document that stands in an attribute; `None` is none."""
        if document is not None:
            self.documents.append(Held(document, fault_of(document, at) or reason, way))

    def lose(self, reason: Unknown) -> None:
        """Note that there is a document that nobody can read."""
        self.documents.append(Held(LOST, reason))


def grants_of(resource: Resource, identities: Identities) -> Grants:
    """Give the policy documents that a resource grants to somebody."""
    made = Grants()
    if resource.type in ATTACHMENT:
        _attached(resource, ATTACHMENT[resource.type], identities, made)
    elif resource.type == ROLE:
        _of_role(resource, identities, made)
    else:
        attribute = IDENTITY[resource.type]
        made.add(read(resource, attribute), why(resource, attribute), attribute)
    return made


def _of_role(role: Resource, identities: Identities, made: Grants) -> None:
    """Read the policies that stand in a role, or that it lists."""
    given = role.values.get(_INLINE)
    listed = given if isinstance(given, list | tuple) else [given]
    written = {f"{_INLINE}/{at}": block for at, block in enumerate(listed)}
    for pointer, block in written.items():
        if isinstance(block, Mapping):
            document = read_block(role, f"/{pointer}", block, "policy")
            reason = why(role, f"{pointer}/policy", f"{pointer}/{DOCUMENT}")
            way = inner_way(role, block.get("name"))
            made.add(document, reason, f"{pointer}/policy", way)
    for pointer, reason in role.unknown.items():
        found = _BLOCK.match(pointer)
        if found is None or _is_unset(role, pointer, reason):
            continue
        if pointer == found[0] or found[0][1:] not in written:
            made.lose(reason)
    _attached(role, _ATTACHED, identities, made)


def _attached(resource: Resource, attribute: str, identities: Identities, made: Grants) -> None:
    """Add what is granted by the policies that an attribute names."""
    for pointer, reason in resource.unknown.items():
        if not _concerns(pointer, attribute) or _is_unset(resource, pointer, reason):
            continue
        names = resource.references.get(pointer, ())
        found = [identities.of(name) for name in names]
        if found and all(one and all(each.type == POLICY for each in one) for one in found):
            made.policies += [each for one in found for each in one]
            if attribute == _ONE and len(made.policies) > 1:
                made.doubt = reason
        else:
            made.lose(reason)
    for arn in _texts(resource.values.get(attribute), attribute):
        here = identities.of(f"{POLICY} {arn}")
        if here:
            made.policies += here
            continue
        document = document_of(arn) if is_managed(arn) else LOST
        if isinstance(document, Lost):
            made.lose(Unknown(ReasonCode.OUTSIDE_INPUT, arn))
        elif document is not None:
            made.documents.append(Held(document))


def _texts(value: JsonValue, attribute: str) -> Iterator[str]:
    """Yield the names that an attribute holds, which may be one text, a list or a block."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        name = value.get("name") if attribute == _REFERENCE else None
        yield name if isinstance(name, str) else attribute
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, attribute)


def _concerns(pointer: str, attribute: str) -> bool:
    return pointer in {"", f"/{attribute}"} or pointer.startswith(f"/{attribute}/")


def _is_unset(resource: Resource, pointer: str, reason: Unknown) -> bool:
    """Whether nobody writes what is not known: a plan marks policies that a role has not, too."""
    late = reason.code is ReasonCode.KNOWN_AFTER_APPLY and reason.reference is None
    return late and resource.type == ROLE and resource.set_values and pointer.count("/") == 1

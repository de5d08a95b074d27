"""Who holds which policies: an identity may do what all of its policies together let it.

A user has the policies of its groups beside its own. An attachment to nobody knows whom may be one
to anybody of its kind; of who holds a policy that is attached nowhere here, nothing is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import Written
from compliance_toolkit.terraform.access.exclusives import (
    ATTACHED,
    EXCLUSIVE,
    INLINE,
    SOLE,
    Exclusives,
    Way,
    way_of,
)
from compliance_toolkit.terraform.access.grants import Grants, Held, grants_of
from compliance_toolkit.terraform.access.holders import ATTACHMENT, IDENTITY
from compliance_toolkit.terraform.access.identities import (
    GROUP,
    HOLDERS,
    POLICY,
    ROLE,
    USER,
    Boundary,
    Identities,
    Identity,
    Meant,
    Place,
)

_MEMBERSHIPS = {
    "aws_iam_user_group_membership": ("user", "groups"),
    "aws_iam_group_membership": ("users", "group"),
}


class Entry(msgspec.Struct, frozen=True):
    """That a policy is held."""

    held: Held
    source: str
    """Address of the resource that it stands in."""

    doubt: Unknown | None = None
    """Why it cannot be told whether it is held; `None`: it is."""

    place: Place | None = None
    """See `Identity`."""

    way: Way | None = None
    """How it is held, where a list may take it away."""


class Caller(msgspec.Struct, frozen=True):
    """One identity, with all that is known of what it holds."""

    entries: tuple[Entry, ...]
    boundary: Boundary | None = None
    lost: Unknown | None = None
    """Why nobody here knows what else it holds; `None`: it is known."""


class Holdings:
    """The identities of one input, with their policies."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Read who holds what."""
        given = tuple(resources)
        self._identities = Identities(given)
        self._grants: dict[str, Grants] = {}
        self._meant: dict[str, list[Meant]] = {}
        self._held: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._astray: dict[str, list[Entry]] = defaultdict(list)
        self._attached: dict[str, list[tuple[str, Meant]]] = defaultdict(list)
        self._groups: dict[str, list[tuple[Identity, Unknown | None]]] = defaultdict(list)
        self._members: dict[str, list[Identity]] = defaultdict(list)
        self._unlisted: dict[str, Unknown] = {}
        self._exclusives = Exclusives()
        for one in given:
            if one.type in EXCLUSIVE:
                attribute, kind, _, _ = EXCLUSIVE[one.type]
                self._exclusives.add(one, kind, self._identities.meant(one, attribute, kind))
            if one.type in IDENTITY or one.type in ATTACHMENT:
                self._take(one)
            elif one.type in _MEMBERSHIPS:
                self._join(one)

    def grants(self, resource: Resource) -> Grants:
        """Give what a resource grants."""
        return self._grants[resource.address]

    def callers(self, resource: Resource) -> Iterator[Caller]:
        """Give everybody who holds what a resource grants."""
        own = [Entry(one, resource.address, way=one.way) for one in self.grants(resource).documents]
        if resource.type == POLICY:
            told = self._attached.get(resource.address, [])
            alone = Caller(tuple(own), lost=Unknown(ReasonCode.OUTSIDE_INPUT, resource.address))
        else:
            told = list(self._whom(resource))
            alone = Caller(tuple(own))  # it says of nobody that they have it
        if not any(meant.identities or meant.lost for _, meant in told):
            yield alone
        for kind, meant in told:
            for identity in meant.identities:
                yield from self._of(identity, own)
            if meant.lost is not None:
                beside = self._beside(self._astray[kind], own)
                yield Caller((*own, *beside), lost=meant.lost)

    def _of(self, identity: Identity, own: Sequence[Entry]) -> Iterator[Caller]:
        if identity.kind != GROUP:
            yield self._caller(identity, own)
            return
        members = self._members[identity.name]
        lost = None
        if not members:
            named = identity.name.replace(f"{GROUP} ", "group ", 1)
            lost = self._unlisted.get(identity.name) or Unknown(ReasonCode.OUTSIDE_INPUT, named)
        entries = self._beside(self._entries(identity), own)
        yield Caller((*own, *entries), lost=lost)
        for member in members:
            yield self._caller(member, own)

    def _caller(self, identity: Identity, own: Sequence[Entry]) -> Caller:
        own = [self._kept(one, identity) for one in own]
        entries = self._beside(self._entries(identity), own)
        boundary = self._identities.boundary(identity)
        return Caller((*own, *entries), boundary, self._unlisted.get(identity.name))

    def _entries(self, identity: Identity) -> list[Entry]:
        """Give what one identity holds, and what it may hold."""
        held = self._held[identity.kind, identity.name]
        found = [self._kept(_seen(one, identity), identity) for one in held]
        found += self._astray[identity.kind]
        if identity.kind == USER:
            for group, doubt in self._groups[identity.name]:
                found += [
                    Entry(one.held, one.source, one.doubt or doubt) for one in self._entries(group)
                ]
        return found

    def _kept(self, entry: Entry, identity: Identity) -> Entry:
        """Doubt a denial that a list leaves out: it goes. What is granted is held until then."""
        if entry.way is None or entry.doubt is not None or _only_allows(entry.held.document):
            return entry
        return replace(entry, doubt=self._exclusives.doubt(identity, entry.way))

    @staticmethod
    def _beside(entries: Iterable[Entry], own: Sequence[Entry]) -> list[Entry]:
        """Leave out what the asked resource itself holds, which is held for sure."""
        sources = {one.source for one in own}
        return [one for one in entries if one.source not in sources]

    # Reading

    def _take(self, resource: Resource) -> None:
        grants = self._grants[resource.address] = grants_of(resource, self._identities)
        if resource.type == POLICY:
            return
        entries = [_entry(one, resource) for one in grants.documents]
        for policy in grants.policies:
            way = way_of(resource, ATTACHED, policy)
            entries += [
                Entry(one, policy.address, grants.doubt, way=way)
                for one in grants_of(policy, self._identities).documents
            ]
        doubt = Unknown(ReasonCode.UNKNOWN_COUNT, resource.address)
        for kind, meant in self._whom(resource):
            for policy in grants.policies:
                self._attached[policy.address].append((kind, meant))
            if resource.type == ROLE:
                self._exclusives.add(resource, kind, meant)
            elif resource.type == SOLE:
                self._exclusives.keep(resource, grants.policies, meant)
            uncertain = doubt if "[*]" in resource.address or not meant.certain else None
            uncertain = uncertain and (meant.doubt or uncertain)
            for identity in meant.identities:
                for way in {one.way for one in entries if one.way is not None}:
                    self._exclusives.fill(identity, way)
                self._held[kind, identity.name] += [
                    replace(one, doubt=one.doubt or uncertain, place=identity.place)
                    for one in entries
                ]
            if meant.lost is not None:
                self._astray[kind] += [Entry(one.held, one.source, meant.lost) for one in entries]

    def _whom(self, resource: Resource) -> Iterator[tuple[str, Meant]]:
        """Say to whom a resource gives what it grants."""
        if resource.type == ROLE:
            yield ROLE, Meant((Identity(ROLE, resource.address),))
            return
        for attribute, kind in HOLDERS.get(resource.type, ()):
            yield kind, self._identities.meant(resource, attribute, kind)

    def _join(self, membership: Resource) -> None:
        """Note who is in which group."""
        whose, which = _MEMBERSHIPS[membership.type]
        users = self._identities.meant(membership, whose, USER)
        groups = self._identities.meant(membership, which, GROUP)
        doubt = None
        if "[*]" in membership.address or not (users.certain and groups.certain):
            doubt = Unknown(ReasonCode.UNKNOWN_COUNT, membership.address)
            doubt = users.doubt or groups.doubt or doubt
        for user in users.identities:
            self._groups[user.name] += [(group, doubt) for group in groups.identities]
            if groups.lost is not None:
                self._unlisted[user.name] = groups.lost
        for group in groups.identities:
            self._members[group.name] += users.identities
            if users.lost is not None:
                self._unlisted[group.name] = users.lost


def _only_allows(document: Written) -> bool:
    """Whether a policy surely denies nothing."""
    found = document.get("Statement") if isinstance(document, dict) else None
    listed = found if isinstance(found, list) else [found]
    return all(isinstance(one, dict) and one.get("Effect") == "Allow" for one in listed)


def _entry(held: Held, resource: Resource) -> Entry:
    """Say how a resource gives a policy that stands in it, or that AWS wrote."""
    way = held.way
    if resource.type in ATTACHMENT:
        way = way_of(resource, ATTACHED, resource, ATTACHMENT[resource.type])
    elif resource.type != ROLE:
        way = way_of(resource, INLINE, resource)
    return Entry(held, resource.address, way=way)


def _seen(entry: Entry, identity: Identity) -> Entry:
    """Doubt what another module or region gives to one of the same name: it may be another's."""
    if entry.place is None or entry.place == identity.place or entry.doubt is not None:
        return entry
    where = str(entry.place) or identity.name
    return replace(entry, doubt=Unknown(ReasonCode.OUTSIDE_INPUT, where))

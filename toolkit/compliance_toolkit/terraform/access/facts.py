"""What policies still allow, stated as facts of the resources that hold them.

A fact says what is open, never whether that is right: which countries are allowed is the law's to
say. It is made of what a policy does; its name, its description and its `Sid` prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from compliance_toolkit.models import AuditInput, JsonObject, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access import azure, google
from compliance_toolkit.terraform.access.calls import ACTIONS, BEDROCK, MANTLE, PLATFORM, Calls
from compliance_toolkit.terraform.access.documents import Lost, read, why
from compliance_toolkit.terraform.access.endpoints import Endpoints, service_of
from compliance_toolkit.terraform.access.holders import (
    ACCOUNT,
    AZURE,
    ENDPOINT,
    GOOGLE,
    IDENTITY,
    ORGANISATION_POLICY,
)
from compliance_toolkit.terraform.access.identities import Identities
from compliance_toolkit.terraform.access.organisations import (
    Level,
    Organisation,
    is_service_control,
)
from compliance_toolkit.terraform.access.rulings import Judgement, Ruling, judge, together
from compliance_toolkit.terraform.access.statements import Policy, Request, parse
from compliance_toolkit.terraform.access.survey import Judge, Survey, everything, survey
from compliance_toolkit.terraform.access.truth import Truth

ACCESS = "access"
"""The fact about Bedrock; see `schemas/resource.json`."""

PLATFORM_ACCESS = "platform_access"
"""The same about Claude Platform on AWS, where policies do not decide in which country it runs."""

_FACTS: Mapping[str, tuple[str, ...]] = {ACCESS: (BEDROCK, MANTLE), PLATFORM_ACCESS: (PLATFORM,)}
_CONTENT = "content"


def with_access(given: AuditInput, law: JsonObject) -> AuditInput:
    """State for each policy of an input what it still allows.

    Args:
        given: What was read of Terraform.
        law: The law's data: `routes` and `regions` say which calls there are.

    Returns:
        The same, where resources that hold policies have further values: `access` and
        `platform_access` for those of AWS, `locations` for those of Google and Azure. What cannot
        be told is listed in `unknown`. A policy that was proven to be about something else has no
        such value, and says so in `silent_on`.

    Raises:
        PolicyError: The data does not say which calls there are.
    """
    stated = _Stated(given, Calls(law))
    return replace(given, resources=tuple(map(stated.of, given.resources)))


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """One fact before it is written down."""

    found: Survey | None
    """`None`: the resource is about something else."""

    reason: Unknown | None = None
    more: JsonObject | None = None


class _Stated:
    """Makes the facts of one input."""

    def __init__(self, given: AuditInput, calls: Calls) -> None:
        self._calls = calls
        complete = not given.unresolved and not given.problems
        self._organisation = Organisation(given.resources, complete=complete)
        self._identities = Identities(given.resources)
        self._endpoints = Endpoints(given.resources)
        self._policies: dict[str, Policy] = {}
        self._guarding: dict[tuple[str, str], bool] = {}
        self._memo: dict[tuple[object, ...], Survey] = {}

    def of(self, resource: Resource) -> Resource:
        """Give a resource with its facts."""
        if resource.type in GOOGLE:
            return google.with_locations(resource)
        if resource.type in AZURE:
            return azure.with_locations(resource)
        made: Callable[[Resource, str], _Surveyed]
        if resource.type == ORGANISATION_POLICY:
            made = self._service_control
        elif resource.type == ACCOUNT:
            made = self._account
        elif resource.type in IDENTITY:
            made = self._identity
        elif resource.type in ENDPOINT:
            return _with(resource, ACCESS, self._endpoint(resource))
        else:
            return resource
        for name in _FACTS:
            resource = _with(resource, name, made(resource, name))
        return resource

    # Service control policies

    def _service_control(self, resource: Resource, fact: str) -> _Surveyed:
        kind = is_service_control(resource)
        if kind is None:
            return _Surveyed(Survey(), why(resource, "type"))
        if kind and isinstance(read(resource, _CONTENT), Lost):
            return _Surveyed(Survey(), why(resource, _CONTENT))
        if not kind or not self._is_guardrail(resource, fact):
            return _Surveyed(None)
        reason = why(resource, _CONTENT) or Unknown(ReasonCode.UNKNOWN_VALUE, _CONTENT)
        targets = self._organisation.targets(resource)
        if targets:
            found = Survey()
            for target in targets:
                found = found.wider(self._at(target, resource, fact))
            return _Surveyed(found, reason, {"in_force": True})
        alone = self._levels((Level([resource]),), resource, fact)
        if (doubt := self._organisation.doubt(resource)) is not None:
            return _Surveyed(alone.doubted(Ruling.DENIED), doubt)
        calls = self._calls.of(_FACTS[fact], self._partition(resource))
        return _Surveyed(everything(calls), None, {"in_force": False})

    def _account(self, resource: Resource, fact: str) -> _Surveyed:
        guards = [p for p in self._organisation.policies() if self._is_guardrail(p, fact)]
        if not guards:
            return _Surveyed(None)
        found = self._at(resource.address, resource, fact)
        path = self._organisation.path(resource.address)
        reason = next((r for p in guards if (r := why(p, _CONTENT))), None)
        if not path.complete:
            found = found.doubted(Ruling.ALLOWED)
            parent = resource.unknown.get("/parent_id")
            reason = parent or Unknown(ReasonCode.OUTSIDE_INPUT, "parent_id")
        return _Surveyed(found, reason or Unknown(ReasonCode.UNKNOWN_VALUE, _CONTENT))

    def _is_guardrail(self, policy: Resource, fact: str) -> bool:
        """Whether a service control policy has to do with calls to Claude.

        It has if it may keep a call from somebody, or if it speaks of their actions by name, be it
        to leave them out. One that keeps nobody from any of them guards something else.
        """
        key = policy.address, fact
        if key not in self._guarding:
            read_ = self._policy(policy, _CONTENT)
            actions = [action for name in _FACTS[fact] for action in ACTIONS[name]]
            self._guarding[key] = (
                any(
                    one.effect == "Deny" and one.names_service(action)
                    for one in read_.statements
                    for action in actions
                )
                or not self._levels((Level([policy]),), policy, fact).is_open
            )
        return self._guarding[key]

    def _at(self, target: str, resource: Resource, fact: str) -> Survey:
        return self._levels(self._organisation.path(target).levels, resource, fact)

    def _levels(self, levels: Sequence[Level], resource: Resource, fact: str) -> Survey:
        """Survey what the service control policies of some levels leave open."""
        certain = [
            ([self._policy(one, _CONTENT) for one in level.policies], level.full_access)
            for level in levels
        ]
        doubtful = [self._policy(one, _CONTENT) for level in levels for one in level.doubtful]

        def answer(request: Request) -> Judgement:
            found = together(
                judge(policies, request, _granted(policies, full=full))
                for policies, full in certain
                if policies or full
            )
            hidden = judge(doubtful, request, Truth.YES) if doubtful else None
            if hidden is not None and hidden.ruling is not Ruling.ALLOWED:
                return together([found, Judgement(Ruling.UNKNOWN)])
            return found

        key = (fact, self._partition(resource), str(certain), str(doubtful))
        every = [*(one for policies, _ in certain for one in policies), *doubtful]
        return self._surveyed(key, every, answer)

    # Policies of users, groups and roles

    def _identity(self, resource: Resource, fact: str) -> _Surveyed:
        documents = list(self._identities.documents(resource))
        if not documents:
            return _Surveyed(None)
        reason = why(resource, IDENTITY[resource.type])
        if all(isinstance(one, Lost) for one in documents):
            return _Surveyed(Survey(), reason)
        policies = [parse(document) for document in documents]
        if not any(one.speaks_of(_actions(fact)) for one in policies):
            return _Surveyed(None)
        boundary = self._identities.boundary(resource)
        layers = [policies]
        if boundary is not None:
            layers.append([parse(boundary.document)])

        def answer(request: Request) -> Judgement:
            return together(judge(layer, request) for layer in layers)

        key = (fact, self._partition(resource), str(layers))
        found = self._surveyed(key, [one for layer in layers for one in layer], answer)
        if not found.touched:
            return _Surveyed(None)
        unclear = boundary.reason if boundary is not None else None
        return _Surveyed(
            found,
            reason or unclear or Unknown(ReasonCode.UNKNOWN_VALUE, IDENTITY[resource.type]),
        )

    # Policies of endpoints

    def _endpoint(self, resource: Resource) -> _Surveyed:
        leads = service_of(resource)
        if leads is None:
            return _Surveyed(None)
        if isinstance(leads, Unknown):
            return _Surveyed(Survey(), leads)
        document, reason = self._endpoints.policy(resource)
        if isinstance(document, Lost):
            return _Surveyed(Survey(), reason)
        policy = parse(document, principals=True)
        service, region = leads
        partition = self._calls.partition(region)
        calls = [one for one in self._calls.of((service,), partition) if one.source == region]
        found = survey(calls, partition, [policy], lambda request: judge([policy], request))
        return _Surveyed(found, reason or Unknown(ReasonCode.UNKNOWN_VALUE, "policy"))

    # What they share

    def _surveyed(
        self, key: tuple[object, ...], policies: Sequence[Policy], answer: Judge
    ) -> Survey:
        if key not in self._memo:
            fact, partition = str(key[0]), str(key[1])
            calls = self._calls.of(_FACTS[fact], partition)
            self._memo[key] = survey(calls, partition, policies, answer)
        return self._memo[key]

    def _partition(self, resource: Resource) -> str:
        region = resource.region
        return self._calls.partition(region if isinstance(region, str) else "")

    def _policy(self, resource: Resource, attribute: str) -> Policy:
        if resource.address not in self._policies:
            self._policies[resource.address] = parse(read(resource, attribute))
        return self._policies[resource.address]


def _actions(fact: str) -> tuple[str, ...]:
    return tuple(action for service in _FACTS[fact] for action in ACTIONS[service])


def _granted(policies: Sequence[Policy], *, full: bool) -> Truth:
    """Whether `FullAWSAccess` stands beside the policies of a level.

    AWS attaches it everywhere. Whoever writes a list of what is allowed has to take it away, which
    no resource of Terraform shows.
    """
    lists = any(one.effect != "Deny" for policy in policies for one in policy.statements)
    return Truth.UNKNOWN if lists and not full else Truth.YES


def _with(resource: Resource, name: str, made: _Surveyed) -> Resource:
    if made.found is None:
        return replace(resource, silent_on=resource.silent_on | {name})
    if not made.found.found:
        reason = made.reason or Unknown(ReasonCode.UNKNOWN_VALUE, name)
        return replace(resource, unknown={**resource.unknown, f"/{name}": reason})
    fact = {**made.found.fact(), **(made.more or {})}
    unknown = dict(resource.unknown)
    if fact["unknown"]:
        unread = made.found.unread
        known = made.reason if unread is None else Unknown(ReasonCode.UNKNOWN_VALUE, unread)
        unknown[f"/{name}/unknown"] = known or Unknown(ReasonCode.UNKNOWN_VALUE, name)
    return replace(resource, values={**resource.values, name: fact}, unknown=unknown)

"""What policies still allow, stated as facts of the resources that hold them.

A fact says what is open, never whether that is right: which countries are allowed is the law's to
say. It is made of what a policy does; its name, its description and its `Sid` prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from compliance_toolkit.models import AuditInput, JsonObject, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.azure import Assignments
from compliance_toolkit.terraform.access.calls import ACTIONS, Calls
from compliance_toolkit.terraform.access.causes import cause_of, unsettled
from compliance_toolkit.terraform.access.documents import Lost, why
from compliance_toolkit.terraform.access.endpoints import (
    AGENT_ACTIONS,
    APART,
    Endpoints,
    leads_to_agents,
    service_of,
    written,
)
from compliance_toolkit.terraform.access.google_models import Constraints
from compliance_toolkit.terraform.access.granted import Granted
from compliance_toolkit.terraform.access.guardrails import Guardrails
from compliance_toolkit.terraform.access.holders import (
    ACCOUNT,
    ARM,
    ATTACHMENT,
    AZURE,
    ENDPOINT,
    GOOGLE,
    IDENTITY,
    ORGANISATION_POLICY,
    TEMPLATES,
)
from compliance_toolkit.terraform.access.native import Natives
from compliance_toolkit.terraform.access.organisations import Organisation, is_resource_control
from compliance_toolkit.terraform.access.parsing import fault_of, parse
from compliance_toolkit.terraform.access.rulings import Ruling, judge
from compliance_toolkit.terraform.access.survey import Survey
from compliance_toolkit.terraform.access.surveyor import (
    ACCESS,
    FACTS,
    Surveyed,
    Surveyor,
    actions_of,
)
from compliance_toolkit.terraform.access.templates import granting
from compliance_toolkit.terraform.access.words import Words


def with_access(given: AuditInput, law: JsonObject) -> AuditInput:
    """State for each policy of an input what it still allows.

    Args:
        given: What was read of Terraform.
        law: The law's data: `routes` and `regions` say which calls there are.

    Returns:
        The same, where resources that hold policies have further values: `access` and
        `platform_access` for those of AWS, `locations` for those of Google and Azure, `models` and
        `features` for those of Google. What cannot be told is listed in `unknown`. A policy that
        was proven to be about something else has no such value, and says so in `silent_on`.

    Raises:
        PolicyError: The data does not say which calls there are.
    """
    stated = _Stated(given, Calls(law), Words(law))
    return replace(given, resources=tuple(map(stated.native, given.resources)))


class _Stated:
    """Makes the facts of one input."""

    def __init__(self, given: AuditInput, calls: Calls, words: Words) -> None:
        self._natives = Natives(given.resources)
        resources = self._natives.every
        organisation = Organisation(resources, unread=_unread(given))
        self._surveyor = Surveyor(calls)
        self._guardrails = Guardrails(organisation, self._surveyor)
        self._granted = Granted(resources, calls, self._surveyor)
        self._endpoints = Endpoints(given.resources)
        self._constraints = Constraints(given.resources)
        self._words = words
        self._assignments = Assignments(given.resources)

    def native(self, resource: Resource) -> Resource:
        """Give a resource with its facts, of whichever provider it is."""
        return self._natives.stated(resource, self.of)

    def of(self, resource: Resource) -> Resource:
        """Give a resource with its facts."""
        if resource.type in GOOGLE:
            return self._words.noted(self._constraints.stated(resource))
        if resource.type in AZURE or resource.type == ARM:
            return self._words.noted(self._assignments.with_locations(resource))
        made: Callable[[Resource, str], Surveyed]
        if resource.type == ORGANISATION_POLICY:
            binds_resources = is_resource_control(resource)
            guards = self._guardrails
            made = guards.resource_control if binds_resources else guards.policy
        elif resource.type == ACCOUNT:
            made = self._guardrails.account
        elif resource.type in IDENTITY or resource.type in ATTACHMENT:
            if self._granted.nothing(resource):  # most roles
                return replace(resource, silent_on=resource.silent_on.union(FACTS))
            made = self._granted.of
        elif resource.type in ENDPOINT:
            return _with(resource, ACCESS, self._endpoint(resource))
        elif resource.type in TEMPLATES:
            made = _inside
        else:
            return resource
        for name in FACTS:
            resource = _with(resource, name, made(resource, name))
        return resource

    # Policies of endpoints

    def _endpoint(self, resource: Resource) -> Surveyed:
        if resource.type == APART:
            return self._policy_apart(resource)
        if (agents := leads_to_agents(resource)) is not None:
            document, reason = self._endpoints.policy(resource)
            speaks = parse(document, principals=True).speaks_of(AGENT_ACTIONS)
            return Surveyed(Survey(), reason or agents) if speaks else Surveyed(None)
        leads = service_of(resource)
        if leads is None:
            return Surveyed(None)
        if isinstance(leads, Unknown):
            return Surveyed(Survey(), leads)
        document, reason = self._endpoints.policy(resource)
        if isinstance(document, Lost):
            return Surveyed(Survey(), reason)
        policy = parse(document, principals=True)
        service, region = leads
        found = self._surveyor.ask_from(
            region, service, policy, lambda request: judge([policy], request)
        )
        reason = fault_of(document, "policy", principals=True) or reason
        cause = cause_of(policy, ACTIONS[service]) or unsettled(policy, ACTIONS[service])
        return Surveyed(found, reason or cause or Unknown(ReasonCode.UNKNOWN_VALUE, "policy"))

    def _policy_apart(self, resource: Resource) -> Surveyed:
        """Doubt what a policy lets through whose endpoint is elsewhere: it may be of any."""
        astray = self._endpoints.astray(resource)
        if astray is None:
            return Surveyed(None)  # judged at its endpoint
        document = written(resource)
        if isinstance(document, Lost):
            return Surveyed(Survey(), why(resource, "policy") or astray)
        policy = parse(document, principals=True)
        found = Survey()
        for fact in FACTS:
            calls = self._surveyor.calls(fact, resource)
            for region, service in dict.fromkeys((one.source, one.service) for one in calls):
                found = found.wider(
                    self._surveyor.ask_from(
                        region, service, policy, lambda request: judge([policy], request)
                    )
                )
        return Surveyed(found.doubted(Ruling.ALLOWED) if found.is_about_calls else None, astray)


def _inside(resource: Resource, fact: str) -> Surveyed:
    """Say nothing of policies inside of a template, if they may grant a call at all."""
    reason = granting(resource, actions_of(fact))
    return Surveyed(None) if reason is None else Surveyed(Survey(), reason)


def _unread(given: AuditInput) -> Unknown | None:
    """Say why the first part of an input that was not read was not."""
    for address, told in given.unresolved:
        return Unknown(told.code, address)
    for problem in given.problems:
        file = problem.location.file if problem.location is not None else given.path
        return Unknown(ReasonCode.OUTSIDE_INPUT, file)
    return None


def _with(resource: Resource, name: str, made: Surveyed) -> Resource:
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

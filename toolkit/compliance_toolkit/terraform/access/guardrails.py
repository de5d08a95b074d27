"""Service control policies as guardrails: what they leave open where they are attached."""

from __future__ import annotations

from collections.abc import Sequence

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.asking import Asker
from compliance_toolkit.terraform.access.causes import cause_of, is_lost, unsettled
from compliance_toolkit.terraform.access.documents import Lost, read, why
from compliance_toolkit.terraform.access.organisations import (
    Level,
    Organisation,
    is_service_control,
)
from compliance_toolkit.terraform.access.parsing import fault_of, parse
from compliance_toolkit.terraform.access.rulings import Judgement, Ruling, judge, together
from compliance_toolkit.terraform.access.statements import Policy, Request
from compliance_toolkit.terraform.access.survey import Survey, everything
from compliance_toolkit.terraform.access.surveyor import Surveyed, Surveyor, actions_of
from compliance_toolkit.terraform.access.truth import Truth

_CONTENT = "content"
_FULL_ACCESS = "p-FullAWSAccess"
_UNREAD = Unknown(ReasonCode.UNKNOWN_VALUE, _CONTENT)


class Guardrails:
    """The service control policies of one input."""

    def __init__(self, organisation: Organisation, surveyor: Surveyor) -> None:
        """Take what is attached where, and who asks."""
        self._organisation = organisation
        self._surveyor = surveyor
        self._policies: dict[str, Policy] = {}
        self._guarding: dict[tuple[str, str], bool] = {}

    def policy(self, resource: Resource, fact: str) -> Surveyed:
        """Say what a policy leaves open at its targets, together with what else is in force there.

        One that is attached to nothing leaves everything open.
        """
        kind = is_service_control(resource)
        if kind is None:
            return Surveyed(Survey(), why(resource, "type"))
        if kind and isinstance(read(resource, _CONTENT), Lost):
            return Surveyed(Survey(), why(resource, _CONTENT))
        if not kind or not self._is_guardrail(resource, fact):
            return Surveyed(None)
        reason = self._unclear([resource], fact)
        paths = [self._organisation.path(one) for one in self._organisation.targets(resource)]
        if paths:
            found = Survey()
            for path in paths:
                found = found.wider(self._levels(path.levels, resource, fact))
            doubt = next((one.doubt for one in paths if one.doubt is not None), None)
            last = self._unsettled([resource], fact)
            return Surveyed(found, reason or doubt or last, {"in_force": True})
        alone = self._levels((Level([resource]),), resource, fact)
        if (doubt := self._organisation.doubt(resource)) is not None:
            return Surveyed(alone.doubted(Ruling.DENIED), doubt)
        calls = self._surveyor.calls(fact, resource)
        return Surveyed(everything(calls), None, {"in_force": False})

    def resource_control(self, resource: Resource, fact: str) -> Surveyed:
        """Say nothing of a policy that binds resources, if it speaks of calls to Claude at all.

        AWS lists the services whose resources such policies bind; whether Claude's models are among
        them nobody has read. It only ever denies, so what it is silent on it leaves to others.
        """
        content = parse(read(resource, _CONTENT), principals=True)
        if not content.speaks_of(actions_of(fact)):
            return Surveyed(None)
        unread = Unknown(ReasonCode.UNKNOWN_VALUE, str(resource.values["type"]))
        return Surveyed(Survey(), why(resource, _CONTENT) or unread)

    def account(self, resource: Resource, fact: str) -> Surveyed:
        """Say what is open to an account, if the input has any guardrail that could bind it."""
        guards = [p for p in self._organisation.policies() if self._is_guardrail(p, fact)]
        if not guards:
            return Surveyed(None)
        path = self._organisation.path(resource.address)
        found = self._levels(path.levels, resource, fact)
        if path.complete:
            reason = self._unclear(guards, fact) or path.doubt
            return Surveyed(found, reason or self._unsettled(guards, fact))
        parent = resource.unknown.get("/parent_id")
        reason = parent or Unknown(ReasonCode.OUTSIDE_INPUT, "parent_id")
        return Surveyed(found.doubted(Ruling.ALLOWED), reason)

    def _unclear(self, policies: Sequence[Resource], fact: str) -> Unknown | None:
        """Say why it cannot be told what service control policies themselves leave open."""
        actions = actions_of(fact)
        for one in policies:
            policy = self._read(one)
            if is_lost(policy, actions):
                lost = fault_of(read(one, _CONTENT), _CONTENT) or why(one, _CONTENT)
                if lost is not None:
                    return lost
            if (cause := cause_of(policy, actions)) is not None:
                return cause
        if any(_lists(self._read(one)) for one in policies):
            return Unknown(ReasonCode.OUTSIDE_INPUT, _FULL_ACCESS)
        return None

    def _unsettled(self, policies: Sequence[Resource], fact: str) -> Unknown:
        """Say what they hang on, where each word of them is known."""
        found = (unsettled(self._read(one), actions_of(fact)) for one in policies)
        return next((one for one in found if one is not None), _UNREAD)

    def _is_guardrail(self, policy: Resource, fact: str) -> bool:
        """Whether a service control policy has to do with calls to Claude.

        It has if it may keep a call from everybody, or one call from more than another, or if it
        speaks of their actions by name, be it to leave them out. One that keeps the same callers
        from all that they could do guards something else.
        """
        key = policy.address, fact
        if key not in self._guarding:
            content = self._read(policy)
            named = any(
                one.effect == "Deny" and one.names_service(action)
                for one in content.statements
                for action in actions_of(fact)
            )
            self._guarding[key] = named or (
                (_lists(content) or content.speaks_of(actions_of(fact)))
                and self._closes(policy, fact)
            )
        return self._guarding[key]

    def _closes(self, policy: Resource, fact: str) -> bool:
        """Whether a policy closes a call, or closes one to more callers than another."""
        alone = self._levels((Level([policy]),), policy, fact)
        return not alone.is_open or alone.tells_calls_apart

    def _levels(self, levels: Sequence[Level], resource: Resource, fact: str) -> Survey:
        """Survey what the service control policies of some levels leave open."""
        certain = [
            ([self._read(one) for one in level.policies], level.full_access) for level in levels
        ]
        doubtful = [self._read(one) for level in levels for one in level.doubtful]

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

        every = [*(one for policies, _ in certain for one in policies), *doubtful]
        told = f"{certain} {doubtful}"
        return self._surveyor.ask(fact, resource, told, Asker(every, answer))

    def _read(self, policy: Resource) -> Policy:
        if policy.address not in self._policies:
            self._policies[policy.address] = parse(read(policy, _CONTENT))
        return self._policies[policy.address]


def _granted(policies: Sequence[Policy], *, full: bool) -> Truth:
    """Whether `FullAWSAccess` stands beside the policies of a level.

    AWS attaches it everywhere. Whoever writes a list of what is allowed has to take it away, which
    no resource of Terraform shows.
    """
    return Truth.UNKNOWN if any(map(_lists, policies)) and not full else Truth.YES


def _lists(policy: Policy) -> bool:
    """Whether a policy may say what is allowed, and not only what is denied."""
    return any(one.effect != "Deny" for one in policy.statements)

"""Policies of VPC endpoints: what they let through. Who calls by another way is not bound."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.calls import BEDROCK, MANTLE, PLATFORM
from compliance_toolkit.terraform.access.documents import LOST, Written, read, why
from compliance_toolkit.terraform.addresses import without_index

_SERVICES = {
    "bedrock-runtime": BEDROCK,
    "bedrock-runtime-fips": BEDROCK,
    "bedrock-mantle": MANTLE,
    "aws-external-anthropic": PLATFORM,
}
_AGENTS = frozenset(("bedrock-agent-runtime", "bedrock-agent-runtime-fips"))
AGENT_ACTIONS = (
    "bedrock:GenerateQuery",
    "bedrock:InvokeAgent",
    "bedrock:InvokeFlow",
    "bedrock:InvokeInlineAgent",
    "bedrock:OptimizePrompt",
    "bedrock:RetrieveAndGenerate",
    "bedrock:StartFlowExecution",
)
"""What lets an agent, a flow or a knowledge base call the model that it names, or its caller."""
_NAME = re.compile(r"(?:[a-z]+\.)?(?:com\.amazonaws|eu\.amazonaws|aws\.api)\.([^.]+)\.([^.]+)")
_ID = "vpc_endpoint_id"
APART = "aws_vpc_endpoint_policy"
_EVERYTHING: Written = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
}
"""What AWS sets where nobody sets anything."""


class Endpoints:
    """The endpoint policies of one input that stand in a resource of their own."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Keep those that are policies of endpoints, and the endpoints."""
        given = tuple(resources)
        self._apart = [one for one in given if one.type == APART]
        self._endpoints = [one for one in given if one.type == "aws_vpc_endpoint"]

    def policy(self, endpoint: Resource) -> tuple[Written, Unknown | None]:
        """Give the policy of an endpoint, and why something of it is not known."""
        apart = [one for one in self._apart if _is_of(one, endpoint)]
        if len(apart) > 1:  # of instances those of one key; else the one that was made last
            apart = [one for one in apart if _key(one) == _key(endpoint)] or apart
        if len(apart) > 1:
            return LOST, Unknown(ReasonCode.UNKNOWN_VALUE, apart[0].address)
        for one in apart:
            return written(one), why(one, "policy")
        reason = endpoint.unknown.get("/policy")
        late = reason is not None and reason.code is ReasonCode.KNOWN_AFTER_APPLY
        if late and reason is not None and reason.reference is None and endpoint.set_values:
            return _EVERYTHING, None  # a plan in which nobody sets it
        return written(endpoint), why(endpoint, "policy")

    def astray(self, policy: Resource) -> Unknown | None:
        """Say why nobody knows whose policy one is that stands apart; `None`: its endpoint's."""
        if any(_is_of(policy, one) for one in self._endpoints):
            return None
        named = policy.values.get("vpc_endpoint_id")
        told = Unknown(ReasonCode.OUTSIDE_INPUT, named if isinstance(named, str) else _ID)
        return policy.unknown.get(f"/{_ID}") or policy.unknown.get("") or told


def written(resource: Resource) -> Written:
    """Give the policy that a resource sets, or what AWS sets in its place."""
    found = read(resource, "policy")
    return _EVERYTHING if found is None else found


def leads_to_agents(endpoint: Resource) -> Unknown | None:
    """Say that an endpoint leads to what calls models by itself; `None`: it does not."""
    name = endpoint.values.get("service_name")
    found = _NAME.fullmatch(name) if isinstance(name, str) else None
    if found is None or found[2] not in _AGENTS:
        return None
    return Unknown(ReasonCode.UNKNOWN_VALUE, f"{found[2]}: what agents call")


def service_of(endpoint: Resource) -> tuple[str, str] | Unknown | None:
    """Say which route an endpoint leads to, and in which region; `None`: to none of Claude's."""
    name = endpoint.values.get("service_name")
    if not isinstance(name, str):
        reason = endpoint.unknown.get("/service_name") or endpoint.unknown.get("")
        return reason or Unknown(ReasonCode.UNKNOWN_VALUE, "service_name")
    found = _NAME.fullmatch(name)
    if found is None or found[2] not in _SERVICES:
        return None
    for pointer in ("/service_region", ""):
        if (reason := endpoint.unknown.get(pointer)) is not None and reason.reference is not None:
            return reason
    other = endpoint.values.get("service_region")
    if isinstance(other, str) and other not in {"", found[1]}:
        return Unknown(ReasonCode.UNKNOWN_VALUE, "service_region")
    return _SERVICES[found[2]], found[1]


def _is_of(policy: Resource, endpoint: Resource) -> bool:
    """Whether a policy that stands apart is that of an endpoint."""
    given = policy.values.get("vpc_endpoint_id")
    if isinstance(given, str):
        return given == endpoint.values.get("id")
    names = policy.references.get("/vpc_endpoint_id", ())
    return endpoint.address in names or without_index(endpoint.address) in names


def _key(resource: Resource) -> str:
    return resource.address[len(without_index(resource.address)) :]

"""Policies of VPC endpoints: what they let through. Who calls by another way is not bound."""

from __future__ import annotations

from collections.abc import Iterable

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.calls import BEDROCK, MANTLE
from compliance_toolkit.terraform.access.documents import Written, read, why
from compliance_toolkit.terraform.addresses import without_index

_SERVICES = {"bedrock-runtime": BEDROCK, "bedrock-mantle": MANTLE}
_APART = "aws_vpc_endpoint_policy"
_EVERYTHING: Written = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
}
"""What AWS sets where nobody sets anything."""


class Endpoints:
    """The endpoint policies of one input that stand in a resource of their own."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Keep those that are policies of endpoints."""
        self._apart = [one for one in resources if one.type == _APART]

    def policy(self, endpoint: Resource) -> tuple[Written, Unknown | None]:
        """Give the policy of an endpoint, and why something of it is not known."""
        for one in self._apart:
            names = one.references.get("/vpc_endpoint_id", ())
            if endpoint.address in names or without_index(endpoint.address) in names:
                return read(one, "policy"), why(one, "policy")
        reason = endpoint.unknown.get("/policy")
        late = reason is not None and reason.code is ReasonCode.KNOWN_AFTER_APPLY
        if late and reason is not None and reason.reference is None and endpoint.set_values:
            return _EVERYTHING, None  # a plan in which nobody sets it
        found = read(endpoint, "policy")
        return (_EVERYTHING if found is None else found), why(endpoint, "policy")


def service_of(endpoint: Resource) -> tuple[str, str] | Unknown | None:
    """Say which route an endpoint leads to, and in which region; `None`: to none of Claude's."""
    name = endpoint.values.get("service_name")
    if not isinstance(name, str):
        reason = endpoint.unknown.get("/service_name") or endpoint.unknown.get("")
        return reason or Unknown(ReasonCode.UNKNOWN_VALUE, "service_name")
    region, _, service = name.removeprefix("com.amazonaws.").partition(".")
    if service not in _SERVICES:
        return None
    return _SERVICES[service], region

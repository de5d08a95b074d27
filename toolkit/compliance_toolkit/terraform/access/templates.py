"""Policies inside of what CloudFormation makes: that they may grant calls, and no more.

They are not held against what else binds whom they are for, so of one that may be about calls to
Claude nothing is known. What a template says of other things is for others to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from compliance_toolkit.models import ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.access.documents import LOST, Lost, Written, read, read_text
from compliance_toolkit.terraform.access.holders import TEMPLATES
from compliance_toolkit.terraform.access.managed import document_of, is_managed
from compliance_toolkit.terraform.access.parsing import parse

_IAM = frozenset(
    (
        *("AWS::IAM::Group", "AWS::IAM::GroupPolicy", "AWS::IAM::ManagedPolicy"),
        *("AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::RolePolicy", "AWS::IAM::User"),
        *("AWS::IAM::UserPolicy", "AWS::SSO::PermissionSet"),
    )
)
_OWN = {
    "awscc_iam_group": "AWS::IAM::Group",
    "awscc_iam_user": "AWS::IAM::User",
    "awscc_sso_permission_set": "AWS::SSO::PermissionSet",
}
"""Resources that hold policies themselves, and are no template."""

_DOCUMENTS = frozenset(("policydocument", "policies", "inlinepolicy"))
_LISTS = frozenset(("managedpolicyarns", "managedpolicies", "customermanagedpolicyreferences"))
_TRUST = "assumerolepolicydocument"
_TAG = re.compile(r"(?<=[\s:\-\[,])!\w+(?:\.\w+)*")


def granting(resource: Resource, actions: Sequence[str]) -> Unknown | None:
    """Say that something in a template may grant one of some actions; `None`: nothing does.

    Args:
        resource: One of `TEMPLATES`.
        actions: As policies name them.
    """
    for kind, node in _made(resource):
        for document in _documents(node):
            if isinstance(document, Lost) or parse(document).speaks_of(actions):
                return Unknown(ReasonCode.UNKNOWN_VALUE, f"{kind}: inside of a template")
    return None


def _made(resource: Resource) -> Iterator[tuple[str, Written]]:
    """Give what holds policies, with its type as CloudFormation spells it."""
    own = _OWN.get(resource.type)
    if own is not None:
        yield from ((own, one) for one in _held(resource))
        return
    attribute = TEMPLATES[resource.type]
    template = read(resource, attribute)
    text = resource.values.get(attribute)
    if isinstance(template, Lost) and isinstance(text, str):
        template = _yaml(text)
    if resource.type == "aws_cloudcontrolapi_resource":
        named = resource.values.get("type_name")
        if not isinstance(named, str):
            yield "type_name", {"Policies": LOST}
        elif named in _IAM:
            yield named, {"Policies": LOST} if isinstance(template, Lost) else template
        return
    resources = template.get("Resources") if isinstance(template, dict) else None
    for one in resources.values() if isinstance(resources, dict) else ():
        kind = one.get("Type") if isinstance(one, dict) else None
        if isinstance(one, dict) and isinstance(kind, str) and kind in _IAM:
            yield kind, one.get("Properties")


def _held(resource: Resource) -> Iterator[Written]:
    """Give each attribute of what holds policies itself, and the name of each that is lost."""
    for name, value in resource.values.items():
        yield {name: _plain(value)}
    for pointer, reason in resource.unknown.items():
        if pointer == "" or reason.reference is not None:  # else nobody writes it
            yield {pointer.partition("/")[2].partition("/")[0] or "policies": LOST}


def _plain(value: object) -> Written:
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, str):
        text = read_text(value)
        return text if isinstance(text, dict) else value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int | float) else None


def _yaml(text: str) -> Written:
    """Read a template in YAML; lost where it is none."""
    from compliance_toolkit.terraform.workloads import charts  # noqa: PLC0415  seldom

    found = charts.read_yaml_text(_TAG.sub("", text))
    return _plain(found) if isinstance(found, dict) else LOST


def _documents(node: Written, key: str = "") -> Iterator[Written]:
    """Yield the policies below a node; a lost one where one may stand."""
    name = key.replace("_", "").lower()
    if name == _TRUST:
        return
    if name in _LISTS:
        yield from _listed(node)
    elif (isinstance(node, dict) and "Statement" in node) or (
        isinstance(node, Lost) and name in _DOCUMENTS
    ):
        yield node
    elif isinstance(node, dict):
        for inner, value in node.items():  # what chooses stands for what is chosen
            yield from _documents(value, key if inner.startswith("Fn::") else inner)
    elif isinstance(node, list):
        for one in node:
            yield from _documents(one, key)
    elif isinstance(node, str) and name in _DOCUMENTS and node:
        yield read_text(node)


def _listed(node: Written) -> Iterator[Written]:
    """Yield what policies say that are listed by their ARNs; lost where nobody has read them."""
    for one in node if isinstance(node, list) else [node]:
        if isinstance(one, str) and is_managed(one):
            document = document_of(one)
            if document is not None:
                yield document
        elif one is not None:
            yield LOST

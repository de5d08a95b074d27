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
_NESTED = frozenset(
    (
        *("AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet"),
        *("AWS::Serverless::Application", "AWS::ServiceCatalog::CloudFormationProvisionedProduct"),
    )
)
"""What is made by a template that stands elsewhere."""

_MODULE = "::MODULE"
_SERVERLESS = "AWS::Serverless::"
_INCLUDED = "Fn::Transform"
_WHAT = frozenset((_INCLUDED, "Name"))
"""What names a transform in the place of a resource: its own key, or that of its short form."""

_LOOP = "Fn::ForEach::"
_KNOWN = ("AWS::CodeDeployBlueGreen", "AWS::LanguageExtensions", "AWS::Serverless-2016-10-31")
"""Transforms that bring no policy along but what stands in the template."""

_OWN = {
    "awscc_iam_group": "AWS::IAM::Group",
    "awscc_iam_user": "AWS::IAM::User",
    "awscc_sso_permission_set": "AWS::SSO::PermissionSet",
}
"""Resources that hold policies themselves, and are no template."""

_DOCUMENTS = frozenset(("policydocument", "policies", "inlinepolicy"))
_LISTS = frozenset(("managedpolicyarns", "managedpolicies", "customermanagedpolicyreferences"))
_TRUST = "assumerolepolicydocument"
_NOTHING = "AWS::NoValue"
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
    if isinstance(template, Lost):
        yield attribute, {"Policies": LOST}
    elif isinstance(template, dict):
        yield from _included(template)
        yield from _resources(template.get("Resources"))


def _included(template: dict[str, Written]) -> Iterator[tuple[str, Written]]:
    """Give the transforms of a whole template that may bring along what stands elsewhere."""
    given = template.get("Transform")
    for one in given if isinstance(given, list) else [given]:
        if one is not None and one not in _KNOWN:
            yield (one if isinstance(one, str) else "Transform"), {"Policies": LOST}
    if _INCLUDED in template:
        yield _INCLUDED, {"Policies": LOST}


def _resources(given: Written) -> Iterator[tuple[str, Written]]:
    """Give those of a template's resources that hold policies, or may."""
    if isinstance(given, Lost):
        yield "Resources", {"Policies": LOST}
    for name, one in given.items() if isinstance(given, dict) else ():
        if name.startswith(_LOOP):
            yield from _resources(one[-1] if isinstance(one, list) and one else LOST)
        elif name == _INCLUDED or _is_lost(one):
            yield name, {"Policies": LOST}
        elif isinstance(one, dict):
            kind = one.get("Type")
            kind = kind if isinstance(kind, str) else ""
            if kind in _NESTED or kind.endswith(_MODULE):
                yield kind, {"Policies": LOST}
            elif kind.startswith(_SERVERLESS):
                yield kind, {"Policies": _serverless(one.get("Properties"))}
            elif (_INCLUDED in one and kind in _IAM) or (not kind and one.keys() & _WHAT):
                yield kind or _INCLUDED, {"Policies": LOST}
            elif kind in _IAM:
                properties = one.get("Properties")
                yield kind, {"Policies": LOST} if isinstance(properties, Lost) else properties


def _is_lost(resource: Written) -> bool:
    """Whether it is not known of what kind a resource of a template is."""
    kind = resource.get("Type") if isinstance(resource, dict) else resource
    return isinstance(kind, Lost)


def _serverless(properties: Written) -> Written:
    """Give the policies of a function of AWS SAM: documents, and names or ARNs of others."""
    if not isinstance(properties, dict) or _INCLUDED in properties:
        return LOST if properties is not None else None
    given = properties.get("Policies")
    listed = given if isinstance(given, list) else [given]
    return [one for name in listed for one in _of_serverless(name)]


def _of_serverless(given: Written) -> Iterator[Written]:
    if isinstance(given, dict) and "Statement" in given:
        yield given
    elif isinstance(given, str):
        yield from _listed(given if is_managed(given) else f"arn:aws:iam::aws:policy/{given}")
    elif given is not None:
        yield LOST  # a policy of SAM's own, or one that is chosen


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
    elif isinstance(node, dict) and (_INCLUDED in node or _is_referred(node, name)):
        yield LOST
    elif isinstance(node, dict):
        for inner, value in node.items():  # what chooses stands for what is chosen
            yield from _documents(value, key if inner.startswith("Fn::") else inner)
    elif isinstance(node, list):
        for one in node:
            yield from _documents(one, key)
    elif isinstance(node, str) and name in _DOCUMENTS and node:
        yield read_text(node)


def _is_referred(node: dict[str, Written], name: str) -> bool:
    """Whether a policy is what a parameter holds."""
    return name in _DOCUMENTS and "Ref" in node and node["Ref"] != _NOTHING


def _listed(node: Written) -> Iterator[Written]:
    """Yield what policies say that are listed by their ARNs; lost where nobody has read them."""
    for one in node if isinstance(node, list) else [node]:
        if isinstance(one, str) and is_managed(one):
            document = document_of(one)
            if document is not None:
                yield document
        elif one is not None:
            yield LOST

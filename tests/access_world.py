"""A small world of policies: resources told only what a test is about, and what they leave open."""

import json
from typing import Any

from compliance_toolkit.models import AuditInput, Resource, Unknown
from compliance_toolkit.policy import bundle
from compliance_toolkit.terraform.access.documents import Written
from compliance_toolkit.terraform.access.holders import state_access
from compliance_toolkit.terraform.access.parsing import parse
from compliance_toolkit.terraform.access.patterns import Context
from compliance_toolkit.terraform.access.rulings import Ruling, judge
from compliance_toolkit.terraform.access.statements import Request

LAW: Any = bundle.load(bundle.default_root()).data["compliance"]

EU_SIX = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"]
ROOT = "aws_organizations_organization.org"
UNIT = "aws_organizations_organizational_unit.eu"


def policy(*statements, version="2012-10-17") -> str:
    return json.dumps({"Version": version, "Statement": list(statements)})


def deny(action="bedrock:*", resource="*", **more) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def allow(action="bedrock:*", resource="*", **more) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def outside(regions, *actions, operator="StringNotEquals") -> dict[str, Any]:
    """Deny what is asked for in another region."""
    listed = list(actions) or ["bedrock:*", "bedrock-mantle:*"]
    return deny(listed, Condition={operator: {"aws:RequestedRegion": regions}})


def resource(address, values=None, unknown=None, references=None, **more) -> Resource:
    type_ = address.removeprefix("module.m.").split(".")[0]
    given = {"provider": type_.split("_")[0], "region": None, **more}
    return Resource(
        address=address,
        type=type_,
        values=values or {},
        unknown=unknown or {},
        references={f"/{name}": tuple(to) for name, to in (references or {}).items()},
        **given,
    )


def scp(*statements, name="guard", **more) -> Resource:
    content = policy(*statements)
    return resource(f"aws_organizations_policy.{name}", {"content": content, **more})


def attached(to=ROOT, name="guard", index="") -> Resource:
    policy_id = f"aws_organizations_policy.{name}"
    return resource(
        f"aws_organizations_policy_attachment.{name}_{to.split('.')[-1]}{index}",
        references={"policy_id": [policy_id], "target_id": [to]},
    )


def unit(address=UNIT, parent=ROOT) -> Resource:
    return resource(address, references={"parent_id": [parent]})


def account(name="a", parent=ROOT) -> Resource:
    return resource(f"aws_organizations_account.{name}", references={"parent_id": [parent]})


def identity(*statements, name="x", **values) -> Resource:
    return resource(f"aws_iam_role_policy.{name}", {"policy": policy(*statements), **values})


def stated(*resources, unresolved=()) -> dict[str, Resource]:
    """The resources of one input with their facts, by address."""
    given = AuditInput("infra", "terraform-plan", tuple(resources), unresolved=unresolved)
    return {one.address: one for one in state_access(given, LAW).resources}


def first(*resources, **more) -> Resource:
    """The first of them with its facts."""
    return stated(*resources, **more)[resources[0].address]


def calls(found: Resource, kind="allowed", fact="access", service="bedrock") -> set[Any]:
    """What a fact lists: scope and source of each call."""
    value: Any = found.values[fact]
    return {(one["scope"], one["source"]) for one in value[kind] if one["service"] == service}


def scopes(found: Resource, **more) -> set[str]:
    return {scope for scope, _ in calls(found, **more)}


def sources(found: Resource, **more) -> set[str]:
    return {source for _, source in calls(found, **more)}


def destinations(found: Resource, scope: str) -> set[str]:
    """Where calls of one scope may run."""
    value: Any = found.values["access"]
    listed = [one["destinations"] for one in value["allowed"] if one["scope"] == scope]
    return {name for one in listed for name in ([one] if isinstance(one, str) else one)}


def reason(found: Resource, pointer="/access/unknown") -> Unknown:
    return found.unknown[pointer]


def ruled(document: Written, action="s3:GetObject", on="arn:aws:s3:::b/k", who=None, **keys):
    """What one policy alone makes of a request whose every other key is absent."""
    known = {
        name.lower(): (value,) if isinstance(value, str) else value for name, value in keys.items()
    }
    asked = Request(action, on, Context(known), who)
    return judge([parse(document, principals=who is not None)], asked).ruling


def grants(condition, **keys) -> bool | None:
    """Whether an `Allow` under a condition applies; `None`: not known."""
    given: Written = {"Version": "2012-10-17", "Statement": [allow("*", Condition=condition)]}
    match ruled(given, **keys):
        case Ruling.ALLOWED:
            return True
        case Ruling.UNGRANTED:
            return False
        case _:
            return None

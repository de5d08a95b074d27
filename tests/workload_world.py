"""A small world of workloads: resources told only what a test is about, and where they lead."""

from __future__ import annotations

import json
from typing import Any

from access_world import LAW, resource
from compliance_toolkit.models import AuditInput, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.workloads.holders import state_workloads

SIX = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"]
LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_x.y.arn")
SENSITIVE = Unknown(ReasonCode.SENSITIVE)


def stated(one: Resource) -> Resource:
    """A workload with its facts."""
    return state_workloads(AuditInput("infra", "terraform-plan", (one,)), LAW).resources[0]


def workload(kind: str, values: Any, unknown: Any = None, **more: Any) -> Resource:
    """A workload of a type, with its facts."""
    return stated(resource(f"{kind}.app", values, unknown, **more))


def function(unknown: Any = None, region: Any = "eu-west-1", /, **variables: Any) -> Resource:
    """A Lambda function, which is told its own region, with its facts."""
    lost = {f"/environment/0/variables/{name}": why for name, why in (unknown or {}).items()}
    values = {"environment": [{"variables": variables}]}
    return workload("aws_lambda_function", values, lost, region=region)


def task(*containers: Any, **more: Any) -> Resource:
    """A task definition of ECS, which is told no region, with its facts."""
    given = {"container_definitions": json.dumps(list(containers))}
    return workload("aws_ecs_task_definition", given, region="eu-west-1", **more)


def container(name: str = "app", /, **variables: str) -> dict[str, Any]:
    """A container of ECS with an environment."""
    listed = [{"name": name, "value": value} for name, value in variables.items()]
    return {"name": name, "environment": listed}


def routes(found: Resource) -> list[tuple[Any, ...]]:
    """Where settings lead: name, provider, scope, source and destinations of each route."""
    fact: Any = found.values.get("ambient", {"routes": []})
    return [
        (one["name"], one["provider"], one["scope"], one["source"], one["destinations"])
        for one in fact["routes"]
    ]


def unclear(found: Resource) -> dict[str, tuple[str, str | None]]:
    """Settings that are not known to the end, and why."""
    fact: Any = found.values.get("ambient", {"unknown": []})
    return {one["name"]: (one["code"], one["reference"]) for one in fact["unknown"]}


def is_silent(found: Resource, fact: str = "ambient") -> bool:
    """Whether a workload was proven to set nothing of a kind."""
    assert (fact in found.silent_on) != (fact in found.values)
    return fact in found.silent_on

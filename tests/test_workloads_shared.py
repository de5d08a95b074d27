"""Workloads that differ in what leads somewhere share nothing, whoever of them comes first."""

import itertools
from typing import Any

from access_world import LAW, resource
from compliance_toolkit.models import AuditInput, ReasonCode, Unknown
from compliance_toolkit.terraform.workloads.holders import state_workloads
from workload_world import LATE, SENSITIVE, routes, stated

OPUS = "anthropic.claude-opus-5-5"
VARIABLES: list[dict[str, Any]] = [
    {},
    {"NOTE": "x"},
    {"NOTE": "y"},
    {"NOTE": "us-east-1"},
    {"OTHER": "us-east-1"},
    {"AWS_REGION": "us-east-1"},
    {"AWS_REGION": "x"},
    {"AWS_REGION": "x", "NOTE": "us-east-1"},
    {"MODEL": OPUS},
    {"MODEL": f"eu.{OPUS}"},
    {"MODEL": f"eu.{OPUS}", "NOTE": "us-east-1"},
    {"NOTE": "claude-opus-5-5"},
    {"NOTE": "claude-opus-5-5", "ANTHROPIC_API_KEY": "x"},
    {"ANTHROPIC_API_KEY": "x"},
    {"ANTHROPIC_API_KEY": "x", "ANTHROPIC_BASE_URL": "https://proxy.example"},
    {"NOTE": "https://api.anthropic.com"},
    {"NOTE": f"{OPUS} {'x' * 500_001}"},
]
UNKNOWN = [{}, {"NOTE": LATE}, {"NOTE": SENSITIVE}, {"MODEL": LATE}, {"AWS_REGION": LATE}]
REGIONS: list[Any] = ["eu-west-1", "us-east-1", None, Unknown(ReasonCode.DATA_SOURCE, "x")]


def functions():
    """One for each way to tell a function something."""
    every = itertools.product(VARIABLES, UNKNOWN, REGIONS)
    for number, (variables, unknown, region) in enumerate(every):
        yield resource(
            f"aws_lambda_function.f{number}",
            {"environment": [{"variables": variables}]},
            {f"/environment/0/variables/{name}": why for name, why in unknown.items()},
            region=region,
        )


def test_each_of_many_is_stated_as_if_it_were_alone():
    found = list(functions())
    alone = [stated(one) for one in found]
    for step in (1, -1):
        given = AuditInput("infra", "terraform-plan", tuple(found[::step]))
        assert list(state_workloads(given, LAW).resources)[::step] == alone


def test_a_law_shares_nothing_with_another():
    one = resource("aws_lambda_function.f", {"environment": [{"variables": {"A": "us-east-1"}}]})
    aws = {name: value for name, value in LAW["regions"]["aws"].items() if name != "us-east-1"}
    other = LAW | {"regions": LAW["regions"] | {"aws": aws}}
    given = AuditInput("infra", "terraform-plan", (one,))
    found = [state_workloads(given, law).resources[0] for law in (LAW, other, LAW)]
    assert [len(routes(each)) for each in found] == [1, 0, 1]

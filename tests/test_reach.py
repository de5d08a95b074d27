"""What a rule can reach stays in the engine, however it is spelled; what cannot be told is all."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from compliance_toolkit import Compliance
from compliance_toolkit.api import CheckOptions
from compliance_toolkit.api.engines import DECISIONS
from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.engines.reach import Reach
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.bundle import Bundle
from small_project import DAY, MODEL, write

START = "compliance.resolve"


def bundle_of(*texts: str) -> Bundle:
    modules = tuple((f"{number}.rego", text) for number, text in enumerate(texts))
    return Bundle(modules, {}, ("compliance",), "r1", "sha256:0")


def reached(body: str, *more: str) -> set[str]:
    texts = [
        f"package {name}\n\nx := 1\n" for name in ("compliance.lib", "compliance.lib.deep", *more)
    ]
    return set(Reach(bundle_of(f"package {START}\n\n{body}\n", *texts)).reached(START))


NEAR = {START, "compliance.lib"}
DEEP = {*NEAR, "compliance.lib.deep"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x := 1", {START}),
        ("# data.compliance.lib.x and more data\nx := 1", {START}),
        ("x := data.compliance.lib.x", NEAR),
        ("import data.compliance.lib\n\nx := lib.x", NEAR),
        ("import data.compliance.lib as l\n\nx := l.x", DEEP),
        ("import data.compliance.lib\n\nx := lib.deep.x", DEEP),
        ("import data.compliance.lib\n\nx := lib[y].x", DEEP),
        ("import data.compliance\n\nx := compliance.lib.deep.x", DEEP),
        ("x := data.compliance.lib.deep.x", {START, "compliance.lib.deep"}),
        ("x := data.compliance.lib", DEEP),
        ("x := data.compliance.lib[y].x", DEEP),
        ('x := data.compliance["lib"].x', DEEP),
        ("x := data . compliance.lib.x", DEEP),
        ("x := data[y]", DEEP),
        ("x := object.get(data, y, 1)", DEEP),
        ("import data as d\n\nx := d.compliance.lib.x", DEEP),
        ("x := `# ` == data.compliance.lib.deep.x", {START, "compliance.lib.deep"}),
        ("x := 1 if { y } with data.compliance.lib.deep.x as 2", {START, "compliance.lib.deep"}),
    ],
)
def test_a_reference_is_followed_however_it_is_written(body, expected):
    assert reached(body) == expected


def test_each_name_in_each_policy_opens_what_stands_after_it_there():
    start = (
        f"package {START}\n\nimport data.compliance.a.lib\nimport data.compliance.a.other\n"
        "import data.compliance.middle\n\nx := lib.deep.x + other.x + middle.x\n"
    )
    middle = (
        "package compliance.middle\n\nimport data.compliance.b.lib\n"
        "import data.compliance.b.other\n\nx := lib.x + other.deep.x\n"
    )
    names = ["a.lib", "a.lib.deep", "a.other", "a.other.deep"]
    names += ["b.lib", "b.lib.deep", "b.other", "b.other.deep"]
    rest = (f"package compliance.{name}\n\nx := 1\n" for name in names)
    found = Reach(bundle_of(start, middle, *rest)).reached(START)
    left_out = {"compliance.a.other.deep", "compliance.b.lib.deep"}
    assert found == {START, "compliance.middle", *(f"compliance.{n}" for n in names)} - left_out


def test_what_is_reached_reaches_further():
    middle = "package compliance.middle\n\nx := data.compliance.far.x\n"
    far = "package compliance.far\n\nx := 1\n"
    start = f"package {START}\n\nx := data.compliance.middle.x\n"
    found = Reach(bundle_of(start, middle, far, "package compliance.other\n")).reached(START)
    assert found == {START, "compliance.middle", "compliance.far"}


def test_a_rule_of_an_outer_package_with_the_name_of_an_inner_one_is_reached_too():
    outer = "package compliance\n\nlib := 1\n"
    start = f"package {START}\n\nx := data.compliance.lib.deep.x\n"
    found = Reach(bundle_of(start, outer, "package compliance.lib.deep\n")).reached(START)
    assert found == {START, "compliance", "compliance.lib.deep"}


def test_shipped_decisions_are_the_same_without_what_they_cannot_reach(bundle, tmp_path):
    compliance = Compliance.load(write(tmp_path))
    engines = compliance.engines
    whole = EmbeddedEngine(bundle, data={"deployments": engines._deployments})
    for tenant in ("acme/bank", "acme/clinic"):
        decision = compliance.resolve(tenant=tenant, model=MODEL, at=DAY, explain=True)
        for rule in ("routes", "denials", "decision"):
            asked: tuple[str, Any] = (f"compliance.resolve.{rule}", decision.given)
            assert engines.decisions.evaluate(*asked) == whole.evaluate(*asked)
    left = Reach(bundle).reached(START)
    assert not [
        package for package in left if package.startswith(("compliance.checks", "compliance.audit"))
    ]
    assert {"compliance.lib", "compliance.resolve.settled"} < left < set(bundle.packages)


def test_no_shipped_check_reaches_what_decides_requests(bundle):
    """So that an audit leaves it out; `compliance.audit` asks checks alone."""
    asking = [
        one for one in bundle.packages if one.startswith(("compliance.checks", "compliance.a"))
    ]
    reached = Reach(bundle.without("compliance.audit")).reached(*asking)
    assert len(reached) > 30
    assert not [one for one in reached if f"{one}.".startswith(f"{DECISIONS}.")]
    assert [one for one in bundle.packages if f"{one}.".startswith(f"{DECISIONS}.")]


def test_somebodys_own_decisions_that_do_not_compile_are_seen_by_a_check(policies, tmp_path):
    root = tmp_path / "policies"
    shutil.copytree(policies, root)
    with (root / "compliance/resolve/routes.rego").open("a") as file:
        file.write("\nroutes := ) nothing\n")
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "main.tf").write_text('resource "aws_sqs_queue" "q" {\n  region = "eu-west-1"\n}\n')
    options = CheckOptions(jurisdictions=("eu",))
    assert Compliance.load(None).check([str(folder)], options).exit_code == 0
    with pytest.raises(PolicyError):
        Compliance.load(None, policies=root).check([str(folder)], options)


def test_somebodys_own_policies_may_ask_packages_of_their_own(policies, tmp_path):
    """Such as one among the checks, which no decision of ours asks."""
    root = tmp_path / "policies"
    shutil.copytree(policies, root)
    own = root / "compliance/checks/own/rule/rule.rego"
    own.parent.mkdir(parents=True)
    own.write_text(
        'package compliance.checks.own.rule\n\nnever := input.tenant.name == "acme/bank"\n'
    )
    routes = root / "compliance/resolve/routes.rego"
    text = routes.read_text()
    changed = text.replace(
        "routes := earned if {",
        "routes := [] if {\n\tdata.compliance.checks.own.rule.never\n} else := earned if {",
        1,
    )
    assert changed != text
    routes.write_text(changed)
    compliance = Compliance.load(write(tmp_path), policies=root)
    decision = compliance.resolve(tenant="acme/clinic", model=MODEL, at=DAY)
    assert decision.outcome == "resolved"
    given = json.loads(json.dumps(decision.given, default=dict))
    given["tenant"]["name"] = "acme/bank"
    assert compliance.engines.decisions.evaluate("compliance.resolve.routes", given) == []

"""Counter-examples in one project: each shows there, or has a project of its own."""

import dataclasses
import json
import shlex

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.prove.cases import TenantLaw
from compliance_toolkit.prove.document import document
from proofs import deployments, planted, prover, small_policies

# One kind of mistake, of which the resolver tells before it tells of the other.
TWO_MISTAKES = """\talso := [{"deployment": one.deployment, "rule": "RTE-101", "facts": {}} |
		some one in was.routes
	]
	planted := {
		"routes": [one | some one in was.routes; one.deployment != "claude-us"],
		"denials": [one |
			some one in array.concat(was.denials, also)
			one.deployment != "claude-us"
		],
	}
"""

# A mistake that only a tenant of that name meets.
BY_NAME = """\tinput.tenant.name == "acme/bank"
	planted := {"routes": was.routes, "denials": []}
"""


def proven(root, block, *names, tenants=None):
    """The document of a proof of one block."""
    given = {} if tenants is None else {"tenants": tenants}
    asked = prover(bundles.load(root), deployments(*names), **given)
    blocks = tuple(one for one in asked.space.blocks if one.title == block)
    asked.space = dataclasses.replace(asked.space, blocks=blocks)
    return document(asked.prove(), file=None, policies=str(root))


def replayed(command, project, tmp_path, capsys):
    """What a command says of a project."""
    file = tmp_path / "replay.yaml"
    file.write_text(json.dumps(project))
    code = main(shlex.split(command["command"].replace("FILE", str(file)))[1:])
    return code, capsys.readouterr()


@pytest.fixture
def root(tmp_path):
    return small_policies(tmp_path)


def test_one_that_the_others_would_hide_is_replayed_from_a_project_of_its_own(
    root, tmp_path, capsys
):
    planted(root, TWO_MISTAKES)
    found = proven(root, "two jurisdictions", "bedrock-eu", "claude-us")
    examples = [one for one in found["counterexamples"] if one["invariant"] == "decided"]
    assert {one["deployments"][0] for one in examples} == {"bedrock-eu", "claude-us"}
    assert {one["project"] is None for one in examples} == {True, False}
    for one in examples:
        project = one["project"] or found["replay"]["project"]
        for command in one["commands"]:
            code, printed = replayed(command, project, tmp_path, capsys)
            assert code == 3
            assert printed.err.splitlines()[0] == command["prints"]
            assert f"`{one['deployments'][0]}`" in command["prints"]


def test_a_tenant_whose_name_matters_keeps_it_and_has_its_parents(root, tmp_path, capsys):
    planted(root, BY_NAME)
    law = {TenantLaw(("eu",)): ("acme/bank",)}
    found = proven(root, "tenants", "bedrock-eu", "claude-us", tenants=law)
    assert found["counterexamples"]
    for one in found["counterexamples"]:
        project = one["project"] or found["replay"]["project"]
        assert {"acme", "acme/bank"} <= set(project["tenants"])
        for command in one["commands"]:
            assert "--tenant acme/bank" in command["command"]
            code, printed = replayed(command, project, tmp_path, capsys)
            assert code == 3
            assert printed.err.splitlines()[0] == command["prints"]

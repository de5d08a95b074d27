"""A fault that somebody plants in the law is found, each with an example that shows it again."""

import re

import pytest

from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.prove.consistency import contradictions
from mutants import rego_mutants
from proofs import (
    answering,
    deployments,
    edit,
    edit_json,
    law_of,
    planted,
    prove,
    prove_block,
    prover,
    route,
    small_policies,
    without_rules,
)

RULES = [
    ("DAT-101", "data", "bedrock-eu", "data"),
    ("FEA-101", "the law", "bedrock-eu", "features"),
    ("FEA-102", "the law", "claude-us", "eligibility"),
    ("FEA-103", "own features", "claude-us", "features"),
    ("FEA-104", "the law", "bedrock-eu", "features"),
    ("PRC-101", "own lists", "bedrock-eu", "own limits"),
    ("RES-101", "the law", "london", "residency"),
    ("RES-102", "the law", "foundry-us", "storage"),
    ("RES-103", "own lists", "bedrock-eu", "residency"),
    ("RES-104", "the law", "claude-us", "partitions"),
    ("RES-105", "the law", "claude-us", "third parties"),
    ("RET-101", "retention", "vertex-eu", "retention"),
    ("RTE-101", "models that nobody lists", "gov", "offers"),
    ("RTE-102", "tenants' days", "bedrock-eu", "offers"),
    ("RTE-103", "the law", "claude-us", "offers"),
    ("RTE-104", "own lists", "bedrock-eu vertex-eu", "own limits"),
    ("RTE-105", "the law", "montreal", "blocked"),
    ("TRF-101", "the law", "gov", "transfers"),
    ("TRM-101", "the law", "claude-us", "terms"),
    ("TRM-102", "the law", "vertex-eu", "terms"),
]
"""Rule, a block of the space that it matters in, deployments, and the invariant that breaks."""


def test_every_rule_of_resolve_is_planted_as_missing():
    catalog = Catalog.load(bundles.load(bundles.default_root()).data)
    assert [rule for rule, *_ in RULES] == [rule.id for rule in catalog.rules]


def test_without_a_fault_nothing_is_found(tmp_path):
    proof = prove(bundles.load(small_policies(tmp_path)))
    assert (proof.outcome, dict(proof.broken), proof.failed) == ("proven", {}, 0)
    assert proof.unused.rules == ()
    assert proof.unused.deployments == ()
    assert proof.unused.models == ("claude-fable-5-1", "claude-haiku-4-5")


@pytest.mark.parametrize(("rule", "block", "deployment", "invariant"), RULES)
def test_a_rule_that_is_gone_is_found(tmp_path, rule, block, deployment, invariant):
    names = deployment.split()
    root = small_policies(tmp_path)
    sound = prove_block(block, bundles.load(root), *names)
    assert sound.outcome == "proven"
    planted(root, without_rules(rule))
    proof = prove_block(block, bundles.load(root), *names)
    assert proof.outcome == "refuted"
    assert invariant in proof.broken


ALSO_DENIED = """\tmore := [{"deployment": one.deployment, "rule": "RTE-101", "facts": {}} |
		some one in was.routes
	]
	planted := {"routes": was.routes, "denials": array.concat(was.denials, more)}
"""
STATED = """\troutes := [object.union(one, %s) | some one in was.routes]
	planted := {"routes": routes, "denials": was.denials}
"""


@pytest.mark.parametrize(
    ("decision", "invariant"),
    [
        (ALSO_DENIED, "decided"),
        ('\tplanted := {"routes": [], "denials": was.denials}\n', "decided"),
        ('\tplanted := {"routes": was.routes, "denials": []}\n', "decided"),
        (STATED % '{"storage": ["DE"]}', "statements"),
        (STATED % '{"expires_at": "2028-01-01"}', "statements"),
        (STATED % '{"obligations": []}', "statements"),
        (STATED % '{"retention": 0}', "statements"),
    ],
)
def test_an_answer_that_is_bent_is_found(tmp_path, decision, invariant):
    root = small_policies(tmp_path)
    planted(root, decision)
    proof = prove_block("the law", bundles.load(root), "bedrock-eu", "claude-us")
    assert invariant in proof.broken
    example = next(one for one in proof.examples if one.example.invariant.name == invariant)
    assert len(example.project["deployments"]) == 1


def test_a_region_in_the_wrong_country_is_found_and_shown_by_a_request(tmp_path):
    root = small_policies(tmp_path)
    regions = root / "compliance" / "regions" / "aws" / "data.json"
    edit_json(regions, lambda aws: aws["eu-west-2"].update(country="DE"))
    proof = prove_block("two jurisdictions", bundles.load(root), "bedrock-eu")
    assert proof.outcome == "refuted"
    contradiction, sibling = proof.contradictions
    assert contradiction.says == (
        "`eu-west-2` of aws is stated to be in DE, and is in London, which is in GB"
    )
    assert sibling.says == (
        "`europe-west2` of google is in London, GB, and `eu-west-2` of aws in London, DE"
    )
    example = next(one for one in proof.examples if one.example.invariant.name == "consistency")
    assert example.example.wrong == ("`eu-west-2` counts as DE here, and so is reached under `eea`")
    assert example.example.contradiction is contradiction
    assert example.project["deployments"]["example"]["region"] == "eu-west-2"
    assert example.commands[0].prints == "resolved example"


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        (
            "jurisdictions/eu",
            lambda eu: eu["storage"]["countries"].append("GB"),
            "jurisdiction `eu` lies within `eea`, and lets storage be in GB, which that does not",
        ),
        (
            "regions/aws",
            lambda aws: aws.pop("eu-south-2"),
            "the offer `eu-six` of bedrock goes to `eu-south-2`, whose country nobody knows",
        ),
        (
            "regions/google",
            lambda google: google["europe-west6"].update(country="DE"),
            "`europe-west6` of google is in Zurich, DE, and `eu-central-2` of aws in Zurich, CH",
        ),
    ],
)
def test_data_that_contradicts_itself_is_found(tmp_path, file, change, says):
    root = small_policies(tmp_path)
    edit_json(root / "compliance" / file / "data.json", change)
    assert says in {one.says for one in contradictions(law_of(bundles.load(root)))}


ROUTES = "compliance/resolve/routes.rego"
GUARD = re.compile(
    r"is_array\(|!= null|^count\(|\bcode in\b"  # what is malformed or unknown is not enumerated
    r"|ahead\[(?:relied|until|case\.expires)\]"  # offers are cut where an attestation ends
)
"""Conditions under a rule's id that no well-formed question needs."""


def conditions():
    """The conditions of a route that stand under a rule's id, or beside one."""
    text = (bundles.default_root() / ROUTES).read_text()
    under: set[int] = set()
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        inside = bool(line.strip()) and (inside or bool(re.search(r"# .*\b[A-Z]{3}-\d{3}", line)))
        under |= {number} if inside else set()
    for mutant in rego_mutants.of(ROUTES, text):
        what, _, code = mutant.what.partition(": ")
        if what == "deleted" and mutant.line in under and not GUARD.search(code):
            yield pytest.param(code, id=code)


@pytest.mark.parametrize("code", list(conditions()))
def test_a_condition_of_routes_that_is_deleted_is_found(tmp_path, code):
    root = small_policies(tmp_path)
    edit(root / ROUTES, lambda text: text.replace(f"{code}\n", "true\n"))
    proof = prover(bundles.load(root)).prove(to_the_end=False)
    assert proof.outcome == "refuted"


def test_there_are_conditions_to_delete():
    assert len(list(conditions())) >= 6


def helpers():
    """Each function that one of the policies that decide asks another of them for."""
    root = bundles.default_root() / "compliance"
    files = [one for one in root.glob("resolve/**/*.rego") if not one.name.endswith("_test.rego")]
    packages = {file.parent.name: file for file in files}
    packages["lib"] = root / "lib" / "lib.rego"
    for text in (file.read_text() for file in files):
        for package, name in re.findall(r"\b(\w+)\.(\w+)\(", text):
            if package in packages and re.search(rf"(?m)^{name}\(", packages[package].read_text()):
                yield packages[package].relative_to(root.parent), name


HELPERS = sorted(set(helpers()))


@pytest.mark.parametrize(
    ("file", "name"), HELPERS, ids=[f"{file.parent.name}-{name}" for file, name in HELPERS]
)
def test_a_helper_that_is_undefined_is_found(tmp_path, file, name):
    root = small_policies(tmp_path)

    def gone(text):
        (arguments, *_) = re.findall(rf"(?m)^{name}\(([^)]*)\)", text)
        unnamed = ", ".join("_" for _ in arguments.split(","))
        never = f"\n{name}({unnamed}) := null if {{\n\tfalse\n}}\n"
        return re.sub(rf"(?m)^{name}\(", f"gone_{name}(", text) + never

    edit(root / file, gone)
    proof = prover(bundles.load(root)).prove(to_the_end=False)
    assert proof.outcome in {"refuted", "failed"}


def test_there_are_helpers_to_plant():
    assert len(HELPERS) > 20


def test_a_route_that_is_allowed_to_everybody_is_found_on_the_smallest_request(tmp_path):
    root = small_policies(tmp_path)

    def answer(names, given):
        return {"routes": [route(name) for name in names], "denials": []}

    proof = prove(bundles.load(root), deployments("gov"), make_engine=answering(answer))
    assert proof.examples[0].example.size == min(one.example.size for one in proof.examples) == 1

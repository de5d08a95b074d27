"""Faults that show only where two or three things meet, or at one door of several, are found."""

import json
from itertools import combinations, product
from typing import Any

import pytest

from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.prove.covering import covering, meeting
from compliance_toolkit.prove.reasons import RULES
from proofs import bent, edit, planted, prover, small_policies


def less(of, *fields, when="true"):
    """Rego of an object without what some fields say, where something is the case."""
    nothing = {field: NOTHING[field] for field in fields}
    return joined(of, f"{{true: {json.dumps(nothing)}}}", when)


def joined(of, changes, when):
    """Rego of an object with what one of several changes says."""
    return f"object.union({of}, object.get({changes}, {when}, {{}}))"


NOTHING: dict[str, Any] = {
    "max_price": None,
    "countries": None,
    "providers": None,
    "data_classes": [],
    "obligations": [],
    "retention": {"prompts": {"max_days": None}},
}
TENANT, REQUEST = "input.tenant", "input.request"
FEATURES = "count(input.request.features) > 0"


def firsts(field):
    return f'object.union({TENANT}, {{"{field}": array.slice(input.tenant.{field}, 0, 2)}})'


FAULTS = [
    (
        "a regime is forgotten",
        f'object.union({TENANT}, {{"regimes": [r | some r in input.tenant.regimes; r != "dora"]}})',
        REQUEST,
        "terms",
    ),
    (
        "the tenant's data classes are lost if the request has any",
        less(TENANT, "data_classes", when="count(input.request.data_classes) > 0"),
        REQUEST,
        "eligibility",
    ),
    (
        "the ceiling is lost where features are asked",
        less(TENANT, "max_price", when=FEATURES),
        REQUEST,
        "own limits",
    ),
    (
        "the ceiling is lost under a regime",
        less(TENANT, "max_price", when="count(input.tenant.regimes) > 0"),
        REQUEST,
        "own limits",
    ),
    (
        "the ceiling is lost for who prefers something",
        less(TENANT, "max_price", when="count(input.tenant.preferences) > 0"),
        REQUEST,
        "own limits",
    ),
    ("the tenant's obligations are lost", less(TENANT, "obligations"), REQUEST, "statements"),
    (
        "one tenant is let off by its name",
        joined(TENANT, '{"acme/bank": {"regimes": []}}', f"{TENANT}.name"),
        REQUEST,
        "statements",
    ),
    ("a third regime is not looked at", firsts("regimes"), REQUEST, "terms"),
    ("a third jurisdiction is not looked at", firsts("jurisdictions"), REQUEST, "residency"),
    (
        "the tenant's countries are lost under a ceiling",
        less(TENANT, "countries", when="is_number(input.tenant.max_price)"),
        REQUEST,
        "residency",
    ),
    (
        "the tenant's providers are lost where features are asked",
        less(TENANT, "providers", when=FEATURES),
        REQUEST,
        "own limits",
    ),
    (
        "the limit on prompts is lost beside one on logs",
        less(TENANT, "retention", when="is_number(input.tenant.retention.logs.max_days)"),
        REQUEST,
        "retention",
    ),
    (
        "features are looked at today only",
        TENANT,
        joined(REQUEST, '{false: {"features": []}}', f'{REQUEST}.at == "2026-11-25"'),
        "features",
    ),
]
"""What happens, the tenant and the request that are decided for instead, and what breaks."""


def proven_of(root):
    return prover(bundles.load(root)).prove(to_the_end=False)


@pytest.mark.parametrize(
    ("tenant", "request_", "invariant"),
    [fault[1:] for fault in FAULTS],
    ids=[fault[0] for fault in FAULTS],
)
def test_a_fault_of_what_meets_is_found_in_what_routes_alone_says(
    tmp_path, tenant, request_, invariant
):
    root = small_policies(tmp_path)
    bent(root, tenant, request_)
    proof = proven_of(root)
    assert proof.outcome == "refuted"
    assert invariant in proof.broken


RENAMED = """\tchanged := [object.union(one, {"rule": rule}) |
		some one in was.denials
		rule := object.get({"PRC-101": "RTE-104"}, one.rule, one.rule)
	]
	planted := {"routes": was.routes, "denials": changed}
"""
LOST = """\tkept := [one | some one in was.denials; one.rule != "TRM-101"]
	planted := {"routes": was.routes, "denials": kept}
"""
ADDED = """\tmore := [object.union(one, {"rule": "RTE-104"}) | some one in was.denials]
	planted := {"routes": was.routes, "denials": array.concat(was.denials, more)}
"""


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (RENAMED, {"breaks PRC-101, which is not named"}),
        (LOST, {"breaks TRM-101, which is not named"}),
        (ADDED, {"does not break RTE-104, which is named"}),
    ],
)
def test_a_reason_that_is_missing_or_wrong_is_found(tmp_path, decision, said):
    root = small_policies(tmp_path)
    planted(root, decision)
    proof = proven_of(root)
    assert "reasons" in proof.broken
    assert said & {one.example.wrong for one in proof.examples}


def test_the_reasons_of_every_rule_are_worked_out_a_second_time():
    catalog = Catalog.load(bundles.load(bundles.default_root()).data)
    assert list(RULES) == sorted(rule.id for rule in catalog.rules)


def test_an_answer_that_only_a_server_gives_is_found(tmp_path):
    root = small_policies(tmp_path)
    edit(
        root / "compliance/resolve/sourced/sourced.rego",
        lambda text: text.replace(
            'routes := {"answer": data.compliance.resolve.routes,',
            'routes := {"answer": [r | some r in data.compliance.resolve.routes; r.price <= 1],',
        ),
    )
    asked = prover(bundles.load(root))
    (block,) = (one for one in asked.space.blocks if one.served)
    asked.space = type(asked.space)((block,), {}, asked.space.models, asked.space.today)
    proof = asked.prove(to_the_end=False)
    assert set(proof.broken) == {"servers"}
    assert proof.examples[0].example.wrong == "`routes` is another where nothing is kept"


SIZES = [(2, 2), (4, 3, 2), (3,) * 6, (5, 1, 4, 3, 2, 2)]


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("strength", [2, 3])
def test_in_a_covering_array_each_few_settings_meet_and_rows_are_few(sizes, strength):
    rows = list(covering(sizes, strength))
    number = min(strength, len(sizes))
    needed = {
        (chosen, values)
        for chosen in combinations(range(len(sizes)), number)
        for values in product(*(range(sizes[one]) for one in chosen))
    }
    met = {
        (chosen, tuple(row[one] for one in chosen))
        for row in rows
        for chosen in combinations(range(len(sizes)), number)
    }
    assert met == needed
    assert len(set(rows)) == len(rows) <= len(needed)
    assert rows == list(covering(sizes, strength))


def test_a_covering_array_of_many_settings_is_little_longer_than_it_must_be():
    sizes = (10, 11, 4, 10, 7, 7, 5, 2, 2, 6, 5, 5, 4, 4, 3, 5, 3)
    assert 11 * 10 <= len(list(covering(sizes, 2))) < 1.3 * 11 * 10
    assert 11 * 10 * 10 <= len(list(covering(sizes, 3))) < 1.3 * 11 * 10 * 10


def test_of_settings_that_meet_alone_no_more_differ_from_the_first():
    rows = list(meeting((3, 2, 2), 2))
    assert rows[0] == (0, 0, 0)
    assert len(set(rows)) == len(rows) == 1 + (2 + 1 + 1) + (2 * 1 + 2 * 1 + 1 * 1)
    assert all(sum(1 for value in row if value) <= 2 for row in rows)

"""A proof as a person reads it."""

import json

from compliance_toolkit.report.proof import render_json, render_text

CASE = {"says": "jurisdictions eu, model m, on 2026-11-25", "input": {}}
INVARIANTS = [
    {"name": "residency", "says": "inference stays where it may be", "broken": 0},
    {"name": "decided", "says": "every deployment is in routes or in denials", "broken": 0},
]
BROKEN = [INVARIANTS[0] | {"broken": 1200}, INVARIANTS[1]]
EXAMPLE = {
    "invariant": "residency",
    "deployments": ["london"],
    "wrong": "it goes too far",
    "contradiction": None,
    "case": CASE,
    "wider": None,
    "project": None,
    "commands": [{"command": "compliance resolve --config FILE", "prints": "resolved london"}],
}


def proof(**changes):
    whole = {
        "version": 1,
        "outcome": "proven",
        "policy": {"revision": "r1", "digest": "sha256:0"},
        "today": "2026-11-25",
        "deployments": 3,
        "cases": 1234,
        "space": [{"title": "the law", "cases": 1234, "bound": "the law: 2 days = 1,234"}],
        "invariants": INVARIANTS,
        "counterexamples": [],
        "replay": None,
        "contradictions": [],
        "unheld": [],
        "failures": [],
        "failed": 0,
        "skipped": [],
        "reasons": ["RES-101", "RES-104"],
        "unused": {"rules": ["RES-104"], "deployments": [], "tenants": [], "models": []},
    }
    return whole | changes


def test_a_proof_says_what_holds_and_in_how_much():
    assert render_text(proof()) == (
        "proven: 2 invariants hold in 1,234 cases over 3 deployments, today being 2026-11-25\n"
        "\n"
        "a case is one request of one tenant on one day; each is decided over all deployments:\n"
        "  the law: 2 days = 1,234\n"
        "\n"
        "  holds          residency: inference stays where it may be\n"
        "  holds          decided: every deployment is in routes or in denials\n"
        "\n"
        "rules whose denials are worked out a second time: RES-101, RES-104\n"
        "places whose countries are not held to anything: none\n"
        "rules that refuse nothing here: RES-104\n"
        "deployments that nobody can use: none\n"
        "tenants without any route: none\n"
        "models that nobody can reach: none\n"
    )


def test_tenants_that_were_skipped_are_counted_where_it_is_said_what_holds_and_named():
    text = render_text(proof(skipped=["t.jsonl:2: no tenant"] * 21))
    assert "today being 2026-11-25, without 21 skipped tenants" in " ".join(text.split())
    assert text.count("skipped a tenant: t.jsonl:2: no tenant\n") == 20
    assert "and 1 more\n" in text


def test_a_counter_example_tells_its_case_and_how_to_see_it_again():
    text = render_text(proof(outcome="refuted", invariants=BROKEN, counterexamples=[EXAMPLE]))
    assert text.startswith("refuted: 1 of 2 invariants do not hold, in 1,234 cases")
    assert "proven" not in text
    assert (
        "counter-example 1, residency: inference stays where it may be\n"
        "  over: london: it goes too far\n"
        "  case: jurisdictions eu, model m, on 2026-11-25\n"
        "  replay: compliance resolve --config FILE\n"
        "          resolved london\n"
    ) in text
    assert "  broken 1,200   residency: " in text


def test_where_a_case_failed_nothing_is_said_to_hold():
    failure = {"case": CASE, "message": "`data.x` is undefined"}
    text = render_text(proof(outcome="failed", failed=20, failures=[failure]))
    assert text.startswith("nothing is proven: 20 of 1,234 cases that were asked")
    assert "failed: jurisdictions eu, model m, on 2026-11-25\n  error: `data.x`" in text
    assert "  holds" not in text
    assert text.count("  unknown ") == 2


def test_without_deployments_nothing_is_said_to_hold():
    text = render_text(proof(outcome="empty", cases=0))
    assert text == "nothing to prove: the project has no deployments\n"


def test_contradictions_name_both_files():
    wrong = {"says": "`a` and `b` differ", "where": ["one/data.json: a", "two/data.json: b"]}
    text = render_text(proof(outcome="refuted", contradictions=[wrong]))
    assert "contradiction 1: `a` and `b` differ\n  one/data.json: a\n  two/data.json: b\n" in text
    assert "shown by" not in text


def test_a_counter_example_names_the_contradiction_that_it_rests_on_and_that_names_it():
    wrong = [{"says": says, "where": ["one/data.json: a"]} for says in ("`a` is", "`b` is not")]
    examples = [EXAMPLE, EXAMPLE | {"contradiction": 2}]
    text = render_text(
        proof(
            outcome="refuted",
            invariants=BROKEN,
            counterexamples=examples,
            contradictions=wrong,
        )
    )
    assert text.count("rests on") == text.count("shown by") == 1
    assert "it goes too far\n  rests on contradiction 2: `b` is not\n  case: " in text
    assert "contradiction 2: `b` is not\n  one/data.json: a\n  shown by counter-example 2\n" in text


def test_where_no_file_was_written_it_is_said_how_to_get_it():
    given = {"outcome": "refuted", "invariants": BROKEN, "counterexamples": [EXAMPLE]}
    nowhere = render_text(proof(**given, replay={"file": None, "project": {}}))
    assert nowhere.count("`--counterexample FILE`") == 1
    assert nowhere.index("`--counterexample FILE`") < nowhere.index("replay: ")
    assert "--counterexample" not in render_text(
        proof(**given, replay={"file": "f.yaml", "project": {}})
    )


def test_one_that_the_others_would_hide_says_where_its_file_is():
    hidden = EXAMPLE | {"project": {"version": 1}}
    text = render_text(
        proof(
            outcome="refuted",
            invariants=BROKEN,
            counterexamples=[EXAMPLE, hidden],
            replay={"file": "f.yaml", "project": {}},
        )
    )
    assert text.count("its FILE is its `project`") == 1
    assert text.index("counter-example 2") < text.index("the other counter-examples would hide it")


def test_places_that_nothing_holds_are_named():
    text = render_text(proof(unheld=["`fsn1` of own, in `Nowhere`", "jurisdiction `x`, `X`"]))
    said = "places whose countries are not held to anything: `fsn1` of own, in `Nowhere`; "
    assert f"{said}jurisdiction `x`, `X`" in " ".join(text.split())


def test_names_obey_no_terminal_and_stay_on_their_line():
    hostile = EXAMPLE | {"deployments": ["a\x1b[31m\nb"], "wrong": "##[error]"}
    text = render_text(proof(outcome="refuted", invariants=BROKEN, counterexamples=[hostile]))
    assert "\x1b" not in text
    assert "##" not in text
    assert "\nb" not in text.replace("\nbroken", "")


def test_prose_fits_the_terminal_and_commands_stay_whole():
    long = "inference stays in the countries of the tenant's jurisdictions and its own lists"
    invariants = [BROKEN[0] | {"says": long}, INVARIANTS[1]]
    command = {"command": "compliance resolve " + "--feature x " * 10, "prints": "denied"}
    example = EXAMPLE | {"commands": [command]}
    whole = proof(outcome="refuted", invariants=invariants, counterexamples=[example])
    lines = render_text(whole, width=60).splitlines()
    assert max(len(line) for line in lines if "replay" not in line) <= 60
    assert any(line.endswith("--feature x ") for line in lines)


def test_json_is_the_document_itself():
    assert json.loads(render_json(proof())) == proof()

"""A proof as plain data, of the shape in `schemas/proof.json`: what every format is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.prove.cases import Case
from compliance_toolkit.prove.found import INVARIANTS
from compliance_toolkit.prove.proof import Proof, bound_of
from compliance_toolkit.prove.reasons import RULES
from compliance_toolkit.prove.replaying import Replayed

VERSION = 1

FILE = "FILE"
"""What a command names where its project is in no file."""


def document(
    proof: Proof, *, file: str | None, policies: str | None, skipped: Sequence[str] = ()
) -> JsonObject:
    """A proof as `compliance prove --format json` prints it, version 1.

    Args:
        proof: What it came to.
        file: Where the project that replays is written, which the commands read; if nowhere, they
            name `FILE`.
        policies: The bundle root that the commands name, if it is not the shipped one.
        skipped: Tenants that are broken or in doubt and were left out, each with what is wrong.
    """
    unused = proof.unused
    return {
        "version": VERSION,
        "outcome": proof.outcome,
        "policy": {"revision": proof.policy_revision, "digest": proof.policy_digest},
        "today": proof.today,
        "deployments": proof.deployments,
        "cases": proof.answered,
        "space": [
            {
                "title": block.title,
                "cases": len(block),
                "bound": bound_of(block),
            }
            for block in proof.space.blocks
        ],
        "invariants": [
            {"name": one.name, "says": one.says, "broken": proof.broken.get(one.name, 0)}
            for one in INVARIANTS
        ],
        "counterexamples": [_example(one, proof, file, policies) for one in proof.examples],
        "replay": None
        if proof.replay.project is None
        else {"file": file, "project": proof.replay.project},
        "contradictions": [
            {"says": one.says, "where": list(one.where)} for one in proof.contradictions
        ],
        "unheld": list(proof.unheld),
        "failures": [{"case": _case(one.case), "message": one.message} for one in proof.failures],
        "failed": proof.failed,
        "skipped": list(skipped),
        "reasons": list(RULES),
        "unused": {
            "rules": list(unused.rules),
            "deployments": list(unused.deployments),
            "tenants": list(unused.tenants),
            "models": list(unused.models),
        },
    }


def _example(found: Replayed, proof: Proof, file: str | None, policies: str | None) -> JsonObject:
    example = found.example
    rests_on = example.contradiction
    config = file if file is not None and found.together else FILE
    return {
        "invariant": example.invariant.name,
        "deployments": list(example.deployments),
        "wrong": example.wrong,
        "contradiction": None if rests_on is None else proof.contradictions.index(rests_on) + 1,
        "case": _case(example.case),
        "wider": None if example.wider is None else _case(example.wider),
        "project": None if found.together else found.project,
        "commands": [
            {"command": one.line(config, policies), "prints": one.prints} for one in found.commands
        ],
    }


def _case(case: Case) -> JsonObject:
    given: Mapping[str, JsonValue] = case.as_input()
    return {"says": str(case), "input": dict(given)}

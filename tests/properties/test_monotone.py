"""Knowledge is monotone, for every check: who knows less never gets a better verdict.

Every sample of every check, with each place of it left out in turn. A place in a list is part of
the list's value; only what has a name can be left out.
"""

from __future__ import annotations

from typing import Any

import pytest

from compliance_toolkit.models import Verdict
from compliance_toolkit.policy.catalog import Catalog
from samples import (
    CHECKS,
    INSTEAD,
    SAMPLES,
    Sample,
    at,
    judging,
    places,
    verdicts,
    with_value,
    without,
)

WHOLE = {sample.check for sample in SAMPLES if "estate" in sample.given}
"""Checks of the whole estate, which are asked under no law."""

OPPOSITE = {Verdict.PASS: Verdict.FAIL, Verdict.FAIL: Verdict.PASS}

EACH = pytest.mark.parametrize(
    "sample", SAMPLES, ids=[f"{sample.check} {sample.name}" for sample in SAMPLES]
)


@pytest.fixture(scope="module")
def engine(bundle):
    return judging(bundle)


def names(sample: Sample):
    """The places of a sample that can be left out."""
    return [place for place in places(sample.given) if isinstance(place[-1], str)]


def test_every_check_of_the_catalog_is_held_to_it(bundle):
    assert {check.id: check.path for check in Catalog.load(bundle.data).checks} == CHECKS


@EACH
def test_losing_a_fact_never_moves_a_verdict_into_pass(engine, sample):
    lost = [without(sample.given, place) for place in names(sample)]
    assert len(lost) >= 8
    found = verdicts(engine, sample.path, [sample.given, *lost])
    assert found[0] == sample.verdict
    better = [
        place
        for place, verdict in zip(names(sample), found[1:], strict=True)
        if verdict != sample.verdict and verdict in {Verdict.PASS, Verdict.SKIP}
    ]
    assert better == []


@EACH
def test_where_two_values_part_a_missing_one_is_unknown(engine, sample):
    open_places = [place for place in names(sample) if guessed(engine, sample, place)]
    assert open_places == []


def guessed(engine, sample: Sample, place) -> bool:
    """Whether a verdict is given without a fact that could have turned it over."""
    inputs = [without(sample.given, place)]
    inputs += [with_value(sample.given, place, value) for value in values(sample, place)]
    missing, *known = verdicts(engine, sample.path, inputs)
    return missing in OPPOSITE and OPPOSITE[missing] in known


def values(sample: Sample, place) -> list[Any]:
    """What can stand in a place: this sample's value, those of its siblings, and none of all."""
    found = [at(sample.given, place), *INSTEAD]
    for sibling in SAMPLES:
        if sibling.check == sample.check:
            try:
                found.append(at(sibling.given, place))
            except LookupError:
                continue
    return found


SILENCE: tuple[Any, ...] = ("atlantis", None, "", [], {}, 0, False)


@pytest.mark.parametrize("check", [id_ for id_ in CHECKS if id_ not in WHOLE])
def test_no_law_is_never_a_pass(engine, check):
    inputs: list[dict[str, Any]] = [
        {**sample.given, law: silence}
        for sample in SAMPLES
        if sample.check == check
        for law in ("jurisdiction", "regime", "tenant")
        if sample.given[law] is not None
        for silence in SILENCE
    ]
    assert len(inputs) >= 7
    assert Verdict.PASS not in verdicts(engine, CHECKS[check], inputs)

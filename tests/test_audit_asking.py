"""What is asked once: questions that differ in nothing but the names of neighbours."""

from typing import Any

import pytest
from msgspec.structs import replace

from audits import FakeEngine, a_bucket, a_check, run
from compliance_toolkit.models import Law, Place, ReasonCode, Resource, Unknown, Verdict
from compliance_toolkit.policy.catalog import Per, Relation
from compliance_toolkit.policy.engine import Answer

LIFECYCLE = "aws_s3_bucket_lifecycle_configuration"
READS: dict[str, Any] = {
    "types": frozenset({"aws_s3_bucket"}),
    "attributes": ("note",),
    "related": {"lifecycle": Relation(LIFECYCLE, points_here="/bucket", attributes=("rule",))},
}
CHECK = a_check(**READS)


def pair(name, rule="x", **known):
    """A bucket and its lifecycle."""
    address = f"aws_s3_bucket.{name}"
    return a_bucket(address, **known), Resource(
        address=f"{LIFECYCLE}.{name}",
        type=LIFECYCLE,
        provider="aws",
        region="eu-west-1",
        values={"rule": rule},
        references={"/bucket": (address,)},
    )


def naming(questions):
    """An engine whose evidence tells the neighbours' names."""
    return [
        [Answer(CHECK.id, Verdict.PASS, {"by": [{one["address"]: 1} for one in found]})]
        for question in questions
        for found in [question.given["resource"]["related"]["lifecycle"]]
    ]


def test_many_alike_are_asked_once_and_each_has_its_finding():
    found, engine = run([x for n in range(50) for x in pair(f"b{n}")], [CHECK])
    assert (len(engine.asked), len(found.findings)) == (1, 50)


def test_what_differs_in_more_than_names_is_asked():
    _, engine = run([*pair("a"), *pair("b", rule="y"), *pair("c")], [CHECK])
    assert len(engine.asked) == 2


def test_evidence_that_tells_a_name_tells_everybodys_own():
    engine = FakeEngine({}, answers=naming)
    found, _ = run([*pair("a"), *pair("b"), *pair("b1")], [CHECK], engine=engine)
    assert [one.evidence for one in found.findings] == [
        {"by": [{f"{LIFECYCLE}.{name}": 1}]} for name in ("a", "b", "b1")
    ]


def test_a_name_that_is_told_elsewhere_too_is_part_of_the_question():
    lost = {"/note": Unknown(ReasonCode.KNOWN_AFTER_APPLY, f"{LIFECYCLE}.a.id")}
    _, engine = run([*pair("a", unknown=lost), *pair("b", unknown=lost)], [CHECK])
    assert len(engine.asked) == 2


def test_two_neighbours_are_not_taken_for_one_twice():
    (one, first), (two, second) = pair("a"), pair("b")
    third = Resource(
        **{name: getattr(first, name) for name in ("type", "provider", "region", "values")},
        address=f"{LIFECYCLE}.c",
        references={"/bucket": (one.address,)},
    )
    _, engine = run([one, two, first, second, third], [CHECK])
    assert [len(x.given["resource"]["related"]["lifecycle"]) for x in engine.asked] == [2, 1]


DIFFER: dict[str, list[dict[str, Any]]] = {
    "whole and broken numbers": [{"values": {"note": n}} for n in (1, 1.0)],
    "a number and a truth": [{"values": {"note": n}} for n in (1, True)],
    "a number and its text": [{"values": {"note": n}} for n in (1, "1")],
    "huge numbers": [{"values": {"note": n}} for n in (2**70, 2**70 + 1, float(2**70))],
    "what is no number and nothing": [{"values": {"note": n}} for n in (float("nan"), None)],
    "halves of surrogate pairs": [{"values": {"note": n}} for n in ("\ud800", "\ud801", "\\ud800")],
    "lists and what they are made of": [
        {"values": {"note": n}} for n in (["a", "b"], ["ab"], [["a"], "b"], ["a", ["b"]], [])
    ],
    "a text and its bytes elsewhere": [{"values": {"note": n}} for n in ("a", {"a": None}, ["a"])],
    "unset and not knowable": [
        {},
        {"unknown": {"/note": Unknown(ReasonCode.SENSITIVE)}},
        {"unknown": {"": Unknown(ReasonCode.SENSITIVE)}},
        {"unknown": {"/note/0": Unknown(ReasonCode.SENSITIVE)}},
        {"unknown": {"/note": Unknown(ReasonCode.DATA_SOURCE)}},
        {"unknown": {"/note": Unknown(ReasonCode.SENSITIVE, "var.x")}},
    ],
    "places": [
        {"region": None},
        {"region": "eu-west-1"},
        {"region": Unknown(ReasonCode.SENSITIVE)},
        {"region": Unknown(ReasonCode.SENSITIVE, "eu-west-1")},
        {"regions": None},
        {"regions": (Place("eu-west-1", "home"),)},
        {"regions": (Place("eu-west-1", "copy"),)},
        {"regions": (Place("eu-west-2", "home"),)},
    ],
    "providers": [{"provider": name} for name in ("aws", "google")],
    "types": [{"type": name} for name in ("aws_s3_bucket", "aws_s3_object")],
}
"""What a check can tell apart, each in resources that differ in nothing else."""


def like(address, type_, known):
    given = {"type": type_, "provider": "aws", "region": "us-east-1", "values": {}, **known}
    return Resource(address=address, **given)


@pytest.mark.parametrize("what", DIFFER)
def test_resources_that_differ_share_no_answer(what):
    check = a_check(attributes=("note",))
    found = [like(f"a.b{n}", "aws_s3_bucket", one) for n, one in enumerate(DIFFER[what])]
    _, engine = run([*found, *found], [check])
    assert len(engine.asked) == len(found)


@pytest.mark.parametrize("what", sorted(DIFFER.keys() - {"types"}))
def test_resources_whose_neighbours_differ_share_no_answer(what):
    relation = Relation(LIFECYCLE, points_here="/bucket", attributes=("note",))
    check = a_check(types=frozenset({"aws_s3_bucket"}), related={"lifecycle": relation})
    found = []
    for number, one in enumerate(DIFFER[what]):
        bucket = a_bucket(f"aws_s3_bucket.{number}")
        points = {"references": {"/bucket": (bucket.address,)}, **one}
        found += [bucket, like(f"{LIFECYCLE}.{number}", LIFECYCLE, points)]
    _, engine = run(found, [check])
    assert len(engine.asked) == len(DIFFER[what])


def test_what_a_check_does_not_read_is_no_part_of_its_question():
    _, engine = run([a_bucket(f"a.b{n}", values={"tag": n}) for n in range(5)], [a_check()])
    assert len(engine.asked) == 1


def test_no_neighbour_and_nobody_knows_who_are_two_questions():
    buckets = [a_bucket(f"aws_s3_bucket.{name}") for name in ("one", "many[0]", "many[1]")]
    points = {"references": {"/bucket": ("aws_s3_bucket.many",)}}
    _, engine = run([*buckets, like(f"{LIFECYCLE}.x", LIFECYCLE, points)], [CHECK])
    related = [one.given["resource"]["related"] for one in engine.asked]
    assert related == [{"lifecycle": []}, {}]


def test_neighbours_of_one_name_are_not_those_of_another():
    other = a_check(
        types=frozenset({"aws_s3_bucket"}),
        related={
            "first": Relation(LIFECYCLE, points_here="/bucket"),
            "second": Relation(LIFECYCLE, points_here="/other"),
        },
    )
    here, there = (a_bucket(f"aws_s3_bucket.{name}") for name in "ab")
    pointing = [
        like(f"{LIFECYCLE}.{at[1:]}", LIFECYCLE, {"references": {at: (one.address,)}})
        for one, at in ((here, "/bucket"), (there, "/other"))
    ]
    pointing = [replace(one, values=dict.fromkeys(("bucket", "other"))) for one in pointing]
    _, engine = run([here, there, *pointing], [other])
    related = [one.given["resource"]["related"] for one in engine.asked]
    assert [[len(x) for x in one.values()] for one in related] == [[1, 0], [0, 1]]


def test_each_law_and_each_check_has_its_own_answer():
    checks = [a_check("RES-001"), a_check("RES-002", "residency/other")]
    laws = [Law(("eu",)), Law(("us",)), Law(("eu", "us"))]
    found, engine = run([a_bucket()], checks, laws)
    asked = [(one.checks[0], one.given["jurisdiction"]) for one in engine.asked]
    assert asked == [
        ("residency/allowed_country", "eu"),
        ("residency/allowed_country", "us"),
        ("residency/other", "eu"),
        ("residency/other", "us"),
    ]
    assert [(one.check, one.jurisdiction) for one in found.findings] == [
        ("RES-001", "eu"),
        ("RES-001", "us"),
        ("RES-002", "eu"),
        ("RES-002", "us"),
    ]


def test_a_name_that_the_law_tells_is_part_of_the_question():
    check = a_check(**READS, per=Per.TENANT)
    tenant = {"name": "acme", "note": f"all but {LIFECYCLE}.a, please"}
    laws = [Law(("eu",), tenant=tenant)]
    _, engine = run([*pair("a"), *pair("b")], [check], laws)
    assert len(engine.asked) == 2


def test_a_name_that_another_one_holds_is_part_of_the_question():
    """A check may ask whether one of them begins like the other."""
    found = []
    for names in (("a", "ab"), ("c", "d")):
        bucket = a_bucket(f"aws_s3_bucket.{names[0]}")
        points = {"references": {"/bucket": (bucket.address,)}}
        found += [bucket, *(like(f"{LIFECYCLE}.{name}", LIFECYCLE, points) for name in names)]
    _, engine = run(found, [CHECK])
    assert len(engine.asked) == 2

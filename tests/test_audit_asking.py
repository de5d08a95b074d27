"""What is asked once: questions that differ in nothing but the names of neighbours."""

from audits import FakeEngine, a_bucket, a_check, run
from compliance_toolkit.models import ReasonCode, Resource, Unknown, Verdict
from compliance_toolkit.policy.catalog import Relation
from compliance_toolkit.policy.engine import Answer

LIFECYCLE = "aws_s3_bucket_lifecycle_configuration"
CHECK = a_check(
    types=frozenset({"aws_s3_bucket"}),
    attributes=("note",),
    related={"lifecycle": Relation(LIFECYCLE, points_here="/bucket", attributes=("rule",))},
)


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

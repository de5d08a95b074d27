"""Why a verdict is unknown: always one reason, and the one that is worth mending first."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits import FakeEngine, a_bucket, a_check, run, types
from compliance_toolkit.models import (
    JsonObject,
    Law,
    Place,
    Problem,
    ReasonCode,
    Resource,
    Unknown,
    Verdict,
)
from compliance_toolkit.policy.bundle import default_root, load
from compliance_toolkit.policy.catalog import Catalog, Relation

LOGGING = "aws_bedrock_model_invocation_logging_configuration"
LIFECYCLE = "aws_s3_bucket_lifecycle_configuration"
NAME = "/logging_config/0/s3_config/0/bucket_name"
DAYS = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.days")
REGION = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.r")
LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_s3_bucket.logs.id")
UNREAD = (("module.x", Unknown(ReasonCode.REMOTE_MODULE, "git::https://x")),)

DELIVERS = a_check(
    attributes=("logging_config",),
    nested=("logging_config/s3_config", "logging_config/enabled"),
    related={"bucket": Relation("aws_s3_bucket", pointed_at_by=NAME, by=("id", "bucket"))},
)
EXPIRES = a_check(
    related={
        "lifecycle": Relation(
            LIFECYCLE, points_here="/bucket", by=("id", "bucket"), attributes=("rule",)
        )
    }
)


def reasons(resources, check, **known):
    """The reason of each resource, by address, where every verdict is unknown."""
    engine = FakeEngine({check.path: check.id}, Verdict.UNKNOWN)
    found, _ = run(resources, [check], engine=engine, **known)
    return {finding.address: finding.reason for finding in found.findings}


def reason(resource, check, *others, **known):
    return reasons([resource, *others], check, **known)[resource.address]


def logging(**known):
    facts = {"region": "eu-west-1", "values": {}, **known}
    return Resource(address=f"{LOGGING}.this", type=LOGGING, provider="aws", **facts)


def lifecycle(address=f"{LIFECYCLE}.logs", **known):
    facts = {"region": "eu-west-1", "values": {"rule": []}, **known}
    return Resource(address=address, type=LIFECYCLE, provider="aws", **facts)


def named(name):
    return {"logging_config": [{"s3_config": [{"bucket_name": name}]}]}


class TestOwnFacts:
    def test_an_unknown_attribute_that_the_check_reads_comes_first(self):
        bucket = a_bucket(unknown={"/days": DAYS}, region=Unknown(ReasonCode.DATA_SOURCE))
        assert reason(bucket, a_check(attributes=("days",))) == DAYS

    def test_an_unknown_attribute_that_the_check_does_not_read_is_no_reason(self):
        bucket = a_bucket(unknown={"/tags": DAYS}, region=REGION)
        assert reason(bucket, a_check(attributes=("days",))) == REGION

    def test_an_unknown_region_comes_next(self):
        why = Unknown(ReasonCode.DATA_SOURCE, "data.aws_region.this")
        assert reason(a_bucket(region=why), a_check()) == why

    def test_a_region_that_the_data_does_not_know_is_named(self):
        found = reason(a_bucket(region="eu-north-9"), a_check())
        assert found == Unknown(ReasonCode.UNKNOWN_REGION, "eu-north-9")

    def test_a_copy_in_a_region_that_the_data_does_not_know_is_named(self):
        places = (Place("eu-west-1", "home"), Place("mars-1", "replica"))
        found = reason(a_bucket(regions=places), a_check())
        assert found == Unknown(ReasonCode.UNKNOWN_REGION, "mars-1")

    def test_a_copy_that_cannot_be_known_is_told_by_what_is_not_known(self):
        bucket = a_bucket(regions=None, unknown={"/replica": DAYS})
        assert reason(bucket, a_check()) == DAYS

    def test_a_resource_of_which_nothing_is_known_says_why(self):
        bucket = a_bucket(unknown={"": UNREAD[0][1]})
        assert reason(bucket, a_check()) == UNREAD[0][1]

    def test_an_attribute_that_is_left_to_the_provider_is_known_when_it_is_made(self):
        facts = types(computed={"aws_s3_bucket": {"days"}})
        found = reason(a_bucket(), a_check(attributes=("days",)), facts=facts)
        assert found == Unknown(ReasonCode.KNOWN_AFTER_APPLY, "days")

    def test_what_is_beside_the_attributes_that_a_check_reads_comes_after_the_region(self):
        check = a_check(attributes=("rule",), nested=("rule/days",))
        beside = {"/rule/0/note": DAYS}
        assert reason(a_bucket(unknown=beside, region=REGION), check) == REGION
        assert reason(a_bucket(unknown=beside), check) == DAYS
        assert reason(a_bucket(unknown={"/rule/0/days": DAYS}, region=REGION), check) == DAYS
        assert reason(a_bucket(unknown={"/rule": DAYS}, region=REGION), check) == DAYS

    def test_a_type_of_a_provider_that_nobody_knows_is_unsupported(self):
        other = Resource("pinecone_index.x", "pinecone_index", "pinecone", None, {})
        assert reason(other, a_check()) == Unknown(ReasonCode.UNSUPPORTED_TYPE, "pinecone_index")

    def test_a_value_that_nobody_can_judge_names_its_attribute(self):
        found = reason(a_bucket(values={"model": "new"}), a_check(attributes=("model",)))
        assert found == Unknown(ReasonCode.UNKNOWN_VALUE, "model")


class TestWhatIsPointedAt:
    def test_a_name_that_a_reference_resolved_is_no_reason(self):
        resolved = logging(unknown={NAME: LATE}, references={NAME: ("aws_s3_bucket.logs",)})
        region_unknown = logging(
            unknown={NAME: LATE}, references={NAME: ("aws_s3_bucket.logs",)}, region=REGION
        )
        assert reason(region_unknown, DELIVERS, a_bucket(region=REGION)) == REGION
        assert reason(resolved, DELIVERS, a_bucket(region=REGION)) == REGION
        assert reason(resolved, DELIVERS, a_bucket("aws_s3_bucket.other")) == LATE

    def test_a_name_that_nothing_here_carries_lies_outside(self):
        found = reason(logging(values=named("acme-logs")), DELIVERS, a_bucket())
        assert found == Unknown(ReasonCode.OUTSIDE_INPUT, "acme-logs")

    def test_a_reference_to_what_was_not_read_lies_outside(self):
        pointing = logging(values=named("x"), references={NAME: ("aws_s3_bucket.gone",)})
        assert reason(pointing, DELIVERS) == Unknown(ReasonCode.OUTSIDE_INPUT, "aws_s3_bucket.gone")

    def test_a_name_may_be_in_a_module_that_was_not_read(self):
        for of in (
            logging(values=named("acme-logs")),
            logging(values=named("x"), references={NAME: ("module.x.bucket",)}),
        ):
            found = reason(of, DELIVERS, unresolved=UNREAD)
            assert found == Unknown(ReasonCode.REMOTE_MODULE, "module.x")

    def test_a_data_source_is_named(self):
        pointing = logging(values=named("x"), references={NAME: ("data.aws_s3_bucket.logs",)})
        found = reason(pointing, DELIVERS)
        assert found == Unknown(ReasonCode.DATA_SOURCE, "data.aws_s3_bucket.logs")

    def test_one_of_several_instances_is_not_told_apart(self):
        pointing = logging(values=named("x"), references={NAME: ("aws_s3_bucket.b",)})
        buckets = [a_bucket(f"aws_s3_bucket.b[{n}]") for n in range(2)]
        found = reason(pointing, DELIVERS, *buckets)
        assert found == Unknown(ReasonCode.UNKNOWN_COUNT, "aws_s3_bucket.b")

    def test_a_block_that_is_not_written_is_no_reason(self):
        unwritten = logging(values={"logging_config": [{}]}, region=REGION)
        assert reason(unwritten, DELIVERS, unresolved=UNREAD) == REGION


class TestWhoPointsHere:
    def test_a_neighbour_that_points_somewhere_unknown_says_why(self):
        pointing = lifecycle(unknown={"/bucket": DAYS})
        assert reason(a_bucket(region=REGION), EXPIRES, pointing) == DAYS

    def test_a_neighbour_that_was_found_and_says_too_little_says_why(self):
        pointing = lifecycle(
            values={}, unknown={"/rule": DAYS}, references={"/bucket": ("aws_s3_bucket.logs",)}
        )
        assert reason(a_bucket(region=REGION), EXPIRES, pointing) == DAYS

    def test_a_neighbour_that_points_at_what_was_not_read_says_at_what(self):
        pointing = lifecycle(references={"/bucket": ("aws_s3_bucket.gone",)})
        found = reason(a_bucket(), EXPIRES, pointing)
        assert found == Unknown(ReasonCode.OUTSIDE_INPUT, "aws_s3_bucket.gone")

    def test_none_is_not_proven_where_something_was_not_read(self):
        module = reason(a_bucket(), EXPIRES, unresolved=UNREAD)
        broken = reason(a_bucket(), EXPIRES, problems=(Problem("a file did not parse"),))
        assert module == Unknown(ReasonCode.REMOTE_MODULE, "module.x")
        assert broken == Unknown(ReasonCode.OUTSIDE_INPUT, "infra")

    def test_a_name_that_is_made_later_may_be_the_one_that_is_written(self):
        written = lifecycle(values={"bucket": "logs"})
        late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "random_id.x.hex")
        assert reason(a_bucket(unknown={"/bucket": late}), EXPIRES, written) == late
        assert reason(a_bucket(), EXPIRES, written) == Unknown(
            ReasonCode.KNOWN_AFTER_APPLY, "aws_s3_bucket.logs.id"
        )

    def test_a_neighbour_that_may_not_be_made_is_named(self):
        maybe = lifecycle(f"{LIFECYCLE}.l[*]", references={"/bucket": ("aws_s3_bucket.logs",)})
        found = reason(a_bucket(), EXPIRES, maybe)
        assert found == Unknown(ReasonCode.UNKNOWN_COUNT, maybe.address)

    def test_one_neighbour_for_many_instances_belongs_to_none_for_sure(self):
        buckets = [a_bucket(f"aws_s3_bucket.b[{n}]") for n in range(2)]
        found = reasons(
            [*buckets, lifecycle(references={"/bucket": ("aws_s3_bucket.b",)})], EXPIRES
        )
        assert found[buckets[1].address] == Unknown(ReasonCode.UNKNOWN_COUNT, buckets[1].address)


CATALOG = Catalog.load(load(default_root()).data)
TYPES = sorted({kind for check in CATALOG.checks for kind in check.types or ()} | {LIFECYCLE, "x"})
POINTERS = ["", "/rule", "/bucket", NAME, "/logging_config", "/model/0/format", "/oddly"]
TARGETS = ["aws_s3_bucket.a", "aws_s3_bucket.a[0]", "module.x.y", "data.a.b", "local.z", "nowhere"]
WHY = st.builds(Unknown, st.sampled_from(ReasonCode), st.sampled_from([None, "var.x"]))
VALUES = st.sampled_from([None, "a", 7, [], [{}], named("a")["logging_config"], {"b": None}])


@st.composite
def things(draw) -> Resource:
    kind = draw(st.sampled_from(TYPES))
    key = draw(st.sampled_from(["", "[0]", "[1]", "[*]"]))
    values: JsonObject = draw(
        st.dictionaries(st.sampled_from(["bucket", "rule", "logging_config", "id", "days"]), VALUES)
    )
    region: Any = draw(st.sampled_from(["eu-west-1", "mars-1", None, REGION]))
    return Resource(
        address=f"{kind}.{draw(st.sampled_from('ab'))}{key}",
        type=kind,
        provider=draw(st.sampled_from(["aws", "google", "martian"])),
        region=region,
        values=values,
        unknown=draw(st.dictionaries(st.sampled_from(POINTERS), WHY, max_size=2)),
        regions=draw(st.sampled_from([None, (), (Place("mars-1", "copy"),)])),
        references=draw(
            st.dictionaries(
                st.sampled_from(POINTERS),
                st.lists(st.sampled_from(TARGETS), min_size=1, max_size=2).map(tuple),
                max_size=2,
            )
        ),
        set_values=draw(st.booleans()),
    )


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(things(), min_size=1, max_size=5), st.booleans())
def test_an_engine_that_knows_nothing_never_leaves_a_verdict_without_a_reason(resources, whole):
    engine = FakeEngine({check.path: check.id for check in CATALOG.checks}, Verdict.UNKNOWN)
    tenant: JsonObject = {"name": "acme"}
    laws = [Law(("eu",), ("gdpr",), tenant)]
    found, _ = run(
        resources, CATALOG.checks, laws, engine=engine, unresolved=() if whole else UNREAD
    )
    assert found.findings
    for finding in found.findings:
        assert isinstance(finding.reason, Unknown), finding


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.FAIL, Verdict.SKIP])
def test_no_other_verdict_has_a_reason(verdict):
    check = a_check(attributes=("days",))
    engine = FakeEngine({check.path: check.id}, verdict)
    found, _ = run([a_bucket(unknown={"/days": DAYS}, region=REGION)], [check], engine=engine)
    assert [finding.reason for finding in found.findings] == [None]

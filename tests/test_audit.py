"""The audit: who is asked, about what, and that nobody stays silent."""

import pytest

from compliance_toolkit.audit.audit import TypeFacts, audit
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import (
    AuditInput,
    JsonObject,
    Law,
    Place,
    Problem,
    ReasonCode,
    Resource,
    Severity,
    Unknown,
    Verdict,
)
from compliance_toolkit.policy.catalog import Check, Relation
from compliance_toolkit.policy.engine import Answer

EU = Law(("eu",))


class FakeEngine:
    """Answers each check of one verdict, and remembers what it was asked."""

    def __init__(self, ids, verdict=Verdict.PASS, answers=None):
        self.ids = ids
        self.answers = answers
        self.verdict = verdict
        self.asked = []

    def evaluate(self, rule, given):
        raise PolicyError(f"`data.{rule}` is undefined")

    def judge(self, questions):
        self.asked += questions
        if self.answers is not None:
            return self.answers(questions)
        return [
            [Answer(self.ids[path], self.verdict, {}) for path in question.checks]
            for question in questions
        ]


def a_check(id_="RES-001", path="residency/allowed_country", **known) -> Check:
    given = {"per": "jurisdiction", "types": None, **known}
    return Check(
        id=id_,
        path=path,
        title="t",
        description="d",
        severity=Severity.HIGH,
        rationale="r",
        remediation="m",
        controls={},
        related_resources=(),
        **given,
    )


def a_bucket(address="aws_s3_bucket.logs", **known) -> Resource:
    given = {"region": "eu-west-1", "values": {}, **known}
    return Resource(address=address, type="aws_s3_bucket", provider="aws", **given)


def types(**known) -> TypeFacts:
    return TypeFacts(**{"computed": {}, "regions": {"aws": {"eu-west-1"}}, **known})


def run(resources, checks, laws=(EU,), engine=None, facts=None, **known):
    engine = engine or FakeEngine({check.path: check.id for check in checks})
    given = AuditInput("infra", "terraform-source", tuple(resources), **known)
    return audit(given, laws, checks, facts or types(), engine), engine


def asked_about(resource, check, **known):
    _, engine = run([resource], [check], **known)
    return engine.asked[0].given["resource"]


class TestSilence:
    def test_a_check_that_answers_under_another_id_is_an_error_not_a_pass(self):
        with pytest.raises(PolicyError, match="an answer from `RES-001` was expected"):
            run([a_bucket()], [a_check()], engine=FakeEngine({"residency/allowed_country": "X-1"}))

    def test_a_question_without_an_answer_is_an_error_not_a_pass(self):
        engine = FakeEngine({}, answers=lambda _questions: [])
        with pytest.raises(PolicyError, match="1 questions were asked and 0 answered"):
            run([a_bucket()], [a_check()], engine=engine)

    def test_an_empty_answer_is_an_error_not_a_pass(self):
        engine = FakeEngine({}, answers=lambda questions: [[] for _ in questions])
        with pytest.raises(PolicyError, match="came from none"):
            run([a_bucket()], [a_check()], engine=engine)


class TestWhoIsAsked:
    def test_each_jurisdiction_is_an_audit_of_its_own(self):
        result, _ = run([a_bucket()], [a_check()], [Law(("eu",)), Law(("uk",))])
        assert [finding.jurisdiction for finding in result.findings] == ["eu", "uk"]

    def test_a_check_per_regime_without_a_regime_is_a_skip(self):
        result, engine = run([a_bucket()], [a_check(per="regime")])
        assert (result.findings, result.skips, engine.asked) == ((), 1, [])

    def test_a_check_per_regime_names_the_regime_alone(self):
        result, _ = run([a_bucket()], [a_check(per="regime")], [Law(("eu",), ("gdpr",))])
        assert (result.findings[0].jurisdiction, result.findings[0].regime) == (None, "gdpr")

    def test_a_tenants_check_is_asked_only_where_the_audit_names_a_tenant(self):
        tenant: JsonObject = {"name": "acme/vault", "retention": {"prompts": {"max_days": 0}}}
        without, _ = run([a_bucket()], [a_check(per="tenant")])
        with_one, engine = run([a_bucket()], [a_check(per="tenant")], [Law(("eu",), (), tenant)])
        assert (without.findings, without.skips) == ((), 1)
        assert with_one.findings[0].tenant == "acme/vault"
        assert engine.asked[0].given["tenant"] == tenant

    def test_a_law_that_two_audits_share_is_asked_once(self):
        result, _ = run([a_bucket()], [a_check()], [EU, Law(("eu",), ("gdpr",))])
        assert len(result.findings) == 1

    def test_a_type_that_holds_no_content_is_left_out_and_counted(self):
        result, _ = run([a_bucket()], [a_check()], facts=types(without_content={"aws_s3_bucket"}))
        assert (result.findings, result.skips) == ((), 1)

    def test_a_type_that_nobody_listed_is_judged(self):
        result, _ = run([a_bucket()], [a_check()], facts=types(without_content={"aws_vpc"}))
        assert len(result.findings) == 1

    def test_identical_questions_are_asked_once_and_answered_for_each(self):
        result, engine = run(
            [a_bucket("aws_s3_bucket.a"), a_bucket("aws_s3_bucket.b")], [a_check()]
        )
        assert len(engine.asked) == 1
        assert [finding.address for finding in result.findings] == [
            "aws_s3_bucket.a",
            "aws_s3_bucket.b",
        ]

    def test_findings_of_two_resources_have_two_fingerprints(self):
        result, _ = run([a_bucket("aws_s3_bucket.a"), a_bucket("aws_s3_bucket.b")], [a_check()])
        assert len({finding.fingerprint for finding in result.findings}) == 2


class TestWhatIsSaid:
    CHECK = a_check(attributes=("days",))

    def test_a_declared_attribute_that_is_left_out_is_null(self):
        assert asked_about(a_bucket(), self.CHECK)["values"] == {"days": None}

    def test_an_attribute_that_is_not_known_is_absent_and_listed(self):
        unknown = {"/days": Unknown(ReasonCode.KNOWN_AFTER_APPLY, "x.y")}
        given = asked_about(a_bucket(unknown=unknown), self.CHECK)
        assert given["values"] == {}
        assert given["unknown"] == {"/days": {"code": "known-after-apply", "reference": "x.y"}}

    def test_an_attribute_that_is_not_known_below_its_top_is_never_called_unset(self):
        unknown = {"/days/0/from": Unknown(ReasonCode.KNOWN_AFTER_APPLY)}
        assert asked_about(a_bucket(unknown=unknown), self.CHECK)["values"] == {}

    def test_an_attribute_that_the_provider_computes_is_absent(self):
        facts = types(computed={"aws_s3_bucket": {"days"}})
        assert asked_about(a_bucket(), self.CHECK, facts=facts)["values"] == {}

    def test_nothing_is_filled_into_a_resource_of_which_nothing_is_known(self):
        unknown = {"": Unknown(ReasonCode.REMOTE_MODULE, "./x")}
        assert asked_about(a_bucket(unknown=unknown), self.CHECK)["values"] == {}

    def test_attributes_that_no_check_declares_stay_out(self):
        given = asked_about(a_bucket(values={"days": 3, "tags": {"a": "b"}}), self.CHECK)
        assert given["values"] == {"days": 3}

    def test_a_nested_attribute_that_is_left_out_is_null_in_each_block(self):
        check = a_check(attributes=("rule",), nested=("rule/expiration/days",))
        rule = [{"expiration": [{"days": 3}, {}]}, {"expiration": []}, {}]
        given = asked_about(a_bucket(values={"rule": rule}), check)
        assert given["values"]["rule"] == [
            {"expiration": [{"days": 3}, {"days": None}]},
            {"expiration": []},
            {"expiration": None},
        ]

    def test_an_unknown_region_is_absent_and_one_that_does_not_exist_is_null(self):
        unknown = Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, "provider.aws")
        without = asked_about(a_bucket(region=unknown), self.CHECK)
        assert "region" not in without
        assert without["unknown"]["/region"]["code"] == "ambient-provider-region"
        assert asked_about(a_bucket(region=None), self.CHECK)["region"] is None

    def test_further_regions_that_cannot_be_known_are_absent_not_empty(self):
        assert "regions" not in asked_about(a_bucket(regions=None), self.CHECK)
        home = (Place("eu-west-1", "home"),)
        given = asked_about(a_bucket(regions=home), self.CHECK)
        assert given["regions"] == [{"region": "eu-west-1", "role": "home"}]

    def test_the_address_is_left_out_because_a_name_proves_nothing(self):
        assert "address" not in asked_about(a_bucket(), self.CHECK)


class TestReasons:
    def reason(self, resource, check):
        engine = FakeEngine({check.path: check.id}, Verdict.UNKNOWN)
        result, _ = run([resource], [check], engine=engine)
        return result.findings[0].reason

    def test_an_unknown_attribute_that_the_check_reads_comes_first(self):
        why = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.days")
        bucket = a_bucket(unknown={"/days": why}, region=Unknown(ReasonCode.DATA_SOURCE))
        assert self.reason(bucket, a_check(attributes=("days",))) == why

    def test_an_unknown_region_comes_next(self):
        why = Unknown(ReasonCode.DATA_SOURCE, "data.aws_region.this")
        assert self.reason(a_bucket(region=why), a_check()) == why

    def test_a_region_that_the_data_does_not_know_is_named(self):
        found = self.reason(a_bucket(region="eu-north-9"), a_check())
        assert found == Unknown(ReasonCode.UNKNOWN_REGION, "eu-north-9")


class TestNeighbours:
    LIFECYCLE = "aws_s3_bucket_lifecycle_configuration"
    CHECK = a_check(
        types=frozenset({"aws_s3_bucket"}),
        related={
            "lifecycle": Relation(
                LIFECYCLE, points_here="/bucket", by=("bucket", "id"), attributes=("rule",)
            )
        },
    )

    def lifecycle(self, address="aws_s3_bucket_lifecycle_configuration.logs", **known):
        given = {"region": "eu-west-1", "values": {"rule": []}, **known}
        return Resource(address=address, type=self.LIFECYCLE, provider="aws", **given)

    def seen(self, *resources, **known):
        _, engine = run(resources, [self.CHECK], **known)
        return engine.asked[0].given["resource"]["related"]

    def test_a_neighbour_is_found_by_its_reference(self):
        pointing = self.lifecycle(references={"/bucket": ("aws_s3_bucket.logs",)})
        (found,) = self.seen(a_bucket(), pointing)["lifecycle"]
        assert found["address"] == pointing.address
        assert found["values"] == {"rule": []}

    def test_a_neighbour_is_found_by_its_name(self):
        pointing = self.lifecycle(values={"bucket": "logs", "rule": []})
        assert len(self.seen(a_bucket(values={"bucket": "logs"}), pointing)["lifecycle"]) == 1

    def test_none_at_all_is_proven_none(self):
        assert self.seen(a_bucket()) == {"lifecycle": []}

    def test_a_neighbour_of_another_bucket_is_proven_not_ours(self):
        other = a_bucket("aws_s3_bucket.other")
        pointing = self.lifecycle(references={"/bucket": ("aws_s3_bucket.other",)})
        assert self.seen(a_bucket(), other, pointing) == {"lifecycle": []}

    def test_a_neighbour_that_points_somewhere_unknown_hides_the_answer(self):
        unknown = {"/bucket": Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.bucket")}
        assert self.seen(a_bucket(), self.lifecycle(unknown=unknown)) == {}

    def test_a_name_made_of_several_resources_hides_the_answer(self):
        pointing = self.lifecycle(
            references={"/bucket": ("random_id.x", "aws_s3_bucket.logs")},
            unknown={"/bucket": Unknown(ReasonCode.KNOWN_AFTER_APPLY)},
        )
        assert self.seen(a_bucket(), pointing) == {}

    def test_a_name_that_a_source_leaves_out_points_nowhere(self):
        assert self.seen(a_bucket(), self.lifecycle()) == {"lifecycle": []}
        assert self.seen(a_bucket(), self.lifecycle(values={"bucket": None})) == {"lifecycle": []}

    def test_a_name_that_a_plan_does_not_list_hides_the_answer(self):
        assert self.seen(a_bucket(), self.lifecycle(set_values=True)) == {}

    @pytest.mark.parametrize("pointer", ["", "/bucket", "/bucket/0"])
    def test_a_name_of_which_any_part_is_unknown_hides_the_answer(self, pointer):
        unknown = {pointer: Unknown(ReasonCode.DYNAMIC_CONTENT)}
        assert self.seen(a_bucket(), self.lifecycle(unknown=unknown)) == {}

    def test_none_is_not_proven_where_a_module_was_not_read(self):
        unread = (("module.x", Unknown(ReasonCode.REMOTE_MODULE, "git::https://x")),)
        assert self.seen(a_bucket(), unresolved=unread) == {}
        assert self.seen(a_bucket(), problems=(Problem("a file did not parse"),)) == {}

    def test_instances_are_paired_by_their_key(self):
        buckets = [a_bucket(f"aws_s3_bucket.logs[{n}]") for n in range(2)]
        pointing = [
            self.lifecycle(
                f"{self.LIFECYCLE}.logs[{n}]", references={"/bucket": ("aws_s3_bucket.logs",)}
            )
            for n in range(2)
        ]
        (found,) = self.seen(*buckets, *pointing)["lifecycle"]
        assert found["address"] == f"{self.LIFECYCLE}.logs[0]"

    def test_one_neighbour_for_many_instances_hides_the_answer(self):
        buckets = [a_bucket(f"aws_s3_bucket.logs[{n}]") for n in range(2)]
        pointing = self.lifecycle(references={"/bucket": ("aws_s3_bucket.logs",)})
        assert self.seen(*buckets, pointing) == {}


class TestPointedAt:
    GROUP = "aws_cloudwatch_log_group"
    POINTER = "/logging_config/0/cloudwatch_config/0/log_group_name"
    CHECK = a_check(
        types=frozenset({"aws_logging"}),
        related={"groups": Relation(GROUP, pointed_at_by=POINTER, by=("name",))},
    )

    def logging(self, **known):
        given = {"region": "eu-west-1", "values": {}, **known}
        return Resource(address="aws_logging.this", type="aws_logging", provider="aws", **given)

    def group(self, address="aws_cloudwatch_log_group.a", **values):
        return Resource(
            address=address, type=self.GROUP, provider="aws", region="eu-west-1", values=values
        )

    def seen(self, *resources):
        _, engine = run(resources, [self.CHECK])
        return engine.asked[0].given["resource"]["related"]

    def named(self, name):
        return {"logging_config": [{"cloudwatch_config": [{"log_group_name": name}]}]}

    def test_a_target_is_found_by_name(self):
        (found,) = self.seen(self.logging(values=self.named("a")), self.group(name="a"))["groups"]
        assert found["address"] == "aws_cloudwatch_log_group.a"

    def test_a_target_outside_of_what_was_read_hides_the_answer(self):
        assert self.seen(self.logging(values=self.named("b")), self.group(name="a")) == {}

    def test_a_block_that_is_not_written_points_nowhere(self):
        assert self.seen(self.logging(values={"logging_config": []})) == {"groups": []}

    def test_a_reference_finds_a_target_whose_name_is_made_at_apply_time(self):
        logging = self.logging(
            references={self.POINTER: ("aws_cloudwatch_log_group.a",)},
            unknown={self.POINTER: Unknown(ReasonCode.KNOWN_AFTER_APPLY)},
        )
        assert len(self.seen(logging, self.group())["groups"]) == 1

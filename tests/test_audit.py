"""The audit: who is asked, about what, and that nobody stays silent."""

import pytest

from audits import EU, FakeEngine, a_bucket, a_check, asked_about, run, types
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, Law, Place, ReasonCode, Unknown


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

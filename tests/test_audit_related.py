"""Neighbours, as a check is told of them: a list is proven, and what cannot be told is hidden."""

import pytest

from audits import a_bucket, a_check, run
from compliance_toolkit.models import Problem, ReasonCode, Resource, Unknown
from compliance_toolkit.policy.catalog import Relation


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

    def test_instances_are_paired_by_the_key_that_is_named(self):
        buckets = [a_bucket(f"aws_s3_bucket.logs[{n}]") for n in range(2)]
        pointing = [
            self.lifecycle(
                f"{self.LIFECYCLE}.logs[{n}]", references={"/bucket": (f"aws_s3_bucket.logs[{n}]",)}
            )
            for n in range(2)
        ]
        (found,) = self.seen(*buckets, *pointing)["lifecycle"]
        assert found["address"] == f"{self.LIFECYCLE}.logs[0]"

    @pytest.mark.parametrize("count", [1, 2])
    def test_no_key_pairs_instances_where_the_block_alone_is_named(self, count):
        buckets = [a_bucket(f"aws_s3_bucket.logs[{n}]") for n in range(2)]
        pointing = [
            self.lifecycle(
                f"{self.LIFECYCLE}.logs[{n}]", references={"/bucket": ("aws_s3_bucket.logs",)}
            )
            for n in range(count)
        ]
        assert self.seen(*buckets, *pointing) == {}

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

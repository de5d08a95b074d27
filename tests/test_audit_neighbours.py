"""Neighbours of many: each is found among all, and none costs a pass over all."""

from typing import Any

import pytest

from compliance_toolkit.audit.related import Neighbourhood
from compliance_toolkit.models import Resource
from compliance_toolkit.policy.catalog import Relation

BUCKET, LIFECYCLE = "aws_s3_bucket", "aws_s3_bucket_lifecycle_configuration"
HERE = Relation(LIFECYCLE, points_here="/bucket", by=("bucket", "id"))
THERE = Relation(BUCKET, pointed_at_by="/bucket", by=("bucket", "id"))


class Read(dict[str, Any]):
    """Values that count how often they are looked into."""

    count = 0

    def __getitem__(self, key):
        Read.count += 1
        return super().__getitem__(key)

    def __contains__(self, key):
        Read.count += 1
        return super().__contains__(key)

    def get(self, key, default=None):
        Read.count += 1
        return super().get(key, default)


def a_resource(address, values=None, references=None):
    return Resource(
        address=address,
        type=address.split(".")[0],
        provider="aws",
        region="eu-west-1",
        values=Read(values or {}),
        references=Read(references or {}),
    )


def by_name(count):
    for n in range(count):
        yield a_resource(f"{BUCKET}.b{n}", {"bucket": f"acme-{n}"})
        yield a_resource(f"{LIFECYCLE}.l{n}", {"bucket": f"acme-{n}"})


def by_reference(count):
    for n in range(count):
        yield a_resource(f"{BUCKET}.b{n}")
        yield a_resource(f"{LIFECYCLE}.l{n}", references={"/bucket": (f"{BUCKET}.b{n}",)})


def by_instance(count):
    for n in range(count):
        yield a_resource(f"{BUCKET}.b[{n}]")
        yield a_resource(f"{LIFECYCLE}.l[{n}]", references={"/bucket": (f"{BUCKET}.b[{n}]",)})


def pairs(resources):
    """Who is found for whom, and how often values were looked into."""
    Read.count = 0
    neighbourhood = Neighbourhood(resources, complete=True)
    found = [
        (one, neighbourhood.of(one, HERE if one.type == BUCKET else THERE)) for one in resources
    ]
    return found, Read.count


@pytest.mark.parametrize("made", [by_name, by_reference, by_instance])
def test_each_of_many_is_given_its_own_neighbour(made):
    resources = list(made(20))
    found, _ = pairs(resources)
    for number, (_, others) in enumerate(found):
        assert others == (resources[number ^ 1],)


@pytest.mark.parametrize("made", [by_name, by_reference, by_instance])
def test_twice_as_many_resources_are_no_more_than_twice_the_work(made):
    _, few = pairs(list(made(100)))
    _, many = pairs(list(made(200)))
    assert 0 < many <= 2 * few


def test_neighbours_come_in_the_order_of_the_input_however_each_points():
    bucket = a_resource(f"{BUCKET}.b", {"bucket": "acme", "id": "acme-id"})
    pointing = [
        a_resource(f"{LIFECYCLE}.l0", {"bucket": "acme-id"}),
        a_resource(f"{LIFECYCLE}.l1", references={"/bucket": (f"{BUCKET}.b",)}),
        a_resource(f"{LIFECYCLE}.l2", {"bucket": "acme"}),
    ]
    found = Neighbourhood([bucket, *pointing], complete=True).of(bucket, HERE)
    assert found == tuple(pointing)


def test_a_name_that_is_no_text_hides_the_answer_of_a_bucket_without_a_name():
    odd = a_resource(f"{LIFECYCLE}.l", {"bucket": 7})
    nameless, named = (a_resource(f"{BUCKET}.{n}", {"bucket": n}) for n in (None, "acme"))
    neighbourhood = Neighbourhood([nameless, named, odd], complete=True)
    assert neighbourhood.of(nameless, HERE) is None
    assert neighbourhood.of(named, HERE) == ()

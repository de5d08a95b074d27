"""The region of a planned resource: what its plan proves, or unknown."""

from __future__ import annotations

import pytest

from compliance_toolkit.models import Assumption, ReasonCode, Unknown
from terraform_plans import AWS_IRELAND, block, change, only, read

QUEUE = "aws_sqs_queue.q"
BUCKET = "aws_s3_bucket.b"


def provider(name="aws", **expressions):
    return {"name": name, "expressions": expressions}


def constant(value):
    return {"constant_value": value}


def refers_to(*names):
    return {"references": list(names)}


def reason(resource):
    assert isinstance(resource.region, Unknown)
    return resource.region.code


def test_the_providers_constant_region_holds():
    assert only(change(QUEUE, {})).region == "eu-west-1"


def test_an_alias_has_a_region_of_its_own():
    providers = {**AWS_IRELAND, "aws.us": provider(region=constant("us-east-1"))}
    assert only(change(QUEUE, {}), blocks=[block(QUEUE, "aws.us")], providers=providers).region == (
        "us-east-1"
    )


def test_blocks_that_name_no_provider_have_that_of_their_type():
    addresses = [QUEUE, "google_compute_network.n", "aws_kms_key.k"]
    providers = {**AWS_IRELAND, "google": provider("google", region=constant("us-east1"))}
    found = read(
        *(change(address, {}) for address in addresses),
        blocks=[block(address, "") for address in addresses],
        providers=providers,
    )
    assert [one.region for one in found.resources] == ["eu-west-1", "us-east1", "eu-west-1"]


def test_the_same_name_of_a_provider_is_another_one_in_another_module():
    key = "m:aws"
    handed = {"name": "aws", "module_address": "module.m"}
    calls = {"m": {"module": {"resources": [block(QUEUE, key)]}}}
    found = read(
        change(QUEUE, {}),
        change(f"module.m.{QUEUE}", {}, module_address="module.m"),
        blocks=[block(QUEUE, key)],
        calls=calls,
        providers={**AWS_IRELAND, key: handed},
    )
    outer, inner = found.resources
    assert reason(outer) is ReasonCode.AMBIENT_PROVIDER_REGION
    assert inner.region == "eu-west-1"


def test_the_resources_own_region_outranks_its_provider():
    queue = only(change(QUEUE, {"region": "us-east-1"}))
    assert queue.region == "us-east-1"
    assert [place.region for place in queue.regions] == ["us-east-1"]


def test_a_computed_region_that_the_source_does_not_set_is_the_providers():
    assert only(change(BUCKET, {}, {"region": True})).region == "eu-west-1"


def test_an_unknown_region_that_the_source_sets_is_unknown():
    blocks = [block(QUEUE, region=refers_to("data.aws_region.other.name"))]
    queue = only(change(QUEUE, {}, {"region": True}), blocks=blocks)
    assert queue.region == Unknown(ReasonCode.KNOWN_AFTER_APPLY, "data.aws_region.other.name")


def test_an_unknown_region_is_unknown_where_the_plan_tells_no_source():
    queue = only(change(QUEUE, {}, {"region": True}), blocks=[])
    assert reason(queue) is ReasonCode.KNOWN_AFTER_APPLY


def test_a_sensitive_region_is_unknown():
    queue = only(
        change(QUEUE, {"region": "eu-west-1"}, sensitive={"region": True}),
        blocks=[block(QUEUE, region=refers_to("var.region"))],
    )
    assert reason(queue) is ReasonCode.SENSITIVE


@pytest.mark.parametrize(
    "providers", [{}, {"aws": provider()}, {"aws": provider(region=constant(None))}]
)
def test_a_provider_without_a_region_takes_one_from_outside(providers):
    queue = only(change(QUEUE, {}), providers=providers)
    assert queue.region == Unknown(ReasonCode.AMBIENT_PROVIDER_REGION, "provider.aws")


def test_a_plan_without_configuration_knows_no_provider():
    assert reason(only(change(QUEUE, {}), configuration=None)) is (
        ReasonCode.AMBIENT_PROVIDER_REGION
    )


@pytest.mark.parametrize("value", [7, True, [], {}])
def test_a_region_that_is_no_text_is_unknown(value):
    queue = only(change(QUEUE, {}), providers={"aws": provider(region=constant(value))})
    assert reason(queue) is ReasonCode.UNKNOWN_REGION


VARIABLE = {"aws": provider(region=refers_to("var.region"))}
PLANNED = {"region": {"value": "eu-west-3"}}


def test_a_region_that_refers_to_one_variable_is_taken_and_said_to_be_assumed():
    audit = read(change(QUEUE, {}), providers=VARIABLE, variables=PLANNED)
    assert audit.resources[0].region == "eu-west-3"
    assert audit.assumptions == (Assumption("region", "eu-west-3"),)


def test_nothing_is_assumed_when_that_is_asked_for():
    audit = read(change(QUEUE, {}), providers=VARIABLE, variables=PLANNED, assume_defaults=False)
    assert audit.resources[0].region == Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.region")
    assert audit.assumptions == ()


def test_an_attribute_of_a_variable_is_followed():
    providers = {"aws": provider(region=refers_to("var.cfg.region", "var.cfg"))}
    variables = {"cfg": {"value": {"region": "eu-west-3"}}}
    assert only(change(QUEUE, {}), providers=providers, variables=variables).region == "eu-west-3"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["local.region"], ReasonCode.FUNCTION_NOT_EVALUATED),
        (["data.aws_region.r.name", "data.aws_region.r"], ReasonCode.DATA_SOURCE),
        (["module.regions.main", "module.regions"], ReasonCode.KNOWN_AFTER_APPLY),
        (["var.region", "var.suffix"], ReasonCode.VARIABLE_WITHOUT_DEFAULT),
        (["var.region[0]", "var.region"], ReasonCode.VARIABLE_WITHOUT_DEFAULT),
        (["var.nowhere"], ReasonCode.VARIABLE_WITHOUT_DEFAULT),
        (["var.region.name", "var.region"], ReasonCode.UNKNOWN_REGION),
        ([], ReasonCode.FUNCTION_NOT_EVALUATED),
    ],
)
def test_a_region_that_is_made_of_something_else_is_unknown(names, code):
    providers = {"aws": provider(region=refers_to(*names))}
    queue = only(change(QUEUE, {}), providers=providers, variables=PLANNED)
    assert reason(queue) is code


def test_a_sensitive_variable_gives_no_region():
    configuration = {
        "provider_config": VARIABLE,
        "root_module": {
            "resources": [block(QUEUE)],
            "variables": {"region": {"sensitive": True}},
        },
    }
    queue = only(change(QUEUE, {}), variables=PLANNED, configuration=configuration)
    assert queue.region == Unknown(ReasonCode.SENSITIVE, "var.region")


def test_an_arn_that_says_another_region_contradicts_the_provider():
    queue = only(change(QUEUE, {"arn": "arn:aws:sqs:us-east-1:111122223333:q"}))
    assert queue.region == Unknown(ReasonCode.UNKNOWN_REGION, "/arn")


@pytest.mark.parametrize("arn", ["arn:aws:s3:::b", "arn:aws:sqs:eu-west-1:1:q", "odd", 7])
def test_an_arn_that_says_nothing_else_contradicts_nothing(arn):
    assert only(change(BUCKET, {"arn": arn})).region == "eu-west-1"


def in_module(key, providers, call=None, child=None):
    """Read one queue in `module.eu[0]`, whose block names the provider `key`."""
    inner = {"resources": [block(QUEUE, key)], **(child or {})}
    return only(
        change(f"module.eu[0].{QUEUE}", {}, module_address="module.eu[0]"),
        providers=providers,
        blocks=[],
        calls={"eu": {"module": inner, "expressions": call or {}}},
        variables=PLANNED,
    )


def test_a_module_that_is_handed_an_alias_uses_it():
    providers = {**AWS_IRELAND, "aws.us": provider(region=constant("us-east-1"))}
    assert in_module("aws.us", providers).region == "us-east-1"


def test_a_modules_own_provider_reads_the_modules_inputs():
    own = {**provider(region=refers_to("var.where")), "module_address": "module.eu"}
    providers = {**AWS_IRELAND, "module.eu:aws": own}
    handed = {"where": refers_to("var.region")}
    declared = {"variables": {"where": {"default": "us-east-1"}}}
    assert in_module("module.eu:aws", providers, handed, declared).region == "eu-west-3"
    assert in_module("module.eu:aws", providers, None, declared).region == "us-east-1"
    assert reason(in_module("module.eu:aws", providers)) is ReasonCode.VARIABLE_WITHOUT_DEFAULT


def test_an_old_plan_that_hides_what_a_module_is_handed_is_believed_only_if_all_agree():
    tokyo = provider(region=constant("ap-northeast-1"))
    assert in_module("module.eu:aws", AWS_IRELAND).region == "eu-west-1"
    for providers in ({}, {**AWS_IRELAND, "aws.tokyo": tokyo}, {"aws.tokyo": tokyo}):
        assert reason(in_module("module.eu:aws", providers)) is ReasonCode.AMBIENT_PROVIDER_REGION


def test_a_mention_of_a_provider_in_a_module_is_no_provider_without_a_region():
    mention = {"name": "aws", "module_address": "module.eu"}
    assert in_module("module.eu:aws", {**AWS_IRELAND, "module.eu:aws": mention}).region == (
        "eu-west-1"
    )


def test_a_google_zone_gives_the_region_and_a_providers_zone_does_too():
    disk = "google_compute_disk.d"
    assert only(change(disk, {"zone": "us-west1-a"})).region == "us-west1"
    zonal = {"google": provider("google", zone=constant("europe-west4-b"))}
    assert only(change(disk, {"zone": None}), providers=zonal).region == "europe-west4"


def test_a_google_type_without_any_place_does_not_borrow_the_providers():
    region = {"google": provider("google", region=constant("europe-west4"))}
    assert only(change("google_redis_instance.r", {"region": None}), providers=region).region == (
        "europe-west4"
    )
    dataset = only(change("google_healthcare_fhir_store.f", {"name": "x"}), providers=region)
    assert reason(dataset) is ReasonCode.UNKNOWN_REGION

"""A workspace in Terraform, in every shape that providers give it: one shape for the checks."""

from __future__ import annotations

import pytest

from compliance_toolkit.models import Place, ReasonCode, Resource, Unknown
from compliance_toolkit.terraform.shapes import normalise

US = {"workspace_geo": "us", "allowed_inference_geos": ["us"], "default_inference_geo": "us"}
OPEN = {
    "workspace_geo": "us",
    "allowed_inference_geos": "unrestricted",
    "default_inference_geo": "global",
}
LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY)


def terraform(values, unknown=None, kind="anthropic_workspace", **more):
    raw = Resource("x.y", kind, "anthropic", None, values, unknown or {}, **more)
    return normalise(raw, computed_unknown=True)


@pytest.mark.parametrize(
    "values",
    [
        {"data_residency": US},
        {"data_residency": [US]},
        {"data_residency": {**US, "allowed_inference_geos_unrestricted": False}},
        {"data_residency": {**US, "allowed_inference_geos": {"values": ["us"]}}},
        {"data_residency": {"allowed_inference_geos": ["us"], "default_inference_geo": "us"}},
        US,
    ],
)
def test_every_shape_that_says_us_only_says_it_in_one_way(values):
    assert terraform(values).values["data_residency"] == US


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"data_residency": None},
        {"data_residency": []},
        {"data_residency": {}},
        {"data_residency": {"allowed_inference_geos": None}},
        {"data_residency": {"allowed_inference_geos": ["unrestricted"]}},
        {"data_residency": {"allowed_inference_geos": ["us", "unrestricted"]}},
        {"data_residency": {"allowed_inference_geos_unrestricted": True}},
        {
            "data_residency": {
                "allowed_inference_geos": ["us"],
                "allowed_inference_geos_unrestricted": True,
            }
        },
        {"data_residency": {"allowed_inference_geos": {"unrestricted": True, "values": ["us"]}}},
        {"data_residency": {"allowed_inference_geos": {"values": None}}},
    ],
)
def test_what_is_left_out_or_opened_is_unrestricted(values):
    assert terraform({"name": "chat", **values}).values == {"name": "chat", "data_residency": OPEN}


@pytest.mark.parametrize("odd", [[], 7, "us", [7], [None], [{}], {"values": []}, {"values": 7}])
def test_allowed_geos_of_another_shape_are_unknown(odd):
    shaped = terraform({"data_residency": {**US, "allowed_inference_geos": odd}})
    assert "allowed_inference_geos" not in shaped.values["data_residency"]
    assert "/data_residency/allowed_inference_geos" in shaped.unknown


@pytest.mark.parametrize("odd", [7, "us", [US, US], [None]])
def test_a_residency_of_another_shape_is_unknown(odd):
    shaped = terraform({"data_residency": odd})
    assert shaped.values["data_residency"] == {}
    assert isinstance(shaped.region, Unknown)


@pytest.mark.parametrize(
    "pointer",
    [
        "/data_residency/allowed_inference_geos",
        "/data_residency/allowed_inference_geos/values",
        "/data_residency/allowed_inference_geos/unrestricted",
        "/data_residency/allowed_inference_geos_unrestricted",
        "/data_residency",
    ],
)
def test_an_unknown_part_leaves_the_allowed_geos_unknown(pointer):
    shaped = terraform({"data_residency": US}, {pointer: LATE})
    assert "allowed_inference_geos" not in shaped.values["data_residency"]
    assert shaped.unknown["/data_residency/allowed_inference_geos"] == LATE


def test_an_unknown_part_of_a_block_or_of_a_flat_resource_is_found():
    inside = terraform({"data_residency": [US]}, {"/data_residency/0/default_inference_geo": LATE})
    flat = terraform({"workspace_geo": "us"}, {"/default_inference_geo": LATE})
    for shaped in (inside, flat):
        assert set(shaped.unknown) == {"/data_residency/default_inference_geo"}


def test_a_workspace_is_where_it_stores():
    shaped = terraform({"data_residency": US}, kind="anthropic_enterprise_workspace")
    assert (shaped.type, shaped.provider, shaped.region) == (
        "anthropic_workspace",
        "anthropic",
        "us",
    )
    assert shaped.regions == (Place("us", "home"),)


def test_a_workspace_of_which_nothing_is_known_is_nowhere():
    shaped = terraform({}, {"": LATE})
    assert shaped.region == LATE
    assert shaped.unknown == {"": LATE}


def test_the_region_of_awss_workspace_is_the_gateways_and_no_aws_region_is_where_it_stores():
    shaped = terraform(
        {"data_residency": US},
        kind="awscc_awsexternalanthropic_workspace",
        regions=(Place("eu-west-1", "home"),),
    )
    assert shaped.provider == "anthropic"
    assert shaped.regions == (Place("eu-west-1", "home"), Place("anthropic:us", "workspace"))


def test_what_awss_workspace_computes_is_unknown_until_a_plan_says_it():
    kind = "awscc_awsexternalanthropic_workspace"
    raw = Resource("x.y", kind, "aws", "eu-west-1", {"data_residency": {}})
    planned, written = (normalise(raw, computed_unknown=late) for late in (True, False))
    assert planned.values["data_residency"] == {}
    assert planned.regions is None
    assert written.values["data_residency"] == OPEN


def test_references_follow_the_values():
    shaped = terraform(US, references={"/workspace_geo": ("a.b",), "/name": ("c.d",)})
    assert shaped.references == {"/data_residency/workspace_geo": ("a.b",), "/name": ("c.d",)}


@pytest.mark.parametrize("kind", ["aws_s3_bucket", "anthropic_workspace_member", "x_workspace"])
def test_all_else_is_left_alone(kind):
    raw = Resource("x.y", kind, "x", None, {"workspace_geo": "us"})
    assert normalise(raw, computed_unknown=True) is raw


def test_two_shapes_in_one_workspace_say_nothing_together():
    shaped = terraform({"data_residency": US, "allowed_inference_geos": ["unrestricted"]})
    assert shaped.values["data_residency"] == {}
    assert {reason.code for reason in shaped.unknown.values()} == {ReasonCode.UNSUPPORTED_TYPE}

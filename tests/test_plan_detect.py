"""An input is known by what stands in it; what is something else is named and refused."""

from __future__ import annotations

import gzip
import json

import pytest

from compliance_toolkit.errors import SourceError
from compliance_toolkit.terraform.detect import detect
from terraform_plans import plan

WORKSPACE = {"type": "workspace", "id": "wrkspc_1"}


def kind(document):
    return detect(json.dumps(document).encode(), shown_as="input.json")


def test_a_plan_is_known_in_every_encoding():
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert detect(plan().decode().encode(encoding), shown_as="p") == "terraform-plan"
    assert kind({"format_version": "9.0", "planned_values": {}}) == "terraform-plan"


@pytest.mark.parametrize(
    "state",
    [
        {"version": 4, "lineage": "x", "serial": 1, "resources": []},
        {"version": 3, "serial": 1, "modules": []},
        {"format_version": "1.0", "values": {}},
        {"format_version": "9.0", "values": {}},
        {"serial": 1, "lineage": "x", "meta": {}, "encrypted_data": "…"},
    ],
)
def test_a_state_is_known_in_both_forms_and_every_version(state):
    assert kind(state) == "terraform-state"


def test_a_list_of_workspaces_is_known():
    assert kind({"data": [WORKSPACE]}) == "workspaces"
    assert kind({"data": [], "has_more": False}) == "workspaces"
    assert kind([{"data": [WORKSPACE], "has_more": True}, {"data": [WORKSPACE]}]) == "workspaces"


@pytest.mark.parametrize(
    ("document", "like"),
    [
        ({"format_version": "1.0"}, "Terraform's JSON, but no plan"),
        ({"resource": {}}, "Terraform source in JSON"),
        (WORKSPACE, "one workspace"),
        ({}, "JSON of no known kind"),
        ({"data": []}, "JSON of no known kind"),
        ({"data": [{"type": "api_key"}]}, "JSON of no known kind"),
        ([], "JSON, but no object"),
        ([WORKSPACE], "JSON, but no object"),
        (None, "JSON, but no object"),
        ("plan", "JSON, but no object"),
    ],
)
def test_what_is_something_else_is_named(document, like):
    with pytest.raises(SourceError, match=f"`input.json` is {like}, expected a plan") as refused:
        kind(document)
    assert refused.value.hint


def test_a_binary_plan_is_known_by_its_first_bytes():
    assert detect(b"PK\x03\x04" + bytes(100), shown_as="p.tfplan") == "terraform-binary-plan"


@pytest.mark.parametrize("length", [10, 30, None])
def test_what_is_compressed_is_refused_whole_or_cut_off(length):
    with pytest.raises(SourceError, match="compressed with gzip") as refused:
        detect(gzip.compress(plan())[:length], shown_as="plan.json.gz")
    assert "gunzip" in str(refused.value.hint)


def test_the_log_of_a_plan_is_no_plan():
    log = b'{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info"}\n'
    with pytest.raises(SourceError, match="the log that"):
        detect(log, shown_as="plan.json")


@pytest.mark.parametrize(
    "raw",
    [b"", b"  \n", b"{", b"\x00\x01\x02", b"Error: no plan", b"[" * 100_000, b"{}{}", b"\xff"],
)
def test_what_is_no_json_is_refused_in_one_line(raw):
    with pytest.raises(SourceError, match="`input") as refused:
        detect(raw, shown_as="input.json")
    assert "\n" not in refused.value.message

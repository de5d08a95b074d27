"""Workspaces as the Admin API lists them: what is not said of them is unknown, never a default."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from compliance_toolkit.errors import SourceError
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.registry.schemas import schema
from compliance_toolkit.workspaces.snapshot import read_snapshot

US = {"workspace_geo": "us", "allowed_inference_geos": ["us"], "default_inference_geo": "us"}


def workspace(**more):
    return {
        "type": "workspace",
        "id": "wrkspc_1",
        "name": "Default",
        "archived_at": None,
        "data_residency": US,
        **more,
    }


def page(*workspaces, has_more=False):
    return {"data": list(workspaces), "has_more": has_more}


def read(document):
    return read_snapshot(json.dumps(document).encode(), shown_as="snapshot.json")


def test_a_listed_workspace_is_a_resource():
    audit = read(page(workspace(data_residency={**US, "allowed_inference_geos": ["us", "global"]})))
    (found,) = audit.resources
    assert (audit.kind, audit.problems) == ("workspaces", ())
    assert (found.address, found.type, found.region) == ("wrkspc_1", "anthropic_workspace", "us")
    assert found.values["data_residency"]["allowed_inference_geos"] == ["global", "us"]


@pytest.mark.parametrize(
    "listed", [[], [workspace(name="Claude Code")], [workspace(name="default")]]
)
def test_without_the_default_workspace_something_is_unknown(listed):
    unseen = read(page(*listed)).resources[-1]
    assert unseen.address == "default workspace"
    assert unseen.unknown[""].code is ReasonCode.DATA_SOURCE
    assert isinstance(unseen.region, Unknown)


def test_the_default_workspace_cannot_be_archived_so_this_is_another():
    audit = read(page(workspace(archived_at="2026-01-01T00:00:00Z")))
    assert [resource.address for resource in audit.resources] == ["wrkspc_1", "default workspace"]


@pytest.mark.parametrize("end", ["first_id", "last_id"])
def test_a_page_that_has_lost_an_entry_is_not_whole(end):
    listed = page(workspace())
    assert read({**listed, "first_id": "wrkspc_1", "last_id": "wrkspc_1"}).problems == ()
    (problem,) = read({**listed, end: "wrkspc_2"}).problems
    assert "in page 1" in problem.message


def test_an_archived_workspace_is_kept_and_marked():
    found, _ = read(page(workspace(archived_at="2026-01-01T00:00:00Z"))).resources
    assert found.values["archived_at"] == "2026-01-01T00:00:00Z"


def test_a_geo_that_does_not_exist_yet_is_for_a_check_to_judge():
    audit = read(page(workspace(data_residency={**US, "workspace_geo": "eu"})))
    assert (audit.resources[0].region, audit.problems) == ("eu", ())


@pytest.mark.parametrize(
    "document",
    [
        page(workspace(), has_more=True),
        page(workspace(), has_more=None),
        page(workspace(), has_more="false"),
        {"data": [workspace()]},
        [page(workspace()), page(workspace(id="wrkspc_2"))],
        [page(workspace(), has_more=True), page(workspace())],
    ],
)
def test_a_list_that_is_not_whole_is_a_problem_and_what_it_has_is_kept(document):
    audit = read(document)
    assert audit.problems
    assert audit.resources[0].address == "wrkspc_1"


def test_pages_make_one_list():
    audit = read([page(workspace(), has_more=True), page(workspace(id="wrkspc_2"))])
    assert [found.address for found in audit.resources] == ["wrkspc_1", "wrkspc_2"]
    assert audit.problems == ()


INCOMPLETE = [
    ("data_residency", None),
    ("data_residency", {}),
    ("data_residency", {**US, "allowed_inference_geos": []}),
    ("data_residency", {**US, "allowed_inference_geos": "all"}),
    ("data_residency", {**US, "workspace_geo": 7}),
    ("data_residency", {**US, "default_inference_geo": None}),
    ("archived_at", False),
    ("name", ""),
]


@pytest.mark.parametrize(("field", "value"), INCOMPLETE)
def test_what_the_api_always_says_has_no_default(field, value):
    for changed in (workspace(**{field: value}), workspace()):
        if changed[field] != value:
            del changed[field]
        audit = read(page(changed))
        assert audit.problems
        assert any(pointer.startswith(f"/{field}") for pointer in audit.resources[0].unknown)


REFUSED = [
    {},
    [],
    {"data": {}},
    {"data": None, "has_more": False},
    page("wrkspc_1"),
    page({"type": "api_key", "id": "apikey_1"}),
    page({"type": "workspace"}),
    page(workspace(id="")),
    [page(workspace()), workspace()],
]


@pytest.mark.parametrize("document", REFUSED)
def test_what_is_no_list_of_workspaces_is_refused_in_one_line(document):
    with pytest.raises(SourceError, match="`snapshot") as refused:
        read(document)
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"data":[],"data":[]}', b'{"data":[NaN]}', b"[" * 100_000]
)
def test_what_is_no_strict_json_is_refused(raw):
    with pytest.raises(SourceError, match="`snapshot"):
        read_snapshot(raw, shown_as="snapshot.json")


SCHEMA = Draft202012Validator(schema("snapshot"))


def accepted(document):
    try:
        return not read(document).problems
    except SourceError:
        return False


LOOSE: st.SearchStrategy[object] = st.sampled_from(
    [None, "", "us", 7, [], {}, ["us"], "unrestricted", False]
)


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {"type": st.just("workspace")},
        optional={
            "id": st.sampled_from(["wrkspc_1", "", 7]),
            "name": LOOSE,
            "archived_at": LOOSE,
            "data_residency": st.just(US)
            | st.fixed_dictionaries({}, optional=dict.fromkeys(US, LOOSE)),
        },
    ),
    st.sampled_from([False, None, "no"]),
)
def test_the_schema_refuses_what_the_reader_complains_about(entry, has_more):
    for document in (page(entry, has_more=has_more), [page(entry, has_more=has_more)]):
        assert accepted(document) == SCHEMA.is_valid(document)


def test_the_schema_accepts_a_whole_list():
    assert SCHEMA.is_valid(page(workspace()))
    assert accepted(page(workspace()))


@pytest.mark.parametrize("document", REFUSED)
def test_the_schema_refuses_what_the_reader_refuses(document):
    assert not SCHEMA.is_valid(document)

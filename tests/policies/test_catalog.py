"""The catalog: made of what the policies say, read without OPA, refused when it is not whole."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.errors import PolicyError, UnavailableError
from compliance_toolkit.models import Severity
from compliance_toolkit.policy.annotations import build, inspect, main
from compliance_toolkit.policy.catalog import Catalog, Check, Per

ROOT = Path(__file__).resolve().parents[2]

CUSTOM: dict[str, Any] = {
    "id": "ABC-001",
    "severity": "high",
    "per": "jurisdiction",
    "applies_to": {"types": ["aws_s3_bucket"]},
    "attributes": ["bucket"],
    "nested": ["rule/status"],
    "related": {"lifecycle": {"type": "aws_x", "points_here": "/bucket", "attributes": ["rule"]}},
    "rationale": "A reason",
    "remediation": "Do it",
    "controls": {"gdpr": ["Art. 44"]},
}


def inspected(path="compliance.checks.area.check", **changes) -> dict[str, Any]:
    """What `opa inspect` prints for one policy."""
    custom = {key: value for key, value in {**CUSTOM, **changes}.items() if value is not ...}
    steps = [{"type": "string", "value": name} for name in path.split(".")]
    said = {
        "title": "All is well",
        "description": "Fails when it is not.\n",
        "related_resources": [{"ref": "https://example.com/law"}],
        "custom": custom,
    }
    return {"annotations": [{"annotations": said, "path": [{"value": "data"}, *steps]}]}


def load(**changes) -> Catalog:
    return Catalog.load({"compliance": {"catalog": build(inspected(**changes))}})


def entry() -> dict[str, Any]:
    return copy.deepcopy(dict(build(inspected())))


def test_a_check_is_read_as_it_was_written():
    check = load()["ABC-001"]
    assert isinstance(check, Check)
    assert (check.path, check.title, check.severity) == ("area/check", "All is well", Severity.HIGH)
    assert check.description == "Fails when it is not."
    assert (check.per, check.types) == (Per.JURISDICTION, frozenset({"aws_s3_bucket"}))
    assert (check.attributes, check.nested) == (("bucket",), ("rule/status",))
    assert check.controls == {"gdpr": ("Art. 44",)}
    assert check.related_resources == ("https://example.com/law",)
    lifecycle = check.related["lifecycle"]
    assert (lifecycle.type, lifecycle.points_here, lifecycle.pointed_at_by) == (
        "aws_x",
        "/bucket",
        None,
    )
    assert (lifecycle.attributes, lifecycle.by) == (("rule",), ("id", "name", "arn"))


def test_a_check_applies_to_the_types_that_it_names():
    check = load().checks[0]
    assert check.applies_to_type("aws_s3_bucket", no_content=True)
    assert not check.applies_to_type("aws_sqs_queue", no_content=False)


def test_a_check_of_everything_leaves_out_what_holds_no_content():
    check = load(applies_to={"except": "compliance.resources.without_content"}).checks[0]
    assert check.applies_to_type("a_type_nobody_has_heard_of", no_content=False)
    assert not check.applies_to_type("aws_subnet", no_content=True)


def test_a_rule_of_resolve_is_no_check():
    given = inspected("compliance.resolve.some_rule", kind="route", per=..., applies_to=...)
    catalog = Catalog.load({"compliance": {"catalog": build(given)}})
    assert (catalog.checks, [rule.path for rule in catalog.rules]) == ((), ["resolve/some_rule"])


def test_an_id_that_is_not_listed_is_an_error():
    assert load().by_id("ABC-001").id == "ABC-001"
    with pytest.raises(PolicyError, match="ABC-002"):
        load().by_id("ABC-002")


@pytest.mark.parametrize(
    "path", ["compliance.checks.check", "compliance.checks.area.sub.check", "compliance.area.check"]
)
def test_a_check_where_no_audit_looks_is_refused(path):
    with pytest.raises(PolicyError, match="where no audit looks"):
        build(inspected(path))


def test_one_id_for_two_policies_is_refused():
    twice = inspected()
    twice["annotations"] *= 2
    with pytest.raises(PolicyError, match="two policies have the id `ABC-001`"):
        build(twice)


@pytest.mark.parametrize("nothing", [None, {}, [], {"annotations": []}, {"annotations": None}])
def test_policies_without_annotations_are_refused(nothing):
    with pytest.raises(PolicyError, match="no annotations"):
        build(nothing)


def test_policies_without_any_id_make_no_catalog():
    with pytest.raises(PolicyError, match="no catalog"):
        build(inspected(id=...))


@pytest.mark.parametrize("law", [{}, {"compliance": {}}, {"compliance": {"catalog": {}}}])
def test_a_bundle_without_a_catalog_is_refused(law):
    with pytest.raises(PolicyError, match="no catalog"):
        Catalog.load(law)


TEXTS = ["path", "title", "description", "rationale", "remediation"]
WORDS = ["id", "kind", "severity", "per", "applies_to"]
NOTHING: tuple[Any, ...] = (..., None, "", 7, [], {})
NOT_WHOLE = [(field, value) for field in TEXTS + WORDS for value in NOTHING]


@pytest.mark.parametrize(
    ("field", "value"), NOT_WHOLE + [(field, "no such word") for field in WORDS]
)
def test_an_entry_that_is_not_whole_is_refused(field, value):
    entries = entry()
    entries["ABC-001"][field] = value
    if value is ...:
        del entries["ABC-001"][field]
    with pytest.raises(PolicyError, match=f"`{field}`"):
        Catalog.load({"compliance": {"catalog": entries}})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("attributes", "bucket"),
        ("attributes", [1]),
        ("nested", {}),
        ("controls", ["gdpr"]),
        ("controls", {"gdpr": "Art. 44"}),
        ("related_resources", [None]),
        ("related", []),
        ("applies_to", {"types": []}),
        ("applies_to", {"types": ["a_b"], "except": "compliance.resources.without_content"}),
        ("applies_to", {"except": "compliance.resources.everything"}),
    ],
)
def test_a_field_of_another_shape_is_refused(field, value):
    entries = entry()
    entries["ABC-001"][field] = value
    with pytest.raises(PolicyError, match=field):
        Catalog.load({"compliance": {"catalog": entries}})


@pytest.mark.parametrize(
    "relation",
    [
        {},
        {"type": "aws_x"},
        {"points_here": "/bucket"},
        {"type": "aws_x", "points_here": "/bucket", "pointed_at_by": "/rule"},
        {"type": "aws_x", "points_here": 7},
    ],
)
def test_a_relation_that_says_too_little_or_too_much_is_refused(relation):
    entries = entry()
    entries["ABC-001"]["related"] = {"lifecycle": relation}
    with pytest.raises(PolicyError, match="lifecycle"):
        Catalog.load({"compliance": {"catalog": entries}})


@pytest.mark.parametrize("value", [None, [], "x", 7])
def test_an_entry_that_is_no_object_is_refused(value):
    with pytest.raises(PolicyError, match="ABC-001"):
        Catalog.load({"compliance": {"catalog": {"ABC-001": value}}})


@pytest.mark.opa
def test_the_shipped_catalog_is_what_the_policies_say(opa, monkeypatch, capsys):
    monkeypatch.setenv("OPA", str(opa))
    assert main(["--check", "--policies", str(ROOT / "policies")]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.opa
def test_a_catalog_that_is_out_of_date_is_told_and_left_alone(opa, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("OPA", str(opa))
    policy = tmp_path / "compliance/checks/area/check/check.rego"
    policy.parent.mkdir(parents=True)
    said = json.dumps({"title": "All is well", "description": "x", "custom": CUSTOM}, indent=1)
    comment = "\n".join(f"# {line}" for line in said.splitlines())
    policy.write_text(f"# METADATA\n{comment}\npackage compliance.checks.area.check\n\nx := 1\n")
    written = tmp_path / "compliance/catalog/data.json"
    assert main(["--check", "--policies", str(tmp_path)]) == 1
    assert "make catalog" in capsys.readouterr().err
    assert not written.exists()
    assert main(["--policies", str(tmp_path)]) == 0
    assert list(json.loads(written.read_text())) == ["ABC-001"]
    assert main(["--check", "--policies", str(tmp_path)]) == 0
    written.write_text("{}")
    assert main(["--check", "--policies", str(tmp_path)]) == 1
    assert written.read_text() == "{}"


@pytest.mark.opa
def test_policies_that_do_not_parse_make_no_catalog(opa, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("OPA", str(opa))
    (tmp_path / "x.rego").write_text("package\n")
    assert main(["--policies", str(tmp_path)]) == 3
    assert "opa inspect" in capsys.readouterr().err
    assert not (tmp_path / "compliance").exists()


def test_without_opa_nothing_is_made(monkeypatch, tmp_path):
    monkeypatch.setenv("OPA", str(tmp_path / "no-such-opa"))
    with pytest.raises(UnavailableError, match="could not be run"):
        inspect(tmp_path)


def test_the_shipped_catalog_reads_whole(bundle):
    catalog = Catalog.load(bundle.data)
    assert len(catalog) == len(catalog.checks) + len(catalog.rules)
    assert len(catalog.checks) >= 20
    assert len(catalog.rules) >= 9
    assert all(catalog.by_id(id_).id == id_ for id_ in catalog)

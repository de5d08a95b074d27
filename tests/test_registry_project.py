"""A project file is read to its meaning, whole and frozen, and knows where each key stands."""

import datetime as dt

import pytest

from compliance_toolkit.models import Location
from registry_files import WHOLE, read


def test_a_project_file_is_read_whole(tmp_path):
    registry = read(tmp_path, WHOLE)
    assert set(registry.deployments) == {
        *("bedrock-eu", "mantle", "vertex-eu", "claude-us", "platform", "foundry")
    }
    assert {name: one.name for name, one in registry.deployments.items()} == {
        name: name for name in registry.deployments
    }
    assert registry.project.organization == "acme"


def test_text_stays_text_and_days_become_days(tmp_path):
    bedrock = read(tmp_path, WHOLE).deployments["bedrock-eu"]
    assert bedrock.account == "011122223333"
    assert bedrock.attestations.retention.until == dt.date(2027, 3, 31)
    assert bedrock.attestations.retention.regions == ("eu-central-1", "eu-west-1")


def test_what_was_read_cannot_be_changed(tmp_path):
    registry = read(tmp_path, WHOLE)
    with pytest.raises(TypeError):
        registry.deployments["other"] = registry.deployments["mantle"]
    with pytest.raises(ValueError, match="frozen"):
        registry.deployments["mantle"].region = "us-east-1"


def test_only_version_and_organization_are_required(tmp_path):
    assert dict(read(tmp_path, "").deployments) == {}


def test_the_revision_changes_with_any_byte_and_with_nothing_else(tmp_path):
    first = read(tmp_path, WHOLE).revision
    assert first.startswith("sha256:")
    assert read(tmp_path, WHOLE).revision == first
    assert read(tmp_path, WHOLE + "# a comment\n").revision != first


def test_the_revision_covers_tenant_files(tmp_path):
    body = "tenant_files: [t.yaml]\n"
    first = read(tmp_path, body, **{"t.yaml": "tenants: {a: {jurisdictions: [eu]}}"}).revision
    second = read(tmp_path, body, **{"t.yaml": "tenants: {a: {jurisdictions: [us]}}"}).revision
    assert first != second


def test_a_key_knows_its_line(tmp_path):
    registry = read(tmp_path, WHOLE)
    file = str(tmp_path / "compliance.yaml")
    assert registry.location(("deployments", "bedrock-eu", "scope")) == Location(file, 8)
    assert registry.location(("deployments", "bedrock-eu", "profile_arn")) == Location(file, 4)


def test_the_same_path_is_the_same_audit_however_it_is_spelled(tmp_path, monkeypatch):
    registry = read(tmp_path, WHOLE)
    (tmp_path / "infra" / "eu").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "infra")
    monkeypatch.chdir(tmp_path / "infra")
    for path in ("eu", "../infra/eu/", tmp_path / "link" / "eu"):
        (entry,) = registry.audit_for(path)
        assert (entry.kind, entry.jurisdictions, entry.regimes) == ("terraform", ("eu",), ("gdpr",))
    assert registry.audit_for("eu/modules") == ()
    assert registry.audit_for("us") == ()


def test_an_audit_of_a_tenant_names_no_jurisdiction_of_its_own(tmp_path):
    entry = read(tmp_path, WHOLE).audits[1]
    assert (entry.kind, entry.jurisdictions, entry.tenants) == ("workspaces", (), ("acme/health",))
    assert entry.path == tmp_path / "snapshots" / "workspaces.json"
    assert (tmp_path / "compliance.yaml").read_text().splitlines()[
        entry.location.line - 1
    ].strip() == "- {workspaces: snapshots/workspaces.json, tenants: [acme/health]}"

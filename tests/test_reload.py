"""A new law, project or tenant is taken whole, and what is under way ends as it began."""

from __future__ import annotations

import shutil

import pytest

from compliance_toolkit import Compliance, ConfigurationError, PolicyError, UnavailableError
from small_project import DAY, MODEL, TENANTS, load, numbered, write

US = {"jurisdictions": ["us"]}


def served(compliance: Compliance, tenant: str = "acme/bank") -> str:
    """The deployment that serves a tenant."""
    return compliance.resolve(tenant=tenant, model=MODEL, at=DAY).config.deployment


def test_nothing_changes_where_nothing_has_changed(tmp_path):
    compliance = load(tmp_path)
    before = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    assert compliance.reload() is False
    assert compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY) is before


def test_a_tenants_new_law_holds_from_the_reload_on(tmp_path):
    compliance = load(tmp_path)
    assert served(compliance) == "bedrock-eu"
    write(tmp_path, tenants={"acme": {"jurisdictions": ["global"]}, "acme/bank": US})
    assert served(compliance) == "bedrock-eu"
    assert compliance.reload() is True
    assert served(compliance) == "claude-us"
    with pytest.raises(ConfigurationError, match="unknown tenant"):
        served(compliance, "acme/clinic")
    assert compliance.reload() is False


def test_tenant_files_are_read_again_and_new_ones_found(tmp_path):
    write(tmp_path, tenants={}, tenant_files=["*.jsonl"])
    (tmp_path / "one.jsonl").write_text('{"name": "one", "jurisdictions": ["eu"]}\n')
    compliance = Compliance.load(tmp_path / "compliance.yaml")
    (tmp_path / "one.jsonl").write_text('{"name": "one", "jurisdictions": ["us"]}\n')
    assert compliance.reload() is True
    assert served(compliance, "one") == "claude-us"
    (tmp_path / "two.jsonl").write_text('{"name": "two", "jurisdictions": ["eu"]}\n')
    assert compliance.reload() is True
    assert served(compliance, "two") == "bedrock-eu"
    (tmp_path / "one.jsonl").rename(tmp_path / "three.jsonl")  # same bytes, in another file
    assert compliance.reload() is True


def test_new_policies_are_taken_and_broken_ones_are_not(tmp_path, policies):
    root = shutil.copytree(policies, tmp_path / "policies")
    compliance = load(tmp_path, policies=root)
    before = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    eu = root / "compliance" / "jurisdictions" / "eu" / "data.json"
    whole = eu.read_text()
    for broken in ("{", whole.replace('"DE",', '"DE", 7,')):
        eu.write_text(broken)
        if broken != "{":
            (root / "compliance" / "resolve" / "broken.rego").write_text(
                "package compliance.x\n\n}"
            )
        with pytest.raises(PolicyError):
            compliance.reload()
        assert compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY) is before
    (root / "compliance" / "resolve" / "broken.rego").unlink()
    eu.write_text(whole.replace('"DE",', ""))
    assert compliance.reload() is True
    after = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    assert after.outcome == "denied"
    assert after.policy.digest != before.policy.digest


def test_policies_that_allow_what_they_cannot_see_are_not_taken(tmp_path, policies):
    root = shutil.copytree(policies, tmp_path / "policies")
    compliance = load(tmp_path, policies=root)
    assert served(compliance) == "bedrock-eu"
    (root / "compliance" / "resolve" / "routes.rego").write_text(
        'package compliance.resolve\n\nroutes := [{"deployment": "claude-us"}]\n'
    )
    with pytest.raises(PolicyError):
        compliance.reload()
    assert served(compliance) == "bedrock-eu"


@pytest.mark.parametrize("broken", ["", "{", "version: 1\norganization: acme\ntenants: 7\n"])
def test_a_project_that_is_broken_leaves_the_old_one_in_use(tmp_path, broken):
    compliance = load(tmp_path)
    before = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    path = tmp_path / "compliance.yaml"
    path.write_text(broken)
    for _ in range(2):
        with pytest.raises(ConfigurationError):
            compliance.reload()
    path.unlink()
    with pytest.raises(ConfigurationError):
        compliance.reload()
    assert compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY) is before
    write(tmp_path, tenants={**TENANTS, "acme/bank": US})
    assert compliance.reload() is True
    assert served(compliance) == "claude-us"


def test_a_decision_outlives_the_revision_it_was_made_under(tmp_path):
    numbered(tmp_path, 1)
    compliance = Compliance.load(tmp_path / "compliance.yaml")
    before = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    numbered(tmp_path, 2)
    compliance.reload()
    assert before.config.as_json()["account"] == "000000000001"
    assert served(compliance) == "bedrock-2"


def test_without_a_project_there_is_still_a_law_to_reload(tmp_path, policies):
    root = shutil.copytree(policies, tmp_path / "policies")
    compliance = Compliance.load(None, policies=root)
    assert compliance.reload() is False
    manifest = root / ".manifest"
    manifest.write_text(manifest.read_text().replace('"revision": ""', '"revision": "next"'))
    assert compliance.reload() is True
    assert compliance.bundle.revision == "next"


def test_a_decision_is_written_down_under_the_law_that_made_it(tmp_path, policies):
    root = shutil.copytree(policies, tmp_path / "policies")
    compliance = load(tmp_path, policies=root)
    decision = compliance.resolve(tenant="acme/bank", model=MODEL, at=DAY)
    write(tmp_path, tenants={"other": US})  # the law is the same, and the tenant is gone
    compliance.reload()
    assert compliance.document(decision)["tenant"] == {
        "name": "acme/bank",
        "jurisdictions": ["eu"],
        "regimes": [],
    }
    manifest = root / ".manifest"
    manifest.write_text(manifest.read_text().replace('"revision": ""', '"revision": "next"'))
    compliance.reload()
    with pytest.raises(UnavailableError, match="the law in use is `next`"):
        compliance.document(decision)

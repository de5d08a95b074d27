"""The README is the product's face: everything in it, and in the reference, is what is so."""

import re

import pytest

from compliance_toolkit import Compliance
from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.report.advice import advice_for
from readme import PAGES, README, ROOT, commands, refreshed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_output_on_a_page_is_what_the_command_prints(page):
    text = page.read_text(encoding="utf-8")
    assert len(commands(text)) >= 5
    assert refreshed(text) == text


def test_an_output_that_drifted_is_noticed():
    stale = "```console\n$ compliance --version\ncompliance-toolkit 0.0.0\n```\n"
    assert refreshed(stale) != stale


@pytest.mark.sdk
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_python_on_a_page_runs(page, monkeypatch):
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    monkeypatch.chdir(ROOT)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "made-at-run-time")
    for block in blocks:
        exec(compile(block, page.name, "exec"), {})  # noqa: S102  our own pages


def test_the_readme_shows_what_each_verb_prints():
    shown = commands(README.read_text(encoding="utf-8"))
    assert {one.split()[1] for one in shown} >= {"check", "resolve", "explain", "prove"}


def test_the_project_file_in_the_readme_is_one(tmp_path):
    blocks = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    [project] = [block for block in blocks if block.startswith("version: 1\n")]
    (tmp_path / "compliance.yaml").write_text(project, encoding="utf-8")
    (tmp_path / "infra" / "eu").mkdir(parents=True)
    compliance = Compliance.load(tmp_path / "compliance.yaml")
    decision = compliance.resolve(tenant="acme/bank", model="claude-opus-5-5", at="2026-11-25")
    assert [route.deployment for route in decision.routes] == ["bedrock-eu"]
    assert [audit.jurisdictions for audit in compliance.registry.audits] == [("eu",)]


def test_the_tenants_in_the_reference_are_some(tmp_path):
    reference = (ROOT / "toolkit" / "README.md").read_text(encoding="utf-8")
    [project] = re.findall(r"```yaml\n(.*?)```", reference, re.DOTALL)
    [line] = re.findall(r"```json\n(.*?)```", reference, re.DOTALL)
    (tmp_path / "tenants").mkdir()
    (tmp_path / "tenants" / "c.jsonl").write_text(line, encoding="utf-8")
    file = tmp_path / "compliance.yaml"
    file.write_text(f"version: 1\norganization: acme\n{project}", encoding="utf-8")
    registry = Compliance.load(file).registry
    assert registry.tenant("acme/c1").jurisdictions == ("eu",)


def test_every_reason_of_an_unknown_is_in_the_reference_with_what_to_do():
    reference = (ROOT / "toolkit" / "README.md").read_text(encoding="utf-8")
    _, _, table = reference.partition("<!-- reasons -->\n")
    rows = re.findall(
        r"^\| `([^`]+)` \| .+ \| (.+) \|$", table.partition("<!-- /")[0], re.MULTILINE
    )
    advised = [(code.value, advice_for(Unknown(code), "terraform-source")) for code in ReasonCode]
    assert rows == advised


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_part_that_a_page_links_to_is_there(page):
    text = page.read_text(encoding="utf-8")
    for path, part in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", text):
        there = text if not path else (page.parent / path).read_text(encoding="utf-8")
        titles = re.findall(r"^#+ (.+)$", there, re.MULTILINE)
        assert part in {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_page_links_to_is_there(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_is_short_enough_to_be_read():
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 250

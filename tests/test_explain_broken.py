"""One tenant that is written wrongly stops every verb, unless somebody typed otherwise."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from small_project import DAY, MODEL, write

GOOD = {"name": "good", "jurisdictions": ["eu"]}
BROKEN = {"name": "broken", "jurisdictions": ["atlantis"]}
SKIP = "--skip-broken-tenants"
VERBS = {
    "tenant": ["explain", "tenant", "good", "--at", DAY],
    "denial": ["explain", "denial", "--tenant", "good", "--model", MODEL, "--at", DAY],
    "route": ["explain", "route", "bedrock-eu", "--at", DAY],
    "resolve": ["resolve", "--tenant", "good", "--model", MODEL, "--at", DAY],
    "check": ["check", "infra", "--jurisdiction", "eu"],
}


@pytest.fixture
def ask(tmp_path, capsys, monkeypatch):
    config = write(tmp_path, tenants={}, tenant_files=["*.jsonl"])
    lines = "".join(f"{json.dumps(one)}\n" for one in (GOOD, BROKEN))
    (tmp_path / "t.jsonl").write_text(lines)
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(
        'provider "aws" {\n  region = "eu-central-1"\n}\nresource "aws_s3_bucket" "one" {}\n'
    )
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--config", str(config)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize("verb", VERBS)
def test_it_stops_the_verb_and_the_hint_names_the_way_on(ask, verb):
    code, out, err = ask(*VERBS[verb])
    assert (code, out) == (2, "")
    assert "t.jsonl:2" in err
    assert err.splitlines()[-1].startswith("hint: ")
    assert err.count(SKIP) == 1


@pytest.mark.parametrize("verb", VERBS)
def test_it_is_skipped_and_named_where_somebody_typed_so(ask, verb):
    code, out, err = ask(*VERBS[verb], SKIP)
    assert code in {0, 1}
    assert out
    assert "warning: skipped a tenant" in err
    assert "t.jsonl:2" in err


def test_it_is_not_explained_all_the_same(ask):
    code, out, err = ask("explain", "tenant", "broken", "--at", DAY, SKIP)
    assert (code, out) == (2, "")
    assert "tenant `broken` is broken" in err


def test_an_option_that_would_not_help_is_not_named(ask, tmp_path):
    (tmp_path / "compliance.yaml").write_text("version: 1\norganization: acme\ndeployments: 3\n")
    code, out, err = ask(*VERBS["tenant"])
    assert (code, out) == (2, "")
    assert SKIP not in err

"""`compliance resolve` with a tenant's own names, and with tenants that are written wrongly."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from small_project import DAY, MODEL, write

GOOD = {"name": "good", "jurisdictions": ["eu"], "aliases": {"default": MODEL}}
BROKEN = {"name": "broken", "jurisdictions": ["atlantis"]}
BELOW = {"name": "broken/below", "jurisdictions": ["eu"]}


@pytest.fixture
def resolve(tmp_path, capsys):
    def run(*options: str, lines=(GOOD, BROKEN, BELOW)) -> tuple[int, str, str]:
        config = write(tmp_path, tenants={}, tenant_files=["*.jsonl"])
        (tmp_path / "t.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in lines))
        arguments = ["resolve", "--config", str(config), "--at", DAY, "--format", "json"]
        code = main([*arguments, *options])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_an_alias_is_taken_and_what_was_asked_is_told(resolve):
    code, out, err = resolve("--tenant", "good", "--model", "default", lines=[GOOD])
    assert (code, err) == (0, "")
    asked = json.loads(out)["request"]
    assert (asked["model"], asked["asked"]) == (MODEL, "default")


def test_an_unknown_alias_is_answered_with_the_tenants_own(resolve):
    code, out, err = resolve("--tenant", "good", "--model", "defualt", lines=[GOOD])
    assert (code, out) == (2, "")
    assert "unknown model `defualt`" in err
    assert "`default`" in err


def test_a_broken_tenant_stops_everybody_unless_somebody_typed_otherwise(resolve):
    code, out, err = resolve("--tenant", "good", "--model", MODEL)
    assert (code, out) == (2, "")
    assert "t.jsonl:2" in err


def test_the_option_is_named_behind_the_hint_of_the_mistake(resolve):
    near = {"name": "near", "jurisdictions": ["euu"]}
    _, _, err = resolve("--tenant", "good", "--model", MODEL, lines=[GOOD, near])
    option = "`--skip-broken-tenants` refuses such tenants and goes on"
    assert f"hint: did you mean `eu`? {option}\n" in err


def test_broken_tenants_are_skipped_named_and_refused(resolve):
    code, out, err = resolve("--tenant", "good", "--model", MODEL, "--skip-broken-tenants")
    assert code == 0
    assert json.loads(out)["outcome"] == "resolved"
    assert "warning: skipped a tenant" in err
    assert "t.jsonl:2" in err
    for tenant in ("broken", "broken/below"):
        code, out, err = resolve("--tenant", tenant, "--model", MODEL, "--skip-broken-tenants")
        assert (code, out) == (2, "")
        assert "t.jsonl:2" in err


def test_of_many_broken_tenants_a_few_are_named_and_the_others_counted(resolve):
    many = [{**BROKEN, "name": f"broken-{number}"} for number in range(15)]
    code, _, err = resolve(
        "--tenant", "good", "--model", MODEL, "--skip-broken-tenants", lines=[GOOD, *many]
    )
    assert code == 0
    assert err.count("skipped a tenant") == 10
    assert "warning: skipped 5 more" in err

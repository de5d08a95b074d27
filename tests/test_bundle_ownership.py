"""A bundle defines nothing that is not its own to define, and nothing in two ways."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.policy.bundle import load

RULE = "package compliance.rule\n\nvalue := 1\n"


def write(root: Path, files: dict[str, str], roots: tuple[str, ...] = ("compliance",)) -> Path:
    manifest = json.dumps({"revision": "", "roots": roots})
    files = {".manifest": manifest, "compliance/rule/rule.rego": RULE, **files}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def refusal(folder: Path) -> str:
    with pytest.raises(PolicyError) as caught:
        load(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("roots", "path", "text"),
    [
        (("compliance", "settled"), "compliance/more/data.json", "{}"),
        (("compliance", "settled/claude-opus-5-5"), "compliance/more/data.json", "{}"),
        (("compliance", "settled"), "settled/data.json", "{}"),
        (("",), "settled/data.json", "{}"),
        (("",), "data.json", '{"settled": {}}'),
        (("",), "compliance/rule/second.rego", "package settled\n\nx := 1\n"),
        (("",), "compliance/rule/second.rego", "package settled.models\n\nx := 1\n"),
    ],
)
def test_what_was_once_believed_is_no_bundles_to_define(tmp_path, roots, path, text):
    folder = write(tmp_path, {path: text}, roots)
    assert "defines `settled`, where no bundle may define anything" in refusal(folder)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("compliance/made/data.json", '{"models": {"m": {}}}'),
        ("compliance/data.json", '{"made": {"models": null}}'),
        ("compliance/data.json", '{"made": 1}'),
    ],
)
@pytest.mark.parametrize("rule", ["models := 1", "default models := 1", "models[x] := 1 if x := 2"])
def test_data_in_the_place_of_a_rule_is_refused(tmp_path, path, text, rule):
    made = f"package compliance.made\n\n{rule}\n"
    folder = write(tmp_path, {"compliance/made/made.rego": made, path: text})
    assert "which a `data.json` defines too" in refusal(folder)


def test_data_beside_the_rules_of_a_package_is_let_be(tmp_path):
    made = "package compliance.made\n\nmodels := 1\n"
    files = {"compliance/made/made.rego": made, "compliance/made/data.json": '{"others": 1}'}
    found = load(write(tmp_path, files)).data
    assert found == {"compliance": {"made": {"others": 1}}}

"""Source and plan agree although providers mark as sensitive whatever a store of secrets holds.

A source does not tell what its providers mark, and each plan has their marks: here every value of
such a type is marked, as the schemas of the real providers do.
"""

from __future__ import annotations

import itertools
import json

import pytest

from compliance_toolkit.api import CheckOptions, Compliance
from terraform_files import PROVIDER, write
from terraform_pairs import PAIRS, PLANS, opposites
from terraform_plans import block, change, plan

ABROAD, AT_HOME = "us.anthropic.claude-opus-5-5", "eu.anthropic.claude-opus-5-5"
STORES = {
    "aws_ssm_parameter": "value",
    "aws_secretsmanager_secret_version": "secret_string",
    "azurerm_key_vault_secret": "value",
    "google_secret_manager_secret_version": "secret_data",
    "local_sensitive_file": "content",
    "vault_kv_secret_v2": "data_json",
}
MARKED = {**STORES, "kubernetes_secret": "data", "kubernetes_secret_v1": "data"}
NAMES = ("/app/db/password", "/bedrock/model-id")


def shapes(value):
    """How a value may be written: HCL, what a plan says of that, and what is planned."""
    name = "ANTHROPIC_MODEL" if "claude" in value else "PASSWORD"
    text = json.dumps({name: value}, separators=(",", ":"))
    return [
        (f'"{value}"', {"constant_value": value}, value),
        ("var.m", {"references": ["var.m"]}, value),
        (f'jsonencode({{ {name} = "{value}" }})', {}, text),
        (f'upper("{value}")', {}, value.upper()),
    ]


@pytest.fixture(scope="module")
def compliance() -> Compliance:
    return Compliance.load(None)


def findings(compliance, path, **options):
    options = {"jurisdictions": ("eu", "us"), "regimes": ("gdpr",), **options}
    return compliance.check([str(path)], CheckOptions(**options)).findings


def leading(found, jurisdiction="eu"):
    """The verdicts under one law of what leads to Claude."""
    return {
        one.verdict.value
        for one in found
        if one.check == "RES-020" and one.jurisdiction == jurisdiction
    }


@pytest.mark.parametrize(("type_", "attribute"), STORES.items())
@pytest.mark.parametrize("value", [ABROAD, AT_HOME, "hunter2"])
def test_what_a_store_holds_is_judged_alike(compliance, tmp_path, type_, attribute, value):
    for number, (name, (written, expression, planned)) in enumerate(
        itertools.product(NAMES, shapes(value))
    ):
        address = f"{type_}.x"
        text = f'variable "m" {{\n  default = "{value}"\n}}\n{PROVIDER}'
        text += f'resource "{type_}" "x" {{\n  name = "{name}"\n  {attribute} = {written}\n}}\n'
        source = write(tmp_path / f"source{number}", {"main.tf": text})
        document = json.loads(
            plan(
                change(address, {"name": name, attribute: planned}, sensitive={attribute: True}),
                blocks=[block(address, type_.partition("_")[0], **{attribute: expression})],
                variables={"m": {"value": value}},
            )
        )
        document["configuration"]["root_module"]["variables"] = {"m": {"default": value}}
        path = tmp_path / f"plan{number}.json"
        path.write_text(json.dumps(document))
        ours, theirs = findings(compliance, source), findings(compliance, path)
        assert opposites(ours, theirs) == []
        # What fails by its source never goes unseen in a plan, and nothing else is alarmed.
        assert bool(leading(ours)) == bool(leading(theirs)), (name, written)
        if "fail" in leading(ours):
            assert leading(theirs) <= {"fail", "unknown"}


def marked(document):
    """Mark in a plan what providers mark whatever it is."""
    count = 0
    for one in document.get("resource_changes", []):
        name = MARKED.get(one["type"])
        inner = one["change"]
        if name is not None and isinstance(inner.get("after"), dict):
            marks = inner.get("after_sensitive")
            inner["after_sensitive"] = {**(marks if isinstance(marks, dict) else {}), name: True}
            count += 1
    return count


def test_marks_make_no_pair_contradict_itself(compliance, tmp_path):
    count = 0
    for path in PLANS:
        document = json.loads((PAIRS / path).read_text())
        found = marked(document)
        if found:
            count += found
            copy = tmp_path / "plan.json"
            copy.write_text(json.dumps(document))
            ours = findings(compliance, (PAIRS / path).parent)
            assert opposites(ours, findings(compliance, copy)) == []
    assert count

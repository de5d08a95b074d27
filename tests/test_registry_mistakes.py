"""Every mistake in a project file is told at once, each with its line, key and remedy."""

import json

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.registry import load
from registry_files import LAW, mistakes, told, write

VERTEX = "{provider: vertex, project: acme-eu, location: eu, models: [claude-opus-5-5]}"

BAD_FILES = [
    ("colour: red\n", "3: `colour`: unknown key"),
    ("audit: []\n", "3: `audit`: unknown key | did you mean `audits`?"),
    (
        "deployments: []\n",
        "3: `deployments`: expected a mapping from names to deployments, found a",
    ),
    (
        "deployments:\n",
        "3: `deployments`: expected a mapping from names to deployments, found noth",
    ),
    ("deployments:\n  D: " + VERTEX, "4: `deployments.D`: expected a name of lower-case letters"),
    ("deployments:\n  d:\n", "4: `deployments.d`: expected a mapping such as"),
    ("deployments: {d: {models: [x]}}", "3: `deployments.d`: the key `provider` is missing"),
    ("deployments: {d: {provider: bedrok}}", "provider`: expected one of `anthropic`, `claude_pla"),
    ("deployments: {d: {provider: bedrok}}", "found `bedrok` | did you mean `bedrock`?"),
    ("deployments: {d: {provider: vertex, location: mars}}", "the key `project` is missing"),
    ("audits: {}\n", "3: `audits`: expected a list of audits, found a mapping"),
    ("audits: [x]\n", "3: `audits[0]`: expected a mapping such as"),
    ("audits: [{terraform: a}]\n", "of the keys `jurisdictions`, `tenants`, found none"),
    ("audits: [{jurisdictions: [eu]}]\n", "keys `terraform`, `plan`, `workspaces`, found none"),
    ("audits: [{plan: a, terraform: b, jurisdictions: [eu]}]\n", "found `terraform`, `plan`"),
    (
        "audits: [{plan: a, tenants: [a], jurisdictions: [eu]}]\n",
        "found `jurisdictions`, `tenants`",
    ),
    ("audits: [{plan: a, jurisdictions: []}]\n", "expected at least one entry, found none"),
    ("audits: [{plan: a, jurisdictions: [NO]}]\n", "jurisdictions[0]`: unknown jurisdiction `NO`"),
    ("audits: [{plan: a, tenants: [a]}]\n", "3: `audits[0].tenants[0]`: unknown tenant `a`"),
    ("audits: [{plan: '', jurisdictions: [eu]}]\n", "expected a path relative to the project file"),
    (
        "audits: [{plan: a, jurisdictions: [eu], regimes: [gpdr]}]\n",
        "3: `audits[0].regimes[0]`: unknown regime `gpdr` | did you mean `gdpr`?",
    ),
]


@pytest.mark.parametrize(("body", "mistake"), BAD_FILES)
def test_a_mistake_is_told_with_its_line_key_and_remedy(tmp_path, body, mistake):
    told = mistakes(tmp_path, body)
    assert any(mistake in one for one in told), told


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("tenants: {a: {jurisdictions: [eu], max_price: -1}}\n", "write it as in `1.1`"),
        (
            (
                "deployments: {d: {provider: vertex, project: acme-eu, location: eu, models: [x], "
                "attestations: {dpa: {by: a, reference: b, until: 31.03.2026}}}}\n"
            ),
            "write it as in `2026-12-31`",
        ),
        ("audits: [x]\n", "correct what stands there"),
        ("audits: [{plan: a, terraform: b, jurisdictions: [eu]}]\n", "all but one of them"),
    ],
)
def test_each_mistake_has_a_hint(tmp_path, body, hint):
    told = mistakes(tmp_path, body)
    assert any(hint in one.partition(" | ")[2] for one in told), told
    assert all(" | " in one for one in told), told


def test_a_version_that_nobody_reads_is_told_with_the_one_that_is_read(tmp_path, capsys):
    path = tmp_path / "compliance.yaml"
    path.write_text("version: 2\norganization: acme\n")
    assert main(["resolve", "--config", str(path), "--tenant", "a", "--model", "m"]) == 2
    told = capsys.readouterr().err
    assert "`version`: expected `1`, found `2`\nhint: write `1`" in told


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines(tmp_path):
    told = mistakes(
        tmp_path,
        "deployments:\n"
        "  a: {provider: vertex, project: acme-eu, location: mars, models: [claude-opus-5-5]}\n"
        "  b: {provider: vertex, projekt: acme-eu, location: eu, models: [claude-opus-5-5]}\n"
        "tenants:\n"
        "  acme: {jurisdictions: [eu]}\n"
        "  acme/x: {jurisdictions: [us]}\n"
        "  acme/y: {regimes: gdpr}\n"
        "audits:\n"
        "  - {plan: a, jurisdictions: [eux]}\n",
    )
    assert [one.partition(":")[0] for one in told] == ["4", "5", "8", "9", "11"]


def test_a_refused_tenant_is_told_once_and_not_again_by_what_hangs_on_it(tmp_path):
    told = mistakes(
        tmp_path,
        "tenants: {a: {jurisdictions: eu}, a/b: {}}\naudits: [{plan: x, tenants: [a, a/b]}]\n",
    )
    assert len(told) == 1


def test_an_empty_tenant_in_yaml_is_told_how_yaml_writes_one(tmp_path):
    path = write(tmp_path, "tenants:\n  a: {jurisdictions: [eu]}\n  a/b:\n")
    with pytest.raises(ConfigurationError) as caught:
        load(path, law=LAW)
    (said,) = told(caught.value, tmp_path)
    assert "tenant `a/b`: expected a mapping such as `{jurisdictions: [us]}`, found nothing" in said
    assert "write it as in `a/b: {jurisdictions: [eu]}`; `{}` behind the name" in said


@pytest.mark.parametrize(
    ("key", "text", "shown"),
    [("max_price", "1.0", "1.0"), ("max_price", "2", "2"), ("requests", "true", "true")],
)
def test_a_number_in_quotes_is_told_to_be_a_text(tmp_path, key, text, shown):
    line = json.dumps({"name": "a", "jurisdictions": ["eu"], key: text})
    path = write(tmp_path, "tenant_files: [t.jsonl]\n", **{"t.jsonl": line})
    with pytest.raises(ConfigurationError) as caught:
        load(path, law=LAW)
    (said,) = told(caught.value, tmp_path)
    assert f'found the text `"{shown}"` | write `{shown}`, without quotes' in said


@pytest.mark.parametrize(
    ("key", "own", "above"),
    [
        ("providers", "bedrok", "bedrock"),
        ("countries", "DEE", "DE"),
        ("features", "batches", "batch"),
    ],
)
def test_a_misspelt_name_is_one_mistake_and_no_conflict(tmp_path, key, own, above):
    path = write(
        tmp_path,
        f"tenants:\n  a: {{jurisdictions: [eu], {key}: [{above}]}}\n  a/b: {{{key}: [{own}]}}\n",
    )
    with pytest.raises(ConfigurationError) as caught:
        load(path, law=LAW)
    (said,) = told(caught.value, tmp_path)
    assert ": unknown " in said
    assert f"`{own}`" in said

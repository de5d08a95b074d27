"""Guards over all policies: what a reader of Rego must never have to look for by eye.

Each guard is kept honest by bad lines that it must return, and counts what it saw.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from compliance_toolkit.policy.catalog import WITHOUT_CONTENT, Catalog, Per
from rego_sources import LAW, POLICIES, SOURCES, TEXT, code

LIB = LAW / "lib"
JUDGING = [file for file in SOURCES if not file.is_relative_to(LIB)]
"""Where values are judged: only `lib` compares them."""

CHECKS = sorted(
    file for file in (LAW / "checks").rglob("*.rego") if not file.name.endswith("_test.rego")
)

KEYWORD = re.compile(r"\b(?:not|in)\b")
PATH = re.compile(r"\b(?:input|data)\.|(?<!\w)_\w")
LOOP = re.compile(r"\b(?:some|every)\b.*\bin\b")
COMPARISON = re.compile(r"(?<![:=!<>])(?:<=|>=|<|>)(?!=)")
MANY = re.compile(r"\b(?:some|every)\b[^|;]*?\bin\b")


def fragile(source: str) -> list[str]:
    """Lines where `not` or `in` may meet a missing value: there the engines part."""
    return [x for x in code(source) if KEYWORD.search(x) and PATH.search(x) and not LOOP.search(x)]


def negated(source: str) -> list[str]:
    """Lines with any `not`, and with an `in` that is no loop."""
    return [
        line
        for line in code(source)
        if re.search(r"\bnot\b", line) or re.search(r"\bin\b", MANY.sub("", line))
    ]


def compared(source: str) -> list[str]:
    """Lines with a bare comparison, which is true of null and of false."""
    return [line for line in code(source) if COMPARISON.search(line)]


def silent_else(source: str) -> list[str]:
    """An `else` without a value, below a body with one: undefined in the embedded engine."""
    found = []
    valued = False
    for line in code(source):
        if re.match(r"\w", line):
            valued = " := " in line
        elif line.startswith("} else := "):
            valued = True
        elif line.startswith("} else") and valued:
            found.append(line)
    return found


def test_the_guards_see_the_policies():
    assert len(SOURCES) >= 30
    assert len(JUDGING) >= 25
    assert len(CHECKS) >= 20
    assert sum(len(code(file.read_text())) for file in JUDGING) >= 800


@pytest.mark.parametrize("file", JUDGING, ids=[str(file.relative_to(LAW)) for file in JUDGING])
def test_no_value_meets_not_or_in_or_a_comparison_outside_lib(file):
    source = file.read_text()
    assert fragile(source) == []
    assert negated(source) == []
    assert compared(source) == []


@pytest.mark.parametrize("file", SOURCES, ids=[str(file.relative_to(LAW)) for file in SOURCES])
def test_no_else_loses_its_value(file):
    assert silent_else(file.read_text()) == []


@pytest.mark.parametrize(
    "line",
    [
        '\tinput.region in ["r1"]',
        "\tnot _allowed",
        "\tnot input.encrypted",
        "\tnot data.compliance.jurisdictions[input.jurisdiction]",
    ],
)
def test_fragile_lines_are_found(line):
    assert fragile(f"x if {{\n{line}\n}}\n") == [TEXT.sub('""', line)]
    assert negated(line) != []


@pytest.mark.parametrize(
    "line",
    [
        "\tdays <= 30",
        "\t30 >= days",
        "\tinput.days < 30",
        "\tcount(xs) > 0",
        "x if days<=30",
        "y := days > 3",
    ],
)
def test_bare_comparisons_are_found(line):
    assert compared(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "\tx in xs",
        "\tnot x",
        "ys := [x | some x in xs; x in zs]",
        "\tevery x in xs { x in zs }",
        "\tevery x in xs { not x }",
    ],
)
def test_membership_and_negation_are_found_beside_a_loop(line):
    assert negated(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "\tsome x in xs",
        "\tsome index, x in xs",
        "\tevery x in xs {",
        "ys := [x | some x in xs; x != null]",
        "zs := [y | some x in xs; some y in x]",
        "\tx == 1",
        'message := "not in <= here"',
        "# not in <= here",
    ],
)
def test_a_harmless_line_is_left_alone(line):
    assert fragile(line) + negated(line) + compared(line) + silent_else(line) == []


def test_an_else_that_loses_its_value_is_found():
    bad = "f(x) := false if {\n\tx == 1\n} else if {\n\tx == 2\n}\n"
    later = "f(x) if {\n\tx == 1\n} else := false if {\n\tx == 2\n} else if {\n\tx == 3\n}\n"
    good = "f(x) if {\n\tx == 1\n} else if {\n\tx == 2\n} else := false\n"
    assert silent_else(bad) == silent_else(later) == ["} else if {"]
    assert silent_else(good) == []


@pytest.mark.parametrize("file", CHECKS, ids=[str(file.relative_to(LAW)) for file in CHECKS])
def test_a_check_is_whole(file):
    area, check = file.parent.relative_to(LAW / "checks").parts
    source = file.read_text()
    assert file.name == f"{check}.rego"
    assert file.with_name(f"{check}_test.rego").is_file()
    assert f"\npackage compliance.checks.{area}.{check}\n" in source
    assert source.count('\ndefault verdict := "unknown"\n') == 1
    assert re.search(r'^evidence\["\w+"\] := ', source, re.MULTILINE)
    assert source.startswith("# METADATA\n")
    schema = "estate" if "#   per: estate\n" in source else "resource"
    assert f"#   - input: schema.{schema}\n" in source
    # Lists of types and attributes go on for lines: what has to be read is all the rest.
    assert sum(not line.startswith("#     ") for line in source.splitlines()) <= 100


@pytest.mark.parametrize("file", CHECKS, ids=[str(file.relative_to(LAW)) for file in CHECKS])
def test_a_check_exports_its_id_its_verdict_and_its_evidence_alone(file):
    heads = re.findall(r"^(?:default )?(\w+)", "\n".join(code(file.read_text())), re.MULTILINE)
    names = {name for name in heads if name not in {"package", "import"}}
    assert {name for name in names if not name.startswith("_")} == {"id", "verdict", "evidence"}


@pytest.mark.parametrize("file", CHECKS, ids=[str(file.relative_to(LAW)) for file in CHECKS])
def test_the_tests_of_a_check_bring_their_own_law(file):
    source = file.with_name(f"{file.stem}_test.rego").read_text()
    read = set(re.findall(r"data\.compliance\.(\w+)", file.read_text())) - {"lib"}
    brought = set(re.findall(r"with data\.compliance\.(\w+) as", source))
    assert read - {"resources"} <= brought | {"checks"}
    assert ("resources" in brought) == ("data.compliance.resources" in source)
    for verdict in ("pass", "fail", "unknown"):
        assert f'== "{verdict}"' in source
    assert "test_unknown_without_any_one_field" in source


def test_no_file_of_a_check_lies_at_another_depth():
    folders = {file.parent.relative_to(LAW / "checks").parts for file in CHECKS}
    assert all(len(folder) == 2 for folder in folders)
    assert len(folders) == len(CHECKS)


@pytest.fixture(scope="module")
def annotated(opa) -> list[dict[str, Any]]:
    """The METADATA of every policy that has an id, as OPA reads it."""
    command = [opa, "inspect", "--annotations", "--format", "json", POLICIES]
    said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    blocks = [one["annotations"] for one in said["annotations"]]
    return [block for block in blocks if "custom" in block]


@pytest.mark.opa
def test_all_metadata_is_valid(annotated, schemas):
    validator = Draft202012Validator(schemas["metadata"])
    assert len(annotated) >= 30
    for block in annotated:
        assert [error.message for error in validator.iter_errors(block)] == [], block["custom"]


@pytest.mark.opa
def test_metadata_that_misspells_a_field_is_refused(annotated, schemas):
    validator = Draft202012Validator(schemas["metadata"])
    for block in annotated:
        custom = {**block["custom"], "remedy": "x"}
        assert not validator.is_valid({**block, "custom": custom})


@pytest.mark.opa
def test_no_id_is_used_twice(annotated, bundle):
    ids = [block["custom"]["id"] for block in annotated]
    assert len(ids) == len(set(ids)) == len(Catalog.load(bundle.data))


def test_a_check_states_the_id_of_its_metadata():
    for file in CHECKS:
        source = file.read_text()
        stated = re.search(r'^id := "(.+)"$', source, re.MULTILINE)
        said = re.search(r"^#   id: (.+)$", source, re.MULTILINE)
        assert stated is not None
        assert said is not None
        assert stated[1] == said[1], file


def test_a_check_applies_to_types_that_are_known(bundle, law):
    resources = law["resources"]
    known = {*resources["known_types"], *resources["without_content"]}
    assert len(known) >= 400
    for check in Catalog.load(bundle.data).checks:
        named = {*(check.types or ()), *(relation.type for relation in check.related.values())}
        assert named <= known, check.id


def test_a_check_reads_what_it_declares(bundle):
    for check in Catalog.load(bundle.data).checks:
        source = (LAW / "checks" / check.path / f"{Path(check.path).name}.rego").read_text()
        body = "\n".join(code(source))
        if check.per == Per.ESTATE:  # what stands and what goes are read by names in a library
            files = [one for one in SOURCES if one.is_relative_to(LIB / "guardrails")]
            library = "\n".join(file.read_text() for file in files)
            named = {*re.findall(r'"(\w+)"', library), *re.findall(r"values\.(\w+)", library)}
            assert set(check.attributes) | (check.types or set()) <= named, check.id
            continue
        read = set(re.findall(r"input\.resource\.values\.(\w+)", body))
        assert read == set(check.attributes), check.id
        assert {path.split("/")[0] for path in check.nested} <= read, check.id


def test_residency_judges_everything_that_may_hold_content(bundle):
    untyped = [check for check in Catalog.load(bundle.data).checks if check.types is None]
    assert [check.id for check in untyped if check.stating is None] == ["RES-001"]
    assert {check.id: check.stating for check in untyped if check.stating is not None} == {
        "RES-020": "mentioned",
        "RET-007": "telemetry",
    }
    assert WITHOUT_CONTENT == "compliance.resources.without_content"


STORES = (
    "aws_s3_bucket aws_db_instance aws_rds_cluster aws_dynamodb_table aws_efs_file_system "
    "aws_sqs_queue aws_sns_topic aws_kinesis_stream aws_kinesis_firehose_delivery_stream "
    "aws_cloudwatch_log_group aws_elasticache_cluster aws_lambda_function aws_instance "
    "aws_ecs_service aws_opensearch_domain aws_backup_vault aws_ebs_snapshot aws_ami "
    "aws_secretsmanager_secret aws_ssm_parameter aws_glue_catalog_table aws_athena_workgroup "
    "aws_redshift_cluster aws_sagemaker_notebook_instance aws_dms_replication_instance "
    "aws_mq_broker aws_workspaces_workspace azurerm_cosmosdb_account azurerm_eventhub_namespace "
    "azurerm_logic_app_workflow azurerm_mssql_server azurerm_postgresql_server "
    "azurerm_storage_account azurerm_storage_container google_sql_database_instance "
    "google_storage_bucket google_bigquery_dataset google_compute_instance google_compute_disk "
    "module a_type_nobody_has_heard_of "
)


@pytest.mark.parametrize("type_", STORES.split())
def test_no_store_is_excused(law, type_):
    resources = law["resources"]
    assert type_ not in resources["without_content"]
    assert type_.split("_")[0] not in resources["providers_without_content"]

"""Copies as further regions, in a source and in a plan: each type that the providers have."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import terraform_files
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import Resource
from terraform_plans import block, change, plan, read

PROVIDERS = """
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
provider "google" {
  region = "europe-west1"
}
"""
CONFIGURED = {
    "aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}},
    "aws.us": {
        "name": "aws",
        "alias": "us",
        "expressions": {"region": {"constant_value": "us-east-1"}},
    },
    "google": {"name": "google", "expressions": {"region": {"constant_value": "europe-west1"}}},
}


@dataclass
class Case:
    """A copy, written in source, and as a plan tells of it."""

    address: str
    source: str
    places: list[tuple[str, str]]
    after: Any = field(default_factory=dict)
    unknown: Any = field(default_factory=dict)
    expressions: Any = field(default_factory=dict)
    key: str = "aws"
    other: str = ""
    other_key: str = "aws.us"


def points(to: str) -> dict[str, Any]:
    return {"references": [f"{to}.arn", to]}


def body(*blocks: str, **leaf: str) -> str:
    inner = "\n".join(f"{name} = {value}" for name, value in leaf.items())
    for name in reversed(blocks):
        inner = f"{name} {{\n{inner}\n}}"
    return inner


ABROAD = '"us-east-1"'
VAULT = "aws_backup_vault.v"
BUCKET = "aws_s3_bucket.b"
TABLE = "aws_dynamodb_table.t"
KEY = "aws_kms_key.k"
DATABASE = "aws_db_instance.m"
CLUSTER = "aws_rds_cluster.c"

CASES = {
    "s3": Case(
        "aws_s3_bucket_replication_configuration.r",
        body("rule", "destination", bucket=f"{BUCKET}.arn"),
        [("us-east-1", "replica")],
        {"rule": [{"destination": [{}]}]},
        {"rule": [{"destination": [{"bucket": True}]}]},
        {"rule": [{"destination": [{"bucket": points(BUCKET)}]}]},
        other=BUCKET,
    ),
    "s3 inline": Case(
        "aws_s3_bucket.a",
        body("replication_configuration", "rules", "destination", bucket=f"{BUCKET}.arn"),
        [("us-east-1", "replica")],
        {"replication_configuration": [{"rules": [{"destination": [{}]}]}]},
        {"replication_configuration": [{"rules": [{"destination": [{"bucket": True}]}]}]},
        {"replication_configuration": [{"rules": [{"destination": [{"bucket": points(BUCKET)}]}]}]},
        other=BUCKET,
    ),
    "global table": Case(
        TABLE,
        body("replica", region_name=ABROAD),
        [("us-east-1", "replica")],
        {"replica": [{"region_name": "us-east-1"}]},
    ),
    "replica of a table": Case(
        "aws_dynamodb_table_replica.r",
        f"provider = aws.us\nglobal_table_arn = {TABLE}.arn",
        [("eu-west-1", "source")],
        {},
        {"global_table_arn": True},
        {"global_table_arn": points(TABLE)},
        key="aws.us",
        other=TABLE,
        other_key="aws",
    ),
    "replica of a key": Case(
        "aws_kms_replica_key.r",
        f"provider = aws.us\nprimary_key_arn = {KEY}.arn",
        [("eu-west-1", "source")],
        {},
        {"primary_key_arn": True},
        {"primary_key_arn": points(KEY)},
        key="aws.us",
        other=KEY,
        other_key="aws",
    ),
    "ecr": Case(
        "aws_ecr_replication_configuration.r",
        body("replication_configuration", "rule", "destination", region=ABROAD),
        [("us-east-1", "copy")],
        {"replication_configuration": [{"rule": [{"destination": [{"region": "us-east-1"}]}]}]},
    ),
    "secret": Case(
        "aws_secretsmanager_secret.s",
        body("replica", region=ABROAD),
        [("us-east-1", "replica")],
        {"replica": [{"region": "us-east-1"}]},
    ),
    "backup": Case(
        "aws_backup_plan.p",
        body("rule", "copy_action", destination_vault_arn=f"{VAULT}.arn"),
        [("us-east-1", "copy")],
        {"rule": [{"copy_action": [{}]}]},
        {"rule": [{"copy_action": [{"destination_vault_arn": True}]}]},
        {"rule": [{"copy_action": [{"destination_vault_arn": points(VAULT)}]}]},
        other=VAULT,
    ),
    "backups of a database": Case(
        "aws_db_instance_automated_backups_replication.r",
        f"provider = aws.us\nsource_db_instance_arn = {DATABASE}.arn",
        [("eu-west-1", "source")],
        {},
        {"source_db_instance_arn": True},
        {"source_db_instance_arn": points(DATABASE)},
        key="aws.us",
        other=DATABASE,
        other_key="aws",
    ),
    "read replica": Case(
        "aws_db_instance.r",
        f"provider = aws.us\nreplicate_source_db = {DATABASE}.arn",
        [("eu-west-1", "source")],
        {},
        {"replicate_source_db": True},
        {"replicate_source_db": points(DATABASE)},
        key="aws.us",
        other=DATABASE,
        other_key="aws",
    ),
    "global cluster": Case(
        "aws_rds_global_cluster.g",
        f"provider = aws.us\nsource_db_cluster_identifier = {CLUSTER}.arn",
        [("eu-west-1", "source")],
        {},
        {"source_db_cluster_identifier": True},
        {"source_db_cluster_identifier": points(CLUSTER)},
        key="aws.us",
        other=CLUSTER,
        other_key="aws",
    ),
    "custom placement": Case(
        "google_storage_bucket.b",
        'location = "EU"\n'
        + body("custom_placement_config", data_locations='["EUROPE-WEST1", "US-EAST1"]'),
        [("europe-west1", "replica"), ("us-east1", "replica")],
        {
            "location": "EU",
            "custom_placement_config": [{"data_locations": ["EUROPE-WEST1", "US-EAST1"]}],
        },
        key="google",
    ),
}


def only(found: Iterable[Resource], address: str) -> Resource:
    (one,) = (one for one in found if one.address == address)
    return one


def further(one: Resource) -> list[tuple[str, str]] | None:
    if one.regions is None:
        return None
    return [(place.region, place.role) for place in one.regions if place.role != "home"]


def written(case: Case, folder: Path, more: str = "") -> Resource:
    def named(address: str, inner: str) -> str:
        kind, name = address.split(".")
        return f'resource "{kind}" "{name}" {{\n{inner}\n}}\n'

    other = named(case.other, f"provider = {case.other_key}") if case.other else ""
    text = f"{PROVIDERS}{other}{named(case.address, case.source)}{more}"
    return only(terraform_files.read(folder, text).resources, case.address)


def planned(case: Case) -> Resource:
    """The resource as a plan has it."""
    changes = [change(case.address, case.after, case.unknown)]
    blocks = [block(case.address, case.key, **case.expressions)]
    if case.other:
        changes.append(change(case.other, {}, {"arn": True, "id": True}))
        blocks.append(block(case.other, case.other_key))
    given = read(*changes, blocks=blocks, providers=CONFIGURED)
    return only(given.resources, case.address)


@pytest.mark.parametrize("name", CASES)
def test_a_copy_is_a_further_region_in_source_and_in_plan(name, tmp_path):
    case = CASES[name]
    source, plan_ = written(case, tmp_path), planned(case)
    assert further(source) == case.places
    assert further(plan_) == case.places
    assert source.region == plan_.region


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.other])
def test_a_copy_to_what_is_not_in_the_input_is_not_known(name, tmp_path):
    case = CASES[name]
    alone = Case(**{**vars(case), "other": ""})
    data = case.source.replace(f"{case.other}.arn", "var.elsewhere")
    lost = Case(**{**vars(alone), "source": data})
    assert further(written(lost, tmp_path, 'variable "elsewhere" {}')) is None
    assert further(planned(alone)) is None


@pytest.mark.parametrize(
    ("location", "countries"), [("EU", "eu"), ("eur4", "eur4"), ("NAM4", "nam4"), ("ASIA", "asia")]
)
def test_a_bucket_of_several_regions_is_all_of_them(location, countries, tmp_path):
    source = f'location = "{location}"'
    case = Case("google_storage_bucket.b", source, [], {"location": location}, key="google")
    assert written(case, tmp_path).region == planned(case).region == countries


def verdicts(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    main(["check", str(path), "--jurisdiction", "eu", "--format", "json"])
    made: dict[str, dict[str, str]] = {}
    for one in json.loads(capsys.readouterr().out)["findings"]:
        made.setdefault(one["resource"]["address"], {})[one["check"]] = one["verdict"]
    return made


@pytest.mark.parametrize("name", ["global table", "ecr", "secret", "custom placement", "backup"])
def test_a_copy_abroad_is_no_pass(name, tmp_path, capsys):
    case = CASES[name]
    path = tmp_path / "plan.json"
    changes = [change(case.address, case.after, case.unknown)]
    blocks = [block(case.address, case.key, **case.expressions)]
    if case.other:
        changes.append(change(case.other, {}, {"arn": True}))
        blocks.append(block(case.other, case.other_key))
    path.write_bytes(plan(*changes, blocks=blocks, providers=CONFIGURED))
    assert verdicts(path, capsys)[case.address]["RES-001"] == "fail"


@pytest.mark.parametrize(
    ("location", "kind", "verdict"),
    [
        ("westeurope", "LRS", "pass"),
        ("westeurope", "GRS", "pass"),
        ("uksouth", "LRS", "pass"),
        ("norwayeast", "RAGZRS", "fail"),
        ("swedencentral", "GRS", "pass"),
        ("polandcentral", "GRS", "unknown"),
        ("westeurope", "XRS", "unknown"),
    ],
)
def test_a_storage_account_is_where_its_pair_is_too(location, kind, verdict, tmp_path, capsys):
    account = "azurerm_storage_account.a"
    text = f"""
    resource "azurerm_storage_account" "a" {{
      location                 = "{location}"
      account_replication_type = "{kind}"
    }}
    """
    values = {"location": location, "account_replication_type": kind}
    path = tmp_path / "plan.json"
    path.write_bytes(plan(change(account, values), providers={}))
    source = terraform_files.write(tmp_path / "infra", {"main.tf": text})
    for one in (source, path):
        assert verdicts(one, capsys)[account]["RES-009"] == verdict

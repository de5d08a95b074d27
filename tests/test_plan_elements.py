"""A plan sorts sets and hides dynamic blocks: what is written first need not be planned first."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_plans import block, change, plan

NEAR, NEW = "aws_backup_vault.near", "aws_backup_vault.new"
FAR = "data.aws_backup_vault.far"
PLAN = "aws_backup_plan.p"
ARN = "arn:aws:backup:eu-west-1:1:backup-vault:near"


def copies_to(*targets):
    """Rules that are planned, each with the vault that it copies to, as far as that is known."""
    rules = [{"copy_action": [{"destination_vault_arn": arn} if arn else {}]} for arn in targets]
    late = [{"copy_action": [{} if arn else {"destination_vault_arn": True}]} for arn in targets]
    return change(PLAN, {"region": "eu-west-1", "rule": rules}, {"rule": late})


def written(*vaults):
    """The rules of a source, each with the vault that it refers to."""
    references = [{"references": [f"{vault}.arn", vault]} for vault in vaults]
    return block(PLAN, rule=[{"copy_action": [{"destination_vault_arn": r}]} for r in references])


def verdicts(folder, capsys, planned, source):
    """What a check says of the plan of backups, beside a vault that stands and a new one."""
    file = folder / "plan.json"
    file.write_bytes(
        plan(
            change(NEAR, {"name": "near", "region": "eu-west-1", "arn": ARN}),
            change(NEW, {"name": "new", "region": "eu-west-1"}, {"arn": True}),
            planned,
            blocks=[block(NEAR), block(NEW), source],
        )
    )
    main(["check", str(file), "--jurisdiction", "eu", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    return {one["check"]: one["verdict"] for one in found if one["resource"]["address"] == PLAN}


@pytest.mark.parametrize(
    "source",
    [
        written(NEAR, FAR),  # a set: the one that is not known yet is planned first
        written(NEAR),  # a dynamic block stands before it
        written(NEAR, NEAR, FAR),  # two that come to the same
    ],
)
def test_what_is_written_first_is_not_what_is_planned_first(tmp_path, capsys, source):
    assert verdicts(tmp_path, capsys, copies_to(None, ARN), source)["RES-001"] == "unknown"


@pytest.mark.parametrize(
    ("planned", "source"),
    [
        (copies_to(ARN, None), written(NEAR, NEW)),
        (copies_to(None, ARN), written(NEW, NEAR)),
        (copies_to(None, None), written(NEW, NEW)),
        (copies_to(None), written(NEW)),
    ],
)
def test_what_is_told_in_its_order_is_where_it_goes(tmp_path, capsys, planned, source):
    assert verdicts(tmp_path, capsys, planned, source)["RES-001"] == "pass"

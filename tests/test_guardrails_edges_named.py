"""What mutants of the policies showed that no other plan looked at: what is the same."""

from __future__ import annotations

from typing import Any

import pytest

from estate_changes import altered, asking, deny, document, made

DENIES = document(deny(Action="bedrock:*"))
GRANTS = document({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})
REFERS = {"instance_arn": "arn:i", "permission_set_arn": "arn:s"}


@pytest.fixture
def found(tmp_path, capsys):
    """What EST-001 finds in a plan."""
    return asking(tmp_path, capsys)


def gone(address: str, before: Any) -> Any:
    return altered(address, before, None, "delete")


SAME = [
    # A name is another one in another case; one that nobody gives is not known to be the same.
    (
        gone("aws_cloudwatch_log_group.a", {"name": "chat", "retention_in_days": 3}),
        made("aws_cloudwatch_log_group.b", {"name": "Chat", "retention_in_days": 3}),
        "fail",
    ),
    (
        gone("azurerm_policy_assignment.a", {"policy_definition_id": "d"}),
        made("azurerm_policy_assignment.b", {"policy_definition_id": "d"}),
        "unknown",
    ),
    (
        gone(
            "aws_ssoadmin_customer_managed_policy_attachment.a",
            REFERS | {"customer_managed_policy_reference": []},
        ),
        made(
            "aws_ssoadmin_customer_managed_policy_attachment.b",
            REFERS | {"customer_managed_policy_reference": []},
        ),
        "unknown",
    ),
    # Another one of the name, in another region
    (
        altered("aws_cloudtrail.a", {"name": "t"}, {"name": "t", "enable_logging": False}),
        made("aws_cloudtrail.b", {"name": "t", "region": "us-east-1"}),
        "fail",
    ),
    # Only of what Google's own constraints are called, a check of its own says what is left.
    (
        altered(
            "aws_iam_role_policy.a",
            {"role": "r", "name": "gcp.resourceLocations", "policy": DENIES},
            {"role": "r", "name": "gcp.resourceLocations", "policy": GRANTS},
        ),
        made("aws_iam_role.b", {"name": "r"}),
        "fail",
    ),
    (
        altered("azapi_resource.a", {"parent_id": "p", "name": "n", "body": "x"}, {"body": "y"}),
        made("aws_iam_role.b", {"name": "r"}),
        "unknown",
    ),
    # Policies that say nothing of data
    (
        gone("aws_organizations_policy.a", {"name": "p", "type": "TAG_POLICY", "content": "{}"}),
        gone("awscc_organizations_policy.b", {"name": "p", "type": "CHATBOT_POLICY"}),
        "pass",
    ),
]


@pytest.mark.parametrize(("one", "other", "told"), SAME)
def test_another_stands_in_only_if_all_that_tells_it_apart_is_the_same(found, one, other, told):
    assert found(one, other)["verdict"] == told


def test_what_is_missed_is_told_from_what_nobody_can_tell(found):
    missed = gone("aws_iam_role_policy.a", {"role": "r", "name": "n", "policy": DENIES})
    untold = gone("aws_iam_role_policy.b", {"role": "r", "name": "m", "policy": "{"})
    kept = {"role": "r", "name": "k", "policy": DENIES}
    unlike = altered("aws_iam_role_policy.c", kept, kept | {"policy": "{"})
    harmless = gone("aws_iam_role_policy.d", {"role": "r", "name": "h", "policy": GRANTS})
    evidence = found(missed, untold, unlike, harmless)["evidence"]
    told = {name: evidence[name] for name in ("taken_away", "untold", "unlike")}
    letters = {"taken_away": "a", "untold": "b", "unlike": "c"}
    assert told == {name: [f"aws_iam_role_policy.{one}"] for name, one in letters.items()}

"""What the bench of the gate reads of policies: a plan of many roles, each with another policy."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

_PROVIDER = "registry.terraform.io/hashicorp/aws"
_REGIONS = (
    *("eu-central-1", "eu-north-1", "eu-south-1", "eu-west-1", "eu-west-3"),
    *("us-east-1", "us-west-2", "ca-central-1", "ap-northeast-1", "sa-east-1"),
)
_ANY_MODEL = "arn:aws:bedrock:*::foundation-model/anthropic.claude-*"

Values = dict[str, object]
_LISTS = [
    list(one)
    for size in range(1, len(_REGIONS) + 1)
    for one in itertools.combinations(_REGIONS, size)
]
_STRIDE = 397
"""Has no divisor in common with the lists' number: so short and long ones take turns."""


def _statement(number: int) -> Values:
    """What one role may do: by regions, by its own ARNs, or by the profile that it has to use."""
    regions = _LISTS[number * _STRIDE % len(_LISTS)]
    key, owner = "aws:RequestedRegion", 100_000_000_000 + number
    own = f"arn:aws:bedrock:*:{owner}:application-inference-profile/team-{number}"
    match number % 3:
        case 0:
            on = [_ANY_MODEL, own]
            condition: Values = {"StringEquals": {key: regions}}
        case 1:
            model = f"foundation-model/anthropic.claude-opus-{number % 7}*"
            on = [*(f"arn:aws:bedrock:{one}::{model}" for one in regions), own]
            condition = {"StringEqualsIfExists": {key: regions}}
        case _:
            on = [_ANY_MODEL, f"arn:aws:bedrock:*:{owner}:inference-profile/eu.*"]
            condition = {"ArnLike": {"bedrock:InferenceProfileArn": on[1]}}
    action = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
    return {"Effect": "Allow", "Action": action, "Resource": on, "Condition": condition}


def plan(count: int) -> bytes:
    """A plan of so many roles, each with a policy that no other has."""
    changes: list[Values] = []
    blocks: list[Values] = []
    for number in range(count):
        document = {"Version": "2012-10-17", "Statement": [_statement(number)]}
        role: Values = {"name": f"role-{number}", "assume_role_policy": "{}", "path": "/"}
        policy: Values = {"name": f"policy-{number}", "policy": json.dumps(document)}
        for kind, values in (("aws_iam_role", role), ("aws_iam_role_policy", policy)):
            refers = kind != "aws_iam_role"
            same: Values = {"mode": "managed", "type": kind, "name": f"r{number}"}
            change: Values = {
                "actions": ["create"],
                "before": None,
                "after": values,
                "after_unknown": {"id": True, **({"role": True} if refers else {})},
            }
            address = f"{kind}.r{number}"
            changes.append(
                {**same, "address": address, "provider_name": _PROVIDER, "change": change}
            )
            expressions: Values = {key: {"constant_value": one} for key, one in values.items()}
            if refers:
                to = f"aws_iam_role.r{number}"
                expressions["role"] = {"references": [f"{to}.id", to]}
            blocks.append(
                {
                    **same,
                    "address": address,
                    "provider_config_key": "aws",
                    "expressions": expressions,
                    "schema_version": 0,
                }
            )
    region = {"constant_value": "eu-central-1"}
    provider = {"name": "aws", "full_name": _PROVIDER, "expressions": {"region": region}}
    whole: Values = {
        "format_version": "1.2",
        "terraform_version": "1.11.0",
        "resource_changes": changes,
        "configuration": {
            "provider_config": {"aws": provider},
            "root_module": {"resources": blocks},
        },
        "complete": True,
        "applyable": True,
    }
    return json.dumps(whole, separators=(",", ":")).encode()


if __name__ == "__main__":  # in a process of its own: what starts others should be small
    Path(sys.argv[2]).write_bytes(plan(int(sys.argv[1])))

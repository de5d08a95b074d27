"""What the bench of the gate reads: plans and source, generated, with what makes them hard."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

_PROVIDER = "registry.terraform.io/hashicorp/aws"
_PER_MODULE = 100
"""Resources of one module instance of a plan."""

_TEXT = "What this is for, who looks after it and until when, in as many words as people write. "
_TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "lambda.amazonaws.com"},
            }
        ],
    }
)

Values = dict[str, object]


def _bucket(number: int) -> tuple[str, Values, Values]:
    written: Values = {
        "bucket": f"acme-{number}",
        "force_destroy": False,
        "object_lock_enabled": None,
    }
    return "aws_s3_bucket", written, {"acl": True, "bucket_domain_name": True, "policy": True}


def _lifecycle(number: int) -> tuple[str, Values, Values]:
    rule = {"id": "old", "status": "Enabled", "expiration": [{"days": 30}], "filter": [{}]}
    return "aws_s3_bucket_lifecycle_configuration", {"rule": [rule]}, {"bucket": True}


def _log_group(number: int) -> tuple[str, Values, Values]:
    written: Values = {"name": f"/acme/{number}", "retention_in_days": 30, "skip_destroy": False}
    return "aws_cloudwatch_log_group", written, {"kms_key_id": True}


def _role(number: int) -> tuple[str, Values, Values]:
    written: Values = {"name": f"role-{number}", "assume_role_policy": _TRUST, "path": "/"}
    return "aws_iam_role", written, {"managed_policy_arns": True, "unique_id": True}


def _function(number: int) -> tuple[str, Values, Values]:
    variables = {"AWS_REGION_NAME": "eu-central-1", "LOG_LEVEL": "info", "NUMBER": str(number)}
    written: Values = {
        "function_name": f"f-{number}",
        "handler": "main.handler",
        "runtime": "python3.13",
        "memory_size": 512,
        "environment": [{"variables": variables}],
    }
    return "aws_lambda_function", written, {"role": True, "qualified_arn": True, "version": True}


_KINDS = (_bucket, _lifecycle, _log_group, _role, _function)


def plan(count: int, size: int = 6_300) -> bytes:
    """A plan of `count` resources in modules, each about `size` bytes in all places together.

    As `terraform show -json` writes it: changes, planned values and configuration, with values that
    are known only after apply and that refer to others.
    """
    modules = range(-(-count // _PER_MODULE))
    calls, children, changes = {}, [], []
    for module in modules:
        numbers = range(module * _PER_MODULE, min((module + 1) * _PER_MODULE, count))
        made = [_resource(f"module.m{module}", number, size) for number in numbers]
        changes += [change for change, _, _ in made]
        planned = [one for _, one, _ in made]
        children.append({"address": f"module.m{module}", "resources": planned})
        calls[f"m{module}"] = {
            "source": f"./m{module}",
            "expressions": {"owner": {"references": ["var.owner"]}},
            "module": {
                "resources": [one for _, _, one in made],
                "variables": {"owner": {}},
            },
        }
    region = {"references": ["var.region"]}
    document = {
        "format_version": "1.2",
        "terraform_version": "1.11.0",
        "variables": {"region": {"value": "eu-central-1"}, "owner": {"value": "acme"}},
        "planned_values": {"root_module": {"child_modules": children}},
        "resource_changes": changes,
        "configuration": {
            "provider_config": {
                "aws": {"name": "aws", "full_name": _PROVIDER, "expressions": {"region": region}}
            },
            "root_module": {
                "module_calls": calls,
                "variables": {"region": {"default": "eu-central-1"}, "owner": {}},
            },
        },
        "complete": True,
        "applyable": True,
    }
    return json.dumps(document, separators=(",", ":")).encode()


def _resource(module: str, number: int, size: int) -> tuple[Values, Values, Values]:
    """One instance as a change, as a planned value, and its block."""
    kind, written, unknown = _KINDS[number % len(_KINDS)](number)
    name = f"r{number}"
    bucket = f"aws_s3_bucket.r{number - number % len(_KINDS)}"
    expressions = {
        key: {"references": [f"{bucket}.id", bucket]}
        if key in unknown
        else {"constant_value": value}
        for key, value in {**written, **({"bucket": None} if "bucket" in unknown else {})}.items()
    }
    # What is left of the size stands twice, among the changes and among the planned values.
    tags = {f"note-{at}": _TEXT for at in range(max(0, (size - 1_900) // (2 * len(_TEXT) + 60)))}
    after = {**written, "tags": {"team": "claude", "number": str(number), **tags}}
    same = {
        "address": f"{module}.{kind}.{name}",
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider_name": _PROVIDER,
    }
    change: Values = {
        "actions": ["create"],
        "before": None,
        "after": after,
        "after_unknown": {"id": True, "arn": True, "tags": {}, "tags_all": True, **unknown},
        "before_sensitive": False,
        "after_sensitive": {"tags": {}, "tags_all": {}},
    }
    block = {
        "address": f"{kind}.{name}",
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider_config_key": "aws",
        "expressions": {**expressions, "tags": {"references": ["var.owner"]}},
        "schema_version": 0,
    }
    planned = {**same, "schema_version": 0, "values": after, "sensitive_values": {"tags": {}}}
    return {**same, "module_address": module, "change": change}, planned, block


_ROOT = """provider "aws" {
  region = var.region
}

variable "region" {
  default = "eu-central-1"
}

locals {
  tags = { owner = "acme", environment = terraform.workspace }
}
"""

_CALL = """
module "m{at}" {{
  source = "./m{at}"
  name   = "n{at}"
  region = var.region
  tags   = merge(local.tags, {{ module = "m{at}" }})
}}
"""

_INPUTS = """variable "name" {
  type = string
}

variable "region" {
  type = string
}

variable "tags" {
  type = map(string)
}

locals {
  prefix = "acme-${var.name}-${var.region}"
}
"""

_PAIR = """
resource "aws_s3_bucket" "b{at}" {{
  bucket        = "${{local.prefix}}-{at}"
  tags          = merge(var.tags, {{ Name = format("%s-%02d", local.prefix, {at}) }})
  force_destroy = var.name == "x" ? true : false
}}

resource "aws_cloudwatch_log_group" "l{at}" {{
  name              = "/acme/${{aws_s3_bucket.b{at}.id}}"
  retention_in_days = length(var.name) > 40 ? 0 : 30
  kms_key_id        = aws_kms_key.k{at}.arn
}}
"""


def write_tree(folder: Path, resources: int, modules: int) -> Path:
    """Source of `resources` resources, in as many modules of the root."""
    folder.mkdir()
    root = [_ROOT]
    for at in range(modules):
        root.append(_CALL.format(at=at))
        (folder / f"m{at}").mkdir()
        text = _INPUTS + "".join(_pairs(resources // modules))
        (folder / f"m{at}" / "main.tf").write_text(text)
    (folder / "main.tf").write_text("".join(root))
    return folder


def write_module(folder: Path, lines: int) -> Path:
    """One folder of source with at least so many lines."""
    folder.mkdir()
    text = _ROOT + _INPUTS.replace('variable "region" {\n  type = string\n}\n', "")
    pairs = _pairs(2 * lines)
    while text.count("\n") < lines:
        text += next(pairs)
    (folder / "main.tf").write_text(text)
    return folder


def _pairs(resources: int) -> Iterator[str]:
    return (_PAIR.format(at=at) for at in range(resources // 2))


if __name__ == "__main__":  # in a process of its own: what starts others should be small
    Path(sys.argv[2]).write_bytes(plan(int(sys.argv[1])))

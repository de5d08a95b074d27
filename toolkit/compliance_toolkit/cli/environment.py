"""What the environment says, for those who ask for it."""

from __future__ import annotations

import os

_PREFIX = "TF_VAR_"


def variables_of_environment() -> dict[str, str]:
    """What Terraform and its providers read there: `TF_VAR_name`, the workspace and regions."""
    from compliance_toolkit.terraform.hcl_ambient import NAMES  # noqa: PLC0415  only where asked

    return {
        name: value
        for name, value in os.environ.items()
        if name.startswith(_PREFIX) or name in NAMES
    }

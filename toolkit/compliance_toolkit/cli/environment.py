"""What the environment says, for those who ask for it."""

from __future__ import annotations

import os

_PREFIX = "TF_VAR_"


def variables_of_environment() -> dict[str, str]:
    """The variables by which Terraform is given values: `TF_VAR_name`, and nothing else."""
    return {name: value for name, value in os.environ.items() if name.startswith(_PREFIX)}

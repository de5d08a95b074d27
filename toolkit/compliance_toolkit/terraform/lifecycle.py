"""What Terraform is told to leave as it is."""

from __future__ import annotations

from compliance_toolkit.models import ReasonCode, Unknown

IGNORED = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "lifecycle.ignore_changes")
"""Why nothing that is written is known of an attribute: Terraform is told not to enforce it."""

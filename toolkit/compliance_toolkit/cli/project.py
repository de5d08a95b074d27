"""Which project file a verb reads."""

from __future__ import annotations

from pathlib import Path

DEFAULT = Path("compliance.yaml")


def project_file(given: Path | None) -> Path | None:
    """The file that was named, or `compliance.yaml` of the current folder if it is there."""
    if given is not None:
        return given
    return DEFAULT if DEFAULT.exists() or DEFAULT.is_symlink() else None

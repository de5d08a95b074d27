"""The policies as they are written, for tests that read them line by line."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
POLICIES = ROOT / "policies"
LAW = POLICIES / "compliance"
SOURCES = sorted(file for file in POLICIES.rglob("*.rego") if not file.name.endswith("_test.rego"))
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`')


def code(source: str) -> list[str]:
    """The lines of code, without comments, and with nothing inside their texts."""
    lines = (line for line in source.splitlines() if not line.lstrip().startswith("#"))
    return [TEXT.sub('""', line).split(" #")[0] for line in lines]

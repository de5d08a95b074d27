"""The generated parts of the README and the reference: what commands print, the table of checks.

`python tests/readme.py` writes them; `tests/test_readme.py` fails where they have drifted.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
REFERENCE = ROOT / "toolkit" / "README.md"
PAGES = (README, REFERENCE)
CONSOLE = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)
EVIDENCE = re.compile(r"(<!-- evidence -->\n).*?(<!-- /evidence -->)", re.DOTALL)
CHECKS = re.compile(r"(<!-- checks -->\n).*?(<!-- /checks -->)", re.DOTALL)
ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "RUST_LIB_BACKTRACE": "0"}


def run(command: str) -> str:
    """What `command` prints in the project's root, errors included, and its exit code last."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        shell=True,
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def commands(text: str) -> list[str]:
    """The commands of all console blocks that show their output."""
    return [
        line.removeprefix("$ ")
        for block in CONSOLE.finditer(text)
        for line in block[2].splitlines()
        if line.startswith("$ ")
    ]


def refreshed(text: str) -> str:
    """A page with every output and the tables as they are now."""

    def console(block: re.Match[str]) -> str:
        shown = "".join(f"$ {command}\n{run(command)}" for command in commands(block[0]))
        return f"{block[1]}{shown}{block[3]}"

    text = EVIDENCE.sub(lambda part: f"{part[1]}{evidence_table()}{part[2]}", text)
    return CHECKS.sub(lambda part: f"{part[1]}{check_table()}{part[2]}", CONSOLE.sub(console, text))


def check_table() -> str:
    """Id, title, severity and controls of every check and resolve rule."""
    from compliance_toolkit.policy import bundle  # noqa: PLC0415  only the table needs the package
    from compliance_toolkit.policy.catalog import Catalog  # noqa: PLC0415

    catalog = Catalog.load(bundle.load(bundle.default_root()).data)
    lines = ["| id | holds | severity | controls |", "|---|---|---|---|"]
    for entry in sorted((*catalog.checks, *catalog.rules), key=lambda entry: entry.id):
        controls = "; ".join(
            f"{framework} {', '.join(items)}" for framework, items in entry.controls.items()
        )
        lines.append(f"| {entry.id} | {entry.title} | {entry.severity} | {controls} |")
    return "\n".join(lines) + "\n"


def evidence_table() -> str:
    """What each word of evidence means."""
    meanings = json.loads((ROOT / "policies/compliance/evidence/data.json").read_text("utf-8"))
    lines = ["| word | means |", "|---|---|"]
    lines += [f"| `{word}` | {meaning} |" for word, meaning in sorted(meanings.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(refreshed(page.read_text(encoding="utf-8")), encoding="utf-8")

"""`make bench`: how long things take, side by side in one run, with versions.

Absolute numbers from one machine prove little; compare the ratios to `python -c pass` and to the
engine's own share.
"""

from __future__ import annotations

import compileall
import platform
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import compliance_toolkit
from bench_gate import gate
from bench_timing import RUNS, process_seconds

PACKAGES = (
    "compliance-toolkit",
    "gordon-to-regorus",
    "pydantic",
    "msgspec",
    "typer",
    "tree-sitter",
)
COMPLIANCE = str(Path(sys.executable).with_name("compliance"))
EXAMPLES = Path(__file__).resolve().parents[1] / "terraform" / "examples"


def main() -> None:
    """Print every bench."""
    print(f"python {platform.python_version()} on {platform.machine()}")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES))
    compile_once()
    with tempfile.TemporaryDirectory() as folder:
        whole_processes(Path(folder))
        gate(Path(folder))
        from bench_decisions import decisions  # noqa: PLC0415  after the process timings

        decisions(Path(folder))
        from bench_unknowns import unknowns  # noqa: PLC0415

        unknowns()


def compile_once() -> None:
    """Compile the toolkit as pip does where it installs it.

    A checkout that was told to keep no byte code is compiled by each process again.
    """
    compileall.compile_dir(Path(compliance_toolkit.__file__).parent, quiet=1)


def whole_processes(folder: Path) -> None:
    """Whole processes, median of several runs, beside an empty Python."""
    empty = process_seconds([sys.executable, "-Ic", "pass"], {0})
    print(f"\nwhole process, median of {RUNS}{'':22}ms   × empty python   at most")
    rows: list[tuple[str, Sequence[str], set[int], int, int]] = [
        ("compliance --version", [COMPLIANCE, "--version"], {0}, 150, RUNS),
        (
            "compliance prove, the examples, once",
            [COMPLIANCE, "prove", "--config", str(EXAMPLES / "compliance.yaml")],
            {0, 1},
            60_000,
            1,
        ),
    ]
    print(f"{'python -Ic pass':44}{empty * 1e3:8.0f}{1:17.1f}")
    for name, command, codes, limit, runs in rows:
        took = process_seconds(command, codes, runs)
        print(f"{name:44}{took * 1e3:8.0f}{took / empty:17.1f}{limit:10}")


if __name__ == "__main__":
    main()

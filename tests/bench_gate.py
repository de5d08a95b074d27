"""How long the gate takes over plans and source, beside what else is installed for such work.

The others are asked for far less: one rule of two lines, where the gate asks all of its checks.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import bench_infra
import bench_policies
from bench_infra import write_module, write_tree
from bench_timing import Took, side_by_side

COMPLIANCE = str(Path(sys.executable).with_name("compliance"))
CODES = {0, 1}
RUNS = 5
RULE = """package main

deny contains change.address if {
	some change in input.resource_changes
	change.type == "aws_s3_bucket"
	not change.change.after.tags.team
}
"""
VERSIONS: Mapping[str, Sequence[str]] = {
    "conftest": ("--version",),
    "opa": ("version",),
    "checkov": ("--version",),
}
"""What is compared with, where it is installed, and how it tells its version."""

SECONDS = {200: 0.4, 1_000: None, 10_000: 1.5}
"""Resources of a plan, and how long a check of it may take at most."""

ROLES = {150: None, 1_500: 6.5}
"""Roles of a plan that may call Claude, each with a policy of its own, and the same limit."""


def gate(folder: Path) -> None:
    """Print every bench of `check`."""
    installed = _told_versions()
    (folder / "policy").mkdir()
    (folder / "policy" / "rule.rego").write_text(RULE)
    print(f"\n{f'check, whole process, {RUNS} runs':44}    best  median     CPU       MB   at most")
    best = {}
    for count, limit in SECONDS.items():
        file = folder / f"plan-{count}.json"
        subprocess.run([sys.executable, bench_infra.__file__, str(count), str(file)], check=True)
        named = f"plan of {count:,} resources, {file.stat().st_size / 1e6:.0f} MB"
        mine = _case(named, _of_plan(file, folder / "policy", installed), limit)
        best[count] = mine.best
    ratio = best[10_000] / best[1_000]
    print(f"{'time from 1,000 to 10,000 resources, ratio':44}{ratio:8.1f}{'':25}{11:10}")
    _of_roles(folder)
    tree = write_tree(folder / "tree", 1_000, 50)
    _case("source of 1,000 resources in 50 modules", _of_source(tree, installed), 1.5)
    module = write_module(folder / "module", 200)
    _case("source, one module of 200 lines", _of_source(module, installed), 0.3)


def _of_roles(folder: Path) -> None:
    """Print what becomes of many policies of which none is like another."""
    best = {}
    for count, limit in ROLES.items():
        file = folder / f"roles-{count}.json"
        subprocess.run([sys.executable, bench_policies.__file__, str(count), str(file)], check=True)
        best[count] = _case(
            f"plan of {count:,} roles, each with its policy", {"": _mine(file)}, limit
        )
    few, many = sorted(ROLES)
    ratio = best[many].best / best[few].best
    print(f"{f'time from {few:,} to {many:,} policies, ratio':44}{ratio:8.1f}{'':25}{11:10}")


def _told_versions() -> set[str]:
    """Say what is installed, in which version, and what is not."""
    installed = set()
    for name, asked in VERSIONS.items():
        if shutil.which(name) is None:
            print(f"{name} is not installed, and left out")
            continue
        said = subprocess.run([name, *asked], capture_output=True, text=True, check=True).stdout
        print(f"{name} {said.split()[1] if len(said.split()) > 1 else said.strip()}")
        installed.add(name)
    return installed


def _mine(path: Path) -> list[str]:
    return [COMPLIANCE, "check", str(path), "--jurisdiction", "eu", "--regime", "gdpr"]


def _of_plan(file: Path, policy: Path, installed: set[str]) -> dict[str, list[str]]:
    commands = {
        "conftest": ["conftest", "test", str(file), "--policy", str(policy)],
        "opa": ["opa", "eval", "-f", "raw", "-i", str(file), "-d", str(policy), "data.main.deny"],
        "checkov": ["checkov", "-f", str(file), "--framework", "terraform_plan", "--quiet"],
    }
    return {"": _mine(file), **{name: commands[name] for name in commands if name in installed}}


def _of_source(folder: Path, installed: set[str]) -> dict[str, list[str]]:
    command = ["checkov", "-d", str(folder), "--framework", "terraform", "--quiet"]
    return {"": _mine(folder), **({"checkov": command} if "checkov" in installed else {})}


def _case(name: str, commands: Mapping[str, Sequence[str]], limit: float | None) -> Took:
    """Print one case, and give what the gate took."""
    quick = {tool: command for tool, command in commands.items() if tool != "checkov"}
    found = dict(zip(quick, side_by_side(list(quick.values()), CODES, RUNS), strict=True))
    if "checkov" in commands:  # once: it takes so long that the noise does not matter
        found["checkov"] = side_by_side([commands["checkov"]], CODES, 1)[0]
    for tool, took in found.items():
        shown = f"  the same by {tool}" if tool else name
        at_most = f"{limit:10}" if limit is not None and not tool else ""
        if took is None:
            print(f"{shown:44}   more than two minutes")
        else:
            print(
                f"{shown:44}{took.best:8.2f}{took.median:8.2f}{took.busy:8.2f}{took.megabytes:9.0f}{at_most}"
            )
    mine = found[""]
    if mine is None:
        sys.exit(f"error: {name} took more than two minutes")
    return mine

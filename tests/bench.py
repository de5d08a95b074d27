"""`make bench`: how long things take, side by side in one run, with versions.

Absolute numbers from one machine prove little; compare the ratios to `python -c pass` and to the
engine's own share.
"""

from __future__ import annotations

import json
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

PACKAGES = (
    "compliance-toolkit",
    "gordon-to-regorus",
    "pydantic",
    "msgspec",
    "typer",
    "tree-sitter",
)
COMPLIANCE = str(Path(sys.executable).with_name("compliance"))
RUNS = 11


def main() -> None:
    """Print every bench."""
    print(f"python {platform.python_version()} on {platform.machine()}")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES))
    if opa := shutil.which("opa"):
        shown = subprocess.run([opa, "version"], check=True, capture_output=True, text=True)
        print(shown.stdout.splitlines()[0].replace("Version:", "opa"))
    with tempfile.TemporaryDirectory() as folder:
        whole_processes(Path(folder))
        resolving(Path(folder))


def whole_processes(folder: Path) -> None:
    """Whole processes, median of several runs, beside an empty Python."""
    plan = folder / "plan.json"
    plan.write_text(json.dumps(plan_of(200)))
    empty = process_seconds([sys.executable, "-Ic", "pass"], {0})
    print(f"\nwhole process, median of {RUNS}{'':22}ms   × empty python   at most")
    rows: list[tuple[str, Sequence[str], set[int], int]] = [
        ("compliance --version", [COMPLIANCE, "--version"], {0}, 150),
        (
            "compliance check, plan of 200 resources",
            [COMPLIANCE, "check", str(plan), "--jurisdiction", "eu"],
            {0, 1},
            600,
        ),
    ]
    print(f"{'python -Ic pass':44}{empty * 1e3:8.0f}{1:17.1f}")
    for name, command, codes, limit in rows:
        took = process_seconds(command, codes)
        print(f"{name:44}{took * 1e3:8.0f}{took / empty:17.1f}{limit:10}")


def resolving(folder: Path) -> None:
    """One decision without a cache, twelve deployments; the engine's share apart."""
    from compliance_toolkit import Compliance  # noqa: PLC0415  after the process timings

    config = folder / "compliance.yaml"
    config.write_text(json.dumps(project_of_twelve()))  # JSON is YAML
    compliance = Compliance.load(config)

    def decide(*, explain: bool) -> object:
        return compliance.resolve(
            tenant="acme/bank", model="claude-opus-5-5", at="2026-11-25", explain=explain
        )

    given = {
        "request": {
            "model": "claude-opus-5-5",
            "features": [],
            "data_classes": [],
            "at": "2026-11-25",
        },
        "tenant": compliance.tenant("acme/bank").as_input(),
    }
    ask = compliance.engines.decisions.evaluate
    routes, denials, engine, both = micro(
        lambda: decide(explain=False),
        lambda: decide(explain=True),
        lambda: ask("compliance.resolve.routes", given),
        lambda: ask("compliance.resolve.decision", given),
    )
    print("\nresolve, not cached, 12 deployments        p50 µs   p99 µs   engine's share   at most")
    for name, (p50, p99), share, limit in (
        ("routes alone", routes, engine[0], 250),
        ("with every denial", denials, both[0], 500),
    ):
        print(f"{name:42}{p50:8.0f}{p99:9.0f}{share:17.0f}{limit:10}")


def process_seconds(command: Sequence[str], codes: set[int]) -> float:
    """Median seconds of a whole process; a run with another exit code is an error."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode not in codes:
            sys.exit(f"error: {' '.join(command)} exited {done.returncode}: {done.stderr.decode()}")
    return statistics.median(times[1:])


def micro(*calls: Callable[[], object], rounds: int = 30) -> list[tuple[float, float]]:
    """Microseconds of each call, the median and the 99th percentile.

    The calls take turns in blocks of a hundred, so that a noisy moment meets all of them; the first
    ten of a block warm it up and are not counted.
    """
    times: list[list[int]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, taken in zip(calls, times, strict=True):
            for run in range(110):
                start = time.perf_counter_ns()
                call()
                if run >= 10:
                    taken.append(time.perf_counter_ns() - start)
    cuts = [statistics.quantiles(taken, n=100) for taken in times]
    return [(cut[49] / 1e3, cut[98] / 1e3) for cut in cuts]


def plan_of(count: int) -> dict[str, object]:
    """A plan of `count` resources, half of them log groups, as `terraform show -json` writes it."""
    changes, configured = [], []
    for number in range(count):
        kind = "aws_cloudwatch_log_group" if number % 2 else "aws_s3_bucket"
        own = (
            {"retention_in_days": 30, "kms_key_id": None, "skip_destroy": False}
            if number % 2
            else {"bucket": f"acme-{number}", "force_destroy": False, "object_lock_enabled": None}
        )
        changes.append(
            {
                "address": f"{kind}.r{number}",
                "mode": "managed",
                "type": kind,
                "name": f"r{number}",
                "provider_name": "registry.terraform.io/hashicorp/aws",
                "change": {
                    "actions": ["create"],
                    "before": None,
                    "after": {"name": f"r{number}", "tags": {"team": "claude"}, **own},
                    "after_unknown": {"id": True, "arn": True, "tags": {}},
                    "after_sensitive": {"tags": {}},
                },
            }
        )
        configured.append(
            {
                "address": f"{kind}.r{number}",
                "mode": "managed",
                "type": kind,
                "name": f"r{number}",
                "provider_config_key": "aws",
                "expressions": {},
                "schema_version": 0,
            }
        )
    provider = {"name": "aws", "expressions": {"region": {"constant_value": "eu-central-1"}}}
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.0",
        "resource_changes": changes,
        "configuration": {
            "provider_config": {"aws": provider},
            "root_module": {"resources": configured},
        },
    }


def project_of_twelve() -> dict[str, object]:
    """One company's deployments on three providers and five continents, each with two models."""
    term = {"by": "legal@acme.example", "reference": "DPA-1", "until": "2027-03-31"}
    common = {
        "models": ["claude-opus-5-5", "claude-sonnet-5"],
        "attestations": {"dpa": term, "zero_data_retention": {**term, "reference": "ZDR-1"}},
    }
    deployments: dict[str, object] = {
        f"bedrock-{region}-{scope}": {
            "provider": "bedrock",
            "account": "111122223333",
            "region": region,
            "scope": scope,
            "models": common["models"],
            "attestations": {"dpa": term},
        }
        for region, scope in (
            ("eu-central-1", "eu"),
            ("eu-west-1", "eu"),
            ("us-east-1", "us"),
            ("us-west-2", "us"),
            ("ap-northeast-1", "jp"),
            ("ap-southeast-2", "au"),
            ("eu-central-1", "global"),
        )
    }
    for location in ("eu", "us", "global"):
        deployments[f"vertex-{location}"] = {
            "provider": "vertex",
            "project": "acme",
            "location": location,
            **common,
        }
    for number in (1, 2):
        deployments[f"claude-{number}"] = {
            "provider": "anthropic",
            "workspace": f"wrkspc_{number}",
            "inference_geo": "us",
            "api_key": {"env": "ANTHROPIC_API_KEY"},
            **common,
        }
    return {
        "version": "1",
        "organization": "acme",
        "deployments": deployments,
        "tenants": {
            "acme": {"jurisdictions": ["global"]},
            "acme/bank": {"jurisdictions": ["eu"], "regimes": ["gdpr"]},
        },
    }


if __name__ == "__main__":
    main()

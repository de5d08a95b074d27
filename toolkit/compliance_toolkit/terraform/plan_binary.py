"""A plan as `terraform plan -out` writes it: shown as JSON by the program that wrote it.

Nobody else reads that format, and it changes. Showing a plan needs the folder it was made in, whose
providers Terraform starts for it, as it did to make the plan.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from compliance_toolkit.errors import SourceError
from compliance_toolkit.registry.wording import printable

PROGRAMS = ("terraform", "tofu")
MOST_SECONDS = 120.0
_STEP = 0.1
_QUIET = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "TF_LOG": ""}
"""No look for updates, no question, no log in between."""


def show_plan(path: Path, *, shown_as: str, limit: int, seconds: float = MOST_SECONDS) -> bytes:
    """Show a plan file as JSON, by the `terraform` or `tofu` on the path, in the plan's folder.

    Args:
        path: The plan file.
        shown_as: How to name it in messages.
        limit: Bytes of JSON that are read; a longer answer is refused.
        seconds: How long the program may take.

    Raises:
        SourceError: No such program is there, or none can show this plan; the hint is the command
            to run.
    """
    refused = []
    for name in PROGRAMS:
        program = shutil.which(name)
        if program is not None:
            done = _run([program, "show", "-json", str(path.resolve())], path, limit, seconds)
            if isinstance(done, bytes):
                return done
            refused.append(f"`{name}` {done}")
    why = ", and ".join(refused) or "no `terraform` or `tofu` is on the path"
    raise SourceError(
        f"`{shown_as}` is a plan in Terraform's binary format that cannot be shown: {why}",
        hint=f"run `{command(path)}` where `terraform init` was run, and check that file",
    )


def refuse_binary(shown_as: str) -> SourceError:
    """A binary plan that came without its folder, as through a pipe."""
    return SourceError(
        f"`{shown_as}` is a plan in Terraform's binary format",
        hint="run `terraform show -json PLAN > plan.json` and check that file",
    )


def command(path: Path) -> str:
    """The command that shows a plan, for a person to run."""
    return f"terraform show -json {printable(path.name)} > plan.json"


def _run(arguments: list[str], path: Path, limit: int, seconds: float) -> bytes | str:
    """Run a program without a shell; its output, or why there is none."""
    environment = {**os.environ, **_QUIET}
    folder = path.resolve().parent
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaint:
        try:
            process = subprocess.Popen(  # noqa: S603  no shell, and arguments of our own
                arguments,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=complaint,
            )
        except OSError as error:
            return f"cannot be run: {(error.strerror or 'unknown error').lower()}"
        with _ended(process):
            end = time.monotonic() + seconds
            while process.poll() is None:
                if time.monotonic() > end:
                    return f"took longer than {seconds:g} seconds"
                if _size(out) > limit:
                    break
                _wait(process)
        if _size(out) > limit:
            return f"printed more than {limit // 1024**2} MiB"
        if process.returncode != 0:
            return f"says: {_first_line(complaint)}"
        out.seek(0)
        return out.read()


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Leave no program behind, whatever happens."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_STEP)
    except subprocess.TimeoutExpired:
        return


def _size(file: IO[bytes]) -> int:
    return os.fstat(file.fileno()).st_size


def _first_line(file: IO[bytes]) -> str:
    """What a program complains about, without its frame, on one line."""
    file.seek(0)
    lines = (line.strip(" │╷╵") for line in file.read(4096).decode(errors="replace").splitlines())
    told = next((line for line in lines if line.startswith("Error")), "it failed")
    return printable(told[:200].removeprefix("Error: ").rstrip(".").lower())

"""A real OPA server on a free loopback port, for tests; ends only the process it started."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
import urllib.request
from pathlib import Path
from typing import Self

READY_SECONDS = 30


class OpaServer:
    """An `opa run --server` that can be killed and started again at the same address.

    Args:
        opa: The program.
        arguments: What it serves: `-b bundle.tar.gz`, or files.
    """

    def __init__(self, opa: Path, *arguments: str | Path) -> None:
        self._port = _free_port()
        self._command = [
            str(opa),
            "run",
            "--server",
            f"--addr=127.0.0.1:{self._port}",
            "--skip-version-check",
            "--log-level=error",
            *map(str, arguments),
        ]
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start, and return once it answers."""
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + READY_SECONDS
        wait = threading.Event()
        while not self._healthy():
            if self._process.poll() is not None or time.monotonic() > until:
                code = self._process.poll()
                self.kill()
                raise RuntimeError(f"`{' '.join(self._command)}` did not serve; exit code {code}")
            wait.wait(0.02)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=READY_SECONDS)
            self._process = None

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health?bundles", timeout=1) as answer:  # noqa: S310  loopback
                return bool(answer.status == 200)
        except OSError:
            return False


def build_bundle(opa: Path, folder: Path, target: Path, revision: str | None = None) -> Path:
    """Pack a folder as a release does."""
    stated = ["--revision", revision] if revision else []
    command = [str(x) for x in (opa, "build", "-b", folder, "-o", target, *stated)]
    built = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    if built.returncode != 0:
        raise RuntimeError(f"`opa build` failed: {built.stderr}")
    return target


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port

"""A real PostgreSQL of the test's own, from the system's package; ends only what it started.

Its data and its socket lie in a folder of their own; nothing listens on the network.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest

READY_SECONDS = 60
PACKAGES = Path("/usr/lib/postgresql")
OWNER = "postgres"
HBA = "local all outsider scram-sha-256\nlocal all all trust\n"
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "40",
    "shared_buffers": "16MB",
    "dynamic_shared_memory_type": "mmap",
}


def find(packages: Path = PACKAGES) -> Path | str:
    """The folder of PostgreSQL's programs, or why there is none."""
    found = sorted(
        (folder for folder in packages.glob("*/bin") if (folder / "initdb").is_file()),
        key=lambda folder: float(folder.parent.name),
    )
    on_path = shutil.which("initdb")
    if found:
        return found[-1]
    if on_path and Path(on_path).with_name("postgres").is_file():
        return Path(on_path).parent
    return "no PostgreSQL is installed: run `apt-get install postgresql`"


def required(found: Path | str | None = None) -> Path:
    """The folder of PostgreSQL's programs; without it the test is skipped, and in CI fails."""
    found = find() if found is None else found
    if isinstance(found, Path):
        return found
    if os.environ.get("CI"):
        pytest.fail(f"CI needs a real PostgreSQL: {found}")
    pytest.skip(found)


class Postgres:
    """A server that can be stopped, frozen and started again at the same address."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._frozen: list[int] = []
        # As root it refuses to run.
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._as = {"user": OWNER, "group": OWNER, "extra_groups": []}
            shutil.chown(self._folder, OWNER, OWNER)

    def __enter__(self) -> Self:
        self._run("initdb", "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        (self._folder / "data" / "pg_hba.conf").write_text(HBA)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.thaw()
            self.stop()
        finally:
            shutil.rmtree(self._folder)

    def url(self, user: str = "owner", database: str = "postgres", **options: str) -> str:
        """The address, for a user; `user:password` too."""
        query = "&".join(f"{key}={value}" for key, value in options.items())
        return f"postgresql://{user}@/{database}?host={self._folder}" + (query and f"&{query}")

    def execute(self, *statements: str, user: str = "owner") -> list[tuple[Any, ...]]:
        """Run statements, each on its own, as somebody at a prompt; give the last one's rows."""
        with self.connect(user=user, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def connect(self, *, user: str = "owner", autocommit: bool = False) -> psycopg.Connection[Any]:
        """A connection of the driver's, past the toolkit."""
        return psycopg.connect(
            host=str(self._folder), user=user, dbname="postgres", autocommit=autocommit
        )

    def start(self) -> None:
        """Start, and return once it answers."""
        settings = [f"--{key}={value}" for key, value in SETTINGS.items()]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._programs / "postgres",
                    f"--unix_socket_directories={self._folder}",
                    *settings,
                    "-D",
                    self._folder / "data",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                start_new_session=True,  # Ctrl-C is for the tests
                preexec_fn=_end_with_the_tests,  # noqa: PLW1509  calls one function of C
                **self._as,
            )
        until = time.monotonic() + READY_SECONDS
        wait = threading.Event()
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > until:
                said = (self._folder / "log").read_text()
                self.stop()
                raise RuntimeError(f"PostgreSQL did not start: {said[-2000:]}")
            wait.wait(0.05)

    def stop(self) -> None:
        """End it at once, as a crash would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=READY_SECONDS)
            self._process = None

    def freeze(self) -> None:
        """Let it stand still, as a machine does that has no power left to say so."""
        assert self._process is not None
        parent = self._process.pid
        # The parent first: while it stands still none of its children's numbers goes to another.
        os.kill(parent, signal.SIGSTOP)
        self._frozen = [*_children(parent), parent]
        for process in self._frozen:
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        for process in self._frozen:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)
        self._frozen = []

    def _ready(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        command: list[str | Path] = [
            self._programs / program,
            "-U",
            "owner",
            "-D",
            self._folder / "data",
        ]
        done = subprocess.run(
            [*command, *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=self._folder,
            timeout=READY_SECONDS,
            **self._as,
        )
        if done.returncode != 0:
            raise RuntimeError(f"`{program}` failed: {done.stderr}")


def _end_with_the_tests() -> None:
    """Let Linux stop the server when the tests are killed, and cannot do so themselves."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], check=True, capture_output=True, text=True
    )
    return [int(line) for line in listed.stdout.split()]

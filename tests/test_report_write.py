"""Where a report goes, and that a report that did not arrive is never a verdict."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from compliance_toolkit.errors import ConfigurationError, UnavailableError
from compliance_toolkit.report.write import write

WRITER = """
import sys
from compliance_toolkit.errors import UnavailableError
from compliance_toolkit.report.write import write
try:
    write("x" * int(sys.argv[1]), None)
except UnavailableError as error:
    print(error.message, file=sys.stderr)
    sys.exit(3)
"""


def run_writer(size, **streams):
    return subprocess.run(
        [sys.executable, "-Ic", WRITER, str(size)],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **streams,
    )


@pytest.mark.parametrize("size", [10, 1_000_000])  # within the buffer, and beyond it
def test_a_reader_that_hung_up_is_an_error_and_python_says_nothing_of_its_own(size):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as stdout:
        done = run_writer(size, stdout=stdout)
    assert (done.returncode, done.stderr) == (3, "the reader of the report hung up\n")


@pytest.mark.parametrize("size", [10, 1_000_000])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_standard_output_is_an_error(size):
    with Path("/dev/full").open("wb") as stdout:
        done = run_writer(size, stdout=stdout)
    assert done.returncode == 3
    assert done.stderr == (
        "the report cannot be written to standard output: no space left on device\n"
    )


def test_no_standard_output_at_all_is_an_error(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(UnavailableError, match="no standard output"):
        write("x", None)


def test_what_the_encoding_of_standard_output_lacks_is_escaped(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", newline=""))
    write("Zürich \ud800\n", None)
    assert raw.getvalue() == b"Z\\xfcrich \\ud800\n"


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    target = tmp_path / "report.json"
    target.write_text("old")
    write("new \udcff\n", target)
    assert target.read_bytes() == b"new \\udcff\n"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_is_followed_not_replaced(tmp_path):
    target, link = tmp_path / "report.txt", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write("new", link)
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_pipe_is_written_to_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write("through", pipe)
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["missing/report.txt", "", "file/report.txt", "a\x00b"])
def test_a_file_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path, name):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(ConfigurationError, match="the report cannot be written to") as caught:
        write("x", tmp_path / name)
    assert caught.value.hint
    assert "\x00" not in caught.value.message
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "kept"


def test_a_file_that_cannot_take_the_place_of_its_draft_leaves_no_draft(tmp_path, monkeypatch):
    target = tmp_path / "report.txt"
    target.write_text("old")

    def refuse(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ConfigurationError, match="permission denied"):
        write("new", target)
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_text() == "old"

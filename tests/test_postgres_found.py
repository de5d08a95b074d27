"""Tests that need a real PostgreSQL never pass without it: they skip and say so, or fail in CI."""

import pytest

from postgres import find, required


def installed(packages, *versions):
    for version in versions:
        (packages / version / "bin").mkdir(parents=True)
        (packages / version / "bin" / "initdb").touch()


def test_without_it_a_test_is_skipped_and_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match="run `apt-get install postgresql`"):
        required(find(tmp_path))


def test_in_ci_its_absence_is_a_failure(monkeypatch, tmp_path):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception, match="CI needs a real PostgreSQL: no PostgreSQL"):
        required(find(tmp_path))


def test_the_newest_is_taken(tmp_path):
    installed(tmp_path, "9.6", "15", "17")
    assert find(tmp_path) == tmp_path / "17" / "bin"


def test_a_folder_without_its_programs_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    (tmp_path / "17" / "bin").mkdir(parents=True)
    assert isinstance(find(tmp_path), str)

"""What a user is told who names a law, a file or a resource that is none."""

from __future__ import annotations

import os

import pytest

from compliance_toolkit.cli.main import main

QUEUE = 'variable "region" {}\nresource "aws_sqs_queue" "q" {\n  region = var.region\n}\n'


@pytest.fixture
def said(tmp_path, capsys, monkeypatch):
    """The exit code of a command in a folder with one queue, and what it says."""
    (tmp_path / "main.tf").write_text(QUEUE)
    monkeypatch.chdir(tmp_path)

    def say(*arguments: str) -> tuple[int, str]:
        code = main([*arguments])
        return int(code), "".join(capsys.readouterr())

    return say


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--jurisdiction", "gdpr"), "it is a regime: name it with `--regime`"),
        (
            ("--jurisdiction", "eu", "--regime", "us"),
            "it is a jurisdiction: name it with `--jurisdiction`",
        ),
        (("--regime", "gdpr"), "a regime holds beside a law on where"),
    ],
)
def test_a_law_of_the_other_kind_is_told_where_it_belongs(said, options, hint):
    code, told = said("check", ".", *options)
    assert code == 2
    assert hint in told


def test_variables_that_come_through_a_pipe_are_no_file_and_that_is_said(said):
    reading, writing = os.pipe()
    os.write(writing, b'region = "eu-west-1"\n')
    os.close(writing)
    try:
        code, told = said("check", ".", "--jurisdiction", "eu", "--var-file", f"/dev/fd/{reading}")
    finally:
        os.close(reading)
    assert code == 3
    assert f"the variable file `/dev/fd/{reading}` is no regular file" in told


def test_nothing_is_said_of_the_regions_of_a_provider_that_nobody_knows(said, tmp_path):
    (tmp_path / "main.tf").write_text('resource "foo_thing" "x" {}\n')
    code, told = said("explain", "resource", "foo_thing.x", "--input", ".")
    assert code == 0
    assert "region: none, no region of its provider is known" in told

"""The README is the product's face: everything in it is what the program says."""

import re

import pytest

from readme import README, commands, refreshed

TEXT = README.read_text(encoding="utf-8")


def test_every_output_in_the_readme_is_what_the_command_prints():
    assert len(commands(TEXT)) >= 5
    assert refreshed(TEXT) == TEXT


def test_an_output_that_drifted_is_noticed():
    stale = "```console\n$ compliance --version\ncompliance-toolkit 0.0.0\n```\n"
    assert refreshed(stale) != stale


@pytest.mark.sdk
def test_the_python_in_the_readme_runs(monkeypatch):
    blocks = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert blocks
    monkeypatch.chdir(README.parent)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "made-at-run-time")
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102  our own README


def test_the_readme_is_short_enough_to_be_read():
    assert len(TEXT.splitlines()) <= 250

"""How wide the terminal is, where there is one."""

import io

from compliance_toolkit.cli.console import columns


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_pipe_has_no_width_whatever_the_environment_says(monkeypatch):
    monkeypatch.setenv("COLUMNS", "72")
    assert columns(io.StringIO()) is None


def test_a_terminal_is_as_wide_as_columns_says(monkeypatch):
    monkeypatch.setenv("COLUMNS", "72")
    assert columns(Terminal()) == 72

"""`python -m compliance_toolkit.cli` is `compliance`."""

from compliance_toolkit.cli.main import run

run()

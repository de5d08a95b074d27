"""Proves a small part of the law of this checkout; exit 0 if it is proven."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from compliance_toolkit.errors import ComplianceError
from proofs import prover, small_bundle


def main() -> int:
    """Prove, and stop at the first piece in which something is broken."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            proof = prover(small_bundle(Path(folder))).prove(to_the_end=False)
        except ComplianceError:
            return 3
    return 0 if proof.outcome == "proven" else 1


if __name__ == "__main__":
    sys.exit(main())

"""How much of a configuration is evaluated; apart from the evaluator, which only source needs."""

from __future__ import annotations

import msgspec

ALL_STEPS = 1_000_000
"""Steps of one reading, and so many more for each byte of it: what is written at length may take
its time, what is short and takes long means harm."""

STEPS_PER_BYTE = 20


class Budget(msgspec.Struct):
    """How many steps may still be taken in a reading."""

    left: int = ALL_STEPS

"""Mutants that change no answer, by name, with the reason: nothing can kill them."""

from __future__ import annotations

from collections.abc import Mapping

EQUIVALENTS: Mapping[str, str] = {}

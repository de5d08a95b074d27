"""Answers to `explain`, of any form, and the bundle that they were read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from compliance_toolkit.explain.denial import DenialExplained
from compliance_toolkit.explain.law import LawsExplained
from compliance_toolkit.explain.resource import ResourceExplained
from compliance_toolkit.explain.route import RouteExplained
from compliance_toolkit.explain.rule import RuleExplained, RulesExplained
from compliance_toolkit.explain.tenant import TenantExplained

Explained: TypeAlias = (
    TenantExplained
    | RuleExplained
    | RulesExplained
    | LawsExplained
    | RouteExplained
    | DenialExplained
    | ResourceExplained
)
"""One of these; `form` tells which."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer to `explain`."""

    revision: str
    digest: str
    """`sha256:…` of the bundle."""

    body: Explained

"""What `compliance explain` prints, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from compliance_toolkit.report.explained import laws_tree, tenant_tree
from compliance_toolkit.report.explained_resource import resource_tree
from compliance_toolkit.report.explained_route import denial_tree, route_tree
from compliance_toolkit.report.explained_rule import rule_tree, rules_tree
from compliance_toolkit.report.tree import Branch, draw
from compliance_toolkit.report.wording import WIDTH

if TYPE_CHECKING:
    from compliance_toolkit.explain.explanation import Explained, Explanation


def render_text(
    explanation: Explanation,
    *,
    width: int = WIDTH,
    color: bool = False,
    plain: bool = False,
    verbose: bool = False,
) -> str:
    """Render an explanation as a tree.

    Args:
        explanation: The answer.
        width: Columns that it is wrapped at.
        color: Whether terminal colors may be used.
        plain: Whether the stream lacks the characters of lines.
        verbose: Whether to tell of a rule how its Rego is made.
    """
    tree = _tree(explanation.body, verbose=verbose)
    lines = draw(tree, width=width, color=color, plain=plain)
    return "\n".join([*lines, "", f"policy {explanation.revision}"]) + "\n"


def _tree(  # noqa: PLR0911  one a form
    body: Explained, *, verbose: bool
) -> Branch:
    match body.form:
        case "tenant":
            return tenant_tree(body)
        case "rule":
            return rule_tree(body, verbose=verbose)
        case "rules":
            return rules_tree(body)
        case "law":
            return laws_tree(body)
        case "route":
            return route_tree(body)
        case "denial":
            return denial_tree(body)
        case "resource":
            return resource_tree(body)
        case never:
            assert_never(never)

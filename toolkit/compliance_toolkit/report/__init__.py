"""What a run came to, for people and for programs: one module a format, imported when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never, get_args

if TYPE_CHECKING:
    from compliance_toolkit.explain.explanation import Explanation
    from compliance_toolkit.models import JsonObject, Report
    from compliance_toolkit.report.wording import Prose

Format: TypeAlias = Literal["text", "json", "sarif", "github"]

FORMATS: tuple[Format, ...] = get_args(Format)


def render(
    report: Report,
    catalog: Mapping[str, Prose],
    form: Format,
    *,
    color: bool = False,
    width: int | None = None,
) -> str:
    """Render `report` in one format, ending in a line break.

    Args:
        report: What the run came to; its exit code is printed, never computed here.
        catalog: The prose of each check, by id.
        form: One of `FORMATS`.
        color: Whether `text` may use terminal colors; the other formats never do.
        width: Columns of the terminal that `text` goes to; `None` where it goes to none.

    Raises:
        PolicyError: A finding is of a check that the catalog does not list.
    """
    match form:
        case "text":
            from compliance_toolkit.report import text  # noqa: PLC0415  only the format asked for

            return text.render(report, catalog, color=color, width=width)
        case "json":
            from compliance_toolkit.report import json_v1  # noqa: PLC0415

            return json_v1.render(report, catalog)
        case "sarif":
            from compliance_toolkit.report import sarif  # noqa: PLC0415

            return sarif.render(report, catalog)
        case "github":
            from compliance_toolkit.report import github  # noqa: PLC0415

            return github.render(report, catalog)
        case never:
            assert_never(never)


def render_decision(
    form: Literal["text", "json"],
    document: JsonObject,
    *,
    width: int | None = None,
    color: bool = False,
    encoding: str | None = None,
) -> str:
    """Render a decision in one format, ending in a line break.

    Args:
        form: `text` or `json`.
        document: The decision, of the shape in `schemas/decision.json`.
        width: Columns of the terminal that `text` goes to; `None` where it goes to none.
        color: Whether `text` may use terminal colors.
        encoding: Of the stream that `text` goes to.
    """
    from compliance_toolkit.report import decision  # noqa: PLC0415  only when asked for
    from compliance_toolkit.report.tree import has_lines, in_ascii  # noqa: PLC0415
    from compliance_toolkit.report.wording import WIDTH  # noqa: PLC0415

    match form:
        case "text":
            said = decision.render_text(document, width=width or WIDTH, color=color)
            return said if has_lines(encoding) else in_ascii(said)
        case "json":
            return decision.render_json(document)
        case never:
            assert_never(never)


def render_explanation(  # noqa: PLR0913  what a terminal may have, one by one
    form: Literal["text", "json"],
    explanation: Explanation,
    *,
    width: int | None = None,
    color: bool = False,
    encoding: str | None = None,
    verbose: bool = False,
) -> str:
    """Render an explanation in one format, ending in a line break.

    Args:
        form: `text` or `json`.
        explanation: The answer to `explain`.
        width: Columns of the terminal that `text` goes to; `None` where it goes to none.
        color: Whether `text` may use terminal colors.
        encoding: Of the stream that `text` goes to; lines of a tree are drawn with what it has.
        verbose: Whether `text` tells of a rule how its Rego is made.
    """
    match form:
        case "text":
            from compliance_toolkit.report import explanation as tree  # noqa: PLC0415
            from compliance_toolkit.report.tree import has_lines  # noqa: PLC0415
            from compliance_toolkit.report.wording import WIDTH  # noqa: PLC0415

            plain = not has_lines(encoding)
            return tree.render_text(
                explanation, width=width or WIDTH, color=color, plain=plain, verbose=verbose
            )
        case "json":
            from compliance_toolkit.report import explanation_v1  # noqa: PLC0415

            return explanation_v1.render(explanation)
        case never:
            assert_never(never)
